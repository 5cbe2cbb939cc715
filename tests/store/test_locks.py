"""Another program that holds on to the database: waited for, then told in clear words, and no more than that."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import text

from monitor.core.errors import StorageError
from monitor.store import schema
from monitor.store.engine import Database
from monitor.store.store import Store

NOTE = text("INSERT INTO facts (key, value) VALUES ('note', 'kept')")
COUNT = text("SELECT count(*) FROM facts WHERE key = 'note'")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = Database(f"sqlite:///{tmp_path}/monitor.db", patience=0.2)
    schema.upgrade(opened)
    return opened


def note(database: Database) -> None:
    with database.write() as connection:
        connection.execute(NOTE)


def refused(database: Database) -> None:
    with pytest.raises(StorageError, match="is locked by another program: end it and try again"):
        note(database)


def kept(database: Database) -> int:
    with database.read() as connection:
        found: int = connection.execute(COUNT).scalar_one()
    return found


def test_a_lock_inside_the_database(database: Database) -> None:
    assert database.path is not None
    with closing(sqlite3.connect(database.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused(database)
        assert kept(database) == 0  # reading goes on
        other.rollback()
    note(database)
    assert kept(database) == 1
    database.close()


def test_another_monitor_that_hangs_amid_a_write(database: Database) -> None:
    with Path(f"{database.path}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        refused(database)
    note(database)
    assert kept(database) == 1
    database.close()


def test_connections_that_are_all_in_use(database: Database) -> None:
    with ExitStack() as readers, pytest.raises(StorageError, match="every connection to it is in use"):
        for _ in range(100):
            readers.enter_context(database.read())
    note(database)
    assert kept(database) == 1
    database.close()


def test_only_one_daemon_holds_a_database(database: Database) -> None:
    second = Database(f"sqlite:///{database.path}")
    assert database.hold_alone() and not second.hold_alone()
    database.close()
    assert second.hold_alone()
    second.close()


def test_a_program_that_was_suspended_amid_a_decision_does_not_hold_up_the_others_for_ever(
    postgres_url: str, open_store: Callable[[str], Store]
) -> None:
    suspended, other = open_store(postgres_url), open_store(postgres_url)
    suspended.upgrade()
    with pytest.raises(StorageError), suspended.write() as tx:
        assert tx.connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar() == "5min"
        tx.connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = '50ms'")
        tx.decide_alone()
        with other.write() as another:  # waits until the server has ended the first
            another.decide_alone()


def test_a_fault_that_a_library_meets_on_a_lent_connection(
    postgres_url: str, open_store: Callable[[str], Store]
) -> None:
    store = open_store(postgres_url)
    with pytest.raises(StorageError, match="statement timeout"), store.write() as tx:
        tx.lend().execute("SET LOCAL statement_timeout = 10; SELECT pg_sleep(10)")
    with store.read() as tx:
        assert tx.connection.exec_driver_sql("SELECT 1").scalar() == 1
