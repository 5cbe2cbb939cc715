"""Sending what is due to a channel, one message after the other, whoever runs it: this process or a worker."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from functools import partial

from monitor.core.model.ids import ChannelId
from monitor.jobs.leftover import LeftOver
from monitor.jobs.runner import Runner
from monitor.pipeline.audience import DEFAULT_CHANNEL
from monitor.pipeline.context import Context
from monitor.pipeline.deliver import send
from monitor.pipeline.outcome import Outcome, Result
from monitor.pipeline.put_off import put_off_delivery
from monitor.pipeline.renew import renew
from monitor.pipeline.watch import tell_dead_channel

PACE = 1.0  # seconds between two messages to one channel


class Sender:
    """Claims under ``token``, with ``pace`` seconds between two messages to one channel. Safe in several threads."""

    def __init__(self, ctx: Context, runner: Runner, left: LeftOver, *, token: str, pace: float) -> None:
        self._ctx, self._runner, self._left = ctx, runner, left
        self._token, self._pace = token, pace
        self._stopped = threading.Event()

    def work_off(self, channel_id: ChannelId) -> None:
        """Send until nothing is due to the channel, the storage fails, or ``stop``."""
        refused = ""  # why the last one was refused for good; told once it is known whether the next one is too
        try:
            while not self._stopped.is_set():
                outcome = self._send_one(channel_id)
                if outcome is None:  # nothing is due: there is time to bring up to date what was sent
                    outcome = self._runner.run("renew", channel_id, partial(renew, self._ctx, channel_id))
                if outcome is None or outcome.result is Result.FAILED:
                    return
                if refused and outcome.result is not Result.DEAD:
                    self._tell_dead(channel_id, refused)
                refused = outcome.reason if outcome.result is Result.DEAD else ""
                self._pause(channel_id, int(outcome.facts.get("recipients", 1)))
        finally:
            if refused:
                self._tell_dead(channel_id, refused)

    def stop(self) -> None:
        """Begin no more messages, here or in other threads."""
        self._stopped.set()

    def _send_one(self, channel_id: ChannelId) -> Outcome | None:
        """Send what is due longest; None if nothing is. What met a bug counts as tried: others go first."""
        work = partial(send, self._ctx, channel_id, self._token)
        outcome = self._runner.run("deliver", channel_id, partial(self._left.deliver, channel_id, work))
        if outcome is None or not outcome.bug:
            return outcome
        put_off = partial(put_off_delivery, self._ctx, channel_id, self._token, outcome.bug)
        return self._runner.run("deliver", channel_id, put_off) or outcome

    def _tell_dead(self, channel_id: ChannelId, reason: str) -> None:
        self._runner.run("watch", channel_id, partial(tell_dead_channel, self._ctx, channel_id, reason))

    def _pause(self, channel_id: ChannelId, recipients: int) -> None:
        """Leave a channel the time that chat services ask for; by the monitor's clock, which tests run faster.

        The time is for one alert: what goes to several recipients takes a share of it each.
        """
        if channel_id == DEFAULT_CHANNEL:
            return
        pace = self._pace / recipients
        until = self._ctx.clock.now() + timedelta(seconds=pace)
        latest = time.monotonic() + pace
        while time.monotonic() < latest and self._ctx.clock.now() < until:
            if self._stopped.wait(min(pace, 0.05)):
                return
