"""What a storage fault leaves undone: claims that could not be given up, and answers of channels not yet stored.

A full disk must not hold a source back until its lease ends, nor have an alert sent again whose answer was seen.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from monitor.core.errors import MonitorError
from monitor.core.model.ids import ChannelId
from monitor.pipeline.outcome import Outcome
from monitor.store.store import Store, Transaction

PAUSE = 15.0  # seconds after the last fault before claims are given up: a disk that is full now and then is no hot loop

Release = Callable[[Transaction], None]
Save = Callable[[], Outcome]


class LeftOver:
    """Kept in memory: a crash falls back on the leases, and on telling that a message may be a repeat."""

    def __init__(self, store: Store, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._store, self._monotonic = store, monotonic
        self._lock = threading.Lock()
        self._claims: list[Release] = []
        self._answers: dict[ChannelId, Save] = {}
        self._last_fault = 0.0

    def work(self, work: Callable[[], Outcome | None], release: Release) -> Outcome | None:
        """Do ``work``; if the storage fails, its claim is given up by a later ``settle``, and the error raised on."""
        try:
            return work()
        except MonitorError:
            with self._lock:
                self._claims.append(release)
                self._last_fault = self._monotonic()
            raise

    def settle(self) -> None:
        """Give up the claims that are due for it. Raises StorageError, and keeps them then."""
        with self._lock:
            claims = list(self._claims) if self._monotonic() - self._last_fault >= PAUSE else []
        if not claims:
            return
        with self._store.write() as tx:
            for release in claims:
                release(tx)
        with self._lock:
            self._claims = self._claims[len(claims) :]

    def deliver(self, channel_id: ChannelId, send: Callable[[], Save | None]) -> Outcome | None:
        """Store an answer that waits for it, else ``send`` and store the answer; None if there was nothing to send."""
        with self._lock:
            save = self._answers.pop(channel_id, None)
        save = save or send()
        if save is None:
            return None
        try:
            return save()
        except MonitorError:
            with self._lock:
                self._answers[channel_id] = save
            raise

    def channels(self) -> list[ChannelId]:
        """Channels with an answer that is not stored yet."""
        with self._lock:
            return list(self._answers)
