"""Calls the outside address every five minutes, in a thread of its own: a target that hangs holds up nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from monitor.jobs.runner import Runner
from monitor.pipeline.context import Context
from monitor.pipeline.ping import ping

EVERY = 300.0  # seconds


class Pinging:
    """Begins with a call; calls only while ``alive`` says that the daemon's loop turns."""

    def __init__(self, ctx: Context, runner: Runner, alive: Callable[[], bool], every: float = EVERY) -> None:
        self._ctx, self._runner, self._alive, self._every = ctx, runner, alive, every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ping", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Call no more; a call under way ends with the fetcher."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            if self._alive():
                self._runner.run("ping", "monitor", partial(ping, self._ctx))
            self._stop.wait(self._every)
