"""When to poll a source next, and which of its addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.model.source import Source, SourceState

FIRST_RETRY = timedelta(minutes=15)
CEILING = timedelta(hours=24)  # a failing source is slowed to this, never dropped
DISTRUST_EVERY = 20  # each n-th unchanged poll is unconditional: finds servers whose 304 lies (RFC 9110, 13)
PRIMARY_EVERY = 10  # each n-th poll on a fallback tries the first address again


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the server asked for: never sooner than these."""

    retry_after: timedelta | None = None
    ttl: timedelta | None = None


def next_poll(source: Source, state: SourceState, now: datetime, *, wish: Wish, jitter: float) -> datetime:
    """When to poll ``source`` next, given its ``state`` after the poll that just ended.

    ``jitter`` is a chance value in [0, 1): spreads polls over ±10 % so that sources do not march in step. A failing
    source waits twice as long each time (AWS "Exponential backoff and jitter"), up to CEILING; Retry-After is a floor.
    One that is polled rarely is tried again sooner than its interval at first: most failures are over in minutes.
    """
    wait = source.interval
    if state.failures:
        first = min(source.interval, FIRST_RETRY)
        wait = min(first * 2 ** min(state.failures - 1, 12), max(CEILING, source.interval))
    wait *= 0.9 + 0.2 * jitter
    floors = [floor for floor in (wish.retry_after, wish.ttl) if floor is not None]
    if floors:
        wait = max(wait, min(max(floors), CEILING))
    return now + wait


def first_poll(interval: timedelta, now: datetime, *, known: int) -> datetime:
    """When a newly declared source is polled: at once for the first few dozen, then spread over its interval."""
    return now if known < 200 else now + interval * ((known % 100) / 100)


def wants_full(state: SourceState) -> bool:
    """Whether the next poll must not be conditional."""
    return state.unchanged > 0 and state.unchanged % DISTRUST_EVERY == 0


def address_order(source: Source, state: SourceState) -> tuple[int, ...]:
    """Indexes into ``source.addresses`` in the order in which this poll tries them."""
    count = len(source.addresses)
    current = state.address if state.address < count else 0
    if current and state.polls % PRIMARY_EVERY == 0:
        current = 0
    return (current, *(index for index in range(count) if index != current))
