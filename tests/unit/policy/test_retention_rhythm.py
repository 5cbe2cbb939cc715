"""When the monitor lets go of old texts by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.core.policy.retention import EVERY, is_due
from tests.builders import NOON

MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("since", "due"),
    [(timedelta(), False), (EVERY - MOMENT, False), (EVERY, True), (-MOMENT, False), (MOMENT - EVERY, False),
     (-EVERY, True)],
)  # fmt: skip
def test_it_is_time_again_a_day_later_and_a_clock_set_back_puts_it_off_for_no_longer(
    since: timedelta, due: bool
) -> None:
    assert is_due(NOON, NOON + since) is due


def test_what_was_never_done_is_due() -> None:
    assert is_due(None, NOON)
