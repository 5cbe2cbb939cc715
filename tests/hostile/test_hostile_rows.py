"""Every row of the hostile site through the real path."""

from __future__ import annotations

import pytest

from tests.hostile.lab import Lab
from tests.hostile.row import Row, Seen, Want
from tests.hostile.rows import ROWS

SOME_TIME = 45.0  # seconds: no limit holds if one poll lasts longer, however busy the machine is


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row.promise}-{row.name}") for row in ROWS])
def test_hazard(lab: Lab, row: Row) -> None:
    lab.canary.hits()
    seen = lab.play(row)
    assert lab.canary.hits() == 0, "something connected to an address that is not allowed"
    assert faults(row.want, seen) == [], (
        f"{row.right}; seen: {seen.failures[-3:]} {[e.title for e in seen.entries][:9]}"
    )


def test_there_are_rows_for_every_promise() -> None:
    assert len(ROWS) >= 120
    assert len({row.name for row in ROWS}) == len(ROWS)
    assert {row.promise for row in ROWS} == {f"P{number}" for number in range(3, 16)}


def faults(want: Want, seen: Seen) -> list[str]:
    """Where what was seen differs from what must be."""
    checks = {
        f"failure: {seen.failure!r}": want.failure is None or _says(want.failure, seen.failure),
        f"entries: {len(seen.entries)}": want.entries in (None, len(seen.entries)),
        f"titles: {[e.title for e in seen.entries]}": want.titles in (None, tuple(e.title for e in seen.entries)),
        f"notes: {seen.notes}": want.note is None or any(_says(want.note, note) for note in seen.notes),
        f"texts: {[text[:300] for text in seen.texts]}": not want.text or any(want.text in text for text in seen.texts),
        "something is stored that must not be": not any(each in seen.everything for each in want.nowhere),
        f"next poll in {seen.waited}": want.wait is None or seen.waited >= want.wait,
        f"took {seen.slowest:.1f} s": seen.slowest <= SOME_TIME,
        f"worked for {seen.work:.1f} s": seen.work <= want.work,
        f"grew by {seen.memory:.0f} MiB": seen.memory <= want.memory,
        "the row's own condition": want.also(seen),
    }
    return [told for told, holds in checks.items() if not holds]


def _says(wanted: str, said: str) -> bool:
    return wanted in said if wanted else not said
