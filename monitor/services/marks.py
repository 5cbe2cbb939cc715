"""Marks of what a person saw before changing it, so that nobody undoes another's change unseen."""

from __future__ import annotations

import hashlib

from monitor.core.errors import ChangedMeanwhile
from monitor.core.model.topic import Concept, Topic


def mark_of(held: Topic | Concept) -> str:
    """Sixteen letters that are others as soon as something of what an editor shows is."""
    if isinstance(held, Topic):
        shown: tuple[object, ...] = (held.query, held.title, sorted(held.channels))
    else:
        shown = (held.terms, held.ambiguous, held.context, held.refused_by)
    return hashlib.sha256(repr(shown).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def check_unchanged(held: Topic | Concept, seen: str) -> None:
    """Raise ChangedMeanwhile unless it still has the mark ``seen``; "" is that of somebody who did not look."""
    if seen and seen != mark_of(held):
        raise ChangedMeanwhile(
            "this was changed meanwhile, in another tab or by somebody else. Nothing is saved yet: what you typed "
            "stands here; save again to put it in the place of what is there now"
        )
