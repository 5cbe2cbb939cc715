"""Care of the database: backup, restore, retention."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from monitor.core.errors import UserMistake
from monitor.core.policy.retention import SHORTEST
from monitor.store import backup
from monitor.store.retention import Pruned
from monitor.store.store import Store

_BATCH = 2_000  # entries in one transaction: a running daemon gets its turn in between


def restore(database_url: str, source: Path) -> Path | None:
    """Put a backup in the place of the database; where the old one is kept now, None if there was none.

    Raises UserMistake or StorageError, and has then changed nothing.
    """
    return backup.restore(database_url, source)


def prune(store: Store, *, older_than: timedelta | None, now: datetime, dry_run: bool = False,
          keep_captures: bool = False, progress: Callable[[Pruned], None] | None = None) -> Pruned:  # fmt: skip
    """Let go of entries and texts first seen before ``now - older_than``; with ``dry_run`` only say how much that is.

    Without ``older_than`` as feeds.toml has it done by itself. Captures beyond what feeds.toml keeps of them lose their
    bytes too. With ``keep_captures`` those of reports outlive the text. ``progress`` is told after each batch. Raises
    UserMistake for less than ``SHORTEST``, and where nothing says how much is kept.
    """
    if older_than is None:
        with store.read() as tx:
            policy = tx.retention.policy()
        older_than, keep_captures = policy.keep, keep_captures or policy.spares_captures
    if older_than is None:
        raise UserMistake("missing --older-than: say how much to keep, as in 90d, or write `keep` into [monitor] of "
                          "feeds.toml, which the monitor then takes up")  # fmt: skip
    if older_than < SHORTEST:
        raise UserMistake(f"at least {SHORTEST.days} days are kept: what is younger may still be news")
    before = now - older_than
    if dry_run:
        with store.read() as tx:
            return tx.retention.due(before, now)
    done = Pruned()
    while True:
        with store.write() as tx:
            batch = tx.retention.let_go(before, now, _BATCH, keep_captures=keep_captures)
        if not batch:
            return done
        done += batch
        if progress is not None:
            progress(done)
