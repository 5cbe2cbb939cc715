"""How long to try for an article's text before its entry is judged by what the source itself told."""

from __future__ import annotations

from datetime import datetime, timedelta

# A page that is down when its feed item appears is mostly back within minutes; an alert must not wait longer.
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
QUEUE = timedelta(hours=1)  # so long it counts for nothing that others of a slow host had their turn: nobody failed


def counts_as_tried(*, asked: bool, waited: timedelta) -> bool:
    """Whether a page that did not come counts as tried: one that was not ``asked`` for does not, for a while."""
    return asked or waited >= QUEUE


def next_fetch(failed_tries: int, now: datetime, *, permanent: bool, retry_after: timedelta | None) -> datetime | None:
    """When to ask for the page again after ``failed_tries`` (at least 1); None = go on without its text."""
    if permanent or failed_tries > len(WAITS):
        return None
    wait = WAITS[failed_tries - 1]
    if retry_after is not None:
        if retry_after > sum(WAITS, timedelta()):
            return None
        wait = max(wait, retry_after)
    return now + wait
