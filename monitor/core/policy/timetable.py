"""When a channel is left in peace and when its digest is due. Pure: the time and the channel's zone come in."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

from monitor.core.model.route import ChannelPlan, Every, Quiet, Schedule

HOLD = timedelta(hours=1)  # the span of the budget: when it is over, what was held goes out


class Due(StrEnum):
    """Whether a digest is to go out, and why: the value says why its items were held, "" for one that is planned."""

    NOT_YET = "not yet"
    FROM_NOW_ON = "counts from now on"  # nothing was told yet: the next one is the first
    BUDGET = "more than the hour's budget"
    QUIET_OVER = "quiet hours"
    PLANNED = ""


def is_quiet(quiet: Quiet | None, now: datetime, zone: tzinfo) -> bool:
    """Whether ``now`` is within the quiet hours by the clock of ``zone``; the end is no part of them."""
    if quiet is None:
        return False
    clock = now.astimezone(zone).time()
    if quiet.start <= quiet.end:
        return quiet.start <= clock < quiet.end
    return clock >= quiet.start or clock < quiet.end


def quiet_until(quiet: Quiet | None, now: datetime, zone: tzinfo) -> datetime | None:
    """When the quiet hours that hold now are over, in UTC; None outside of them."""
    if quiet is None or not is_quiet(quiet, now, zone):
        return None
    end = _at(now.astimezone(zone), quiet.end)
    return end if end > now else _at(now.astimezone(zone) + timedelta(days=1), quiet.end)


def latest_slot(schedule: Schedule, now: datetime, zone: tzinfo) -> datetime:
    """The latest moment, up to ``now``, at which a digest was planned; in UTC.

    A time that the clock skips when summer begins counts an hour later; one that comes twice counts once.
    """
    local = now.astimezone(zone)
    if schedule.every is Every.HOURLY:
        slot = now.replace(minute=schedule.at.minute, second=0, microsecond=0)
        return slot if slot <= now else slot - timedelta(hours=1)
    days = (local.weekday() - schedule.weekday) % 7 if schedule.every is Every.WEEKLY else 0
    step = 7 if schedule.every is Every.WEEKLY else 1
    slot = _at(local - timedelta(days=days), schedule.at)
    return slot if slot <= now else _at(local - timedelta(days=days + step), schedule.at)


def digest_due(
    plan: ChannelPlan, zone: tzinfo, *, held_since: datetime | None, last: datetime | None, now: datetime
) -> Due:
    """Whether a channel's digest goes out now.

    ``held_since`` is when the oldest of what waits was held (None = nothing waits), ``last`` up to when the last
    digest told (None = there was none). A planned digest goes out even if it is empty; in quiet hours none does.
    """
    if is_quiet(plan.quiet, now, zone):
        return Due.NOT_YET
    if plan.digest is not None:
        if last is None:
            return Due.FROM_NOW_ON
        return Due.PLANNED if latest_slot(plan.digest, now, zone) > last else Due.NOT_YET
    if held_since is None:
        return Due.NOT_YET
    end = quiet_until(plan.quiet, held_since, zone)
    if end is not None and end <= now:
        return Due.QUIET_OVER
    return Due.BUDGET if now - held_since >= HOLD else Due.NOT_YET


def _at(local: datetime, clock: time) -> datetime:
    """That day's moment by that clock, in UTC."""
    moment = local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0, fold=0)
    return moment.astimezone(UTC)
