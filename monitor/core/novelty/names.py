"""Names in a text, told by their capitals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from monitor.core.novelty.terms import Token, skeleton

_SHOUTED: Final = 0.6  # share of words in capitals from which a text is taken to be written in them
ROLES: Final = frozenset(  # written with a capital before or for a name: they tell nobody from anybody
    """deputy chief vice former acting general secretary state department treasury ministry ambassador envoy director
    chair chairman spokesman spokeswoman spokesperson commissioner council union house white justice foreign finance
    prime first second new statement exclusive breaking live update updates report news monday tuesday wednesday
    thursday friday saturday sunday trésor secrétaire ministère conseil tesoro secretario secretaria ministerio
    secretário ministério segretario ministero staatssecretaris""".split()
)


def names_in(found: Sequence[Token]) -> frozenset[str]:
    """Words (lower case) that stand with a capital inside a sentence and never without one."""
    lower = {token.low for token in found if not token.is_capital}
    if sum(len(token.text) > 1 and token.text.isupper() for token in found) > len(found) * _SHOUTED:
        return frozenset()  # all in capitals: they mark nobody
    return frozenset(
        token.low
        for token in found
        if token.is_capital and not token.opens and token.low not in lower and len(token.low) > 1
    )


def families(found: Sequence[Token], names: frozenset[str]) -> frozenset[str]:
    """Family names of people whom the text names in full: the last of two or more words with capitals side by side.

    For languages that write every noun with a capital, where a single one says nothing. Nouns stand side by side there
    in few places: a title before a name, a measure before what it measures.
    """
    return frozenset(
        family.low
        for given, family in pairwise(found)
        if family.low in names
        and given.is_capital
        and family.is_capital
        and not family.opens
        and not given.concept
        and not family.concept
        and family.start == given.start + len(given.text) + 1
    )


def people_listed(found: Sequence[Token], names: frozenset[str]) -> frozenset[str]:
    """Family names, as skeletons, of people who are named in full beside others in one sentence: a list of people."""
    listed: set[str] = set(_registered(found))
    here: set[str] = set()
    run: list[Token] = []
    for token in [*found, None]:
        apart = run and (token is None or token.opens or token.start != run[-1].start + len(run[-1].text) + 1)
        named = token is not None and token.is_capital and (token.low in names or token.opens)
        if run and (apart or not named):
            here.add(_person(run))
            run = []
        if token is None or token.opens:
            here.discard("")
            listed |= here if len(here) > 1 else set()
            here = set()
        if token is not None and named:
            run.append(token)
    return frozenset(listed)


def _registered(found: Sequence[Token]) -> Iterator[str]:
    """Family names as registers write them: in capitals, before a comma and the given name ("TEMBO, Mwansa")."""
    for family, given in pairwise(found):
        capitals = family.is_capital and given.is_capital and len(family.text) > 2 and family.text.isupper()
        if (
            capitals
            and not family.concept
            and given.text.istitle()
            and given.start == family.start + len(family.text) + 2
        ):
            yield skeleton(family.low)


def _person(run: Sequence[Token]) -> str:
    """The family name of a name of two to four words, as skeleton; "" for other runs of capitals."""
    named = 2 <= len(run) <= 4 and not run[-1].opens and not any(word.concept for word in run)
    return skeleton(run[-1].low) if named else ""
