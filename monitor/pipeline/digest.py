"""Digest: what was held for a channel goes out in one message that holds all of it; and the first summary."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.core.digest import STANDING_DAYS, DigestItem, Watch, compose_digest, compose_standing
from monitor.core.model.alert import Message
from monitor.core.model.development import Novelty
from monitor.core.model.ids import ChannelId
from monitor.core.model.route import AT_ONCE, MuteAct
from monitor.core.policy.timetable import Due, digest_due
from monitor.pipeline.audience import DEFAULT_CHANNEL, readers, route_to, zone_of
from monitor.pipeline.context import Context
from monitor.pipeline.outcome import Outcome, Result
from monitor.store.outbox import Listed
from monitor.store.store import Transaction

STANDING_DONE = "first summary sent"
STUCK_AFTER = timedelta(minutes=15)  # an article that waits so long to be judged met a bug: nothing waits for it


def channels_with_digests(tx: Transaction) -> list[ChannelId]:
    """Channels for which something is held, and those that want digests."""
    planned = [spec.id for spec in tx.channels.all() if spec.enabled and spec.plan.digest is not None]
    return list(dict.fromkeys([*tx.outbox.channels_held(), *planned]))


def send_held(ctx: Context, channel_id: ChannelId) -> Outcome | None:
    """Put what is held for a channel into one digest, if one is due by the channel's plan."""
    with ctx.store.read() as tx:
        if _due(ctx, tx, channel_id) is Due.NOT_YET:
            return None
    with ctx.store.write() as tx:
        tx.decide_alone()
        due, now = _due(ctx, tx, channel_id), ctx.clock.now()
        if due is not Due.NOT_YET:
            tx.channels.set_digest_at(channel_id, now)
        if due in (Due.NOT_YET, Due.FROM_NOW_ON):
            return None
        held, seen = _to_tell(tx, channel_id, now)
        message = next_digest(ctx, tx, channel_id, due)
        for each in seen:
            tx.outbox.drop(each.delivery.id, now, "seen or muted before the digest")
        if not held and due is not Due.PLANNED:
            return None
        digest = tx.outbox.add(message, [route_to(tx, channel_id)], now=now)
        tx.outbox.mark_in_digest(held, digest, now)
    return Outcome(stage="digest", subject=channel_id, result=Result.TOLD, reason=message.title,
                   facts={"alerts": len(held)})  # fmt: skip


def next_digest(ctx: Context, tx: Transaction, channel_id: ChannelId, why: Due = Due.PLANNED) -> Message:
    """The digest of what waits for a channel now: all of it, what belongs to one development together."""
    now, since = ctx.clock.now(), tx.channels.digest_at(channel_id)
    held, seen = _to_tell(tx, channel_id, now)
    place = {each.alert.development_id: number for number, each in reversed([*enumerate(held)])}
    ordered = sorted(held, key=lambda each: place[each.alert.development_id])
    spec = tx.channels.find(channel_id)
    return compose_digest(
        items=[DigestItem.held(each.alert.message) for each in ordered], watch=watch_of(tx, since), now=now,
        zone=zone_of(spec.plan, ctx.zone) if spec else ctx.zone, held=why.value, base_url=ctx.base_url,
        left_out=len(seen), key=f"digest-{channel_id}-{held[0].delivery.id if held else 0}-{int(now.timestamp())}",
    )  # fmt: skip


def _to_tell(tx: Transaction, channel_id: ChannelId, now: datetime) -> tuple[list[Listed], list[Listed]]:
    """What is held for a channel, and what of it need not be told any more.

    That is what was told of a development before somebody said that they have seen it, and of one that was muted.
    """
    told: list[Listed] = []
    left_out: list[Listed] = []
    for each in tx.outbox.held(channel_id):
        number = each.alert.development_id
        said = tx.mutes.of_development(number, now) if number is not None else {}
        ack = said.get(MuteAct.ACKNOWLEDGE)
        seen = MuteAct.MUTE in said or (ack is not None and each.alert.created_at <= ack.at)
        (left_out if seen else told).append(each)
    return told, left_out


def _due(ctx: Context, tx: Transaction, channel_id: ChannelId) -> Due:
    spec = tx.channels.find(channel_id)
    plan = spec.plan if spec else AT_ONCE
    held = tx.outbox.held(channel_id)
    return digest_due(
        plan, zone_of(plan, ctx.zone), held_since=held[0].alert.created_at if held else None,
        last=tx.channels.digest_at(channel_id), now=ctx.clock.now(),
    )  # fmt: skip


def send_standing(ctx: Context) -> Outcome | None:
    """Where things stand, once, when every source was asked and what it listed has been read."""
    with ctx.store.read() as tx:
        if tx.facts.get(STANDING_DONE) or not _first_run_is_over(tx, ctx.clock.now()):
            return None
    with ctx.store.write() as tx:
        tx.decide_alone()
        if tx.facts.get(STANDING_DONE):
            return None
        now = ctx.clock.now()
        message = standing(ctx, tx, now)
        channels = readers(tx)
        # Also where the daemon itself runs: whoever started it is the first who wants to know.
        told = dict.fromkeys([*channels, DEFAULT_CHANNEL])
        tx.outbox.add(message, [route_to(tx, channel) for channel in told], now=now)
        tx.facts.put(STANDING_DONE, now.isoformat())
    return Outcome(stage="standing", subject="first run", result=Result.TOLD, reason=message.title)


def standing(ctx: Context, tx: Transaction, now: datetime) -> Message:
    """The summary of the developments of the last STANDING_DAYS, by the claimed date where there is one."""
    topics = tx.topics.all()
    titles = {topic.id: topic.title for topic in topics}
    since, items = now - timedelta(days=STANDING_DAYS), []
    for development in tx.developments.latest(since=since, limit=500):
        reports = tx.developments.reports(development.id)
        first = min(reports, key=lambda report: report.published or report.first_seen)
        if (first.published or first.first_seen) >= since:
            about = tuple(titles.get(topic, topic) for topic in development.topics)
            opened = next((report for report in reports if report.novelty is Novelty.NEW), first)
            items.append(DigestItem.of(development, opened, about))
    return compose_standing(topics=[topic.title for topic in topics], items=items, watch=watch_of(tx), now=now,
                            key=f"standing-{int(now.timestamp())}", zone=ctx.zone, base_url=ctx.base_url)  # fmt: skip


def watch_of(tx: Transaction, since: datetime | None = None) -> Watch:
    """Proof of watch: how many topics, sources, healthy ones, and entries read; since then (None = ever)."""
    sources = [source for source in tx.sources.all() if source.enabled and not source.paused]
    states = tx.sources.states()
    healthy = sum(1 for source in sources if states[source.id].succeeded_at and not states[source.id].failures)
    return Watch(topics=len(tx.topics.all()), sources=len(sources), healthy=healthy, since=since,
                 read=tx.entries.count(since=since))  # fmt: skip


def _first_run_is_over(tx: Transaction, now: datetime) -> bool:
    sources = [source for source in tx.sources.all() if source.enabled and not source.paused]
    states = tx.sources.states()
    asked = bool(sources) and all(states[source.id].polls for source in sources)
    answered = any(states[source.id].succeeded_at for source in sources)
    if not asked or not answered or tx.entries.waiting(due_before=now):
        return False
    newest = tx.articles.newest_undetected()
    return newest is None or now - newest > STUCK_AFTER
