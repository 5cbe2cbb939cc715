"""Watch: tells the operator what the monitor cannot mend: dead sources, an outage, a dead channel, a bad edit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.core.errors import ConfigError
from monitor.core.model.alert import DeliveryStatus
from monitor.core.model.ids import ChannelId
from monitor.core.notice import Outage, dead_channel, refused_edit
from monitor.core.policy.silence import Health, Notice, NoticeKind, notices
from monitor.pipeline.audience import operator_routes, recipients
from monitor.pipeline.context import Context
from monitor.pipeline.notices import Desk, compose
from monitor.pipeline.outcome import Outcome, Result
from monitor.store.outbox import Listed
from monitor.store.store import Transaction
from monitor.store.versions import FAILED_BEFORE

OUTAGE = "outage since"


def watch_sources(ctx: Context) -> list[Outcome]:
    """Compare the sources' health with what the operator was told, and tell the difference."""
    now = ctx.clock.now()
    with ctx.store.read() as tx:
        if not _due(tx, now):
            return []
    outcomes = []
    with ctx.store.write() as tx:
        tx.decide_alone()  # another program may be about to tell the same
        health = _health(tx)
        began = tx.facts.get(OUTAGE)
        desk = Desk(health={each.source.id: each for each in health}, before=tx.facts.starting(FAILED_BEFORE), now=now,
                    outage=datetime.fromisoformat(began) if began else None, zone=ctx.zone)  # fmt: skip
        for notice in _due(tx, now):
            message = compose(notice, desk)
            tx.outbox.add(message, operator_routes(tx, now, ctx.zone), now=now)
            tx.sources.mark_told(notice.sources, add=notice.add, drop=notice.drop)
            if notice.kind is NoticeKind.OUTAGE:
                tx.facts.put(OUTAGE, now.isoformat())
            elif notice.kind is NoticeKind.OUTAGE_OVER:
                tx.facts.put(OUTAGE, "")
                for each in health:
                    if each.state.failures:
                        tx.sources.poll_now(now, each.source.id)
            outcomes.append(Outcome(stage="watch", subject=notice.kind.value, result=Result.TOLD, reason=message.title))
    return outcomes


def tell_dead_channel(ctx: Context, channel_id: ChannelId, detail: str) -> Outcome | None:
    """Say to others that a channel, or some addresses of it, take nothing; once, until they took something again."""
    with ctx.store.write() as tx:
        tx.decide_alone()
        now = ctx.clock.now()
        refused = _refused(tx, channel_id)
        spec = tx.channels.find(channel_id)
        whole = spec is None or all(each in refused for each in recipients(spec))
        key = f"dead-{channel_id}-" if whole else f"dead-{channel_id}-{_digest(refused)}-"
        key += str(tx.outbox.last_sent(channel_id, None if whole else next(iter(refused), None)) or "never")
        others = operator_routes(tx, now, ctx.zone, without={(channel_id, each) for each in refused})
        if not refused or not others or tx.outbox.has(key):
            return None
        dead = [each for found in refused.values() for each in found]
        name = channel_id if whole else ", ".join(found[0].delivery.target for found in refused.values())
        outage = Outage(name=name, since=min(each.alert.created_at for each in dead), reason=detail)
        message = dead_channel(outage, undelivered=len(dead), key=key, now=now, zone=ctx.zone)
        tx.outbox.add(message, others, now=now)
    return Outcome(stage="watch", subject=channel_id, result=Result.TOLD, reason=message.title)


def _refused(tx: Transaction, channel_id: ChannelId) -> dict[str, list[Listed]]:
    """The dead deliveries of a channel by recipient: of those recipients that took nothing since."""
    found: dict[str, list[Listed]] = {}
    for each in tx.outbox.latest(status=DeliveryStatus.DEAD, limit=1000):
        if each.delivery.channel_id == channel_id:
            found.setdefault(each.delivery.recipient, []).append(each)
    last = {recipient: tx.outbox.last_sent(channel_id, recipient) for recipient in found}
    return {
        recipient: dead for recipient, dead in found.items()
        if (at := last[recipient]) is None or at < max(each.alert.created_at for each in dead)
    }  # fmt: skip


def _digest(recipients: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(recipients)).encode()).hexdigest()[:12]


def tell_refused_edit(ctx: Context, problem: ConfigError, fingerprint: str) -> Outcome | None:
    """Say, once for each version of the file, that an edit was refused and the old state is kept."""
    with ctx.store.write() as tx:
        tx.decide_alone()
        key = f"edit-{fingerprint[:32]}"
        if tx.outbox.has(key):
            return None
        message = refused_edit(problem, key=key, now=ctx.clock.now())
        tx.outbox.add(message, operator_routes(tx, ctx.clock.now(), ctx.zone), now=ctx.clock.now())
    return Outcome(stage="watch", subject="configuration", result=Result.TOLD, reason=message.title)


def _due(tx: Transaction, now: datetime) -> Sequence[Notice]:
    return notices(_health(tx), outage=bool(tx.facts.get(OUTAGE)), now=now)


def _health(tx: Transaction) -> list[Health]:
    states = tx.sources.states()
    return [Health(source=source, state=states[source.id]) for source in tx.sources.all()]
