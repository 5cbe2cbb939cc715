from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.core.model.ids import SourceId
from monitor.core.model.source import SourceKind, SourceState
from monitor.core.policy.rhythm import learn, silence
from tests.builders import HOUR, NOON, source

DAY = 24 * HOUR
STEADY = SourceState(
    source_id=SourceId("court"), usual_gap=1.4 * DAY, longest_gap=3 * DAY, baseline_at=NOON - 90 * DAY,
    newest_entry_at=NOON - 9 * DAY, succeeded_at=NOON,
)  # fmt: skip


def every(gap: timedelta, count: int) -> list[datetime]:
    return [NOON + number * gap for number in range(count)]


def test_a_rhythm_is_the_median_of_at_least_five_gaps() -> None:
    assert learn(every(HOUR, 5)) is None
    rhythm = learn([*every(HOUR, 6), NOON + 30 * HOUR])
    assert rhythm is not None
    assert (rhythm.usual, rhythm.longest) == (HOUR, 25 * HOUR)


def test_entries_of_one_poll_are_one_arrival() -> None:
    assert learn([NOON] * 50) is None


def test_a_source_that_is_quiet_unlike_itself_is_silent() -> None:
    assert silence(source(), STEADY) == 9 * DAY


@pytest.mark.parametrize(
    "change",
    [
        {"usual_gap": None},
        {"longest_gap": 7 * DAY},  # it was nearly as quiet before
        {"newest_entry_at": NOON - 6 * DAY},
        {"failures": 1},  # that is told otherwise
        {"succeeded_at": NOON - 3 * DAY},  # it was not asked since
    ],
)
def test_silence_is_not_taken_for_granted(change: dict[str, object]) -> None:
    assert silence(source(), replace(STEADY, **change)) is None  # type: ignore[arg-type]


def test_a_watched_page_is_never_silent() -> None:
    assert silence(source(kind=SourceKind.PAGE), STEADY) is None


def test_a_busy_source_may_rest_for_a_weekend_until_its_weekends_are_known() -> None:
    busy = replace(STEADY, usual_gap=HOUR, longest_gap=10 * HOUR, newest_entry_at=NOON - 2.5 * DAY)
    assert silence(source(), replace(busy, baseline_at=NOON - 5 * DAY)) is None
    assert silence(source(), busy) == 2.5 * DAY
