"""A copy of a SQLite database while it is in use, and putting such a copy in its place.

Both use SQLite's backup interface (sqlite.org/backup.html): a copy is one consistent state, whatever is written
meanwhile. PostgreSQL has tools of its own for this: ``pg_dump`` and ``pg_restore``.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import delete, update

from monitor.core.errors import AlreadyThere, StorageError, UserMistake
from monitor.core.model.alert import DeliveryStatus
from monitor.store import schema
from monitor.store.engine import PATIENCE, Database, sqlite_path
from monitor.store.locks import FileLocks
from monitor.store.running_tables import processes
from monitor.store.tables import deliveries

_SIDES = ("-wal", "-shm")  # what SQLite keeps beside a database file in WAL mode


def backup(database: Database, target: Path, *, replace: bool = False) -> int:
    """Copy ``database`` to the file ``target``, whole and checked, or not at all. Returns its size in bytes.

    Raises AlreadyThere unless ``replace``, UserMistake for PostgreSQL, StorageError.
    """
    if database.path is None:
        raise UserMistake("only a SQLite file is backed up here: use pg_dump for PostgreSQL")
    if target.is_dir():
        raise UserMistake(f"{target} is a folder: name a file")
    if is_of(database.path, target):
        raise UserMistake(f"{target} is the database itself, or belongs to it: name another file")
    if target.exists() and not replace:
        raise AlreadyThere(f"{target} is there already: name another file, or use --force")
    with _draft(target) as draft:
        with database.raw() as connection:
            _copy(connection, draft, f"database {database.name}")
        draft.replace(target)
        _sync(target.parent)
    return target.stat().st_size


def restore(url: str, source: Path) -> Path | None:
    """Put the backup ``source`` in the place of the SQLite database at ``url``.

    The backup is copied, checked and brought to this program's version before anything is touched. Gives where the
    database that was there is kept now, None if there was none. Raises UserMistake or StorageError, and has then
    changed nothing.
    """
    target = _file_of(url)
    if not source.is_file():
        raise UserMistake(f"{source} does not exist" if not source.exists() else f"{source} is not a file")
    if target.exists() and source.samefile(target):
        raise UserMistake(f"{source} is the database itself: name a backup")
    place = _Place(target)
    with place.held(), _draft(target) as draft:
        _checked_copy(source, draft)
        return place.put(draft)


def is_of(database: Path, file: Path) -> bool:
    """Whether a file is the database, under whatever name, or one of those that stand beside it."""
    there = database.resolve()
    names = {Path(f"{there}{side}") for side in ("", *_SIDES, "-journal", ".lock", ".turns")}
    return file.resolve() in names or (file.exists() and there.exists() and file.samefile(there))


class _Place:
    """Where a database belongs. Held against the daemon and every other writer while it is replaced."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._locks = FileLocks(target, _name(target))

    @contextmanager
    def held(self) -> Iterator[None]:
        try:
            self._target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"folder {self._target.parent} cannot be made: {error.strerror}") from error
        try:
            if not self._locks.hold_alone():
                raise StorageError(f"a monitor is running on {self._target}: stop it first")
            with self._locks.writing(PATIENCE):
                yield
        finally:
            self._locks.close()

    def put(self, draft: Path) -> Path | None:
        """Replace the file in one step: at no moment is there none. The old one is kept under another name."""
        kept = None
        if self._target.exists():
            _fold_in(self._target)
            kept = _free_name(self._target)
            os.link(self._target, kept)
            for side in _SIDES:
                with suppress(FileNotFoundError):
                    Path(f"{self._target}{side}").replace(f"{kept}{side}")
        draft.replace(self._target)
        _sync(self._target.parent)
        return kept


def _checked_copy(source: Path, draft: Path) -> None:
    with source.open("rb") as file:
        head = file.read(16)
    if head != b"SQLite format 3\0":
        what = "is empty (0 bytes)" if not head else "is not a SQLite database"
        raise UserMistake(f"{source} {what}: nothing was restored")
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            _copy(connection, draft, "it")
        copied = Database(f"sqlite:///{draft}")
        try:
            if not schema.state(copied).current:
                raise StorageError("is empty: it is no backup of a monitor")
            schema.upgrade(copied)
            _let_go(copied)
            schema.check(copied)
        finally:
            copied.close()
        _one_file(draft)
    except (StorageError, sqlite3.Error) as error:
        words = str(error).replace(f"database {_name(draft)}", "it")
        raise StorageError(f"{source} cannot be restored, nothing was changed: {words}") from error


def _let_go(copied: Database) -> None:
    """No program runs on the copy that did when it was taken; and what waited to be sent may have been sent since."""
    waits = deliveries.c.status == DeliveryStatus.PENDING.value
    with copied.write() as connection:
        connection.execute(delete(processes))
        connection.execute(update(deliveries).where(waits).values(claim="", claimed_until=None, maybe_repeat=True))


def _copy(connection: sqlite3.Connection, draft: Path, name: str) -> None:
    """All pages in one step, so that writers cannot make it begin anew; then the copy is checked and made one file.

    ``name`` is what a StorageError calls that which is copied.
    """
    with closing(sqlite3.connect(draft)) as copy:
        connection.backup(copy)
    _one_file(draft)
    with closing(sqlite3.connect(draft)) as copy:
        answer = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if answer != "ok":
        raise StorageError(f"{name} is corrupt ({answer}): no copy was made")


def _one_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _fold_in(path: Path) -> None:
    """Bring what still stands in the log into the file itself, so far as the file can be used at all."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=5)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A file beside ``target`` that only this user may read, gone in the end unless it was moved into place."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield draft
    except (OSError, sqlite3.Error) as error:
        words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise StorageError(f"{target} cannot be written: {words}") from error
    finally:
        for name in (draft, *(Path(f"{draft}{side}") for side in (*_SIDES, "-journal", ".lock"))):
            name.unlink(missing_ok=True)


def _file_of(url: str) -> Path:
    path = sqlite_path(url)
    if path is None:
        raise UserMistake("only a SQLite file is restored here: use pg_restore for PostgreSQL")
    return path


def _free_name(target: Path) -> Path:
    names = (target.with_name(f"{target.name}.before-restore{number or ''}") for number in range(1000))
    return next(name for name in names if not name.exists())


def _name(path: Path) -> str:
    return f"sqlite:///{path}"


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
