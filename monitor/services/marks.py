"""Marks of what a person saw before changing it, so that nobody undoes another's change unseen."""

from __future__ import annotations

import hashlib

from monitor.core.errors import ChangedMeanwhile
from monitor.core.model.alert import ChannelSpec
from monitor.core.model.topic import Concept, Topic


def mark_of(held: Topic | Concept | ChannelSpec) -> str:
    """Sixteen letters that are others as soon as something of what its editor shows is; of a channel its plan."""
    if isinstance(held, Topic):
        return _mark(held.query, held.title, sorted(held.channels))
    if isinstance(held, ChannelSpec):
        return _mark(held.plan, held.enabled)
    return _mark(held.terms, held.ambiguous, held.context, held.refused_by)


def route_mark_of(topic: Topic) -> str:
    """The same of what is told of a topic, and where."""
    return _mark(topic.rule, sorted(topic.channels))


def check_unchanged(mark: str, seen: str) -> None:
    """Raise ChangedMeanwhile unless ``mark`` is still the one ``seen``; "" is that of somebody who did not look."""
    if seen and seen != mark:
        raise ChangedMeanwhile(
            "this was changed meanwhile, in another tab or by somebody else. Nothing is saved yet: what you typed "
            "stands here; save again to put it in the place of what is there now"
        )


def _mark(*shown: object) -> str:
    return hashlib.sha256(repr(shown).encode("utf-8", "surrogatepass")).hexdigest()[:16]
