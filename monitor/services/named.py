"""What a person named, or the mistake that says what there is instead. Reads the store, changes nothing."""

from __future__ import annotations

from monitor.config.suggest import nearest
from monitor.core.errors import DeclaredElsewhere, NotFound
from monitor.core.model.development import Development
from monitor.core.model.ids import DeliveryId, DevelopmentId, TopicId
from monitor.core.model.source import Owner
from monitor.core.model.topic import Topic
from monitor.store.outbox import Listed
from monitor.store.store import Transaction


def topic(tx: Transaction, name: str) -> Topic:
    """The topic of that name. Raises NotFound, which names the one most like it, or all."""
    found = tx.topics.find(TopicId(name))
    if found is None:
        names = [each.id for each in tx.topics.all()]
        near = nearest(name, names)
        known = f"there are {', '.join(names)}" if names else "add one with `monitor topic add`"
        raise NotFound(f"no topic {name!r}: " + (f"did you mean {near!r}?" if near else known))
    return found


def own_topic(tx: Transaction, name: str, instead: str) -> Topic:
    """The topic of that name if a person made it; ``instead`` says what to do with a table of feeds.toml.

    Raises NotFound, and DeclaredElsewhere for one that feeds.toml declares.
    """
    found = topic(tx, name)
    if found.owner is Owner.FILE:
        raise DeclaredElsewhere(f"topic {name!r} is declared in feeds.toml: {instead}")
    return found


def development(tx: Transaction, number: int) -> Development:
    """The development of that number. Raises NotFound."""
    found = tx.developments.find(DevelopmentId(number))
    if found is None:
        raise NotFound(f"no development {number}: `monitor development list` shows those there are")
    return found


def delivery(tx: Transaction, number: int) -> Listed:
    """The delivery of that number as ``alert list`` gives it, with its alert. Raises NotFound."""
    found = tx.outbox.find(DeliveryId(number))
    if found is None:
        raise NotFound(f"no alert {number}: `monitor alert list` shows those there are")
    return found
