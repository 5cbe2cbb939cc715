"""Which articles may be judged now, and in which order: the same in one process and in several programs.

What sources listed at first contact, the backlog, is judged in the order of events once it is read. A live report waits
for it a short while, so that it is known for a repeat of what was there; where nothing is read for the first time,
nothing waits.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from monitor.core.model.ids import ArticleId
from monitor.store.store import Transaction

AT_ONCE = 50  # articles
BACKLOG_PATIENCE = timedelta(minutes=3)  # so long an article of the backlog waits for the rest of it
LIVE_PATIENCE = timedelta(minutes=1)  # and a live one for the backlog
YOUNG = timedelta(minutes=10)  # what could not be read so long after first contact is not waited for


def judgeable(tx: Transaction, now: datetime, *, stuck: Collection[ArticleId], polling: bool) -> list[ArticleId]:
    """Some articles to be judged now, in that order. ``stuck`` are left out; ``polling``: a backlog may still grow."""
    late = now - LIVE_PATIENCE if is_being_read(tx, now) else None
    live = tx.articles.undetected(AT_ONCE + len(stuck), baseline=False, stored_by=late)
    found = [each for each in live if each not in stuck]
    if found:
        before = ahead_of_live(tx, stuck)
        return before if len(before) >= AT_ONCE else [*before, *found]
    return ahead_of_live(tx, stuck) if _may_be_judged(tx, now, stuck, polling) else []


def is_being_read(tx: Transaction, now: datetime) -> bool:
    """Whether what some source listed at first contact lately is still to be read."""
    return tx.entries.any_untried(now, first_seen_since=now - YOUNG)


def ahead_of_live(tx: Transaction, stuck: Collection[ArticleId]) -> list[ArticleId]:
    """What is read of the backlog: to be judged before a live article is."""
    found = tx.articles.undetected(AT_ONCE + len(stuck), baseline=True)
    return [each for each in found if each not in stuck]


def _may_be_judged(tx: Transaction, now: datetime, stuck: Collection[ArticleId], polling: bool) -> bool:
    """Whether the backlog may be judged by itself: it is read whole first, but not for ever."""
    if not polling and not tx.entries.any_waiting(now):
        return True
    oldest = tx.articles.oldest_undetected(besides=stuck)
    return oldest is not None and now - oldest > BACKLOG_PATIENCE
