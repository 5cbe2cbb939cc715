"""The store: transactions on one database, each giving the collections. One class, two engines, no port."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, text

from monitor.store import backup, schema, set_back
from monitor.store.articles import Articles
from monitor.store.captures import Captures
from monitor.store.channels import Channels
from monitor.store.claims import lock_number
from monitor.store.developments import Developments
from monitor.store.engine import LIVELY, Database
from monitor.store.entries import Entries
from monitor.store.facts import Facts
from monitor.store.feedback import Feedback
from monitor.store.hosts import Hosts
from monitor.store.mutes import Mutes
from monitor.store.outbox import Outbox
from monitor.store.processes import Processes
from monitor.store.reading import Reading
from monitor.store.rechecks import Rechecks
from monitor.store.renewals import Renewals
from monitor.store.retention import Retention
from monitor.store.sources import Sources
from monitor.store.together import Together
from monitor.store.topics import Topics
from monitor.store.turns import DatabaseTurns
from monitor.store.web_keys import WebKeys

MEMORY = "sqlite://"
T = TypeVar("T")
_DECISIONS = 0x4D4F4E4A


@dataclass(frozen=True)
class Transaction:
    """The collections, bound to one open transaction. Use it only inside its ``with`` block."""

    connection: Connection

    def decide_alone(self) -> None:
        """Wait until no other program files a report; held to the end of the transaction.

        SQLite has one writer at a time anyway; PostgreSQL takes an advisory lock.
        """
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _DECISIONS})

    def only_one(self, name: str) -> bool:
        """Whether no other program is in a transaction that was given this; held to the end. PostgreSQL only."""
        found = self.connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": lock_number(name)})
        return bool(found.scalar())

    def wait_for(self, name: str) -> None:
        """Wait until no other program is in such a transaction; held to the end. PostgreSQL only."""
        self.connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": lock_number(name)})

    def set_back(self, by: timedelta, now: datetime) -> int:
        """The machine's clock was set back: what was planned after ``now`` is due that much sooner; how much that is.

        Only where no program with another clock plans anything: SQLite.
        """
        return set_back.set_back(self.connection, by, now)

    def lend(self) -> Any:
        """The driver's own connection, for a library that must write in this transaction. It does not commit."""
        return self.connection.connection.driver_connection

    @cached_property
    def sources(self) -> Sources:
        """Sources and what is remembered of their polls."""
        return Sources(self.connection)

    @cached_property
    def entries(self) -> Entries:
        """Entries and their identities."""
        return Entries(self.connection)

    @cached_property
    def articles(self) -> Articles:
        """Articles and their matches."""
        return Articles(self.connection)

    @cached_property
    def captures(self) -> Captures:
        """What servers answered when pages were read."""
        return Captures(self.connection)

    @cached_property
    def rechecks(self) -> Rechecks:
        """Later looks at reported articles."""
        return Rechecks(self.connection)

    @cached_property
    def topics(self) -> Topics:
        """Topics and concepts."""
        return Topics(self.connection)

    @cached_property
    def channels(self) -> Channels:
        """Declared and added channels."""
        return Channels(self.connection)

    @cached_property
    def developments(self) -> Developments:
        """Developments, the reports filed under them, and people's labels."""
        return Developments(self.connection)

    @cached_property
    def outbox(self) -> Outbox:
        """Alerts and their deliveries."""
        return Outbox(self.connection)

    @cached_property
    def renewals(self) -> Renewals:
        """First messages of developments that are to say anew how things stand."""
        return Renewals(self.connection)

    @cached_property
    def mutes(self) -> Mutes:
        """What people muted or acknowledged."""
        return Mutes(self.connection)

    @cached_property
    def feedback(self) -> Feedback:
        """What readers said of alerts."""
        return Feedback(self.connection)

    @cached_property
    def hosts(self) -> Hosts:
        """What was asked of each host, day by day."""
        return Hosts(self.connection)

    @cached_property
    def processes(self) -> Processes:
        """The programs that run on this database."""
        return Processes(self.connection)

    @cached_property
    def facts(self) -> Facts:
        """Single values by name."""
        return Facts(self.connection)

    @cached_property
    def web_keys(self) -> WebKeys:
        """Sessions, tokens and links of the web page."""
        return WebKeys(self.connection)

    @cached_property
    def reading(self) -> Reading:
        """What people read, many rows at once."""
        return Reading(self.connection)

    @cached_property
    def retention(self) -> Retention:
        """What is old enough to let go."""
        return Retention(self.connection)


class Store:
    """Everything the monitor remembers. ``url`` is a SQLAlchemy URL; ``sqlite://`` is a fresh store in memory."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        self._together = Together(self.write)

    @property
    def name(self) -> str:
        """How the database is shown to people, without its password."""
        return self._database.name

    @property
    def library(self) -> str:
        """What the database is read and written by, as "SQLite 3.46.1"."""
        return self._database.library

    def upgrade(self) -> bool:
        """Bring the database to this program's version; True if anything was done. Raises StorageError."""
        return not schema.upgrade(self._database).good

    def check(self) -> None:
        """Raise StorageError, in words for people, unless the database is whole and of this version."""
        schema.check(self._database)

    def doubts(self) -> tuple[tuple[str, str], ...]:
        """What weakens the promises made on this database, each with what to do. Raises StorageError."""
        return schema.doubts(self._database)

    def backup(self, target: Path, *, replace: bool = False) -> int:
        """Copy everything to the file ``target``, also while others write; its size in bytes. Raises MonitorError."""
        return backup.backup(self._database, target, replace=replace)

    def release_orphans(self) -> None:
        """Give up the claims of a daemon that died. Only for one that is ``alone``."""
        with self.write() as tx:
            tx.sources.release_orphans()
            tx.entries.release_orphans()
            tx.outbox.release_orphans()

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """One write transaction: all of it or nothing."""
        with self._database.write() as connection:
            yield Transaction(connection)

    def together(self, work: Callable[[Transaction], T]) -> T:
        """Do ``work`` in a write transaction that may hold other threads' work too; what it gave, or raised.

        For short work that is done often: a commit is shared. ``work`` may be done twice (see ``Together.do``), so it
        changes nothing but the store. On PostgreSQL, where writers do not wait for each other, each has its own.
        """
        if not self._database.is_sqlite:
            with self.write() as tx:
                return work(tx)
        return self._together.do(work)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """One consistent view; writing in it is an error on SQLite's part."""
        with self._database.read() as connection:
            yield Transaction(connection)

    def alone(self) -> bool:
        """Whether this program is the only daemon on the database, as far as can be told; held until the end.

        SQLite: a lock file beside the database. PostgreSQL: never sure, so False.
        """
        return self._database.hold_alone()

    @property
    def is_shared(self) -> bool:
        """Whether programs on several machines can work on this database: PostgreSQL."""
        return not self._database.is_sqlite

    @property
    def address(self) -> str:
        """The URL of a PostgreSQL database with its password, for a library that opens connections of its own."""
        url = self._database.engine.url.set(drivername="postgresql")
        url = url.update_query_dict({name: str(value) for name, value in LIVELY.items() if name not in url.query})
        return url.render_as_string(hide_password=False)

    def turns(self) -> DatabaseTurns:
        """Hosts' turns, for all programs on this database; only where it ``is_shared``. The caller closes them."""
        return DatabaseTurns(self._database)

    def close(self) -> None:
        """Close all connections."""
        self._database.close()
