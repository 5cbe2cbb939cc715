"""When a fault of the monitor itself is told to the operator, once, and when that it is over. Pure.

For faults that come and go within seconds (a lock, a disk that is full now and then) and under which nothing can be
remembered but in memory. Spans are in seconds of a monotonic clock: setting the machine's clock changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Say(StrEnum):
    """What is to be told now."""

    BEGUN = "begun"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a fault lasts until it is told, and how long all must be well until it counts as over; in seconds."""

    tell_after: float
    steady: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault that was met: what it is, when it was met first and last, and whether the operator knows of it."""

    reason: str
    first: float
    last: float
    told: bool = False


def watched(fault: Fault | None, reason: str, now: float, patience: Patience) -> tuple[Fault | None, Say | None]:
    """The fault as it stands now, and what is to be told. ``reason`` is what was met since the last look."""
    if reason:
        fault = replace(fault, last=now, reason=reason) if fault else Fault(reason=reason, first=now, last=now)
        if not fault.told and now - fault.first >= patience.tell_after:
            return replace(fault, told=True), Say.BEGUN
        return fault, None
    if fault is None or now - fault.last < patience.steady:
        return fault, None
    return None, Say.OVER if fault.told else None
