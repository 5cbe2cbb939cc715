"""When a delivery that failed is tried again, and when it is given up. Pure: time and chance come in."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.core.model.alert import SendFailed

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)


def _most_attempts() -> int:
    """Tries whose planned waits add up to `GIVE_UP_AFTER`."""
    waited, attempts = timedelta(), 1
    while waited < GIVE_UP_AFTER:
        waited += _planned(attempts)
        attempts += 1
    return attempts


def _planned(attempts: int) -> timedelta:
    return min(FIRST_DELAY * (1 << min(attempts - 1, 16)), LONGEST_DELAY)


MOST_ATTEMPTS = _most_attempts()


def next_try(attempts: int, failed: SendFailed, now: datetime, jitter: float) -> datetime | None:
    """When to try again after ``attempts`` failed tries (this one counted, so at least 1); None = a dead letter.

    The wait is 30 s, doubled at each try up to one hour, spread by ``jitter`` (from [0, 1)) over 75 % to 125 %, so
    that deliveries that failed together do not return together. A Retry-After (RFC 9110, 10.2.3) is a lower bound.
    Given up: a permanent failure; the try after which the planned waits have lasted three days; a target that asks
    for a longer pause than that.
    """
    if failed.permanent or attempts >= MOST_ATTEMPTS:
        return None
    wait = _planned(max(attempts, 1)) * (0.75 + 0.5 * jitter)
    if failed.retry_after is not None:
        if failed.retry_after > GIVE_UP_AFTER:
            return None
        wait = max(wait, failed.retry_after + FIRST_DELAY * jitter)
    return now + wait
