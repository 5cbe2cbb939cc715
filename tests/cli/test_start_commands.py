from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.model.process import Process, Role
from monitor.store.store import Store
from monitor.store.versions import HEARTBEAT
from tests.cli.conftest import Program


def test_init_writes_a_file_that_loads_and_whose_topics_are_listed_at_once(monitor: Program) -> None:
    (monitor.folder / "feeds.toml").unlink()
    assert "Wrote feeds.toml" in monitor.good("init")
    listed = json.loads(monitor.good("topic", "list", "--json"))
    assert [each["name"] for each in listed] == ["sanctions", "rome-statute-amendments", "icpa"]


def test_init_never_overwrites_without_force(monitor: Program) -> None:
    before = (monitor.folder / "feeds.toml").read_text()
    result = monitor("init")
    assert result.exit_code == 2
    assert "was not changed" in result.stderr
    assert (monitor.folder / "feeds.toml").read_text() == before


def test_init_with_force_keeps_what_was_there(monitor: Program) -> None:
    before = (monitor.folder / "feeds.toml").read_text()
    monitor.good("init", "--force")
    assert (monitor.folder / "feeds.toml.old").read_text() == before


@pytest.mark.sqlite_only  # a server's database is there before
def test_a_listing_in_a_folder_without_anything_makes_nothing(monitor: Program) -> None:
    (monitor.folder / "feeds.toml").unlink()
    result = monitor("status")
    assert result.exit_code == 2
    assert "monitor init" in result.stderr
    assert list(monitor.folder.iterdir()) == []


def test_run_without_a_file_names_init(monitor: Program) -> None:
    (monitor.folder / "feeds.toml").unlink()
    result = monitor("run", "--once")
    assert result.exit_code == 2
    assert "monitor init" in result.stderr


def test_a_broken_file_stops_run_and_only_warns_a_listing(monitor: Program) -> None:
    monitor.good("topic", "list")
    monitor.write("[[source\n")
    refused = monitor("run", "--once")
    assert refused.exit_code == 2
    assert "feeds.toml:1: not valid TOML" in refused.stderr
    shown = monitor("topic", "list")
    assert shown.exit_code == 0
    assert "sanctions" in shown.stdout
    assert "feeds.toml:1" in shown.stderr


def test_a_byte_order_mark_hides_no_line(monitor: Program) -> None:
    monitor.write('\ufeff[[topic]]\nname = "x"\nquery = "(court"\n')
    assert 'feeds.toml:3: topic "x": query' in monitor("topic", "list").stderr


def test_each_problem_of_a_file_has_its_line(monitor: Program) -> None:
    monitor.write('packs = ["icc"]\nbogus = 1\n[[source]]\nid = "A B"\nname = "x"\nurl = "https://a.example/"\n')
    lines = monitor("run", "--once").stderr.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("monitor: ") for line in lines)


@pytest.mark.sqlite_only  # there some roles can be
def test_a_role_that_cannot_be_is_told_where_it_was_said(monitor: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_ROLE", "chief")
    assert monitor("run").stderr.startswith("monitor: MONITOR_ROLE: there is no role 'chief'")
    monkeypatch.setenv("MONITOR_ROLE", "worker")
    assert monitor("run").stderr.startswith("monitor: MONITOR_ROLE: worker needs PostgreSQL")
    assert "leave MONITOR_ROLE away" in monitor("run", "--once").stderr
    assert monitor("run", "--role", "scheduler").stderr.startswith("monitor: --role: scheduler needs PostgreSQL")
    assert "leave --role away" in monitor("run", "--once", "--role", "worker").stderr


def test_an_edit_is_seen_by_the_next_listing(monitor: Program) -> None:
    monitor.good("topic", "list")
    monitor.write('packs = ["icc"]\n[[topic]]\nname = "icpa"\n')
    assert [each["name"] for each in json.loads(monitor.good("topic", "list", "--json"))] == ["icpa"]


def test_a_named_file_that_is_missing_is_a_mistake(monitor: Program) -> None:
    result = monitor("topic", "list", "--config", "other.toml")
    assert result.exit_code == 2
    assert "other.toml: does not exist" in result.stderr


def test_an_unreadable_database_is_one_line(monitor: Program) -> None:
    (monitor.folder / "junk.db").write_text("not a database at all")
    result = monitor("status", "--database", "junk.db")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "is not a SQLite database" in result.stderr
    assert (monitor.folder / "junk.db").read_text() == "not a database at all"


def test_status_before_the_first_run_says_so(monitor: Program) -> None:
    assert "has not run yet" in monitor.good("status")
    found = json.loads(monitor.good("status", "--json"))
    assert (found["active"], found["sources"]["waiting"], found["topics"]) == (False, 1, 2)


@pytest.mark.sqlite_only  # a server's database is there before
def test_db_check_makes_nothing_and_upgrade_makes_it(monitor: Program) -> None:
    missing = monitor("db", "check")
    assert missing.exit_code == 1
    assert not monitor.database.exists()
    assert "is now of this program's version" in monitor.good("db", "upgrade")
    assert "was already" in monitor.good("db", "upgrade")
    assert "is whole" in monitor.good("db", "check")


def test_status_of_a_daemon_that_fell_silent_says_when_and_what_to_start(monitor: Program) -> None:
    monitor.good("db", "upgrade")
    now = datetime.now(UTC)
    with closing(Store(monitor.database_url)) as store:
        with store.write() as tx:
            tx.facts.put(HEARTBEAT, (now - timedelta(seconds=30)).isoformat())
        assert "s ago, though one is due every 5 s" in monitor.good("status")
        with store.write() as tx:
            tx.facts.put(HEARTBEAT, (now - timedelta(hours=1)).isoformat())
            seen = tx.processes.now(now)
            tx.processes.put(Process(token="t", role=Role.WORKER, machine="other", pid=2, started_at=seen,
                                     seen_at=seen, patience=timedelta(hours=1)))  # fmt: skip
    said = monitor.good("status")
    assert "1 h ago: start it, monitor run --role scheduler" in said and "1 worker" in said
