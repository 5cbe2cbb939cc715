"""Room for large bodies: so many bytes of them are held at once, however many fetches run.

Each of the daemon's threads may hold one body from its first byte until it is parsed, which takes a while where many
are large. A small body needs no room; a large one is given its room while it is received, and gives it back when its
answer is let go of.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections import deque
from datetime import timedelta

from monitor.core.model.fetched import FailureReason, Fetched
from monitor.fetch.budget import GLANCE, Budget
from monitor.fetch.faults import Fault
from monitor.fetch.politeness import Waiter

LATER = timedelta(minutes=1)  # after which an address is asked again whose answer found no room


class Room:
    """So many bytes. Safe to use from several threads; when ``waiter`` is set, nobody waits any longer."""

    def __init__(self, total: int, patience: timedelta, waiter: Waiter) -> None:
        self._free, self._patience, self._waiter = total, patience.total_seconds(), waiter
        self._lock = threading.Lock()
        self._returned: deque[int] = deque()  # appended to without the lock: an answer may be let go of at any moment

    def take(self, count: int, budget: Budget) -> None:
        """Take so many bytes for the fetch of ``budget``; they are added to ``budget.held``.

        Waits for them, which is not counted as the fetch's time. Raises Fault THROTTLED when there is no room for too
        long: the address is asked again later, and nobody has failed.
        """
        until = time.monotonic() + self._patience
        with budget.stopped_clock():
            while not self._taken(count):
                if self._waiter.wait(GLANCE):
                    raise Fault(FailureReason.THROTTLED, "not finished: the monitor is stopping")
                if time.monotonic() > until:
                    raise Fault(FailureReason.THROTTLED, "too many large answers at once: asked again later",
                                retry_after=LATER)  # fmt: skip
        budget.held += count

    def keep(self, fetched: Fetched, budget: Budget) -> None:
        """From now on what ``budget`` holds belongs to the answer: what its body does not need is given back now.

        The rest is when nobody refers to it any more.
        """
        if not budget.held:
            return
        needed = min(len(fetched.body), budget.held)
        self.give_back(budget.held - needed)
        budget.held = 0
        weakref.finalize(fetched, self.give_back, needed).atexit = False

    def give_back(self, count: int) -> None:
        """So many bytes are free again. Never waits."""
        if count:
            self._returned.append(count)

    def _taken(self, count: int) -> bool:
        with self._lock:
            while self._returned:
                self._free += self._returned.popleft()
            if count > self._free:
                return False
            self._free -= count
            return True
