"""Hosts' turns, shared by programs on several machines: one request to a host at a time, whoever asks.

A turn is an advisory lock of PostgreSQL on a session of this program's own: it ends with the program, however that
ends, and no lease can run out under a slow request. When a host may be asked again stands in a row, by the clock of the
server. If the server itself ends, the turns under way are lost with it: two programs may then ask one host for as long
as those requests last.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, exc, text

from monitor.core.errors import StorageError
from monitor.core.model.host import CUT_OFF, Turn
from monitor.store.engine import Database

# What is lost by a power cut are pauses of a second; and a machine that vanished must not keep its turns for hours.
_SESSION = ("SET synchronous_commit TO off", "SET tcp_keepalives_idle TO 5", "SET tcp_keepalives_interval TO 2",
            "SET tcp_keepalives_count TO 3")  # fmt: skip
_LOCK = text("SELECT pg_try_advisory_lock(:key)")
_UNLOCK = text("SELECT pg_advisory_unlock(:key)")
_MARK = text(  # what stands if this program ends amid the request
    "UPDATE host_turns SET free_at = clock_timestamp() + make_interval(secs => :pause + crawl_delay_s) "
    "WHERE host = :host AND coalesce(free_at, '-infinity') <= clock_timestamp() "
    "AND (NOT :heed OR coalesce(held_until, '-infinity') <= clock_timestamp()) RETURNING crawl_delay_s"
)
_LOOK = text(
    "SELECT coalesce(extract(epoch FROM free_at - clock_timestamp()), 0) AS wait, "
    "coalesce(extract(epoch FROM held_until - clock_timestamp()), 0) AS held "
    "FROM host_turns WHERE host = :host"
)
_FREE = text(
    "INSERT INTO host_turns (host, free_at, crawl_delay_s) "
    "VALUES (:host, clock_timestamp() + make_interval(secs => :pause), 0) "
    "ON CONFLICT (host) DO UPDATE SET free_at = excluded.free_at"
)
_HOLD = text(
    "INSERT INTO host_turns (host, held_until, crawl_delay_s) "
    "VALUES (:host, clock_timestamp() + make_interval(secs => :pause), 0) "
    "ON CONFLICT (host) DO UPDATE SET held_until = greatest(host_turns.held_until, excluded.held_until)"
)
_SLOW = text(
    "INSERT INTO host_turns (host, crawl_delay_s) VALUES (:host, :seconds) "
    "ON CONFLICT (host) DO UPDATE SET crawl_delay_s = excluded.crawl_delay_s"
)
_FORGET = text("DELETE FROM host_turns WHERE greatest(free_at, held_until) < clock_timestamp() - interval '30 days'")
_DAY = 24 * 3600.0  # seconds


class DatabaseTurns:
    """The turns of all programs on one PostgreSQL database. Safe to use from several threads; opened when needed.

    ``ticks`` gives seconds that never jump. Hosts that were not asked for a month are forgotten, once a day.
    """

    def __init__(self, database: Database, ticks: Callable[[], float] = time.monotonic) -> None:
        self._database, self._ticks = database, ticks
        self._forgot = float("-inf")
        self._lock = threading.Lock()
        self._session: Connection | None = None
        self._closed = False

    def take(self, host: str, *, pause: float, heed_hold: bool) -> Turn:
        """Take the host's turn if it is free and its pause is over. Raises StorageError."""
        key, name = _key(host), host[:255]
        with self._lock, self._errors():
            if not self._run(_LOCK, key=key).scalar():
                return Turn(granted=False)
            marked = self._run(_MARK, host=name, pause=pause + CUT_OFF, heed=heed_hold).first()
            if marked is not None:
                return Turn(granted=True, crawl_delay=float(marked[0]))
            row = self._run(_LOOK, host=name).first()
            if row is None:
                self._run(_FREE, host=name, pause=pause + CUT_OFF)
                return Turn(granted=True)
            self._run(_UNLOCK, key=key)
            wait, held = (max(float(each), 0.0) for each in row)
            return Turn(granted=False, wait=wait, held=held)

    def give_back(self, host: str, pause: float) -> None:
        """End the turn; the host may be asked again after ``pause`` seconds. Never raises."""
        with self._lock, suppress(StorageError), self._errors():
            if self._session is not None:
                self._run(_FREE, host=host[:255], pause=pause)
                self._run(_UNLOCK, key=_key(host))

    def hold(self, host: str, pause: timedelta) -> None:
        """The host asked to be left alone for so long from now. Never raises."""
        with self._lock, suppress(StorageError), self._errors():
            self._run(_HOLD, host=host[:255], pause=pause.total_seconds())

    def slow_down(self, host: str, seconds: float) -> None:
        """The pause that the host's robots.txt asks for; 0 = none. Never raises."""
        with self._lock, suppress(StorageError), self._errors():
            self._run(_SLOW, host=host[:255], seconds=seconds)

    def close(self) -> None:
        """Give up all turns, and give out no more."""
        with self._lock:
            self._closed = True
            self._drop()

    def _run(self, statement: Any, **values: Any) -> Any:
        if self._closed:
            raise StorageError("no turns are given out any more: the monitor is stopping")
        if self._session is None:
            self._session = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            for each in _SESSION:
                self._session.exec_driver_sql(each)
        if self._ticks() - self._forgot >= _DAY:
            self._session.execute(_FORGET)
            self._forgot = self._ticks()
        return self._session.execute(statement, values)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except exc.SQLAlchemyError as error:
            self._drop()
            name = self._database.name
            raise StorageError(f"database {name} does not give out turns: {_first_line(error)}") from error

    def _drop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            with suppress(exc.SQLAlchemyError):
                session.invalidate()  # not back to the pool: the locks and settings end with it
            with suppress(exc.SQLAlchemyError):
                session.close()


def _key(host: str) -> int:
    """The host's lock: 64 bits (PostgreSQL's bigint, signed); two hosts of one key would only wait for each other."""
    return int.from_bytes(hashlib.sha256(f"host {host}".encode("utf-8", "surrogatepass")).digest()[:8], signed=True)


def _first_line(error: exc.SQLAlchemyError) -> str:
    """What the driver said, without the statement."""
    said = str(getattr(error, "orig", None) or error).strip()
    return said.splitlines()[0] if said else type(error).__name__
