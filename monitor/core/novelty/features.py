"""What the decision needs to know of a text, worked out once and kept beside the article."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from monitor.core.model.article import Article
from monitor.core.model.development import ClaimStatus
from monitor.core.model.match import Evidence, Field, Match
from monitor.core.novelty.additions import counted, grown, on_top, tally
from monitor.core.novelty.claims import claim_status, disclaims, is_correction, is_hedged
from monitor.core.novelty.concepts import USUAL, concept
from monitor.core.novelty.countries import COUNTRIES
from monitor.core.novelty.dates import event_days
from monitor.core.novelty.names import ROLES, families, names_in, people_listed
from monitor.core.novelty.objects import acting_alone, acting_first, articles_named, people_hit
from monitor.core.novelty.origin import canonical, named_origin
from monitor.core.novelty.slots import (
    ACTS,
    EVERYDAY,
    act_concepts,
    confirms,
    denies,
    explains,
    own_word,
    prospective,
    reaction,
    to_come,
)
from monitor.core.novelty.terms import Token, content, number_of, shingle_numbers, skeleton, stem_number, tidy, tokens
from monitor.core.novelty.uncased import guesses
from monitor.core.novelty.vectors import NOTHING, Bag, numbers, pack, unpack
from monitor.core.text.captions import without_captions

BODY_WORDS: Final = 1_200  # words of a text that are looked at
BODY_CHARACTERS: Final = 20_000  # in which those words are looked for
_TITLE_CHARACTERS: Final = 500
LEAD_WORDS: Final = 100
_HEAD_CHARACTERS: Final = 400
_LIST_WORDS: Final = 250  # in which an act's list of people is looked for; further down others have their say
_COUNT_WORDS: Final = 45  # words at the head of the text in which objects are counted
_DATED_WORDS: Final = 60  # words in which the days of the news are named
_ACT_WORDS: Final = 45  # words of news at the head of the text in which the act is looked for
_BODY_TERMS, _LEAD_TERMS, _TITLE_TERMS, _ANCHORS, _NAMES = 256, 60, 30, 128, 80
_GUESSES: Final = 200  # at most of one text; four or five for one name
_NOUNS_IN_CAPITALS: Final = ("de", "lb")  # there a capital makes no name
_MARKED: Final = 3  # words with capitals from which a text is taken to mark its names so
SKETCH: Final = 64  # smallest hashes of the text's 3-word shingles
_STALE: Final = timedelta(days=30)
_AHEAD: Final = timedelta(days=1)  # a date so far after first sight may be a time zone's; later ones are wrong
_GAP: Final = 25  # characters between two matched parts that belong together
_FORM: Final = 12  # version of the stored form


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFeatures:
    """One report in compact form. Terms are known by number (``terms.number_of``), the same in every process.

    ``title``, ``lead`` and ``body`` hold stems of the text's language. ``anchors`` need no language: names by skeleton,
    numbers and concepts; ``acts`` are the concepts of acting in the headline and at the head of the text. ``names`` are
    all capitalised words, ``headline`` those of the title, ``people`` family names in lists of people, ``figures``
    all numbers, ``usual`` the terms that say no more than the topic does.
    """

    language: str
    words: int  # of the text, at most BODY_WORDS
    title: Bag
    lead: Bag
    body: Bag
    anchors: Bag
    acts: Bag
    names: array[int]
    headline: array[int]
    actors: array[int]  # countries that do it: before the headline's verb; if it names none, in the first sentence
    people: array[int]
    objects: array[int]  # whom or what the headline says that the act hits: people, articles of a treaty
    articles: array[int]  # of a treaty, named anywhere in the text
    usual: array[int]  # terms that any report of its topics would hold
    guesses: Bag  # names that words of a script without capitals may spell, with the lengths of their skeletons
    figures: array[int]
    counts: array[int]  # how many of what the headline and first words speak of: "four judges"
    days: array[int]  # on which the things happened that the text opens with, as far as it says so
    sketch: array[int]  # ascending
    url_key: int
    text_key: int
    title_key: int
    reaction: int = 0  # 0 to 3: how surely the text tells of an answer to an act
    stages: tuple[tuple[str, str], ...] = ()  # topic and rung of its ladder
    origin: str = ""  # who is named as having told it first, "" if nobody is
    claim: ClaimStatus = ClaimStatus.NAMED_REPORT
    hedged: bool = False  # it passes on what others say they know
    essay: bool = False  # it explains or comments
    confirms: bool = False  # headline or first words tell of a confirmation, by somebody who is named
    denies: bool = False  # headline tells of a denial, or an official source says that what was reported is not so
    own_word: bool = False  # headline tells how the court that was hit takes it
    on_top: int = 0  # headline says that somebody is added; 2, 3 …: the second, the third
    prospect: bool = False  # headline tells of something that may come
    grown: bool = False  # headline says that a number has become larger
    tally: int = 0  # the largest number that the headline gives, 0 if none
    correction: bool = False  # the text says of itself that it corrects another


COUNTRY_TERMS: Final = frozenset(number_of("c:" + country) for country in COUNTRIES)


def best_time(article: Article) -> datetime:
    """When the article was published, as far as its claim can be believed; else when it was first seen (UTC)."""
    claimed = article.published
    if claimed is None or claimed > article.first_seen + _AHEAD or claimed < article.first_seen - _STALE:
        return article.first_seen
    return min(claimed, article.first_seen)


def features(article: Article, matches: Sequence[Match]) -> ReportFeatures:
    """The features of an article that reports on the topics of ``matches``."""
    language = article.language
    title = tokens(tidy(article.title[:_TITLE_CHARACTERS]))
    text = tokens(tidy(without_captions(article.text[:BODY_CHARACTERS])), BODY_WORDS)
    names = names_in(text)
    news, headline = content(text), content(title)
    head = [token for token in news if token.start <= text[min(LEAD_WORDS, len(text)) - 1].start] if text else []
    body_terms = _terms(news, language)
    low = [token.low for token in text]
    origin, claim = named_origin(article), claim_status(article)
    credit = [number_of("o:" + origin)] * 2 if origin else []
    return ReportFeatures(
        language=language,
        words=len(text),
        title=Bag.of(_terms(headline, language), _TITLE_TERMS),
        lead=Bag.of(body_terms[: len(head)], _LEAD_TERMS),
        body=Bag.of(body_terms, _BODY_TERMS),
        anchors=Bag.of(credit + _anchors([*news, *headline], names), _ANCHORS),
        acts=Bag.of(act_concepts(title, _done(news[:_ACT_WORDS], text)), _TITLE_TERMS),
        names=_named([token for token in (*text, *title) if token.is_capital or token.concept in COUNTRIES])[:_NAMES],
        headline=_named([token for token in headline if _is_actor(token, names)]),
        actors=_named(acting_first(title) if _countries(title) else acting_alone(text)),
        people=numbers(sorted(number_of("p:" + name) for name in people_listed(text[:_LIST_WORDS], names))[:_NAMES]),
        objects=numbers(sorted(_hit(title, text, names, language) | articles_named(title))[:_NAMES]),
        articles=numbers(sorted(articles_named(title) | articles_named(text))[:_NAMES]),
        usual=_usual([*news, *headline], language, matches),
        guesses=_guessed([*headline, *news], names),
        figures=numbers(sorted({number_of("n:" + token.low) for token in text if token.is_number})[:_NAMES]),
        counts=numbers(sorted(counted(title) | counted(text[:_COUNT_WORDS]))),
        days=numbers(event_days([*title, *text[:_DATED_WORDS]], best_time(article))),
        sketch=numbers(sorted(shingle_numbers(low))[:SKETCH]),
        url_key=number_of(article.url),
        text_key=number_of(" ".join(low)) if low else 0,
        title_key=number_of(" ".join(token.low for token in title)) if title else 0,
        reaction=reaction(headline, news),
        stages=tuple((str(match.topic_id), match.stage) for match in matches if match.stage and _leads(match)),
        origin=origin,
        claim=claim,
        hedged=is_hedged(article),
        essay=claim is ClaimStatus.OPINION or explains(article.title),
        confirms=confirms(headline, news),
        denies=denies(headline) or disclaims(article),
        own_word=own_word(headline),
        on_top=on_top(title, article.title[:_TITLE_CHARACTERS]),
        prospect=prospective(article.title[:_TITLE_CHARACTERS]),
        grown=grown(article.title[:_TITLE_CHARACTERS]),
        tally=tally(title),
        correction=is_correction(article),
    )


def _terms(found: Sequence[Token], language: str) -> list[int]:
    return [stem_number(token.low, language) for token in found]


def _hit(title: Sequence[Token], text: Sequence[Token], names: frozenset[str], language: str) -> set[int]:
    return people_hit(title, families(text, names) if language in _NOUNS_IN_CAPITALS else names)


def _guessed(found: Sequence[Token], names: frozenset[str]) -> Bag:
    """Nothing for a text whose writing marks its names."""
    made = {} if len(names) > _MARKED else guesses(found, _GUESSES)
    return Bag.of([term for term, length in made.items() for _ in range(length)], _GUESSES) if made else NOTHING


def _usual(found: Sequence[Token], language: str, matches: Sequence[Match]) -> array[int]:
    """Terms of the topic's own vocabulary: what its query matched, and the concepts of courts and sanctions."""
    asked = {token.low for match in matches for quote in map(_asked, match.evidence) for token in tokens(tidy(quote))}
    asked = {word for word in asked if (known := concept(word)) not in ACTS or known in USUAL}
    plain = {token.low: token.concept for token in found if token.low in asked or token.concept in USUAL}
    terms = {stem_number(word, language) for word in plain}
    return numbers(sorted(terms | {number_of("c:" + known) for known in plain.values() if known})[:_NAMES])


