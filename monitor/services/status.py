"""How the monitor is doing: the same figures for people, for machines and for health checks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.model.alert import AlertKind, DeliveryStatus
from monitor.core.model.entry import Account
from monitor.core.model.ids import ChannelId, SourceId, TopicId
from monitor.core.model.source import Source, SourceState
from monitor.core.policy.cadence import has_moved
from monitor.core.policy.rhythm import quietness
from monitor.core.policy.twins import twins
from monitor.core.urls import without_credentials
from monitor.store.articles import TopicCount
from monitor.store.captures import Room
from monitor.store.retention import Policy
from monitor.store.store import Store, Transaction
from monitor.store.versions import BYTES_RECEIVED, HEARTBEAT, LAST_TICK, MEMORY, REQUESTS, STOPPED

ALIVE_WITHIN = timedelta(minutes=1)  # the daemon's loop turns every few seconds
BEAT = timedelta(seconds=5)  # how often the daemon's loop leaves its mark


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """A source with the word for its condition: healthy, failing, waiting, paused, disabled."""

    source: Source
    state: SourceState
    condition: str
    entries: int
    twins: tuple[SourceId, ...] = ()  # other sources that watch the same address

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is worth knowing of it beside the condition: why it fails, a fallback, a move, silence, a twin."""
        source, state, said = self.source, self.state, []
        if self.condition in ("paused", "disabled"):
            return ()
        if state.failure:
            said.append(state.failure)
        if self.fallback:
            why = f" ({state.own_failure})" if state.own_failure else ""
            said.append(f"by fallback {self.fallback}{why}")
        if has_moved(state):
            said.append(f"moved to {without_credentials(state.moved_to)}")
        if quiet := quietness(source, state):
            said.append(quiet)
        if self.twins:
            said.append(f"watches the same address as {', '.join(self.twins)}")
        return tuple(said)

    @property
    def fallback(self) -> str:
        """The address of the fallback in use, "" while the source's own address is."""
        addresses, index = self.source.addresses, self.state.address
        return without_credentials(addresses[index].url) if 0 < index < len(addresses) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetters:
    """What one channel, or one address of it, refused for good, and what it said last."""

    channel: ChannelId
    to: str  # channel and address as shown to people
    count: int
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The whole picture. Times are UTC."""

    database: str
    heartbeat: datetime | None
    stopped: datetime | None  # when it was ended in good order; None while it runs, and where it was killed
    tick: datetime | None  # when the daemon's loop last turned without a fault
    memory: int  # bytes that the daemon held then; 0 = not known
    polls: int  # of the sources in use, ever
    requests: int  # to the web, ever; and the bytes of the answers
    received: int
    sources: tuple[SourceHealth, ...]
    topics: int
    channels: int
    entries: int  # ever seen, also those that were pruned
    accounts: dict[Account, int]
    articles: int
    matches: dict[TopicId, TopicCount]
    captures: Room
    retention: Policy
    developments: int
    alerts: dict[AlertKind, int]
    deliveries: dict[DeliveryStatus, int]
    waiting_since: datetime | None  # when the alert was made that waits longest for its channel
    dead: tuple[DeadLetters, ...]
    waiting_for_text: int
    next_poll: datetime | None

    def count(self, condition: str) -> int:
        """How many sources are in that condition."""
        return sum(1 for each in self.sources if each.condition == condition)

    @property
    def watched(self) -> int:
        """Sources that are polled."""
        return sum(1 for each in self.sources if each.condition not in ("paused", "disabled"))

    def is_active(self, now: datetime) -> bool:
        """Whether the daemon gave a sign of life a short while ago, and was not ended since."""
        return is_alive(self.heartbeat, self.stopped, now)

    def silent_for(self, now: datetime) -> timedelta | None:
        """How long ago a daemon that counts as active gave its last sign of life, if one is missing since."""
        return silent_for(self.heartbeat, self.stopped, now)

    def overdue(self, now: datetime) -> timedelta:
        """How long the source that waits longest has been due; 0 if none is."""
        return max(now - self.next_poll, timedelta()) if self.next_poll else timedelta()

    @property
    def all_failing(self) -> bool:
        """Whether every source that was polled failed, which points at this machine's own network."""
        polled = [each for each in self.sources if each.condition in ("healthy", "failing")]
        return bool(polled) and all(each.condition == "failing" for each in polled)


