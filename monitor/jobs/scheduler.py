"""The clockwork: APScheduler ticks; what is due stands in the database, so no job store is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Scheduler:
    """Calls functions at intervals in threads of its own until stopped."""

    def __init__(self) -> None:
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.schedulers.background import BackgroundScheduler

        # A late tick is still run, and several missed ones are run as one.
        defaults = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        executors = {"default": ThreadPoolExecutor(4)}
        self._scheduler: Any = BackgroundScheduler(job_defaults=defaults, executors=executors, timezone="UTC")

    def every(self, seconds: float, work: Callable[[], None], name: str) -> None:
        """Call ``work`` every so many seconds; never twice at once."""
        self._scheduler.add_job(work, "interval", seconds=seconds, id=name, name=name)

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more; ticks under way end first."""
        self._scheduler.shutdown(wait=True)
