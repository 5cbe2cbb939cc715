"""Care of the database: backup, restore, retention."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from monitor.core.errors import UserMistake
from monitor.core.model.capture import CapturePolicy
from monitor.store import backup
from monitor.store.records import from_text
from monitor.store.retention import Pruned
from monitor.store.store import Store
from monitor.store.versions import CAPTURES

SHORTEST_RETENTION = timedelta(days=14)  # articles are looked at again, and told as news, for less than that
_BATCH = 2_000  # entries in one transaction: a running daemon gets its turn in between


def restore(database_url: str, source: Path) -> Path | None:
    """Put a backup in the place of the database; where the old one is kept now, None if there was none.

    Raises UserMistake or StorageError, and has then changed nothing.
    """
    return backup.restore(database_url, source)


def prune(store: Store, *, older_than: timedelta, now: datetime, dry_run: bool = False, keep_captures: bool = False,
          progress: Callable[[Pruned], None] | None = None) -> Pruned:  # fmt: skip
    """Let go of entries and texts first seen before ``now - older_than``; with ``dry_run`` only say how much that is.

    Captures beyond what feeds.toml keeps of them lose their bytes too. With ``keep_captures`` those of reports outlive
    the text. ``progress`` is told after each batch. Raises UserMistake for less than ``SHORTEST_RETENTION``.
    """
    if older_than < SHORTEST_RETENTION:
        raise UserMistake(f"at least {SHORTEST_RETENTION.days} days are kept: what is younger may still be news")
    before = now - older_than
    with store.read() as tx:
        declared = tx.facts.get(CAPTURES)
    policy = from_text(CapturePolicy, declared) if declared else CapturePolicy()
    if dry_run:
        with store.read() as tx:
            return tx.retention.due(before) + Pruned(captures=tx.captures.due(policy, now))
    done = Pruned()
    while True:
        with store.write() as tx:
            batch = tx.retention.prune(before, _BATCH, keep_captures=keep_captures)
            batch += Pruned(captures=tx.captures.trim(policy, now))
        if not batch:
            return done
        done += batch
        if progress is not None:
            progress(done)