def status(store: Store) -> Status:
    """The picture as of now."""
    with store.read() as tx:
        sources, states = tx.sources.all(), tx.sources.states()
        same = {each.id: tuple(other.id for other in group if other is not each)
                for group in twins(sources) for each in group}  # fmt: skip
        counted = tx.entries.counts_by_source()
        ledger = Counter(tx.entries.counts()) + Counter(tx.retention.ledger())
        return Status(
            database=store.name, heartbeat=moment(tx, HEARTBEAT), stopped=stopped(tx), tick=moment(tx, LAST_TICK),
            memory=int(tx.facts.get(MEMORY) or 0), polls=sum(state.polls for state in states.values()),
            requests=int(tx.facts.get(REQUESTS) or 0), received=int(tx.facts.get(BYTES_RECEIVED) or 0),
            sources=tuple(
                SourceHealth(source=source, state=states[source.id], condition=condition(source, states[source.id]),
                             entries=counted.get(source.id, 0), twins=same.get(source.id, ()))
                for source in sources
            ),
            topics=len(tx.topics.all()), channels=len(tx.channels.all()), entries=ledger.total(),
            accounts=dict(ledger), articles=tx.articles.count(), matches=tx.articles.topic_counts(),
            captures=tx.captures.room(), retention=tx.retention.policy(), developments=tx.developments.count(),
            alerts=tx.outbox.alert_counts(), deliveries=tx.outbox.counts(),
            waiting_since=tx.outbox.oldest_pending(), dead=_dead(tx), waiting_for_text=tx.entries.waiting(),
            next_poll=tx.sources.next_due(),
        )  # fmt: skip


def moment(tx: Transaction, fact: str) -> datetime | None:
    """A fact that is a time."""
    value = tx.facts.get(fact)
    return datetime.fromisoformat(value) if value else None


def stopped(tx: Transaction) -> datetime | None:
    """When the daemon was ended in good order, if it gave no sign of life since."""
    ended, beat = moment(tx, STOPPED), moment(tx, HEARTBEAT)
    return ended if ended is not None and (beat is None or beat <= ended) else None


def is_alive(heartbeat: datetime | None, ended: datetime | None, now: datetime) -> bool:
    """Whether a daemon runs, by its last sign of life and by when it was ended in good order."""
    return heartbeat is not None and ended is None and abs(now - heartbeat) < ALIVE_WITHIN


def silent_for(heartbeat: datetime | None, ended: datetime | None, now: datetime) -> timedelta | None:
    """How long ago a daemon that counts as running gave its last sign of life, if the next one is late.

    One that was killed counts as running for ``ALIVE_WITHIN``; on a busy machine a sign may be late by itself.
    """
    if heartbeat is None or not is_alive(heartbeat, ended, now) or now - heartbeat <= 2 * BEAT:
        return None
    return now - heartbeat


def last_tick(store: Store) -> datetime | None:
    """When the daemon's loop last turned without a fault; the one row that a readiness check costs."""
    with store.read() as tx:
        return moment(tx, LAST_TICK)


def _dead(tx: Transaction) -> tuple[DeadLetters, ...]:
    found: dict[tuple[ChannelId, str], DeadLetters] = {}
    for each in reversed(tx.outbox.latest(status=DeliveryStatus.DEAD, limit=10_000)):
        dead, key = each.delivery, (each.delivery.channel_id, each.delivery.recipient)
        count = found[key].count + 1 if key in found else 1
        found[key] = DeadLetters(channel=dead.channel_id, to=dead.target, count=count, detail=dead.detail)
    return tuple(found.values())


def condition(source: Source, state: SourceState) -> str:
    """One word for a source."""
    if not source.enabled:
        return "disabled"
    if source.paused:
        return "paused"
    if not state.polls:
        return "waiting"
    return "failing" if state.failures else "healthy"
