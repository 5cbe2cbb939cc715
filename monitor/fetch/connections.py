"""Connections kept open for a while between requests: few, for a short time, each lent to one fetch at a time.

One small pool per connection instead of one large pool: httpcore looks through its whole pool on every request (19 ms a
request with 500 connections kept).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.fetch.transport import Wire

Origin = tuple[str, str, int]


class Connections:
    """Lends wires. Safe to use from several threads; no lock is held while a wire is made, used or closed."""

    def __init__(self, make: Callable[[Origin], Wire], *, keep: int, keep_for: float) -> None:
        self._make, self._keep, self._keep_for = make, keep, keep_for
        self._lock = threading.Lock()
        self._idle: list[tuple[float, Wire]] = []  # with the time it came back; oldest first
        self._lent: set[Wire] = set()
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether close() was called."""
        return self._closed

    @contextmanager
    def lend(self, origin: Origin, *, fresh: bool = False) -> Iterator[Wire]:
        """A wire to ``origin``, kept or new; ``fresh`` insists on a new one."""
        wire = None if fresh else self._take(origin)
        if wire is None:
            wire = self._make(origin)
        with self._lock:
            self._lent.add(wire)
        reusable = False
        try:
            yield wire
            reusable = wire.finish()
        finally:
            with self._lock:
                self._lent.discard(wire)
            self._put_back(wire, reusable)

    def close(self) -> None:
        """Close what is idle and cut off what is in use; wires lent later are closed when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            lent = list(self._lent)
        for _, wire in idle:
            wire.close()
        for wire in lent:
            wire.abort()

    def _take(self, origin: Origin) -> Wire | None:
        with self._lock:
            for position in range(len(self._idle) - 1, -1, -1):
                if self._idle[position][1].origin == origin:
                    return self._idle.pop(position)[1]
        return None

    def _put_back(self, wire: Wire, reusable: bool) -> None:
        now = time.monotonic()
        with self._lock:
            reusable = reusable and not self._closed and self._keep > 0
            if reusable:
                self._idle.append((now, wire))
            stale = [kept for kept in self._idle if now - kept[0] > self._keep_for]
            surplus = [kept for kept in self._idle if kept not in stale][: -self._keep or None]
            dropped = stale + surplus
            self._idle = [kept for kept in self._idle if kept not in dropped]
        for _, old in dropped:
            old.close()
        if not reusable:
            wire.finish()
            wire.close()
