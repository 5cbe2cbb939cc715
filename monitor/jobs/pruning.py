"""Keeping the storage small by the policy of feeds.toml, in a thread of its caller's that nobody waits for.

Between two parts everybody else gets four times as long as the last part took: SQLite has one writer at a time, and
alerts go first.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from monitor.core.policy.retention import EVERY
from monitor.jobs.runner import Runner
from monitor.pipeline.context import Context
from monitor.pipeline.outcome import Outcome
from monitor.pipeline.prune import prune_some, pruned
from monitor.store.retention import Pruned

AT_ONCE = 500  # entries, and as many texts: 0.15 s of CPU among 60,000 entries on SQLite, and half of it for none
SHARE = 4.0  # how many times as long as a part took the others get
SHORTEST_PAUSE = 0.2  # seconds


class Pruning:
    """Looks whether it is time, and then works until all that is old has gone. One line tells what went."""

    def __init__(self, ctx: Context, runner: Runner, *, at_once: int = AT_ONCE,
                 pause: Callable[[float], bool] | None = None,
                 monotonic: Callable[[], float] = time.monotonic) -> None:  # fmt: skip
        """``at_once``: of how many entries; ``pause`` waits for so many seconds, and says whether to end.

        ``monotonic`` gives seconds.
        """
        self._ctx, self._runner, self._at_once = ctx, runner, at_once
        self._stop = threading.Event()
        self._pause = pause or self._stop.wait
        self._done = Pruned()  # also what went before a fault of the storage
        self._monotonic, self._rests_until = monotonic, float("-inf")  # a bug is met once a day, not every minute

    def look(self) -> None:
        """Do what is due. Never raises: a fault of the storage is told by the runner, and the next look goes on."""
        if self._monotonic() < self._rests_until:
            return
        outcome = self._runner.run("prune", "storage", self._work)
        if outcome is not None and outcome.bug:
            self._rests_until = self._monotonic() + EVERY.total_seconds()

    def stop(self) -> None:
        """Begin no further part."""
        self._stop.set()

    def _work(self) -> Outcome | None:
        ending = self._stop.is_set()
        while not ending:
            began = self._monotonic()
            part = prune_some(self._ctx, self._at_once)
            if not part:
                return self._tell(finished=part is not None)
            self._done += part
            ending = self._pause(max(SHORTEST_PAUSE, SHARE * (self._monotonic() - began)))
        return self._tell(finished=False)

    def _tell(self, *, finished: bool) -> Outcome | None:
        """What went; None where nothing was to be done."""
        done, self._done = self._done, Pruned()
        return pruned(self._ctx, done) if done or finished else None
