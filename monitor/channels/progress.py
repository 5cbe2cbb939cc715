"""Progress: which parts of a message a target has taken, so that a retry goes on where the last try ended.

Kept in memory only: after a restart a message in several parts, or to several addresses, starts again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

_REMEMBERED = 1_000


class Progress:
    """Parts taken, by the message's key. Safe to use from several threads."""

    def __init__(self) -> None:
        self._taken: OrderedDict[str, set[str]] = OrderedDict()
        self._lock = threading.Lock()

    def taken(self, key: str) -> frozenset[str]:
        """The parts of that message that need not be sent again."""
        with self._lock:
            return frozenset(self._taken.get(key, ()))

    def add(self, key: str, part: str) -> None:
        """Remember that the target took the part; the oldest message is forgotten beyond a thousand."""
        with self._lock:
            self._taken.setdefault(key, set()).add(part)
            self._taken.move_to_end(key)
            while len(self._taken) > _REMEMBERED:
                self._taken.popitem(last=False)

    def forget(self, key: str) -> None:
        """The whole message is out."""
        with self._lock:
            self._taken.pop(key, None)
