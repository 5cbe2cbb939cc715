"""Quiet hours and digests by the channel's own clock."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.core.model.route import ChannelPlan, Every, Quiet, Schedule
from monitor.core.policy.timetable import Due, digest_due, is_quiet, latest_slot, quiet_until

HAGUE = ZoneInfo("Europe/Amsterdam")
NIGHT = Quiet(start=time(22), end=time(7))
LUNCH = Quiet(start=time(12), end=time(13, 30))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (NIGHT, "2026-06-03 20:00", "2026-06-04 05:00"),  # 22:00 in summer
        (NIGHT, "2026-06-03 19:59", None),
        (NIGHT, "2026-06-04 04:59", "2026-06-04 05:00"),
        (NIGHT, "2026-06-04 05:00", None),
        (NIGHT, "2026-01-10 22:30", "2026-01-11 06:00"),
        (LUNCH, "2026-06-03 10:00", "2026-06-03 11:30"),
        (NIGHT, "2026-03-28 23:30", "2026-03-29 05:00"),  # the night in which summer begins
        (NIGHT, "2026-10-24 21:00", "2026-10-25 06:00"),  # and in which it ends
        (None, "2026-06-03 23:00", None),
    ],
)
def test_quiet_hours_hold_until_their_end_by_the_local_clock(quiet: Quiet | None, now: str, until: str | None) -> None:
    assert quiet_until(quiet, at(now), HAGUE) == (at(until) if until else None)
    assert is_quiet(quiet, at(now), HAGUE) is (until is not None)


@pytest.mark.parametrize(
    ("schedule", "now", "slot"),
    [
        (Schedule(every=Every.HOURLY), "2026-06-03 08:59", "2026-06-03 08:00"),
        (Schedule(every=Every.HOURLY, at=time(0, 30)), "2026-06-03 08:29", "2026-06-03 07:30"),
        (Schedule(every=Every.DAILY, at=time(8)), "2026-06-03 06:00", "2026-06-03 06:00"),
        (Schedule(every=Every.DAILY, at=time(8)), "2026-06-03 05:59", "2026-06-02 06:00"),
        (Schedule(every=Every.WEEKLY, at=time(8)), "2026-06-03 12:00", "2026-06-01 06:00"),  # a Wednesday: Monday's
        (Schedule(every=Every.WEEKLY, at=time(8), weekday=2), "2026-06-03 05:00", "2026-05-27 06:00"),
    ],
)
def test_the_latest_slot_is_the_last_planned_moment(schedule: Schedule, now: str, slot: str) -> None:
    assert latest_slot(schedule, at(now), HAGUE) == at(slot)


def test_every_slot_of_a_year_comes_once_over_both_changes_of_the_clock() -> None:
    schedule = Schedule(every=Every.DAILY, at=time(2, 30))
    start = at("2026-01-01 00:00")
    slots = [latest_slot(schedule, start + timedelta(hours=hour), HAGUE) for hour in range(365 * 24)]
    assert len(set(slots)) == 366  # that of the last day before the year too
    assert slots == sorted(slots)


def due(plan: ChannelPlan, now: str, held: str | None = None, last: str | None = None) -> Due:
    return digest_due(plan, HAGUE, held_since=at(held) if held else None, last=at(last) if last else None, now=at(now))


DAILY = ChannelPlan(digest=Schedule(every=Every.DAILY, at=time(8)))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (due(ChannelPlan(), "2026-06-03 12:00"), Due.NOT_YET),
        (due(ChannelPlan(), "2026-06-03 12:00", held="2026-06-03 11:01"), Due.NOT_YET),
        (due(ChannelPlan(), "2026-06-03 12:00", held="2026-06-03 11:00"), Due.BUDGET),
        (due(ChannelPlan(quiet=NIGHT), "2026-06-04 04:59", held="2026-06-03 23:00"), Due.NOT_YET),
        (due(ChannelPlan(quiet=NIGHT), "2026-06-04 05:00", held="2026-06-04 04:50"), Due.QUIET_OVER),
        (due(ChannelPlan(quiet=NIGHT), "2026-06-04 06:00", held="2026-06-04 05:30"), Due.NOT_YET),
        (due(DAILY, "2026-06-03 12:00"), Due.FROM_NOW_ON),
        (due(DAILY, "2026-06-04 06:00", last="2026-06-03 12:00"), Due.PLANNED),
        (due(DAILY, "2026-06-04 05:59", last="2026-06-03 12:00", held="2026-06-03 13:00"), Due.NOT_YET),
        (due(DAILY, "2026-06-09 12:00", last="2026-06-03 12:00"), Due.PLANNED),
    ],
)
def test_a_digest_is_due_by_its_plan_after_quiet_hours_or_after_the_budgets_hour(answer: Due, expected: Due) -> None:
    assert answer is expected
