"""Renew: the first message of a development, where a channel can edit it, says how many reports and origins there are.

A repeat alerts nobody; this is how its readers see that a story grows. Edits are put together: at most one for each
message in `EVERY`, whatever comes meanwhile.
"""

from __future__ import annotations

from datetime import timedelta

from monitor.core.model.alert import SendFailed, SendResult
from monitor.core.model.development import Development
from monitor.core.model.ids import ChannelId
from monitor.core.policy.retry import GIVE_UP_AFTER
from monitor.core.ports import Editor
from monitor.core.wording import tally
from monitor.pipeline.context import Context
from monitor.pipeline.outcome import Outcome, Result
from monitor.store.outbox import Listed
from monitor.store.store import Transaction

EVERY = timedelta(minutes=2)
LEASE = timedelta(minutes=5)  # longer than any channel may take to answer
TRY_AGAIN = timedelta(minutes=10)


def renew(ctx: Context, channel_id: ChannelId) -> Outcome | None:
    """Edit the message of a channel that waited longest for it; None if none is due."""
    channel = ctx.channels().get(channel_id)
    editor = channel if isinstance(channel, Editor) else None
    with ctx.store.write() as tx:
        while (found := _claimed(ctx, tx, channel_id)) is not None:
            told = _development(tx, found) if editor else None
            if told is not None:
                break
            tx.renewals.settle(found.delivery.id, None)
    if editor is None or found is None or told is None:
        return None
    return _save(ctx, found, told, editor.renew(found.alert.message, found.delivery.reference, tally(told)))


def _development(tx: Transaction, found: Listed) -> Development | None:
    number = found.alert.development_id
    return tx.developments.find(number) if number is not None else None


def _claimed(ctx: Context, tx: Transaction, channel_id: ChannelId) -> Listed | None:
    now = ctx.clock.now()
    number = tx.renewals.claim(channel_id, now, now + LEASE)
    return tx.outbox.find(number) if number is not None else None


def _save(ctx: Context, found: Listed, told: Development, answer: SendResult) -> Outcome:
    delivery, now = found.delivery, ctx.clock.now()
    with ctx.store.write() as tx:
        if isinstance(answer, SendFailed):
            given_up = answer.permanent or now - (delivery.sent_at or now) > GIVE_UP_AFTER
            tx.renewals.settle(delivery.id, None if given_up else now + max(TRY_AGAIN, answer.retry_after or TRY_AGAIN))
        else:
            grown = tx.developments.find(told.id)  # a report that was filed meanwhile found its request taken
            tx.renewals.settle(delivery.id, now + EVERY if grown is not None and tally(grown) != tally(told) else None)
    result = Result.POSTPONED if isinstance(answer, SendFailed) else Result.SENT
    return Outcome(stage="renew", subject=delivery.channel_id, result=result, reason=answer.detail,
                   facts={"delivery": int(delivery.id), "title": found.alert.message.title[:100]})  # fmt: skip
