"""Backup and restore of a SQLite database: whole or not at all."""

from __future__ import annotations

import random
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from monitor.core.errors import AlreadyThere, StorageError, UserMistake
from monitor.core.model.alert import AlertKind, DeliveryStatus, Message
from monitor.core.model.capture import CapturePolicy
from monitor.core.model.ids import ChannelId, SourceId
from monitor.core.model.process import Process, Role
from monitor.core.policy.routing import Route
from monitor.services.captures import find_capture, pieces
from monitor.services.care import restore
from monitor.store.store import Store
from tests.builders import HOUR, NOON, keyed_one, source, taken

Opens = Callable[[str], Store]


@pytest.fixture
def filled(open_store: Opens, sqlite_url: str) -> Store:
    store = open_store(sqlite_url)
    store.upgrade()
    put(store, "first")
    return store


def put(store: Store, value: str) -> None:
    with store.write() as tx:
        tx.facts.put("told", value)


def told(store: Store) -> str:
    with store.read() as tx:
        return tx.facts.get("told")


def listing(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_backup_put_back_holds_what_was_there(
    filled: Store, open_store: Opens, sqlite_url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    assert filled.backup(copy) == copy.stat().st_size
    put(filled, "second")
    filled.close()
    kept = restore(sqlite_url, copy)
    assert told(open_store(sqlite_url)) == "first"
    assert kept is not None and told(open_store(f"sqlite:///{kept}")) == "second"


def test_a_backup_holds_the_captures(filled: Store, open_store: Opens, sqlite_url: str, tmp_path: Path) -> None:
    body = b"<p>Two judges were listed.</p>" * 50_000
    with filled.write() as tx:
        tx.sources.put(source(), NOON)
        number = tx.captures.add(tx.entries.add(SourceId("court"), keyed_one(), now=NOON, baseline=False), taken(body))
    filled.backup(tmp_path / "copy.db")
    with filled.write() as tx:
        tx.captures.trim(CapturePolicy(most_bytes=0), NOON)
    filled.close()
    restore(sqlite_url, tmp_path / "copy.db")
    back = open_store(sqlite_url)
    assert b"".join(pieces(back, find_capture(back, number))) == body


def test_a_backup_is_one_file_that_only_its_owner_may_read(filled: Store, tmp_path: Path) -> None:
    folder = tmp_path / "safe"
    folder.mkdir()
    filled.backup(folder / "copy.db")
    assert listing(folder) == {"copy.db"}
    assert stat.S_IMODE((folder / "copy.db").stat().st_mode) == 0o600


def test_a_backup_taken_amid_writes_is_one_state(filled: Store, open_store: Opens, tmp_path: Path) -> None:
    stop = threading.Event()

    def write_pairs() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with filled.write() as tx:
                tx.facts.put("left", f"{number} " * 3000)
                tx.facts.put("right", f"{number} " * 3000)

    writer = threading.Thread(target=write_pairs)
    writer.start()
    try:
        for number in range(5):
            filled.backup(tmp_path / f"copy{number}.db")
    finally:
        stop.set()
        writer.join()
    for number in range(5):
        with open_store(f"sqlite:///{tmp_path}/copy{number}.db").read() as tx:
            assert tx.facts.get("left") == tx.facts.get("right")


def test_a_file_that_is_there_is_replaced_only_when_asked(filled: Store, open_store: Opens, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("the only backup")
    with pytest.raises(AlreadyThere):
        filled.backup(copy)
    assert copy.read_text() == "the only backup"
    filled.backup(copy, replace=True)
    assert told(open_store(f"sqlite:///{copy}")) == "first"


@pytest.mark.parametrize("name", ["monitor.db", "monitor.db-wal", "link.db"])
def test_the_database_is_never_written_over_by_its_own_copy(filled: Store, sqlite_url: str, name: str) -> None:
    there = Path(sqlite_url.removeprefix("sqlite:///"))
    (there.parent / "link.db").symlink_to(there)
    before = there.stat().st_ino
    with pytest.raises(UserMistake, match="is the database itself"):
        filled.backup(there.parent / name.replace("monitor.db", there.name), replace=True)
    assert there.stat().st_ino == before


def test_a_failed_backup_leaves_nothing_behind(filled: Store, tmp_path: Path) -> None:
    before = listing(tmp_path)
    with pytest.raises(StorageError, match="cannot be written"):
        filled.backup(tmp_path / "nowhere" / "copy.db")
    assert listing(tmp_path) == before


def damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[8192:40960] = random.Random(1).randbytes(32768)
    path.write_bytes(data)


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


def another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")


def nothing_in_it(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=1")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_text("-- dumped by another tool"), "is not a SQLite database"),
        (lambda path: path.write_bytes(path.read_bytes()[:20000]), "cannot be restored"),
        (damaged, "corrupt"),
        (newer, "newer version"),
        (another_program, "another program"),
        (nothing_in_it, "no backup of a monitor"),
        (lambda path: path.unlink(), "does not exist"),
    ],
)
def test_what_is_no_good_backup_is_refused_and_nothing_is_changed(
    filled: Store, open_store: Opens, sqlite_url: str, tmp_path: Path, spoil: Callable[[Path], object], words: str
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    filled.backup(folder / "copy.db")
    filled.close()
    spoil(folder / "copy.db")
    before = (tmp_path / "monitor.db").read_bytes()
    with pytest.raises((StorageError, UserMistake), match=words):
        restore(sqlite_url, folder / "copy.db")
    assert (tmp_path / "monitor.db").read_bytes() == before
    assert not [name for name in listing(tmp_path) if "restore" in name or "part" in name]
    assert told(open_store(sqlite_url)) == "first"


def test_a_restore_beside_a_running_daemon_is_refused(filled: Store, sqlite_url: str, tmp_path: Path) -> None:
    filled.backup(tmp_path / "copy.db")
    assert filled.alone()
    with pytest.raises(StorageError, match="is running"):
        restore(sqlite_url, tmp_path / "copy.db")


def test_a_corrupt_database_can_be_replaced_and_is_kept(
    filled: Store, open_store: Opens, sqlite_url: str, tmp_path: Path
) -> None:
    filled.backup(tmp_path / "copy.db")
    filled.close()
    damaged(tmp_path / "monitor.db")
    spoilt = (tmp_path / "monitor.db").read_bytes()
    kept = restore(sqlite_url, tmp_path / "copy.db")
    assert told(open_store(sqlite_url)) == "first"
    assert kept is not None and kept.read_bytes() == spoilt


def test_a_backup_is_restored_where_nothing_was(filled: Store, open_store: Opens, tmp_path: Path) -> None:
    filled.backup(tmp_path / "copy.db")
    url = f"sqlite:///{tmp_path}/new folder/monitor.db"
    assert restore(url, tmp_path / "copy.db") is None
    assert told(open_store(url)) == "first"


def test_postgresql_is_left_to_its_own_tools(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="pg_restore"):
        restore("postgresql+psycopg://u@127.0.0.1:9/m", tmp_path / "copy.db")


def test_a_corrupt_database_is_named_and_not_taken_for_a_backup(
    filled: Store, open_store: Opens, sqlite_url: str, tmp_path: Path
) -> None:
    filled.close()
    damaged(tmp_path / "monitor.db")
    with pytest.raises(StorageError, match=r"^database .*monitor\.db is corrupt"):
        open_store(sqlite_url).backup(tmp_path / "copy.db")
    assert "copy.db" not in listing(tmp_path)


def test_what_ran_and_waited_when_a_backup_was_taken_is_not_taken_for_what_runs_and_waits_now(
    filled: Store, open_store: Opens, sqlite_url: str, tmp_path: Path
) -> None:
    message = Message(kind=AlertKind.DEVELOPMENT, key="k", title="A strike", blocks=(), at=NOON)
    to = Route(channel_id=ChannelId("desk"), status=DeliveryStatus.PENDING, topics=(), reason="")
    with filled.write() as tx:
        tx.outbox.add(message, [to], now=NOON)
        tx.processes.put(Process(token="t", role=Role.ALL, machine="m", pid=2, started_at=NOON, seen_at=NOON,
                                 patience=HOUR))  # fmt: skip
    filled.backup(tmp_path / "copy.db")
    filled.close()
    restore(sqlite_url, tmp_path / "copy.db")
    with open_store(sqlite_url).write() as tx:
        assert tx.processes.all() == []
        again = tx.outbox.claim_due(NOON, HOUR, "t", ChannelId("desk"))
        assert again is not None and again.maybe_repeat
