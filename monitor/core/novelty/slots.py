"""Who does what to whom, and how far along: the slots in which two reports of alike words may differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from monitor.core.novelty.concepts import concept
from monitor.core.novelty.terms import Token, number_of

ACTS: Final = frozenset(
    """sanction blacklist freeze amend ratify deposit withdraw participate join order sign threat demand propose plan vote
    adopt reject block email software replace lawsuit complaint injunction ruling lift confirm deny condemn support joint
    statement investigate warrant launch fund extend exemption interview prosecute agreement hearing independence impunity
    election""".split()
)

_RUNGS: Final = (
    ("threatened", "announced", "called for"),
    ("proposed", "planned"),
    ("circulated", "drafted"),
    ("voted",),
    ("adopted", "signed", "joins"),
    ("ratified", "imposed", "funded"),
    ("in force", "extended"),
    ("challenged",),
    ("withdraws", "lifted", "handed over"),
)
LADDER: Final = {stage: rung for rung, stages in enumerate(_RUNGS, 1) for stage in stages}


def act_concepts(headline: Iterable[Token], head: Sequence[Token]) -> list[int]:
    """Term numbers of the concepts of acting; those of the headline count twice."""
    title = [concept(token.low) for token in headline]
    lead = [concept(token.low) for token in head]
    return [number_of("c:" + known) for known in (*title, *title, *lead) if known in ACTS]
