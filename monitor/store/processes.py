"""The programs that run on this database, by their signs of life."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from monitor.core.model.process import Process, Role
from monitor.store.running_tables import processes


class Processes:
    """Running programs by token."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def now(self, clock: datetime) -> datetime:
        """The time by which signs of life are judged: the server's, as clocks of several machines differ.

        ``clock`` is this machine's, and is the answer for a database that is a file on it.
        """
        if self._db.dialect.name != "postgresql":
            return clock
        found: datetime = self._db.execute(select(func.clock_timestamp())).scalar_one()
        return found.astimezone(clock.tzinfo)

    def put(self, process: Process) -> None:
        """Remember a program, or its latest sign of life."""
        values = {
            "role": process.role.value, "machine": process.machine[:255], "pid": process.pid,
            "started_at": process.started_at, "seen_at": process.seen_at,
            "patience_s": int(process.patience.total_seconds()),
        }  # fmt: skip
        insert = postgresql.insert if self._db.dialect.name == "postgresql" else sqlite.insert
        new = insert(processes).values(token=process.token, **values)
        self._db.execute(new.on_conflict_do_update(index_elements=[processes.c.token], set_=values))

    def all(self) -> list[Process]:
        """Every program that did not end in good order, the living and the dead, by role and start."""
        query = select(processes).order_by(processes.c.role, processes.c.started_at, processes.c.token)
        return [
            Process(token=row.token, role=Role(row.role), machine=row.machine, pid=row.pid, started_at=row.started_at,
                    seen_at=row.seen_at, patience=timedelta(seconds=row.patience_s))
            for row in self._db.execute(query)
        ]  # fmt: skip

    def forget(self, token: str) -> bool:
        """It ended, or its death was dealt with; False if somebody else was first."""
        return self._db.execute(delete(processes).where(processes.c.token == token)).rowcount == 1
