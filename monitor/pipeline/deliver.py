"""Deliver: one delivery of the outbox to its channel. Marked only after the channel answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from monitor.core.model.alert import Delivery, DeliveryStatus, SendFailed, SendResult
from monitor.core.model.ids import ChannelId
from monitor.core.policy.retry import next_try
from monitor.core.policy.timetable import quiet_until
from monitor.pipeline.audience import recipients, zone_of
from monitor.pipeline.context import Context
from monitor.pipeline.outcome import Outcome, Result
from monitor.store.store import Transaction

LEASE = timedelta(minutes=5)  # longer than any channel may take to answer
_NO_CHANNEL = SendFailed(detail="the channel was removed", permanent=True)

Facts = dict[str, str | int | float | bool]


def deliver(ctx: Context, channel_id: ChannelId, token: str) -> Outcome | None:
    """Send the oldest due delivery of a channel and store the answer; None if nothing is due."""
    save = send(ctx, channel_id, token)
    return save() if save else None


def send(ctx: Context, channel_id: ChannelId, token: str) -> Callable[[], Outcome] | None:
    """Send the oldest due delivery of a channel; None if nothing is due.

    What is given stores the channel's answer; it may be called again until it succeeds.
    """
    channel = ctx.channels().get(channel_id)  # before anything is claimed: what is claimed and not sent may be a repeat
    with ctx.store.write() as tx:
        spec = tx.channels.find(channel_id)
        reached = recipients(spec) if spec else ()  # of one that was removed each keeps its own: it may come again
        delivery = _claimed(tx, reached, ctx.clock.now(), token, channel_id)
        alert = tx.outbox.alert(delivery.alert_id) if delivery else None
    if delivery is None or alert is None:
        return None
    message = replace(alert.message, key=delivery.key, maybe_repeat=delivery.maybe_repeat, taken=delivery.taken,
                      recipient=delivery.recipient)  # fmt: skip
    facts: Facts = {
        "delivery": int(delivery.id), "attempts": delivery.attempts + 1, "title": message.title[:100],
        **({"to": delivery.sent_to, "recipients": len(reached)} if len(reached) > 1 else {}),
    }  # fmt: skip
    answer = channel.send(message) if channel is not None else _NO_CHANNEL
    return partial(settle, ctx, delivery, token, answer, facts)


def _claimed(tx: Transaction, reached: Sequence[str], now: datetime, token: str,
             channel_id: ChannelId) -> Delivery | None:  # fmt: skip
    """The oldest due delivery to somebody whom the channel reaches now."""
    while delivery := tx.outbox.claim_due(now, LEASE, token, channel_id):
        if not reached or delivery.recipient in reached:
            return delivery
        delivery = tx.outbox.readdress(delivery, reached, now)
        if delivery is not None:
            return delivery
    return None


def settle(ctx: Context, delivery: Delivery, token: str, result: SendResult, facts: Facts) -> Outcome:
    """Store what came of a try under ``token``: sent, to be tried again, or refused for good."""
    now, attempts = ctx.clock.now(), delivery.attempts + 1
    with ctx.store.write() as tx:
        if not isinstance(result, SendFailed):
            tx.outbox.save(delivery.id, DeliveryStatus.SENT, attempts=attempts, next_attempt=now, detail=result.detail,
                           sent_at=now, maybe_repeat=delivery.maybe_repeat, reference=result.reference)  # fmt: skip
            return Outcome(stage="deliver", subject=delivery.channel_id, result=Result.SENT, facts=facts)
        again = next_try(attempts, result, now, ctx.chance())
        again = again and _in_peace(ctx, tx, delivery.channel_id, again)
        status = DeliveryStatus.PENDING if again else DeliveryStatus.DEAD
        stored = tx.outbox.save(delivery.id, status, attempts=attempts, next_attempt=again or now, detail=result.detail,
                                maybe_repeat=delivery.maybe_repeat or result.unseen, claim=token,
                                taken=dict.fromkeys((*delivery.taken, *result.taken)))  # fmt: skip
    if not stored:
        return Outcome(stage="deliver", subject=delivery.channel_id, result=Result.GONE, facts=facts,
                       reason="another program took it over")  # fmt: skip
    outcome = Result.RETRY if again else Result.DEAD
    return Outcome(stage="deliver", subject=delivery.channel_id, result=outcome, reason=result.detail, facts=facts)


def _in_peace(ctx: Context, tx: Transaction, channel_id: ChannelId, at: datetime) -> datetime:
    """The next try, after the quiet hours if it would fall into them."""
    spec = tx.channels.find(channel_id)
    end = quiet_until(spec.plan.quiet, at, zone_of(spec.plan, ctx.zone)) if spec else None
    return end or at
