"""How often a password may be tried. Kept in memory: a restart costs more time than it gives tries."""

from __future__ import annotations

import threading
from collections import deque
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=10)
FROM_ONE_ADDRESS = 10  # wrong tries in a window
FROM_ALL = 100  # a proxy hides addresses, and one page has few readers
_MOST_ADDRESSES = 10_000


class Limiter:
    """Counts wrong tries by address."""

    def __init__(self) -> None:
        self._wrong: dict[str, deque[datetime]] = {}
        self._all: deque[datetime] = deque()
        self._lock = threading.Lock()

    def wait(self, address: str, now: datetime) -> timedelta:
        """How long that address must wait before its next try; zero if it may try now."""
        with self._lock:
            waits = [
                tries[0] + WINDOW - now
                for tries, most in ((self._wrong.get(address, deque()), FROM_ONE_ADDRESS), (self._all, FROM_ALL))
                if len(_recent(tries, now)) >= most
            ]
            return max(waits, default=timedelta())

    def wrong(self, address: str, now: datetime) -> None:
        """Count a wrong try."""
        with self._lock:
            if len(self._wrong) >= _MOST_ADDRESSES:
                self._wrong.clear()  # the count over all addresses still holds
            self._wrong.setdefault(address, deque(maxlen=FROM_ONE_ADDRESS)).append(now)
            self._all.append(now)
            _recent(self._all, now)

    def right(self, address: str) -> None:
        """Forget the wrong tries of an address that then showed the password."""
        with self._lock:
            self._wrong.pop(address, None)


def _recent(tries: deque[datetime], now: datetime) -> deque[datetime]:
    while tries and tries[0] <= now - WINDOW:
        tries.popleft()
    return tries
