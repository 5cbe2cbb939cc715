"""SIGKILL at random instants under load: nothing is lost, and nothing repeated but what nobody had an answer for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.crash.harness import Plan, run
from tests.acceptance.crash.nursery import WRONG_ORDERS

pytestmark = [pytest.mark.crash, pytest.mark.timeout(300)]


def test_forty_kills_lose_nothing_and_repeat_nothing_without_cause(tmp_path: Path, database_url: str) -> None:
    found = run(tmp_path, database_url, Plan(kills=40, longest_life=1.0))
    assert found.broken == []
    assert found.figures["kills"] == 40
    assert found.figures["mail: alerts due"] == found.figures["hook: alerts due"] >= 20


@pytest.mark.parametrize("order", list(WRONG_ORDERS))
def test_the_audit_finds_out_a_daemon_that_sends_in_a_wrong_order(tmp_path: Path, sqlite_url: str, order: str) -> None:
    found = run(tmp_path, sqlite_url, Plan(kills=4, order=order))
    assert any("lost" in fault for fault in found.broken)


def test_the_audit_finds_out_a_repeat_under_another_key(tmp_path: Path, sqlite_url: str) -> None:
    found = run(tmp_path, sqlite_url, Plan(kills=4, order="send-then-store"))
    assert any("under another key" in fault for fault in found.broken)
