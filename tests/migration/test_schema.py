from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from monitor.core.errors import ConfigError, StorageError
from monitor.store import tables
from monitor.store.search_index import is_part
from monitor.store.store import Store

Opener = Callable[[str], Store]


def test_the_migrations_lead_to_the_tables_of_the_code(database_url: str, open_store: Opener) -> None:
    open_store(database_url).upgrade()
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": leave_out_search})
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()


def leave_out_search(name: str | None, kind: str, parents: object) -> bool:
    return not is_part(name)


def test_a_second_upgrade_finds_nothing_to_do(database_url: str, open_store: Opener) -> None:
    store = open_store(database_url)
    assert store.upgrade()
    assert not store.upgrade()
    store.check()


def test_two_that_start_at_once_migrate_once(database_url: str, open_store: Opener) -> None:
    stores = [open_store(database_url) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda store: store.upgrade(), stores))
    assert sorted(done) == [False, True]
    stores[0].check()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "is empty"), (b"not a database at all", "not a SQLite database"),
     (b"SQLite format 3\0" + b"\xff" * 5000, "corrupt|not a SQLite database")],
)  # fmt: skip
def test_a_file_that_is_no_database_is_never_started_on(
    tmp_path: Path, content: bytes, words: str, open_store: Opener
) -> None:
    file = tmp_path / "monitor.db"
    file.write_bytes(content)
    with pytest.raises(StorageError, match=words):
        open_store(f"sqlite:///{file}").upgrade()
    assert file.read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path, open_store: Opener) -> None:
    file = tmp_path / "notes.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()
    with pytest.raises(StorageError, match="belongs to another program"):
        open_store(f"sqlite:///{file}").upgrade()


def test_a_database_of_a_newer_version_is_left_alone(sqlite_url: str, tmp_path: Path, open_store: Opener) -> None:
    open_store(sqlite_url).upgrade()
    with sqlite3.connect(tmp_path / "monitor.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StorageError, match="newer version"):
        open_store(sqlite_url).upgrade()


def test_a_folder_and_an_unknown_url_are_told_in_words(tmp_path: Path, open_store: Opener) -> None:
    with pytest.raises(StorageError, match="is a folder"):
        open_store(f"sqlite:///{tmp_path}")
    with pytest.raises(ConfigError, match="database URL not understood"):
        open_store("mysterydb://host/x")


def test_a_server_that_is_not_there_is_told_in_words_without_the_password(open_store: Opener) -> None:
    with pytest.raises(StorageError, match="cannot be reached") as caught:
        open_store("postgresql://someone:hidden@127.0.0.1:1/x").upgrade()
    assert "hidden" not in str(caught.value)


def test_a_sqlite_that_is_too_old_is_told_at_the_start(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(StorageError, match="too old"):
        Store(sqlite_url)


def test_a_server_that_forgets_what_it_has_answered_is_doubted(postgres_url: str, open_store: Opener) -> None:
    assert open_store(postgres_url).doubts() == ()
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || "
                                "' SET synchronous_commit = off'; END $$"))  # fmt: skip
    engine.dispose()
    ((doubt, advice),) = open_store(postgres_url).doubts()
    assert "power cut" in doubt and advice == "synchronous_commit = on"
