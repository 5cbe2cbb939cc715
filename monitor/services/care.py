"""Care of the database: backup, restore, retention."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from monitor.core.errors import UserMistake
from monitor.store import backup
from monitor.store.retention import Pruned
from monitor.store.store import Store

SHORTEST_RETENTION = timedelta(days=14)  # articles are looked at again, and told as news, for less than that
_BATCH = 2_000  # entries in one transaction: a running daemon gets its turn in between


def restore(database_url: str, source: Path) -> Path | None:
    """Put a backup in the place of the database; where the old one is kept now, None if there was none.

    Raises UserMistake or StorageError, and has then changed nothing.
    """
    return backup.restore(database_url, source)


def prune(store: Store, *, older_than: timedelta, now: datetime, dry_run: bool = False,
          progress: Callable[[Pruned], None] | None = None) -> Pruned:  # fmt: skip
    """Let go of entries and texts first seen before ``now - older_than``; with ``dry_run`` only say how much that is.

    ``progress`` is told after each batch. Raises UserMistake for less than ``SHORTEST_RETENTION``.
    """
    if older_than < SHORTEST_RETENTION:
        raise UserMistake(f"at least {SHORTEST_RETENTION.days} days are kept: what is younger may still be news")
    before = now - older_than
    if dry_run:
        with store.read() as tx:
            return tx.retention.due(before)
    done = Pruned()
    while True:
        with store.write() as tx:
            batch = tx.retention.prune(before, _BATCH)
        if not batch:
            return done
        done += batch
        if progress is not None:
            progress(done)
