"""When a failed delivery is tried again, and when it is given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.model.alert import SendFailed
from monitor.core.policy.retry import MOST_ATTEMPTS, next_try

NOW = datetime(2026, 6, 3, 8, tzinfo=UTC)
FAILED = SendFailed(detail="later")


def wait(attempts: int, failed: SendFailed = FAILED, jitter: float = 0.5) -> timedelta:
    at = next_try(attempts, failed, NOW, jitter)
    assert at is not None
    return at - NOW


def test_the_wait_doubles_from_half_a_minute_to_an_hour() -> None:
    assert [wait(n).total_seconds() for n in range(1, 10)] == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_a_permanent_failure_is_a_dead_letter() -> None:
    assert next_try(1, SendFailed(detail="no", permanent=True), NOW, 0.0) is None


def test_a_temporary_failure_is_given_up_after_about_three_days() -> None:
    total = sum((wait(n) for n in range(1, MOST_ATTEMPTS)), timedelta())
    assert timedelta(days=3) <= total < timedelta(days=3, hours=2)
    assert next_try(MOST_ATTEMPTS, FAILED, NOW, 0.5) is None


@given(st.integers(1, 30), st.floats(0, 1, exclude_max=True), st.integers(0, 200_000))
def test_retry_after_is_obeyed(attempts: int, jitter: float, seconds: int) -> None:
    asked = timedelta(seconds=seconds)
    assert wait(attempts, SendFailed(detail="later", retry_after=asked), jitter) >= asked


def test_a_pause_beyond_three_days_is_a_dead_letter() -> None:
    assert next_try(1, SendFailed(detail="later", retry_after=timedelta(days=4)), NOW, 0.0) is None


@pytest.mark.parametrize(("jitter", "seconds"), [(0.0, 22.5), (0.5, 30), (0.999999, 37.5)])
def test_chance_spreads_the_wait(jitter: float, seconds: float) -> None:
    assert wait(1, jitter=jitter).total_seconds() == pytest.approx(seconds, abs=0.01)
