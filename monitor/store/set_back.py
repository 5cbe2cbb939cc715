"""What waits for a time, after the machine's clock was set back: it was planned by a clock that was ahead.

Left as it is, it would wait until the clock comes to where it was: a message for hours, or years.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, select, update

from monitor.store.tables import alerts, articles, channels, deliveries, entries, source_states

# When something is due, up to when somebody has it, and what a digest or a poll that is due is counted from.
_PLANNED: tuple[Column[datetime], ...] = (
    entries.c.next_attempt, entries.c.claimed_until, articles.c.recheck_at, source_states.c.next_poll_at,
    source_states.c.polled_at, source_states.c.claimed_until, deliveries.c.next_attempt, deliveries.c.claimed_until,
    deliveries.c.renew_at, alerts.c.created_at, channels.c.digest_at,
)  # fmt: skip


def set_back(connection: Connection, by: timedelta, now: datetime) -> int:
    """Move every such time that lies after ``now`` back ``by`` as much as the clock was set; how many there were."""
    count = 0
    for column in _PLANNED:
        (key,) = column.table.primary_key.columns
        for number, at in connection.execute(select(key, column).where(column > now)).all():
            connection.execute(update(column.table).where(key == number).values({column.name: at - by}))
            count += 1
    return count
