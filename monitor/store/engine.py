"""Opening the database: SQLite by default, PostgreSQL by URL.

SQLite runs in WAL mode with ``synchronous=FULL``, so that a committed alert survives a power cut. Writers are taken one
at a time, by a lock in the process and a lock file between processes, which also covers the checkpoint that a commit
may run: SQLite 3.7.0 to 3.51.2 can corrupt the file when a checkpoint resets the log under a second writer
(sqlite.org/wal.html, "WAL-reset bug").
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url
from sqlalchemy.pool import StaticPool

from monitor.core.errors import ConfigError, StorageError
from monitor.store.locks import FileLocks

PATIENCE = 30.0  # seconds to wait for another program that writes
OLDEST_SQLITE = (3, 35, 0)  # has RETURNING, which SQLAlchemy uses for what it inserts
# A server that vanished without a word is noticed within half a minute (libpq's names; a URL may say otherwise).
LIVELY: dict[str, Any] = {"connect_timeout": 10, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
                          "tcp_user_timeout": 30_000}  # fmt: skip
# The same on the server's side: a program whose machine vanished, or was suspended, amid a transaction would hold its
# locks for hours or for ever, and every other program would wait with its decisions.
_SERVER_SIDE = ("SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; "
                "SET idle_in_transaction_session_timeout = '5min'")  # fmt: skip
# What each of the five connections keeps of the file, in KiB, and of its statements (9 KB each). By default they would
# fill for hours, with 15 MB in the end.
PAGES, STATEMENTS = 512, 48
_SECRET_PARAMETERS = ("password", "sslpassword")  # of a PostgreSQL address (libpq, 34.1.2): not shown
WRITES = "monitor_writes"  # execution option: this transaction will write
_WORDS = (
    ("unable to open", "cannot be opened: check that its folder exists and that this user may write there"),
    ("readonly", "cannot be written (read-only): check the permissions of the file and its folder"),
    ("read-only", "cannot be written (read-only): check the permissions of the file and its folder"),
    ("disk is full", "cannot be written: the disk is full"),  # SQLite's words
    ("no space left", "cannot be written: the disk is full"),  # the system's, as PostgreSQL passes them on
    ("disk i/o error", "cannot be read or written: is the disk failing, over a quota, or a file at its size limit?"),
    ("malformed", "is corrupt: restore a backup, or move the file away to start anew"),
    ("not a database", "is not a SQLite database: give another path, or move the file away"),
    ("locked", "is locked by another program: end it and try again"),
    ("no such table", "has no tables yet: run `monitor db upgrade`"),
    ("no such column", "was made by another version: run `monitor db upgrade`"),
    ("connection", "cannot be reached: is the server running, and are host, user and password right?"),
)


class Database:
    """An engine with the locks that its kind needs. ``name`` is how it is shown to people, without a password.

    ``patience`` is how long to wait, in seconds: for another program that writes (SQLite), and for a free connection.
    """

    def __init__(self, url: str, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        for short in ("postgres://", "postgresql://"):
            if url.startswith(short):
                url = "postgresql+psycopg://" + url.removeprefix(short)
        self.name = _shown(url)
        self.path = sqlite_path(url)
        self.is_sqlite = url.startswith("sqlite")
        self._check_file()
        self.engine = self._open(url)
        # What SQLAlchemy does not see: a new connection that is prepared, and a library to which ours is lent.
        driver: Any = self.engine.dialect.dbapi
        self._drivers_own: type[Exception] = sqlite3.Error if self.is_sqlite else driver.OperationalError
        self._lock = threading.RLock()
        self._files = FileLocks(self.path, self.name) if self.path is not None else None

    @property
    def library(self) -> str:
        """What the database is read and written by, as "SQLite 3.46.1"."""
        return f"SQLite {sqlite3.sqlite_version}" if self.is_sqlite else "PostgreSQL"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One write transaction: committed at the end, rolled back if anything is raised."""
        with self.writing(), self._errors(), self._connected() as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One read transaction: a consistent view."""
        alone = self._lock if self.is_sqlite and self.path is None else None
        if alone:
            alone.acquire()
        try:
            with self._errors(), self.engine.connect() as connection, connection.begin():
                yield connection
        finally:
            if alone:
                alone.release()

    @contextmanager
    def raw(self) -> Iterator[sqlite3.Connection]:
        """The driver's own connection to a SQLite database, for what SQLAlchemy has no words for. Raises StorageError.

        Outside any transaction; whoever writes over it holds ``writing``.
        """
        with self._errors():
            pooled = self.engine.raw_connection()
            try:
                driver = pooled.driver_connection
                assert isinstance(driver, sqlite3.Connection), "only SQLite databases are opened raw"
                yield driver
            finally:
                pooled.close()

    def hold_alone(self) -> bool:
        """Take the lock file that says "a daemon runs on this SQLite file"; False if another holds it."""
        return self._files.hold_alone() if self._files is not None else self.is_sqlite

    def close(self) -> None:
        """Close all connections and give up the locks."""
        self.engine.dispose()
        if self._files is not None:
            self._files.close()

    def _connected(self) -> Connection:
        return self.engine.connect().execution_options(**{WRITES: True})

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer, in this process and beside others on the same SQLite file. Raises StorageError."""
        if not self.is_sqlite:
            yield
            return
        with self._lock, nullcontext() if self._files is None else self._files.writing(self._patience):
            yield

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (exc.IntegrityError, exc.DataError):  # what was to be stored is at fault, not the database: a bug
            raise
        except exc.DBAPIError as error:
            raise StorageError(f"database {self.name} {_in_words(str(error.orig))}") from error
        except exc.TimeoutError as error:  # of the pool: whoever has the connections waits for the database
            words = "does not answer: every connection to it is in use, and none came free in time"
            raise StorageError(f"database {self.name} {words}") from error
        except self._drivers_own as error:
            raise StorageError(f"database {self.name} {_in_words(str(error))}") from error

    def _check_file(self) -> None:
        if self.path is None or not self.path.exists():
            return
        if self.path.is_dir():
            raise StorageError(f"database {self.name} is a folder: give the path of a file")
        try:
            with self.path.open("rb") as file:
                head = file.read(16)
        except OSError as error:
            raise StorageError(f"database {self.name} cannot be read: {error.strerror}") from error
        if head != b"SQLite format 3\0":
            what = "is empty (0 bytes)" if not head else "is not a SQLite database"
            raise StorageError(f"database {self.name} {what}: restore a backup, or move the file away to start anew")

    def _open(self, url: str) -> Engine:
        in_memory = self.is_sqlite and self.path is None
        options: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {"pool_timeout": self._patience}
        if self.is_sqlite and sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise StorageError(f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or later is needed. Use another "
                               "Python, which brings its own, or PostgreSQL")  # fmt: skip
        if self.is_sqlite:
            if self.path is not None:
                self._make_folder()
                options["pool_use_lifo"] = True  # the last used is used again: its pages are still good, others rest
            options["connect_args"] = {"check_same_thread": False, "timeout": self._patience,
                                       "cached_statements": STATEMENTS}  # fmt: skip
        try:
            if not self.is_sqlite:
                given = make_url(url).query
                options["connect_args"] = {name: value for name, value in LIVELY.items() if name not in given}
            engine = create_engine(url, **options)
        except (exc.ArgumentError, exc.NoSuchModuleError) as error:
            raise ConfigError(
                f"database URL not understood: use sqlite:///path/to/monitor.db or postgresql://user:password@host/name"
                f" (given: {self.name})"
            ) from error
        except ModuleNotFoundError as error:
            raise ConfigError(
                "PostgreSQL needs the extra `postgres`: pip install '.[postgres]' in the source tree"
            ) from error
        if self.is_sqlite:
            event.listen(engine, "connect", _prepare)
            event.listen(engine, "begin", _begin)
        else:
            event.listen(engine, "connect", _prepare_server)
        return engine

    def _make_folder(self) -> None:
        assert self.path is not None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"folder {self.path.parent} of the database cannot be made: {error.strerror}") from error
        if os.statvfs(self.path.parent).f_flag & os.ST_RDONLY:
            raise StorageError(f"database {self.name} cannot be written: its disk is read-only")
        if not os.access(self.path.parent, os.W_OK | os.X_OK):
            owner = f"{os.geteuid()}:{os.getegid()}"
            raise StorageError(f"folder {self.path.parent} of the database may not be written by this user ({owner}): "
                               f"give it to them, as in `chown -R {owner} {self.path.parent}` (for a container: on the "
                               "folder that is mounted there)")  # fmt: skip


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, not by the driver
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"cache_size=-{PAGES}"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_server(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SERVER_SIDE)
    connection.commit()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite URL; None for a database in memory and for other databases."""
    if not url.startswith("sqlite"):
        return None
    database = make_url(url).database
    return Path(database) if database and database != ":memory:" else None


def _shown(url: str) -> str:
    try:
        return make_url(url).difference_update_query(_SECRET_PARAMETERS).render_as_string(hide_password=True)
    except exc.ArgumentError:
        return "***"


def _in_words(error: str) -> str:
    lowered = error.lower()
    words = next((said for part, said in _WORDS if part in lowered), "")
    first = error.strip().splitlines()[0] if error.strip() else "unknown error"
    return f"{words} ({first})" if words else f"failed: {first}"
