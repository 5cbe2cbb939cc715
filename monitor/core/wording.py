"""How moments, days and numbers are written for people, everywhere the same. Reads no clock: all is given."""

from __future__ import annotations

from datetime import UTC, datetime, time, tzinfo

from monitor.core.model.development import Development

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def when(at: datetime, zone: tzinfo = UTC) -> str:
    """A moment in the user's zone and in UTC: ``3 Jun 2026, 10:00 CEST (08:00 UTC)``; with UTC alone if they agree."""
    local, utc = at.astimezone(zone), at.astimezone(UTC)
    if local.utcoffset() == utc.utcoffset():
        return f"{_day(utc)}, {utc:%H:%M} UTC"
    day = "" if local.date() == utc.date() else f"{_day(utc)}, "
    return f"{_day(local)}, {local:%H:%M} {_zone_name(local)} ({day}{utc:%H:%M} UTC)"


def claimed(at: datetime, zone: tzinfo = UTC) -> str:
    """When a source says that something appeared: the moment, or the day alone where that is all it says.

    A day without a time is kept as midnight UTC; told as a moment it would be another day west of Greenwich.
    """
    return day_of(at) if is_day(at) else when(at, zone)


def is_day(at: datetime) -> bool:
    """Whether a claimed moment is a day without a time."""
    return at.astimezone(UTC).time() == time()


def day_of(at: datetime) -> str:
    """``3 Jun 2026``, the day in UTC."""
    return _day(at.astimezone(UTC))


def _day(at: datetime) -> str:
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def _zone_name(at: datetime) -> str:
    name = at.tzname() or ""
    return name if name.isalpha() else f"UTC{at:%z}"


def counted(number: int, noun: str) -> str:
    """``1 report``, ``2 reports``, ``2,310 items``; nouns in -y become -ies ("1 entry", "2 entries")."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1] + 'ies' if noun.endswith('y') else noun + 's'}"


def tally(development: Development) -> str:
    """How much is told of a development: ``5 reports from 2 origins``."""
    return f"{counted(development.reports, 'report')} from {counted(development.origins, 'origin')}"
