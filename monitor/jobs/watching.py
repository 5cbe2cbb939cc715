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

    Each by itself: what keeps the one from its work keeps none of the others. Several programs may look at once: each
    tells in a transaction that looks again and lets nobody else decide.
    """
    runner.run("watch", "", partial(_tell_of_sources, ctx, runner))
    runner.run("digest", "", partial(_send_digests, ctx, runner))
    runner.run("standing", "", partial(send_standing, ctx))


def _tell_of_sources(ctx: Context, runner: Runner) -> None:
    for outcome in watch_sources(ctx):
        runner.run("watch", outcome.subject, partial(_same, outcome))


def _send_digests(ctx: Context, runner: Runner) -> None:
    with ctx.store.read() as tx:
        waiting = channels_with_digests(tx)
    for channel_id in waiting:
        runner.run("digest", channel_id, partial(send_held, ctx, channel_id))


def _same(outcome: Outcome) -> Outcome:
    return outcome
