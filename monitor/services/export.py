"""Export: every stored entry with its account, one object each: the ledger as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.core.model.alert import Delivery
from monitor.core.model.entry import NOT_JUDGED, Account, Entry
from monitor.core.model.ids import EntryId
from monitor.store.store import Store

COLUMNS = (
    "id", "source", "title", "url", "account", "reason", "published", "first_seen", "article", "baseline"
)  # fmt: skip
_AT_ONCE = 1_000  # entries in one transaction


def entries(store: Store) -> Iterator[dict[str, object]]:
    """One object per stored entry, with COLUMNS, in the order of first sight; times are ISO 8601 in UTC.

    Read piece by piece, however slowly they are taken: a transaction that lasts would let the log of a SQLite database
    grow until it ends, and hold up whoever waits for a connection.
    """
    last: EntryId | None = None
    while True:
        with store.read() as tx:
            piece = tx.entries.export(after=last, limit=_AT_ONCE)
        if not piece:
            return
        last = piece[-1].id
        for entry in piece:
            yield {
                "id": entry.id, "source": entry.source_id, "title": entry.title, "url": entry.url,
                "account": entry.account.value, "reason": entry.reason, "published": iso(entry.published),
                "first_seen": iso(entry.first_seen), "article": entry.article_id, "baseline": entry.baseline,
            }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One entry for an address, with what became of it and why."""

    entry: Entry
    source_name: str
    reason: str
    matches: tuple[str, ...]
    development: int | None
    deliveries: tuple[Delivery, ...]


def explain(store: Store, url: str) -> list[Explained]:
    """Why each entry for that address did, or did not, lead to an alert; empty if the address was never seen."""
    with store.read() as tx:
        found = []
        for entry in tx.entries.by_url(url):
            source = tx.sources.find(entry.source_id)
            matches: list[str] = []
            deliveries: list[Delivery] = []
            filed = None
            if entry.article_id is not None:
                matches = [
                    f"{match.topic_id}: {match.grade.value} ({match.score:.2f}), {match.reason}"
                    for match in tx.articles.matches(entry.article_id)
                ]
                filed = tx.developments.report_of(entry.article_id)
                deliveries = [each.delivery for each in tx.outbox.of_article(entry.article_id)]
            found.append(Explained(
                entry=entry, source_name=source.name if source else entry.source_id, reason=_reason(entry),
                matches=tuple(matches), development=filed[0] if filed else None, deliveries=tuple(deliveries),
            ))  # fmt: skip
        return found


def _reason(entry: Entry) -> str:
    if entry.account is not Account.PENDING or entry.reason.startswith(NOT_JUDGED):
        return entry.reason
    if entry.next_attempt is None:
        return "its text is held and waits to be matched"
    times = "once" if entry.attempts == 1 else f"{entry.attempts} times"
    tried = f"tried {times}, last: {entry.reason}; " if entry.attempts else ""
    return f"{tried}its text is to be got at {iso(entry.next_attempt)}"


def iso(at: datetime | None) -> str | None:
    """ISO 8601 to the second, None for None."""
    return at.isoformat(timespec="seconds") if at else None
