"""Looking again at reported articles: when, and whether what changed in one matters.

An edit is evidence. A changed number, name, negation or headline is a correction; a mended comma, a new paragraph, a
changed caption is kept as a version and told to nobody. What is gone is "seen then, not found now", never "deleted".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.core.text.diff import WordChange, word_diff
from monitor.core.text.negations import NEGATIONS

# After a report was judged. Corrections come soon or after somebody complained; after a month it is left in peace.
LOOKS = (timedelta(hours=1), timedelta(hours=7), timedelta(hours=31), timedelta(days=4), timedelta(days=11),
         timedelta(days=29))  # fmt: skip
# With those that its source's edits ask for: one that counts the comments in its entries edits them at every poll.
MOST_LOOKS = 30
MOST_CHANGES = 40  # more replaced runs than this is another text, or a page read differently, not a correction
SHORT_RUN = 3  # words
LONGEST_RUN = 12  # words: a longer replaced run is rewriting

_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")


class ChangeKind(StrEnum):
    """What changed, in the order of what matters most."""

    HEADLINE = "headline"
    NEGATION = "negation"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change that matters: ``line`` says it in one line, as in: two judges → three judges."""

    kinds: tuple[ChangeKind, ...]
    line: str


def next_check(since: datetime, now: datetime) -> datetime | None:
    """When to look again, of itself, at a report that was judged at ``since``; None = no more."""
    return next((since + age for age in LOOKS if since + age > now), None)


def material_change(before: tuple[str, str], after: tuple[str, str]) -> Change | None:
    """What changed between two versions (title and text) that a reader must know; None if nothing.

    An empty title on either side is not compared. Only replaced words count: text that was added tells more, it does
    not correct.
    """
    kinds: list[ChangeKind] = []
    lines: list[str] = []
    if before[0] and after[0] and _words(before[0]) != _words(after[0]):
        kinds.append(ChangeKind.HEADLINE)
        lines.append(f"headline: {before[0]} → {after[0]}")
    changes = [change for change in word_diff(before[1], after[1]) if change.removed or _denies(change)]
    if len(changes) <= MOST_CHANGES:
        for change in changes:
            found = _kinds(change, before[1], after[1])
            if found and len(_words(change.removed)) <= LONGEST_RUN and len(_words(change.added)) <= LONGEST_RUN:
                kinds += found
                lines.append(_line(change))
    if not kinds:
        return None
    return Change(kinds=tuple(sorted(set(kinds), key=list(ChangeKind).index)), line="; ".join(dict.fromkeys(lines)))


def _denies(change: WordChange) -> bool:
    """A negation put into a sentence that stands otherwise as it was; in a new sentence it corrects nothing."""
    words = _words(change.added)
    return len(words) <= SHORT_RUN and bool(set(words) & NEGATIONS)


def _line(change: WordChange) -> str:
    """The change with the words around it, as in: put two judges on → put three judges on."""
    was, now = (" ".join(part for part in (change.lead, middle, change.tail) if part)
                for middle in (change.removed, change.added))  # fmt: skip
    return f"“{was}” → “{now}”"


def _kinds(change: WordChange, before: str, after: str) -> list[ChangeKind]:
    removed, added = set(_words(change.removed)), set(_words(change.added))
    kinds = []
    if (removed ^ added) & NEGATIONS:
        kinds.append(ChangeKind.NEGATION)
    if added and _numbers(change.removed) != _numbers(change.added):
        kinds.append(ChangeKind.NUMBER)
    if added and (_names(change.removed) - set(after.split())) and (_names(change.added) - set(before.split())):
        kinds.append(ChangeKind.NAME)
    return kinds


_NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion deux trois "
    "quatre cinq six sept huit neuf dix zwei drei vier fünf sechs sieben acht neun zehn dos tres cuatro cinco seis "
    "siete ocho nueve diez два три чотири четыре п'ять пять шість шесть сім семь вісім восемь".split()
)


def _numbers(text: str) -> list[str]:
    plain = _CLOCK.sub(" ", text)  # "updated 14:05" is a clock, not a figure
    return sorted(word for word in _words(plain) if _DIGIT.search(word) or word in _NUMBER_WORDS)


def _names(text: str) -> set[str]:
    return {word.strip(".,;:!?()«»“”\"'") for word in text.split() if word[:1].isupper() and len(word) > 2}


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.casefold().replace("’", ""))
