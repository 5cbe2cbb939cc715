"""Prune: lets go of what feeds.toml keeps no longer, once a day, a small part at a time.

Each part is a short transaction of its own that looks at the policy again: an edit takes hold between two parts, and
what a crash or a storage fault left is found by the next look.
"""

from __future__ import annotations

from monitor.config.values import print_span
from monitor.core.policy.retention import is_due
from monitor.pipeline.context import Context
from monitor.pipeline.outcome import Outcome, Result
from monitor.store.retention import Policy, Pruned


def prune_some(ctx: Context, limit: int) -> Pruned | None:
    """Let go of at most ``limit`` entries and as many texts; what went; None where it is not the time.

    Nothing (an empty Pruned) once all that is old has gone. That is stored: the next part is due a day later, also for
    a program that starts anew.
    """
    now = ctx.clock.now()
    with ctx.store.read() as tx:
        if not _is_time(ctx, tx.retention.policy()):
            return None
    with ctx.store.write() as tx:
        policy = tx.retention.policy()
        if policy.keep is None or not _is_time(ctx, policy):
            return None
        part = tx.retention.let_go(now - policy.keep, now, limit, keep_captures=policy.spares_captures)
        if not part:
            tx.retention.finished(now)
    return part


def pruned(ctx: Context, done: Pruned) -> Outcome:
    """The answer of the stage, once ``done`` has gone in all its parts."""
    with ctx.store.read() as tx:
        keep = tx.retention.policy().keep
    return Outcome(
        stage="prune", subject="storage", result=Result.PRUNED if done else Result.NOTHING_OLD,
        reason=f"older than {print_span(keep)}" if keep else "",
        facts={"entries": done.entries, "articles": done.articles, "texts": done.texts, "captures": done.captures},
    )  # fmt: skip


def _is_time(ctx: Context, policy: Policy) -> bool:
    return policy.keep is not None and is_due(policy.last, ctx.clock.now())
