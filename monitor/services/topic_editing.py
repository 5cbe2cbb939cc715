"""Changing a topic that a person made, and the figures beside the topics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.core.matching.compile import compile_topics
from monitor.core.model.ids import TopicId
from monitor.core.model.route import Rule
from monitor.core.model.topic import Topic
from monitor.services import named
from monitor.services.marks import check_unchanged, mark_of
from monitor.services.routes import known_channels
from monitor.store.store import Store
from monitor.store.versions import TOPICS_VERSION

WEEKS = 12


def change_topic(store: Store, name: str, query: str, *, title: str = "", channels: Iterable[str] | None = None,
                 rule: Rule | None = None, seen: str = "", now: datetime) -> Topic:  # fmt: skip
    """Give a topic another query, title, channels or rule (None: as they were), from now on.

    Raises NotFound (also for a channel), DeclaredElsewhere for one of feeds.toml, QueryError for the query, and
    ChangedMeanwhile if it no longer has the mark ``seen``; nothing is changed then.
    """
    with store.write() as tx:
        held = named.own_topic(tx, name, "change its [[topic]] table there")
        check_unchanged(mark_of(held), seen)
        kept = held.channels if channels is None else known_channels(tx, channels)
        made = replace(held, query=query, title=title or held.title, channels=kept, rule=rule or held.rule)
        compile_topics([made], tx.topics.concepts())
        tx.topics.put(made)
        tx.facts.put(TOPICS_VERSION, f"{now.isoformat()} ~{made.id}")
    return made


def reports_by_week(store: Store, now: datetime, weeks: int = WEEKS) -> dict[TopicId, list[int]]:
    """Reports on each topic in each of the last ``weeks`` weeks, oldest first; topics without any are left out."""
    with store.read() as tx:
        return tx.reading.weeks(now - timedelta(weeks=weeks), now)
