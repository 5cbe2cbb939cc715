"""Days named in texts, in many languages, resolved against the day of publication."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.core.novelty.dates import event_days, far_apart
from monitor.core.novelty.terms import tidy, tokens

SATURDAY = datetime(2026, 2, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on Monday the court", ["2026-02-09"]),
        ("on Saturday the court", ["2026-02-14"]),
        ("on Sunday the court", ["2026-02-08"]),
        ("on 12 February 2025 and Feb. 3", ["2025-02-12", "2026-02-03"]),
        ("December 18 was cold", ["2025-12-18"]),
        ("el 5 de enero", ["2026-01-05"]),
        ("am 12. Februar, heute", ["2026-02-12", "2026-02-14"]),
        ("в понедельник суд, 3 лютого", ["2026-02-03", "2026-02-09"]),
        ("yesterday", ["2026-02-13"]),
        ("it may close 5 of the 31 doors in December 2025", []),
        ("30 February 2026", []),
    ],
)
def test_a_text_names_days(text: str, days: list[str]) -> None:
    found = event_days(tokens(tidy(text)), SATURDAY)
    assert [date.fromordinal(day).isoformat() for day in found] == days


def test_days_are_far_apart_only_if_none_is_near_another() -> None:
    assert far_apart([10], [12, 20])
    assert not far_apart([10], [11])
    assert not far_apart([10, 30], [20, 31])
    assert not far_apart([], [12])
