"""What becomes of work that met a bug of the monitor: done again later, at growing pauses, and in the end given up.

A bug is met again each time as a rule: what met it must neither be asked for every few minutes for ever, nor be lost
from sight. It goes the way of what the web refuses: an attempt that is counted, with a reason that people can look up.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.core.model.alert import SendFailed
from monitor.core.model.entry import NOT_JUDGED, Account
from monitor.core.model.ids import ArticleId, ChannelId, EntryId, SourceId
from monitor.core.policy.cadence import Wish, next_poll
from monitor.core.policy.patience import next_fetch
from monitor.core.policy.recheck import next_check
from monitor.pipeline.context import Context
from monitor.pipeline.deliver import Facts, settle
from monitor.pipeline.extract import extract
from monitor.pipeline.outcome import Outcome, Result

LONGEST = 200  # characters of what was raised that are kept


def put_off_entry(ctx: Context, entry_id: EntryId, bug: str) -> Outcome:
    """Read the entry's page again later; after the last try, judge it by what its source told."""
    why = _in_words(bug)
    with ctx.store.write() as tx:
        entry = tx.entries.find(entry_id) if tx.entries.still_due(entry_id) else None
        if entry is None:
            return Outcome(stage="extract", subject=str(entry_id), result=Result.GONE)
        tries = entry.attempts + 1
        again = next_fetch(tries, ctx.clock.now(), permanent=False, retry_after=None)
        if again is not None:
            tx.entries.postpone(entry_id, attempts=tries, next_attempt=again, reason=why)
            return Outcome(stage="extract", subject=str(entry_id), result=Result.POSTPONED, reason=why)
    return extract(ctx, entry_id, unread=f"page not read: {why}")


def set_aside_entry(ctx: Context, entry_id: EntryId, bug: str) -> Outcome:
    """Close the account of an entry that cannot even be judged by what its source told."""
    why = _in_words(bug)
    with ctx.store.write() as tx:
        if not tx.entries.still_due(entry_id):
            return Outcome(stage="extract", subject=str(entry_id), result=Result.GONE)
        tx.entries.settle_text(entry_id, article_id=None)
        tx.entries.account(entry_id, Account.NO_TEXT, why)
    return Outcome(stage="extract", subject=str(entry_id), result=Result.NO_TEXT, reason=why)


def put_off_poll(ctx: Context, source_id: SourceId, bug: str, *, claim: str = "") -> Outcome:
    """Count a failed poll of the source, so that it is asked more rarely and told of. ``claim`` as for ``poll``."""
    why = _in_words(bug)
    with ctx.store.write() as tx:
        source = tx.sources.find(source_id)
        if source is None or (claim and not tx.sources.is_claimed(source_id, claim, to_the_end=True)):
            return Outcome(stage="poll", subject=source_id, result=Result.GONE)
        state, now = tx.sources.state(source_id), ctx.clock.now()
        after = replace(state, polls=state.polls + 1, failures=state.failures + 1, failure=why, polled_at=now,
                        failing_since=state.failing_since or now)  # fmt: skip
        after = replace(after, next_poll_at=next_poll(source, after, now, wish=Wish(), jitter=ctx.chance()))
        tx.sources.save_state(after)
    return Outcome(stage="poll", subject=source_id, result=Result.POSTPONED, reason=why)


def put_off_look(ctx: Context, article_id: ArticleId, bug: str) -> Outcome:
    """Count a look at an article that brought nothing: the next one is due when it would be after any other."""
    with ctx.store.write() as tx:
        checks, now = tx.rechecks.checks(article_id) + 1, ctx.clock.now()
        tx.rechecks.schedule(article_id, next_check(tx.rechecks.since(article_id) or now, now), checks=checks)
    return Outcome(stage="recheck", subject=str(article_id), result=Result.POSTPONED, reason=_in_words(bug))


def put_off_delivery(ctx: Context, channel_id: ChannelId, token: str, bug: str) -> Outcome | None:
    """Count a try of the message that was claimed under ``token``; None if none is.

    It may have been sent before the bug was met, so that the next try says that it may be a repeat.
    """
    with ctx.store.read() as tx:
        delivery = tx.outbox.claimed(channel_id, token)
    if delivery is None:
        return None
    failed = SendFailed(detail=_in_words(bug.partition(":")[0]), unseen=True)  # its text may hold the address
    facts: Facts = {"delivery": int(delivery.id), "attempts": delivery.attempts + 1}
    return settle(ctx, delivery, token, failed, facts)


def note_unjudged(ctx: Context, article_id: ArticleId, bug: str) -> Outcome | None:
    """Say of an article that met a bug while it was judged why it waits. Nothing is logged anew."""
    with ctx.store.write() as tx:
        tx.decide_alone()  # another program may judge it just now
        article = tx.articles.find(article_id)
        entry = tx.entries.find(article.entry_id) if article else None
        if entry is not None and entry.account is Account.PENDING:
            why = f"{NOT_JUDGED}: {_in_words(bug)}; it is tried again, ever more rarely"
            tx.entries.account(entry.id, Account.PENDING, why)
    return None


def _in_words(bug: str) -> str:
    """One line that is safe to keep and to show."""
    line = " ".join("".join(c if c.isprintable() else " " for c in bug).split())
    return f"a bug of the monitor: {line[:LONGEST]}"
