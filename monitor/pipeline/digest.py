"""Digest: what was held over a channel's budget goes out in one message that holds all of it; and the first summary."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.core.digest import STANDING_DAYS, DigestItem, Watch, compose_digest, compose_standing
from monitor.core.model.alert import DeliveryStatus, Message
from monitor.core.model.ids import ChannelId
from monitor.core.policy.routing import Route
from monitor.pipeline.context import Context
from monitor.pipeline.detect import DEFAULT_CHANNEL
from monitor.pipeline.outcome import Outcome, Result
from monitor.store.store import Transaction

HOLD = timedelta(hours=1)  # the span of the budget: when it is over, what was held goes out
STANDING_DONE = "first summary sent"


def send_held(ctx: Context, channel_id: ChannelId) -> Outcome | None:
    """Put what is held for a channel into one digest, once the oldest has waited for HOLD."""
    with ctx.store.write() as tx:
        now = ctx.clock.now()
        held = tx.outbox.held(channel_id)
        if not held or now - held[0].alert.created_at < HOLD:
            return None
        message = compose_digest(
            items=[DigestItem.held(each.alert.message) for each in held], watch=watch_of(tx), now=now, zone=ctx.zone,
            key=f"digest-{channel_id}-{held[0].delivery.id}-{held[-1].delivery.id}", held="more than the hour's budget",
            base_url=ctx.base_url,
        )  # fmt: skip
        digest = tx.outbox.add(message, [_to(channel_id)], now=now)
        tx.outbox.mark_in_digest(held, digest, now)
    return Outcome(stage="digest", subject=channel_id, result=Result.TOLD, facts={"alerts": len(held)})


def send_standing(ctx: Context) -> Outcome | None:
    """Where things stand, once, when every source was asked and what it listed has been read."""
    with ctx.store.read() as tx:
        if tx.facts.get(STANDING_DONE) or not _first_run_is_over(tx, ctx.clock.now()):
            return None
    with ctx.store.write() as tx:
        if tx.facts.get(STANDING_DONE):
            return None
        now = ctx.clock.now()
        message = standing(ctx, tx, now)
        channels = [spec.id for spec in tx.channels.all() if spec.enabled]
        # Also where the daemon itself runs: whoever started it is the first who wants to know.
        told = dict.fromkeys([*channels, DEFAULT_CHANNEL])
        tx.outbox.add(message, [_to(channel) for channel in told], now=now)
        tx.facts.put(STANDING_DONE, now.isoformat())
    return Outcome(stage="standing", subject="first run", result=Result.TOLD, reason=message.title)


def standing(ctx: Context, tx: Transaction, now: datetime) -> Message:
    """The summary of the developments of the last STANDING_DAYS, by the claimed date where there is one."""
    topics = tx.topics.all()
    titles = {topic.id: topic.title for topic in topics}
    since, items = now - timedelta(days=STANDING_DAYS), []
    for development in tx.developments.latest(since=since, limit=500):
        first = min(tx.developments.reports(development.id), key=lambda report: report.published or report.first_seen)
        if (first.published or first.first_seen) >= since:
            about = tuple(titles.get(topic, topic) for topic in development.topics)
            items.append(DigestItem.of(development, first, about))
    return compose_standing(topics=[topic.title for topic in topics], items=items, watch=watch_of(tx), now=now,
                            key=f"standing-{int(now.timestamp())}", zone=ctx.zone, base_url=ctx.base_url)  # fmt: skip


def watch_of(tx: Transaction) -> Watch:
    """Proof of watch: how many topics, sources, healthy ones, and entries read."""
    sources = [source for source in tx.sources.all() if source.enabled and not source.paused]
    states = tx.sources.states()
    healthy = sum(1 for source in sources if states[source.id].succeeded_at and not states[source.id].failures)
    return Watch(topics=len(tx.topics.all()), sources=len(sources), healthy=healthy, read=tx.entries.count())


def _first_run_is_over(tx: Transaction, now: datetime) -> bool:
    sources = [source for source in tx.sources.all() if source.enabled and not source.paused]
    states = tx.sources.states()
    asked = bool(sources) and all(states[source.id].polls for source in sources)
    answered = any(states[source.id].succeeded_at for source in sources)
    return asked and answered and not tx.entries.waiting(due_before=now) and not tx.articles.undetected(1)


def _to(channel_id: ChannelId) -> Route:
    return Route(channel_id=channel_id, status=DeliveryStatus.PENDING, topics=(), reason="")
