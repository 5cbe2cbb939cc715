"""Looking after the whole: the operator's notices, digests and the first summary, whoever's turn it is to look."""

from __future__ import annotations

from functools import partial

from monitor.jobs.runner import Runner
from monitor.pipeline.context import Context
from monitor.pipeline.digest import channels_with_digests, send_held, send_standing
from monitor.pipeline.outcome import Outcome
from monitor.pipeline.watch import watch_sources


def watch_over(ctx: Context, runner: Runner) -> None:
    """Tell the operator what changed in the sources' health; send digests that are due, and the first summary.

    Several programs may look at once: each tells in a transaction that looks again and lets nobody else decide.
    """

    def look() -> Outcome | None:
        for outcome in watch_sources(ctx):
            runner.run("watch", outcome.subject, partial(_same, outcome))
        with ctx.store.read() as tx:
            waiting = channels_with_digests(tx)
        for channel_id in waiting:
            runner.run("digest", channel_id, partial(send_held, ctx, channel_id))
        return send_standing(ctx)

    runner.run("watch", "", look)


def _same(outcome: Outcome) -> Outcome:
    return outcome
