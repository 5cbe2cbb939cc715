"""A daemon that was ended in good order is told apart from one that fell silent."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.app.machine import Monitor, build
from monitor.config.settings import Settings
from monitor.core.model.process import Process, Role
from monitor.daemon.pulse import Pulse
from monitor.services.doctor import check_daemon
from monitor.services.overview import health
from monitor.services.status import Status, status
from monitor.store.store import Store
from tests.acceptance.conftest import Setting

pytestmark = pytest.mark.both_engines


@pytest.fixture
def monitor(tmp_path: Path, migrated_url: str) -> Iterator[Monitor]:
    made = build(Settings(config=tmp_path / "feeds.toml", database_url=migrated_url))
    yield made
    made.close()


@pytest.fixture
def look(setting: Setting) -> Callable[[], Status]:
    def now() -> Status:
        store = Store(setting.url)
        try:
            return status(store)
        finally:
            store.close()

    return now


def test_a_clean_end_is_told_at_once_and_a_killed_daemon_as_silent(
    setting: Setting, look: Callable[[], Status]
) -> None:
    setting.outlet("gazette")
    setting.declare()
    daemon = setting.watching()
    assert look().is_active(datetime.now(UTC))
    assert daemon.terminate() == 0
    ended = look()
    assert ended.stopped is not None and not ended.is_active(datetime.now(UTC))

    again = setting.watching()
    assert look().stopped is None
    again.kill()
    silent = look()
    assert silent.stopped is None and silent.is_active(datetime.now(UTC))
    assert not silent.is_active(datetime.now(UTC) + timedelta(minutes=2))

    assert setting.start("--once").wait_for_end() == 0
    assert look().stopped is not None


def test_what_was_stopped_is_said_by_doctor_and_on_the_page(monitor: Monitor) -> None:
    pulse, now = Pulse(monitor), datetime.now(UTC)
    pulse.begin()
    assert health(monitor.store, now).alive
    pulse.end()
    after = now + timedelta(seconds=3)
    (finding,) = check_daemon(monitor.store, after)
    assert finding.text.startswith("stopped ")
    seen = health(monitor.store, after)
    assert seen.stopped is not None and not seen.alive


@pytest.mark.parametrize(("role", "goes_on"), [(Role.SCHEDULER, True), (Role.WORKER, False), (Role.WEB, False)])
def test_a_scheduler_that_ends_beside_another_stops_nothing(monitor: Monitor, role: Role, goes_on: bool) -> None:
    pulse, now = Pulse(monitor), datetime.now(UTC)
    pulse.begin()
    with monitor.store.write() as tx:
        other = Process(token=secrets.token_hex(8), role=role, machine="other", pid=2, started_at=now,
                        seen_at=tx.processes.now(now), patience=timedelta(seconds=10))  # fmt: skip
        tx.processes.put(other)
    pulse.end()
    assert (status(monitor.store).stopped is None) is goes_on
    with monitor.store.write() as tx:  # one that died does not go on
        tx.processes.put(replace(other, seen_at=other.seen_at - timedelta(minutes=1)))
    pulse.end()
    assert status(monitor.store).stopped is not None


def test_a_daemon_that_was_killed_just_now_is_said_to_be_silent(monitor: Monitor) -> None:
    Pulse(monitor).begin()
    last = status(monitor.store).heartbeat
    assert last is not None
    for seconds, silent in ((6, False), (30, True)):
        now = last + timedelta(seconds=seconds)
        (finding,) = check_daemon(monitor.store, now)
        assert ("last sign of life was 30 s ago" in finding.text) is silent
        seen = health(monitor.store, now)
        assert seen.alive and (seen.silent is not None) is silent


@pytest.mark.parametrize(("roles", "command"), [
    ((), "monitor run"), ((Role.WEB,), "monitor run"), ((Role.WORKER, Role.WEB), "monitor run --role scheduler"),
    ((Role.SCHEDULER, Role.WEB), "monitor run --role worker"),
])  # fmt: skip
def test_what_is_to_be_started_fits_what_runs(monitor: Monitor, roles: tuple[Role, ...], command: str) -> None:
    now = datetime.now(UTC)
    with monitor.store.write() as tx:
        seen = tx.processes.now(now)
        for role in roles:
            tx.processes.put(Process(token=secrets.token_hex(8), role=role, machine="other", pid=2, started_at=seen,
                                     seen_at=seen, patience=timedelta(minutes=5)))  # fmt: skip
    assert health(monitor.store, now).start == command
    assert next(iter(check_daemon(monitor.store, now))).advice == f"start it: {command}"
