"""Who is alive: daemons on one database see each other's sign of life and take over the claims of one that died.

A lease alone would hold a dead daemon's work for minutes. A daemon that only slept (a suspended machine) may find that
another has sent what it was about to send: the second message carries the same key and says that it may be a repeat.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.pipeline.context import Context
from monitor.pipeline.outcome import Outcome, Result
from monitor.store.store import Transaction

DEAD_AFTER = timedelta(seconds=40)  # signs of life come every few seconds; a stand-in acts within a minute
_DAEMON = "daemon:"


class Presence:
    """The sign of life of one daemon, known by the token under which it claims work."""

    def __init__(self, ctx: Context, token: str) -> None:
        self._ctx, self._token = ctx, token

    def beat(self) -> Outcome | None:
        """Say that this daemon lives, and take over from those that do not; an outcome if there were any."""
        now = self._ctx.clock.now()
        with self._ctx.store.write() as tx:
            tx.facts.put(_DAEMON + self._token, now.isoformat())
            dead = [token for token, seen in tx.facts.starting(_DAEMON).items()
                    if now - datetime.fromisoformat(seen) > DEAD_AFTER]  # fmt: skip
            for token in dead:
                _bury(tx, token)
        if not dead:
            return None
        reason = "another daemon gives no sign of life: its work is taken over"
        return Outcome(stage="daemon", subject=", ".join(dead), result=Result.TOLD, reason=reason)

    def leave(self) -> None:
        """This daemon ends in good order: what it claimed and did not begin is free at once."""
        with self._ctx.store.write() as tx:
            tx.facts.put(_DAEMON + self._token, "")
            tx.sources.release_all(self._token)
            tx.entries.release_all(self._token)


def _bury(tx: Transaction, token: str) -> None:
    tx.facts.put(_DAEMON + token, "")
    tx.sources.release_all(token)
    tx.entries.release_all(token)
    tx.outbox.release_all(token)
