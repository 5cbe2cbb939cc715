"""``monitor pack`` as typed."""

from __future__ import annotations

import json

from tests.cli.conftest import Program


def test_pack_cases_pass_and_are_listed(monitor: Program) -> None:
    results = json.loads(monitor.good("pack", "test", "icc", "--json"))
    assert len(results) == json.loads(monitor.good("pack", "list", "--json"))[0]["cases"]
    assert all(each["passed"] for each in results)


def test_an_unknown_pack_is_wrong_use(monitor: Program) -> None:
    assert monitor("pack", "test", "nope").exit_code == 2
