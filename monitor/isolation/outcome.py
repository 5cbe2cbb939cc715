"""What came of a task that ran in a worker process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class TaskFault(StrEnum):
    """Why a task gave no answer. The value is shown to people."""

    CPU = "took too much computing time"
    MEMORY = "took too much memory"
    WALL = "took too long"
    CRASHED = "the worker process ended"
    ERROR = "the task raised an error"
    STOPPED = "the monitor is stopping"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDone:
    """The task's answer: whatever JSON object it returned."""

    header: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFailed:
    """No answer. ``detail`` is one line that is safe to print."""

    reason: TaskFault
    detail: str = ""


TaskResult = TaskDone | TaskFailed
