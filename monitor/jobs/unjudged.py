"""What was queued to be judged and waits all the same, as after a bug of the monitor: it is queued ever more rarely.

A worker that met a bug leaves that article alone, but a scheduler sees only that it still waits. One that another
worker can judge, as a worker of a new version may, is found by trying again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.model.ids import ArticleId

FREE = 3  # tries without a pause: a job also brings nothing while its worker stops, or something is still to be read
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))  # then the last


@dataclass(frozen=True, slots=True)
class _Try:
    """How often it was queued, and when it may be again."""

    count: int
    again: datetime


class Unjudged:
    """What one scheduler queued to be judged, until it is."""

    def __init__(self) -> None:
        self._tries: dict[ArticleId, _Try] = {}
        self._since: datetime | None = None  # start of the youngest worker that was known

    def set_aside(self, now: datetime, *, newest_worker: datetime | None) -> frozenset[ArticleId]:
        """What is not to be queued now. All may be when a worker (``newest_worker``: its start) came since."""
        if newest_worker is not None:
            if self._since is not None and newest_worker > self._since:
                self._tries.clear()
            self._since = max(newest_worker, self._since or newest_worker)
        return frozenset(article for article, tried in self._tries.items() if tried.again > now)

    def queued(self, articles: Iterable[ArticleId], now: datetime) -> None:
        """These were queued now. Others whose turn it would have been do not wait any more."""
        kept = {article: tried for article, tried in self._tries.items() if tried.again > now}
        for article in articles:
            before = self._tries.get(article)
            count = before.count + 1 if before else 1
            pause = PAUSES[min(count - FREE, len(PAUSES)) - 1] if count > FREE else timedelta()
            kept[article] = _Try(count, now + pause)
        self._tries = kept

    def __bool__(self) -> bool:
        """Whether anything was queued that may still wait."""
        return bool(self._tries)
