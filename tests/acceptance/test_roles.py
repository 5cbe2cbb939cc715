"""Roles as their users meet them: what is refused, what runs by itself, what is missing."""

from __future__ import annotations

import urllib.request
from pathlib import Path

import pytest

from monitor.core.errors import StorageError
from monitor.services.care import restore
from monitor.store.store import Store
from tests.acceptance.conftest import Setting
from tests.acceptance.crash.harness import until
from tests.acceptance.daemon import Daemon
from tests.acceptance.receivers import DEADLINE


@pytest.mark.parametrize("role", ["scheduler", "worker"])
@pytest.mark.sqlite_only  # what a file does not allow
def test_a_role_on_sqlite_is_refused_in_one_line(setting: Setting, role: str) -> None:
    setting.outlet("gazette")
    setting.declare()
    daemon = setting.start("--role", role)
    assert daemon.wait_for_end() == 2
    (line,) = daemon.tail().splitlines()
    assert "--role" in line and "needs PostgreSQL" in line and "MONITOR_DATABASE_URL" in line


def test_the_page_runs_as_a_process_of_its_own_beside_the_monitor(setting: Setting) -> None:
    setting.outlet("gazette")
    setting.declare()
    setting.watching()
    page = setting.start("--role", "web", variables={"MONITOR_WEB": "127.0.0.1:0"})
    for path in ("healthz", "readyz"):
        with urllib.request.urlopen(f"{page.page()}/{path}", timeout=DEADLINE) as answer:
            assert answer.status == 200
    assert page.terminate() == 0


@pytest.mark.sqlite_only  # what a file does not allow
def test_a_second_monitor_on_one_file_says_that_it_is_not_alone(setting: Setting) -> None:
    setting.outlet("gazette")
    setting.declare()
    first = setting.watching()
    second = setting.start()
    second.wait_for(event="daemon", result="beside another")
    assert not [each for each in first.events if each.get("result") == "beside another"]
    assert first.terminate() == 0
    copy = setting.folder / "copy.db"
    store = Store(setting.url)
    store.backup(copy)
    store.close()
    assert until(lambda: is_held(setting.url), DEADLINE)
    with pytest.raises(StorageError, match="is running"):
        restore(setting.url, copy)


def is_held(url: str) -> bool:
    """Whether some monitor says that it runs on that file."""
    store = Store(url)
    try:
        return not store.alone()
    finally:
        store.close()


def test_a_page_that_is_switched_off_is_no_role(setting: Setting) -> None:
    setting.outlet("gazette")
    setting.declare()
    assert setting.start("--role", "web", variables={"MONITOR_WEB": "off"}).wait_for_end() == 2


def test_a_worker_keeps_its_heartbeat_and_ends_in_good_order(tmp_path: Path, postgres_url: str) -> None:
    (tmp_path / "feeds.toml").write_text('[[topic]]\nname = "dam"\nquery = "dam"\n', encoding="utf-8")
    beat = tmp_path / "beat"
    worker = Daemon(tmp_path, tmp_path / "log", "--role", "worker", database=postgres_url,
                    variables={"MONITOR_HEARTBEAT_FILE": str(beat)})  # fmt: skip
    try:
        worker.wait_for(event="daemon", result="started")
        assert until(beat.exists, DEADLINE)
        assert worker.terminate() == 0, worker.tail()
    finally:
        worker.close()
