"""How often a password may be tried. Kept in memory: a restart costs more time than it gives tries."""

from __future__ import annotations

import threading
from collections import deque
from contextlib import suppress
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=10)
FROM_ONE_ADDRESS = 10  # wrong tries in a window
FROM_ALL = 100  # a proxy hides addresses, and one page has few readers
_MOST_ADDRESSES = 10_000
_MOST_KNOWN = 1_000


class Limiter:
    """Counts wrong tries by address, and all of them together.

    An address from which somebody entered is bound by its own count alone: whoever guesses from many addresses does not
    shut out the readers with it. They win no try by that, since only who has the password makes an address known.
    """

    def __init__(self) -> None:
        self._wrong: dict[str, deque[datetime]] = {}
        self._all: deque[datetime] = deque()
        self._known: dict[str, None] = {}  # in the order in which somebody last entered from them
        self._lock = threading.Lock()

    def wait(self, address: str, now: datetime) -> timedelta:
        """How long that address must wait before its next try; zero if it may try now."""
        with self._lock:
            counts = [(self._wrong.get(address, deque()), FROM_ONE_ADDRESS)]
            if address not in self._known:
                counts.append((self._all, FROM_ALL))
            waits = [tries[0] + WINDOW - now for tries, most in counts if len(_recent(tries, now)) >= most]
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
        """Somebody entered from that address: its wrong tries are forgotten, and its last one was none for anybody."""
        with self._lock:
            if tries := self._wrong.pop(address, None):
                with suppress(ValueError):
                    self._all.remove(tries[-1])
            self._known.pop(address, None)
            self._known[address] = None
            if len(self._known) > _MOST_KNOWN:
                del self._known[next(iter(self._known))]


def _recent(tries: deque[datetime], now: datetime) -> deque[datetime]:
    while tries and tries[0] <= now - WINDOW:
        tries.popleft()
    return tries
