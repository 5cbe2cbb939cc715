"""Who acts, and on what: the countries before a headline's verb, people acted on, articles of a treaty."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Final

from monitor.core.novelty.countries import COUNTRIES
from monitor.core.novelty.names import ROLES
from monitor.core.novelty.slots import ACTS
from monitor.core.novelty.terms import Token, number_of, skeleton

_HITTING: Final = frozenset({"impose", "lift"})  # families of acts that are done to somebody
_OTHERWISE: Final = frozenset(  # behind it stands why, when or what for, no longer whom
    """over for to after amid as because when while since despite wegen nach weil um trotz für pour après car malgré por
    tras para porque dopo perché per após na om voor за после через ради після""".split()
)
_BY: Final = frozenset("by von durch par por da dal dai dalla door przez".split())  # who did it follows: a passive
_ARTICLE: Final = frozenset(
    "article articles art artikel artikels articulo artículo articulos artículos artigo artigos articolo articoli "
    "статья статьи статью статьях стаття статті статтю artykuł artykułu".split()
)
_SUFFIX: Final = frozenset("bis ter quater quinquies".split())
_SENTENCE: Final = 60  # words in which a first sentence is looked for
_DATELINE: Final = 6  # words below which what a dash ends is none
_AND: Final = frozenset("and und et y e en и та і oraz i or".split())


_DOINGS: Final = frozenset({"begin", "leave", "ratify", "deposit", "vote", "amend"})  # what states do
_FOLLOWING: Final = frozenset(
    "follow follows becomes become folgt folgen wird devient deviennent suit suivent sigue siguen diventa volgt".split()
)
_LIKE: Final = frozenset(  # who stands behind it did so before
    "after following like nach wie après comme tras como dopo come após na после вслед після слідом вслід po".split()
)


def acting_first(headline: Sequence[Token]) -> list[Token]:
    """The countries that the headline names before the word for what is done, less those that did so before.

    Where no such word is known, the one with which it begins.
    """
    end = next((place for place, token in enumerate(headline) if _does(token)), 1)
    return [
        token
        for place, token in enumerate(headline[:end])
        if token.concept in COUNTRIES and (not place or headline[place - 1].low not in _LIKE)
    ]


def acting_alone(text: Sequence[Token]) -> list[Token]:
    """The one country that the first sentence of a text names, if it tells of what states do; else nobody."""
    starts = [place for place, token in enumerate(text[:_SENTENCE]) if token.opens] + [min(len(text), _SENTENCE)]
    first = next((text[one:other] for one, other in pairwise(starts) if other - one >= _DATELINE), ())
    named = [token for token in first if token.concept in COUNTRIES]
    alone = len({token.concept for token in named}) == 1 and any(_does(token) for token in first)
    return named[:1] if alone else []


def _does(token: Token) -> bool:
    return ACTS.get(token.concept) in _DOINGS or token.concept == "sign" or token.low in _FOLLOWING


def people_hit(headline: Sequence[Token], names: frozenset[str]) -> set[int]:
    """Family names, by skeleton, of the people whom the headline names as acted on: behind the act, or before "by".

    ``names`` are the words that the text uses as names. Countries act, they are not counted.
    """
    places = [place for place, token in enumerate(headline) if _hits(token)]
    if not places:
        return set()
    first = places[0]
    passive = any(token.low in _BY for token in headline[first:])
    side = headline[:first] if passive else list(takewhile(lambda token: not _ends(token), headline[first + 1 :]))
    found = set()
    for place, token in enumerate(side):
        following = side[place + 1] if place + 1 < len(side) else None
        inside = following is not None and following.is_capital and following.start == token.start + len(token.text) + 1
        if _is_person(token, names) and not (inside and following is not None and _is_person(following, names)):
            found.add(number_of("p:" + skeleton(token.low)))
    return found


def _ends(token: Token) -> bool:
    return token.opens or token.low in _OTHERWISE


def _hits(token: Token) -> bool:
    return token.concept == "sanction" or ACTS.get(token.concept) in _HITTING


def _is_person(token: Token, names: frozenset[str]) -> bool:
    return token.low in names and not token.concept and token.low not in ROLES and token.concept not in COUNTRIES


def articles_named(found: Sequence[Token]) -> set[int]:
    """The articles of a statute or treaty that the words name: "articles 8 bis and 15ter" gives two."""
    named: set[int] = set()
    for place, token in enumerate(found):
        if token.low in _ARTICLE:
            named |= _listed(found, place + 1)
    return named


def _listed(found: Sequence[Token], place: int) -> set[int]:
    named: set[int] = set()
    while place < len(found) and found[place].is_number:
        name, last = found[place].low, found[place]
        place += 1
        if place < len(found) and found[place].low in _SUFFIX:
            name, last = name + found[place].low, found[place]
            place += 1
        named.add(number_of("t:" + name))
        if place < len(found) and found[place].low in _AND:
            place += 1
        elif place < len(found) and found[place].start != last.start + len(last.text) + 2:  # ", " as in a list
            break
    return named
