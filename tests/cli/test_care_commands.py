"""``monitor backup``, ``restore`` and ``prune`` as typed."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from monitor.store.store import Store
from monitor.store.versions import RETENTION
from tests.cli.conftest import Program


@pytest.mark.sqlite_only  # a server has tools of its own
def test_a_backup_is_made_and_put_back(monitor: Program) -> None:
    monitor.good("topic", "add", "harbour", "harbour AND strike*")
    assert "Wrote copy.db" in monitor.good("backup", "copy.db")
    monitor.good("topic", "remove", "harbour")
    said = monitor.good("restore", "copy.db")
    assert "before-restore" in said
    assert "harbour" in monitor.good("topic", "list")


@pytest.mark.sqlite_only  # a server has tools of its own
def test_no_database_is_no_backup(monitor: Program) -> None:
    result = monitor("backup", "copy.db")
    assert result.exit_code == 1 and "nothing to back up" in result.stderr
    assert not (monitor.folder / "copy.db").exists()


@pytest.mark.sqlite_only  # a server has tools of its own
def test_what_cannot_be_restored_is_one_line_and_exit_code_2(monitor: Program) -> None:
    (monitor.folder / "copy.db").write_text("no database")
    result = monitor("restore", "copy.db")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == ["monitor: copy.db is not a SQLite database: nothing was restored"]


def test_postgresql_has_tools_of_its_own(monitor: Program) -> None:
    result = monitor("--database", "postgresql://u@127.0.0.1:9/m", "backup", "copy.db")
    assert result.exit_code == 2 and "pg_dump" in result.stderr


def test_prune_says_what_goes_and_refuses_what_is_still_news(monitor: Program) -> None:
    assert monitor.good("prune", "--older-than", "90d", "--dry-run").startswith("Would let go of 0 entries")
    assert monitor.good("prune", "--older-than", "90d").startswith("Let go of 0 entries")
    for span, words in (("5d", "at least 14 days"), ("soon", "number and a unit"), ("-3d", "number and a unit")):
        result = monitor("prune", "--older-than", span)
        assert result.exit_code == 2 and words in result.stderr


def test_prune_without_a_span_takes_what_feeds_toml_keeps(monitor: Program) -> None:
    result = monitor("prune")
    assert result.exit_code == 2 and "missing --older-than" in result.stderr and "[monitor]" in result.stderr
    assert "Kept" not in monitor.good("status")
    monitor.good("db", "upgrade")
    with closing(Store(monitor.database_url)) as store, store.write() as tx:
        tx.facts.put(RETENTION, str(90 * 86400))
    assert monitor.good("prune", "--dry-run").startswith("Would let go of 0 entries")
    assert "for 90d; what is older is let go once a day, not done yet" in monitor.good("status")
    said = json.loads(monitor.good("status", "--json"))
    assert said["retention"] == {"keep_seconds": 90 * 86400, "last_done": None}


@pytest.mark.parametrize("words", [("status",), ("development", "list"), ("topic", "try", "sanctions"), ("export",)])
def test_a_slip_in_the_name_of_the_database_makes_none(monitor: Program, words: tuple[str, ...]) -> None:
    result = monitor(*words, "--database", "slip.db")
    assert result.exit_code == 2
    assert "there is no database" in result.output and "slip.db" in result.output
    assert not list(monitor.folder.glob("slip.db*"))


def test_a_command_that_brings_something_in_may_begin_a_database(monitor: Program) -> None:
    monitor.good("topic", "add", "harbour", "dock* AND strik*", "--database", "begun.db")
    assert "harbour" in monitor.good("topic", "list", "--database", "begun.db")
