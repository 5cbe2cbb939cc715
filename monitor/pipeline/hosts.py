"""Keeping count of what is asked of each host, beyond the life of one program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from monitor.core.model.host import HostCounts, HostDay
from monitor.pipeline.context import Context
from monitor.store.versions import BYTES_RECEIVED, REQUESTS

WRITE_EVERY = timedelta(minutes=1)
KEPT = timedelta(days=90)
_COUNTED = ("requests", "failures", "not_modified", "bytes_received", "bytes_saved")


class HostBook:
    """Writes what was asked since it last did. One for a program; not for several threads at once."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._written: dict[str, HostCounts] = {}
        self._at: datetime | None = None

    def write(self, *, at_once: bool = False) -> int:
        """Add the news to the store, at most once in WRITE_EVERY; for how many hosts there was any."""
        now = self._ctx.clock.now()
        if not at_once and self._at is not None and timedelta() <= now - self._at < WRITE_EVERY:
            return 0
        counts = self._ctx.hosts()
        news = since(self._written, counts, now.date())
        if news:
            with self._ctx.store.write() as tx:
                tx.hosts.add(news)
                tx.facts.add(REQUESTS, sum(each.requests for each in news))
                tx.facts.add(BYTES_RECEIVED, sum(each.bytes_received for each in news))
                if self._at is None or self._at.date() != now.date():
                    tx.hosts.forget((now - KEPT).date())
            self._written = {each.host: each for each in counts}
        self._at = now
        return len(news)


def since(before: dict[str, HostCounts], counts: Sequence[HostCounts], day: date) -> list[HostDay]:
    """What was asked of each host since ``before``. Counts that went down began anew."""
    news = []
    for each in counts:
        old = before.get(each.host)
        was = {name: getattr(old, name) if old and old.requests <= each.requests else 0 for name in _COUNTED}
        if each.requests > was["requests"]:
            grown = {name: getattr(each, name) - was[name] for name in _COUNTED}
            news.append(HostDay(host=each.host, day=day, spacing=each.spacing, robots=each.robots, **grown))
    return news
