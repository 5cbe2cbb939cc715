"""Hotline: says a thing to the operator straight, past outbox and work loop, for the case that one of them fails.

Whom it reaches is remembered while the store answers. What one target does not take is tried again by the caller; what
is told this way stands in the log alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.core.model.alert import ChannelSpec, Message, SendFailed
from monitor.core.policy.timetable import quiet_until
from monitor.core.ports import Channel
from monitor.pipeline.audience import operator_channels, zone_of
from monitor.pipeline.context import Context
from monitor.pipeline.outcome import Outcome, Result


@dataclass(frozen=True, kw_only=True)
class Line:
    """One recipient of notices, with the channel that reaches it."""

    spec: ChannelSpec
    recipient: str
    channel: Channel

    @property
    def name(self) -> str:
        """Tells it from every other."""
        return f"{self.spec.id}/{self.recipient}"


def lines(ctx: Context) -> list[Line]:
    """Every recipient of notices as things are now. Raises StorageError."""
    with ctx.store.read() as tx:
        reached = operator_channels(tx)
    channels = ctx.channels()
    return [Line(spec=spec, recipient=each, channel=channels[spec.id])
            for spec, recipients in reached.items() if spec.id in channels for each in recipients]  # fmt: skip


def is_quiet_now(ctx: Context, line: Line) -> bool:
    """Whether the line is in its quiet hours."""
    return quiet_until(line.spec.plan.quiet, ctx.clock.now(), zone_of(line.spec.plan, ctx.zone)) is not None


def say(line: Line, message: Message, *, again: bool) -> Outcome:
    """Send the message to one recipient now; ``again`` says that an earlier try may have reached it.

    Result SENT or DEAD: done with. RETRY: to be tried again.
    """
    key = f"{message.key}/{line.name}"
    answer = line.channel.send(replace(message, key=key, recipient=line.recipient, maybe_repeat=again))
    if not isinstance(answer, SendFailed):
        return Outcome(stage="hotline", subject=line.spec.id, result=Result.SENT, facts={"title": message.title})
    result = Result.DEAD if answer.permanent else Result.RETRY
    return Outcome(stage="hotline", subject=line.spec.id, result=result, reason=answer.detail,
                   facts={"title": message.title, "unseen": answer.unseen})  # fmt: skip
