"""Which rung of a topic's ladder a text tells of: the act that its headline, or first reporting sentence, is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from monitor.core.matching.evaluate import Evaluation, Window
from monitor.core.matching.index import CompiledTopic, Place
from monitor.core.matching.reading import Reading
from monitor.core.matching.signals import Reporting
from monitor.core.model.match import Field
from monitor.core.text.negations import NEGATIONS

_BEFORE_NOUN: Final = re.compile(r"(?:[^\W\d_]{2}ed|iert(?:e[nrs]?)?|eerde)$")  # English, German, Dutch participles
_AFTER_NOUN: Final = re.compile(r"(?:n?ées?|n?és?|ad[oa]s?)$")  # French, Spanish and Portuguese ones
_HELPING: Final = frozenset(  # with these before it, a participle of the second kind is the verb of its sentence
    """a ont ait aurait avait est sont ete etre soit ha han haya fue fueron sido es son era foi foram sao sido tem tinha
    he hemos hubo sera seran ser estar esta estan serao""".split()
)
_OPENERS: Final = frozenset(  # what may stand before a participle that only describes: "two sanctioned judges"
    """the a an its his her their our two three four five six seven eight nine ten eleven twelve some several other
    more of by for from against with and to on over former newly recently already die der das den dem ein eine einer
    drei zwei vier fünf sechs een twee drie de het""".split()
)
_NOT_NOUNS: Final = frozenset(  # what follows the verb of a sentence, but not a participle that describes a noun
    """the a an its his her their our by over on for in after under from with at to against as since and or two three
    four five six seven eight nine ten eleven twelve more another last this that when while because who which it them
    him is are was were has have on monday tuesday wednesday thursday friday saturday sunday
    der die das den dem ein eine einen zwei drei vier am im wegen de het een""".split()
)
_BETWEEN: Final = frozenset(  # what may stand between a word that denies and what was not done
    """a an any the yet been be to have even encore ete ser sido essere stato noch worden nog een eine einen einer
    ancora todavia aun ainda un una une um uma""".split()
)
_NEARER: Final = frozenset({"closer", "nearer", "close"})


def stage_of(evaluation: Evaluation, topic: CompiledTopic, reporting: Sequence[Reporting]) -> str:
    """The rung that the title tells of, or else the first reporting sentence; "" if none does.

    Where words of several rungs stand in one sentence, the one that stands first is what the sentence reports, of those
    that begin together the longest: "vote down" is no vote for it. A participle that only describes somebody is
    background: "Sanctioned judges sue" tells of a suit. So is what was not done: "without a vote" is none.
    """
    reading = evaluation.reading
    ordered = sorted(reporting, key=lambda r: (r.sentence.field is not Field.TITLE, r.background, r.sentence.first))
    windows: list[Window] = [(0, reading.title_count)] if reading.title_count else []
    windows += [(r.sentence.first, r.sentence.last) for r in ordered]
    for window in windows:
        found = [
            (place[0], -place[1], -number, rung.stage)
            for number, rung in enumerate(topic.ladder)
            for place in evaluation.any_of(rung.terms, window)
            if not _describes(reading, place, window) and not _denied(reading, place, window)
        ]
        if found:
            return min(found)[-1]
    return ""


def _denied(reading: Reading, place: Place, window: Window) -> bool:
    """True for an act that the words before it say was not done: "without a vote", "a step closer to accepting"."""
    before = place[0] - 1
    if before - 1 >= window[0] and reading.words[before] == "to" and reading.words[before - 1] in _NEARER:
        return True
    while before >= window[0] and place[0] - before <= 3 and reading.words[before] in _BETWEEN:
        before -= 1
    return before >= window[0] and reading.words[before] in NEGATIONS


def _describes(reading: Reading, place: Place, window: Window) -> bool:
    """True for a participle that describes a noun beside it."""
    first, last = place
    if first != last:
        return False
    word, before = reading.words[first], reading.words[first - 1] if first > window[0] else ""
    after = reading.words[last + 1] if last + 1 < window[1] else ""
    if _BEFORE_NOUN.search(word):
        opened = not before or before in _OPENERS or before.isdigit() or _hyphened(reading, first, window)
        return opened and bool(after) and after not in _NOT_NOUNS and not after.isdigit()
    return bool(before) and before not in _HELPING and bool(_AFTER_NOUN.search(reading.written(first).lower()))


def _hyphened(reading: Reading, token: int, window: Window) -> bool:
    """True if the token is joined to the one before: "US-sanctioned"."""
    return token > window[0] and reading.folded(token).text[reading.tokens[token].start - 1] in "-\u2010\u2011"
