"""Ping: calls an address outside, so that somebody notices when the calls stop (a dead-man's switch)."""

from __future__ import annotations

from monitor.config.secrets import mask, resolve
from monitor.core.errors import ConfigError
from monitor.core.model.fetched import FetchFailed, FetchRequest
from monitor.pipeline.context import Context
from monitor.pipeline.outcome import Outcome, Result
from monitor.store.versions import PING

_MOST_ANSWER = 64 * 1024  # bytes; nobody reads it


def ping(ctx: Context) -> Outcome | None:
    """Call the address that feeds.toml names, if any. That the database is asked for it shows that it answers."""
    with ctx.store.read() as tx:
        kept = tx.facts.get(PING)
    if not kept:
        return None
    try:
        address = resolve(kept)
    except ConfigError as error:
        return Outcome(stage="ping", subject="monitor", result=Result.FAILED, reason=mask(str(error)))
    answer = ctx.fetcher.fetch(FetchRequest(url=address, purpose="feed", max_bytes=_MOST_ANSWER))  # no robots.txt asked
    if isinstance(answer, FetchFailed):
        status = f" (HTTP {answer.status})" if answer.status else ""
        return Outcome(stage="ping", subject="monitor", result=Result.FAILED, reason=f"{answer.reason.value}{status}")
    return Outcome(stage="ping", subject="monitor", result=Result.SENT)
