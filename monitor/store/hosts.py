"""What was asked of each host, day by day: another program can show it, and a restart forgets none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from monitor.core.model.host import HostDay
from monitor.store.running_tables import host_days

_COUNTS = ("requests", "failures", "not_modified", "bytes_received", "bytes_saved")


class Hosts:
    """Counters by host and day (UTC)."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, news: Iterable[HostDay]) -> None:
        """Add these counts to what is kept of their days; spacing and robots rule are replaced."""
        insert = postgresql.insert if self._db.dialect.name == "postgresql" else sqlite.insert
        for each in news:  # in one statement: several workers may ask a host for the first time on a day
            found = {"spacing_s": each.spacing.total_seconds()} | ({"robots": each.robots} if each.robots else {})
            new = insert(host_days).values(host=each.host[:255], day=each.day, **found,
                                           **{name: getattr(each, name) for name in _COUNTS})  # fmt: skip
            counted = {name: host_days.c[name] + getattr(each, name) for name in _COUNTS}
            self._db.execute(new.on_conflict_do_update(index_elements=["host", "day"], set_=counted | found))

    def since(self, day: date) -> list[HostDay]:
        """The counts from that day on, by host and day."""
        query = select(host_days).where(host_days.c.day >= day).order_by(host_days.c.host, host_days.c.day)
        return [
            HostDay(host=row.host, day=row.day, spacing=timedelta(seconds=row.spacing_s), robots=row.robots,
                    **{name: getattr(row, name) for name in _COUNTS})
            for row in self._db.execute(query)
        ]  # fmt: skip

    def forget(self, before: date) -> int:
        """Let go of the days before that one; how many rows that were."""
        return self._db.execute(delete(host_days).where(host_days.c.day < before)).rowcount
