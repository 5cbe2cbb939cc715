"""The call outside that stops when the monitor does."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.core.model.fetched import FailureReason
from monitor.pipeline.outcome import Result
from monitor.pipeline.ping import ping
from monitor.store.versions import PING
from tests.pipeline.conftest import Bench

ADDRESS = "https://watchdog.example/planted-token"


def keep(bench: Bench, address: str) -> None:
    with bench.ctx.store.write() as tx:
        tx.facts.put(PING, address)


def test_without_an_address_nobody_is_called(bench: Bench) -> None:
    assert ping(bench.ctx) is None


def test_the_address_is_read_from_where_it_is_kept_and_called(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "ping").write_text(ADDRESS + "\n")
    bench.web.pages[ADDRESS] = "OK"
    keep(bench, f"file:{tmp_path / 'ping'}")
    outcome = ping(bench.ctx)
    assert outcome is not None and outcome.result is Result.SENT
    assert [request.url for request in bench.web.asked] == [ADDRESS]


@pytest.mark.parametrize("address", [ADDRESS, "env:NOT_SET_ANYWHERE"])
def test_a_call_that_fails_is_told_without_the_address(bench: Bench, address: str) -> None:
    bench.web.pages[ADDRESS] = FailureReason.TIMEOUT
    keep(bench, address)
    outcome = ping(bench.ctx)
    assert outcome is not None and outcome.result is Result.FAILED
    assert "planted-token" not in outcome.reason
