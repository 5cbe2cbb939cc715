"""A running program of the monitor, as the others on the same database see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Role(StrEnum):
    """What a running program does of the whole."""

    ALL = "all"  # everything, in one process
    SCHEDULER = "scheduler"  # finds what is due and queues it
    WORKER = "worker"  # does what is queued
    WEB = "web"  # serves the pages

    @property
    def schedules(self) -> bool:
        """Whether it finds what is due: without one that does, nothing is watched."""
        return self in (Role.ALL, Role.SCHEDULER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One of them. ``token`` names it; ``patience`` is how long its sign of life may stay away."""

    token: str
    role: Role
    machine: str
    pid: int
    started_at: datetime
    seen_at: datetime
    patience: timedelta

    def is_alive(self, now: datetime) -> bool:
        """Whether it gave a sign of life in time."""
        return now - self.seen_at <= self.patience
