"""SIGKILL at random instants under load: nothing is lost, and nothing repeated but what nobody had an answer for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.crash.harness import Plan, run
from tests.acceptance.crash.pair import SPEED, run_pair

pytestmark = [pytest.mark.crash, pytest.mark.timeout(1800)]


def test_forty_kills_lose_nothing_and_repeat_nothing_without_cause(tmp_path: Path, database_url: str) -> None:
    found = run(tmp_path, database_url, Plan(kills=40))
    assert found.broken == []
    assert found.figures["kills"] == 40
    assert found.figures["happenings taken for another"] <= found.figures["happenings"] / 50
    assert found.figures["mail: alerts due"] == 2 * found.figures["hook: alerts due"] >= 40  # two addresses


@pytest.mark.parametrize(
    ("order", "fault"), [("mark-then-send", "alerts lost"), ("send-then-store", "repeats under another key")]
)
def test_the_audit_finds_out_a_wrong_order(tmp_path: Path, sqlite_url: str, order: str, fault: str) -> None:
    found = run(tmp_path, sqlite_url, Plan(kills=15, shortest_life=0.4, order=order))
    assert any(fault in each for each in found.broken)


def test_of_two_daemons_the_one_stands_in_for_the_other_within_a_minute_and_nothing_is_told_twice(
    tmp_path: Path, database_url: str
) -> None:
    found = run_pair(tmp_path, database_url, Plan(kills=2, speed=SPEED))  # forty seconds each
    assert found.broken == []
    assert found.figures["take-overs"] == 2
