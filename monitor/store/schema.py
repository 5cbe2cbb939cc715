"""Bringing a database to the version of this program: Alembic migrations, run at start under a lock."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from monitor.core.errors import StorageError
from monitor.store.engine import Database

if TYPE_CHECKING:
    from alembic.config import Config

_VERSION = "alembic_version"  # the table in which Alembic keeps a database's version
_LOCK = 0x4D4F4E49  # PostgreSQL advisory lock: two programs that start at once migrate once


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaState:
    """Where a database stands: revision ids, "" = none."""

    current: str
    wanted: str

    @property
    def good(self) -> bool:
        """Whether the program can use it as it is."""
        return self.current == self.wanted


def migrations() -> Path:
    """The folder of the migrations: inside the installed package, or at the root of a source tree."""
    installed = Path(__file__).with_name("migrations")
    return installed if installed.is_dir() else Path(__file__).parents[2] / "alembic"


def state(database: Database) -> SchemaState:
    """Read the version of ``database``; StorageError if it cannot be read or is newer than this program."""
    with database.read() as connection:
        return _state(connection, database.name)


def upgrade(database: Database) -> SchemaState:
    """Migrate ``database`` to this program's version; does nothing if it is there already. Returns what it was."""
    before = state(database)
    if before.good:
        return before
    from alembic import command

    with database.write() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        before = _state(connection, database.name)
        if not before.good:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    if not before.current and database.path is not None:
        _keep_to_owner(database.path)
    return before


def _keep_to_owner(path: Path) -> None:
    """A new file is for its owner alone: it may come to hold channels' addresses and passwords of feeds."""
    for file in (path, *(path.with_name(f"{path.name}-{part}") for part in ("wal", "shm"))):
        with suppress(OSError):  # gone already, or on a disk that knows no rights
            file.chmod(0o600)


def check(database: Database) -> None:
    """Raise StorageError unless ``database`` is whole and of this program's version."""
    found = state(database)
    if not found.good:
        raise StorageError(f"database {database.name} is at version {found.current or 'none'}, this program needs "
                           f"{found.wanted}: run `monitor db upgrade`")  # fmt: skip
    if database.is_sqlite:
        with database.read() as connection:
            answer = connection.execute(text("PRAGMA quick_check(1)")).scalar()
        if answer != "ok":
            raise StorageError(f"database {database.name} is corrupt ({answer}): restore a backup")


def doubts(database: Database) -> tuple[tuple[str, str], ...]:
    """What weakens the promises made on ``database``, each with what to do; nothing on SQLite, which is set up here.

    A server that answers a commit before it is on disk forgets alerts as sent that were told (PostgreSQL,
    "synchronous_commit"); one in another encoding refuses texts.
    """
    if database.is_sqlite:
        return ()
    with database.read() as connection:
        commit = connection.execute(text("SHOW synchronous_commit")).scalar()
        encoding = connection.execute(text("SHOW server_encoding")).scalar()
    found = []
    if commit == "off":
        found.append(("answers before a commit is on disk: an alert may be sent twice after a power cut",
                      "synchronous_commit = on"))  # fmt: skip
    if encoding != "UTF8":
        found.append((f"is in the encoding {encoding}, which does not take every text",
                      "make a new database with ENCODING 'UTF8'"))  # fmt: skip
    return tuple(found)


def _state(connection: Connection, name: str) -> SchemaState:
    known = revisions()
    found = inspect(connection)
    current = ""
    if found.has_table(_VERSION):
        current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
    if current and current not in known:
        raise StorageError(f"database {name} was made by a newer version ({current}): install that version, or restore "
                           f"a backup from before the upgrade")  # fmt: skip
    if not current and (tables := set(found.get_table_names()) - {_VERSION}):
        raise StorageError(f"database {name} belongs to another program (it holds the table {sorted(tables)[0]}): "
                           f"give another path")  # fmt: skip
    return SchemaState(current=current, wanted=known[-1])


def revisions() -> list[str]:
    """The versions that this program knows, oldest first: what its migrations' file names begin with.

    Alembic would tell too, but loads a template library and a highlighter for it: 8 MB and 0.2 s in every command.
    """
    return sorted(path.name[:4] for path in (migrations() / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    return config
