"""The audit: what was published against the ledger, the ledger against what recipients hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sqlalchemy import select

from monitor.channels.email import message_id
from monitor.core.model.alert import AlertKind, DeliveryStatus
from monitor.core.model.entry import Account, Entry
from monitor.store.store import Store
from monitor.store.tables import deliveries
from tests.acceptance.crash.load import Report
from tests.acceptance.crash.sinks import Sink, Taken

_NOT_TOLD = (Account.DUPLICATE, Account.REPEAT)


@dataclass(frozen=True, slots=True, kw_only=True)
class InFlight:
    """What was claimed and not yet marked when the daemon was killed, at ``at``.

    Up to ``until`` a sink may still take what it had sent; nobody else has sent anything by then.
    """

    at: float
    until: float
    keys: frozenset[str]


@dataclass
class Findings:
    """Figures for the table, and every broken promise in words."""

    figures: dict[str, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def expect_none(self, figure: str, faults: Iterable[str]) -> None:
        listed = list(faults)
        self.figures[figure] = len(listed)
        self.broken += [f"{figure}: {fault}" for fault in listed]


def in_flight(store: Store, at: float, until: float) -> InFlight:
    """The keys of the deliveries that may be on their way; ``at`` and ``until`` as there."""
    with store.read() as tx:
        claimed = tx.connection.execute(select(deliveries.c.key).where(deliveries.c.claim != "")).scalars()
        return InFlight(at=at, until=until, keys=frozenset(key for each in claimed for key in spoken(each)))


def spoken(key: str) -> tuple[str, str]:
    """The key as a webhook and as a mail carry it."""
    return key, message_id(key, "monitor@example.org")


def settled(store: Store, published: Sequence[Report]) -> bool:
    """Whether nothing is left to do."""
    with store.read() as tx:
        counts, entries = tx.outbox.counts(), tx.entries.export()
    return (
        len(entries) >= len(published)
        and all(entry.account is not Account.PENDING for entry in entries)
        and not counts.get(DeliveryStatus.PENDING)
    )


def audit(store: Store, published: Sequence[Report], sinks: Sequence[Sink], kills: Sequence[InFlight]) -> Findings:
    """Hold everything against everything."""
    found = Findings()
    with store.read() as tx:
        entries = tx.entries.export()
        listed = [each for each in tx.outbox.latest(limit=10**6) if each.alert.kind is AlertKind.DEVELOPMENT]
    _ledger(found, published, entries)
    for sink in sinks:
        due = {each.delivery.key for each in listed if each.delivery.channel_id == sink.name}
        _deliveries(found, sink, due, kills)
    unsent = [each for each in listed if each.delivery.status is not DeliveryStatus.SENT]
    found.expect_none("deliveries not marked as sent",
                      (f"{each.delivery.key}: {each.delivery.status}" for each in unsent))  # fmt: skip
    return found


def _ledger(found: Findings, published: Sequence[Report], entries: Sequence[Entry]) -> None:
    held = Counter((str(entry.source_id), entry.guid) for entry in entries)
    wanted = Counter((report.site, report.guid) for report in published)
    found.figures |= {"entries published": len(published), "entries in the ledger": len(entries)}
    found.expect_none("entries lost", (str(key) for key in wanted if not held[key]))
    found.expect_none("entries twice", (str(key) for key, count in held.items() if count > wanted[key]))
    found.expect_none("entries without a final account",
                      (str(entry.guid) for entry in entries if entry.account is Account.PENDING))  # fmt: skip
    _happenings(found, entries)


def _happenings(found: Findings, entries: Sequence[Entry]) -> None:
    """Each is told once and its other reports are repeats, unless it was taken for a repeat of another happening."""
    accounts: defaultdict[int, list[Account]] = defaultdict(list)
    for entry in entries:
        accounts[int(entry.guid.rsplit("-", 1)[1])].append(entry.account)
    mistaken = {number for number, each in accounts.items() if Account.ALERTED not in each and Account.REPEAT in each}
    odd = [
        f"{number}: {', '.join(each)}" for number, each in accounts.items() if number not in mistaken
        and (each.count(Account.ALERTED) != 1 or any(one not in (Account.ALERTED, *_NOT_TOLD) for one in each))
    ]  # fmt: skip
    found.figures |= {"happenings": len(accounts), "happenings taken for another": len(mistaken)}
    found.expect_none("happenings not told exactly once", odd)


def _deliveries(found: Findings, sink: Sink, due: set[str], kills: Sequence[InFlight]) -> None:
    by_key: defaultdict[str, list[Taken]] = defaultdict(list)
    keys: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for each in sink.taken:
        by_key[each.key].append(each)
        keys[each.title, each.to].add(each.key)
    place = 1 if sink.name == "mail" else 0
    repeats = [(before, after) for taken in by_key.values() for before, after in pairwise(taken)]
    found.figures[f"{sink.name}: alerts due"] = len(due)
    found.figures[f"{sink.name}: messages taken"] = len(sink.taken)
    found.figures[f"{sink.name}: repeats, answer not seen"] = sum(_excused(*pair, kills) for pair in repeats)
    found.expect_none(f"{sink.name}: alerts lost", (key for key in due if spoken(key)[place] not in by_key))
    found.expect_none(f"{sink.name}: repeats without cause",
                      (after.key for before, after in repeats if not _excused(before, after, kills)))  # fmt: skip
    found.expect_none(f"{sink.name}: repeats not marked", (after.key for _, after in repeats if not after.marked))
    found.expect_none(f"{sink.name}: repeats under another key",
                      (f"{title}: {len(used)} keys" for (title, _), used in keys.items() if len(used) > 1))  # fmt: skip


def _excused(before: Taken, after: Taken, kills: Sequence[InFlight]) -> bool:
    """The sender had no answer: the sink gave none, or the sender was killed before it could write it down."""
    return not before.answered or any(
        before.key in kill.keys and before.at <= kill.until and kill.at <= after.at for kill in kills
    )  # fmt: skip