def _asked(evidence: Evidence) -> str:
    """What the query matched in a sentence, and what stands between parts of it: "Centre for the Prosecution of"."""
    quote, start = "", 0
    for term in evidence.terms:
        begin, end = term.start - evidence.span.start, term.end - evidence.span.start
        quote += evidence.quote[start if begin - start <= _GAP else begin : end] + " "
        start = end
    return quote


def _leads(match: Match) -> bool:
    """True if the topic is reported at the head of the text; what stands lower may be what happened before."""
    return not match.evidence or any(
        evidence.field is Field.TITLE or evidence.span.start < _HEAD_CHARACTERS for evidence in match.evidence
    )


def _done(news: Sequence[Token], text: Sequence[Token]) -> list[Token]:
    """The words of news less those of a sentence that says what is still to come."""
    ahead = to_come(text[:LEAD_WORDS])
    return [token for token in news if token.start not in ahead]


def _countries(found: Sequence[Token]) -> bool:
    return any(token.concept in COUNTRIES for token in found)


def _is_actor(token: Token, names: frozenset[str]) -> bool:
    known = token.concept
    return known in COUNTRIES or (
        token.low in names and not known and token.low not in ROLES and not canonical(token.text)
    )


def _named(found: Sequence[Token]) -> array[int]:
    """Names by skeleton, countries by concept (so that a country and its people are one)."""
    kept = {"c:" + known if (known := token.concept) in COUNTRIES else "p:" + skeleton(token.low) for token in found}
    return numbers(sorted(map(number_of, kept - {"p:"})))


