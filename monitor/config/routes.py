"""How feeds.toml and the command line write what goes where: quiet hours, digests, verdicts.

Like ``values``: each reader takes text and gives the value, or raises ValueError with one line that says what to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time

from monitor.core.model.development import Novelty
from monitor.core.model.route import Every, Quiet, Schedule

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WANTED = (Novelty.NEW, Novelty.UPDATE, Novelty.CORRECTION)


def read_quiet(text: str) -> Quiet:
    """Quiet hours such as "22:00-07:00"; they may go over midnight."""
    start, dash, end = text.replace("–", "-").replace(" ", "").partition("-")
    if not dash or not _CLOCK.fullmatch(start) or not _CLOCK.fullmatch(end):
        raise ValueError('write two times of the day, as in "22:00-07:00"')
    if _clock(start) == _clock(end):
        raise ValueError("begins and ends at the same time: write two times that differ, or remove the line")
    return Quiet(start=_clock(start), end=_clock(end))


def read_schedule(text: str) -> Schedule:
    """When digests are due: "hourly", "hourly :30", "daily 08:00" or "weekly mon 08:00"."""
    words = text.lower().split()
    match words:
        case ["hourly"]:
            return Schedule(every=Every.HOURLY)
        case ["hourly", minute] if re.fullmatch(r":[0-5]\d", minute):
            return Schedule(every=Every.HOURLY, at=time(0, int(minute[1:])))
        case ["daily", clock] if _CLOCK.fullmatch(clock):
            return Schedule(every=Every.DAILY, at=_clock(clock))
        case ["weekly", day, clock] if day[:3] in _DAYS and _CLOCK.fullmatch(clock):
            return Schedule(every=Every.WEEKLY, at=_clock(clock), weekday=_DAYS.index(day[:3]))
    raise ValueError('write "hourly", "hourly :30", "daily 08:00" or "weekly mon 08:00"')


def print_schedule(schedule: Schedule) -> str:
    """The form that ``read_schedule`` reads."""
    if schedule.every is Every.HOURLY:
        return "hourly" + (f" :{schedule.at.minute:02}" if schedule.at.minute else "")
    day = f" {_DAYS[schedule.weekday]}" if schedule.every is Every.WEEKLY else ""
    return f"{schedule.every.value}{day} {schedule.at:%H:%M}"


def print_quiet(quiet: Quiet) -> str:
    """The form that ``read_quiet`` reads."""
    return f"{quiet.start:%H:%M}-{quiet.end:%H:%M}"


def read_verdicts(words: Iterable[str]) -> tuple[Novelty, ...]:
    """Which news is wanted: any of "new", "update" and "correction"; not none of them."""
    given = list(words)
    wrong = [word for word in given if word not in [each.value for each in _WANTED]]
    if wrong or not given:
        raise ValueError('write one or more of "new", "update" and "correction"')
    return tuple(each for each in _WANTED if each.value in given)


def _clock(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))
