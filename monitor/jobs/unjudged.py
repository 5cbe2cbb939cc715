"""What could not be judged, as it met a bug of the monitor: it is tried ever more rarely, and holds up no other.

Some bugs are met once (memory that ran short), others each time. Who judges leaves what it met one with alone for a
while (``Stuck``). A scheduler sees only that an article still waits (``Unjudged``): one that another worker can judge,
as a worker of a new version may, is found by trying again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.model.ids import ArticleId

FREE = 3  # tries without a pause: a job also brings nothing while its worker stops, or something is still to be read
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))  # then the last
FORGOTTEN = timedelta(days=1)  # after which a bug that was not met again is none


@dataclass(frozen=True, slots=True)
class _Try:
    """How often it was queued, and when it may be again."""

    count: int
    again: datetime


class Stuck:
    """What one program met a bug with while it judged it. Safe to use from several threads."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._tries: dict[ArticleId, _Try] = {}

    def add(self, article_id: ArticleId, /) -> None:
        """This one met a bug just now."""
        now = self._now()
        with self._lock:
            before = self._tries.get(article_id)
            count = before.count + 1 if before else 1
            self._tries[article_id] = _Try(count, now + PAUSES[min(count, len(PAUSES)) - 1])

    def aside(self) -> frozenset[ArticleId]:
        """What is to be left alone now. A time further off than the longest pause is of a clock that was set back."""
        now = self._now()
        with self._lock:
            self._tries = {number: tried for number, tried in self._tries.items() if tried.again > now - FORGOTTEN}
            return frozenset(number for number, tried in self._tries.items() if now < tried.again <= now + PAUSES[-1])


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