def _anchors(found: Sequence[Token], names: frozenset[str]) -> list[int]:
    return [number_of(anchor) for anchor in (anchor_of(token, names) for token in found) if anchor]


def anchor_of(token: Token, names: frozenset[str]) -> str:
    """The token as a term that needs no language, "" if it is none: ``n:`` number, ``c:`` concept, ``p:`` name."""
    if token.is_number:
        year = len(token.low) == 4 and token.low.isdecimal() and "1900" <= token.low <= "2100"
        return "" if year or len(token.low) < 2 else "n:" + token.low
    known = token.concept
    if known:
        return "" if known in EVERYDAY else "c:" + known
    bones = skeleton(token.low) if token.low in names else ""
    return "p:" + bones if len(bones) > 1 else ""


_BAGS: Final = ("title", "lead", "body", "anchors", "acts", "guesses")
_ARRAYS: Final = (
    "names", "headline", "actors", "people", "objects", "articles", "usual", "figures", "counts", "days", "sketch",
)  # fmt: skip
_PLAIN: Final = (
    "language",
    "words",
    "url_key",
    "text_key",
    "title_key",
    "reaction",
    "origin",
    "hedged",
    "essay",
    "confirms",
    "correction",
    "denies",
    "own_word",
    "on_top",
    "grown",
    "tally",
    "prospect",
)


def to_json(features: ReportFeatures) -> str:
    """The features as one line of JSON, a few KB at most; the same on every machine."""
    stored: dict[str, Any] = {"form": _FORM, "claim": features.claim.value, "stages": features.stages}
    stored |= {name: getattr(features, name) for name in _PLAIN}
    stored |= {name: getattr(features, name).dump() for name in _BAGS}
    stored |= {name: pack(getattr(features, name)) for name in _ARRAYS}
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> ReportFeatures:
    """What ``to_json`` made of features. ValueError if it is of another form: work the features out again."""
    stored = json.loads(text)
    if not isinstance(stored, dict) or stored.get("form") != _FORM:
        raise ValueError("features of another form")
    try:
        values: dict[str, Any] = {name: stored[name] for name in _PLAIN}
        values |= {name: Bag.load(stored[name]) for name in _BAGS}
        values |= {name: unpack(stored[name]) for name in _ARRAYS}
        stages = tuple((topic, stage) for topic, stage in stored["stages"])
        return ReportFeatures(**values, claim=ClaimStatus(stored["claim"]), stages=stages)
    except (KeyError, TypeError) as fault:
        raise ValueError("features of another form") from fault
