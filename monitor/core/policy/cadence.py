"""When to poll a source next, and which of its addresses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from monitor.core.model.source import Address, Source, SourceKind, SourceState
from monitor.core.urls import canonical_url

FIRST_RETRY = timedelta(minutes=15)
CEILING = timedelta(hours=24)  # a failing source is slowed to this, never dropped; no server's wish holds for longer
DISTRUST_EVERY = 20  # each n-th unchanged poll is unconditional: finds servers whose 304 lies (RFC 9110, 13)
DISTRUST_AFTER = timedelta(days=1)  # so is the first poll that is so long after the last whole answer
PRIMARY_EVERY = 10  # each n-th poll on a fallback tries the first address again

BUSIEST, QUIETEST = 0.5, 4.0  # how far the learned interval may go from the declared one, as factors
BRISKEST = timedelta(minutes=5)  # nothing that was learned asks more often than this
LOOKS_PER_GAP = 8  # polls for each usual gap between entries: what is new is seen after 1/16 of a gap on average
MOVED_AFTER = 3  # whole answers in a row behind a permanent redirect until the new address is used (RFC 9110, 15.4.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What this poll's answer says of the next one. ``retry_after`` is kept whatever was declared."""

    retry_after: timedelta | None = None
    answered: bool = False  # a failure in what was listed, not of the server: no reason to ask it less often


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address to try: ``url`` is asked, ``address`` (``Source.addresses[index]``) is what was declared."""

    index: int
    address: Address
    url: str

    @property
    def moved(self) -> bool:
        """Whether the new address is asked in place of the declared one."""
        return self.url != self.address.url


def bounds(source: Source) -> tuple[timedelta, timedelta]:
    """The shortest and longest interval that may be learned: as declared, else around the declared interval."""
    brisk = max(source.interval * BUSIEST, min(BRISKEST, source.interval))
    shortest = source.shortest if source.shortest is not None else brisk
    longest = source.longest if source.longest is not None else max(source.interval * QUIETEST, shortest)
    return shortest, longest


def interval(source: Source, state: SourceState) -> timedelta:
    """How often to poll a source that is well: by its rhythm, as far as that is known, within ``bounds``.

    A watched page has no rhythm that its changes would tell in time, so it keeps the declared interval. What the
    publisher asks for (ttl, updatePeriod, max-age) counts up to the longest interval: many say a day and mean nothing.
    """
    shortest, longest = bounds(source)
    wait = source.interval
    if state.usual_gap is not None and source.kind is not SourceKind.PAGE:
        wait = state.usual_gap / LOOKS_PER_GAP
    wait = min(max(wait, shortest), longest)
    return max(wait, min(state.wait, longest)) if state.wait is not None else wait


def next_poll(source: Source, state: SourceState, now: datetime, *, wish: Wish, jitter: float) -> datetime:
    """When to poll ``source`` next, given its ``state`` after the poll that just ended.

    ``jitter`` is a chance value in [0, 1): spreads polls over ±10 % so that sources do not march in step. A failing
    source waits twice as long each time (AWS "Exponential backoff and jitter"), up to CEILING; Retry-After is a floor.
    One that is polled rarely is tried again sooner than its interval at first: most failures are over in minutes.
    """
    failing = state.failures > 0 and not wish.answered
    wait = _backed_off(source, state) if failing else interval(source, state)
    wait *= 0.9 + 0.2 * jitter
    if not failing:
        least = source.shortest if source.shortest is not None else min(BRISKEST, source.interval * 0.9)
        wait = min(max(wait, least), source.longest or timedelta.max)
    if wish.retry_after is not None:
        wait = max(wait, min(wish.retry_after, CEILING) * (1 + 0.1 * jitter))
    latest = now + max(wait, source.longest or CEILING)
    return min(_outside(state.skip_hours, now + wait), latest)


def _backed_off(source: Source, state: SourceState) -> timedelta:
    first = min(source.interval, FIRST_RETRY)
    return min(first * (1 << min(state.failures - 1, 12)), max(CEILING, source.interval))


def first_poll(interval: timedelta, now: datetime, *, known: int) -> datetime:
    """When a newly declared source is polled: at once for the first few dozen, then spread over its interval."""
    return now if known < 200 else now + interval * ((known % 100) / 100)


def resumed_poll(source: Source, state: SourceState, now: datetime) -> datetime:
    """When a source is polled that a person resumed: now, or as soon as what its server asked for is over.

    It asked to be left alone (Retry-After) if the source waits for longer than its failures alone would have it wait.
    """
    if state.failures and state.polled_at is not None and state.next_poll_at is not None:
        own = max(_backed_off(source, state), interval(source, state)) * 1.1
        if state.next_poll_at - state.polled_at > own:
            now = max(now, state.next_poll_at)
    return _outside(state.skip_hours, now)


def wants_full(state: SourceState, now: datetime) -> bool:
    """Whether the next poll must not be conditional: now and then, and while a move is being confirmed."""
    if 0 < state.moved_polls < MOVED_AFTER:
        return True  # a 304 does not tell that the redirect was a permanent one
    if not state.unchanged:
        return False
    stale = state.full_at is None or now - state.full_at >= DISTRUST_AFTER
    return stale or state.unchanged % DISTRUST_EVERY == 0


def targets(source: Source, state: SourceState) -> tuple[Target, ...]:
    """What this poll tries, in order: the address in use, then the others. A move is followed, with a way back."""
    addresses = source.addresses
    count = len(addresses)
    current = state.address if state.address < count else 0
    if current and state.polls % PRIMARY_EVERY == 0:
        current = 0
    found = []
    for index in (current, *(index for index in range(count) if index != current)):
        declared = Target(index=index, address=addresses[index], url=addresses[index].url)
        if index == 0 and has_moved(state):
            found.append(replace(declared, url=state.moved_to))
        found.append(declared)
    return tuple(found)


def is_met(state: SourceState, address: Address) -> bool:
    """Whether an address had a good poll, be it written in another way (https for http)."""
    page = canonical_url(address.url)
    return address.url in state.met or (bool(page) and page in map(canonical_url, state.met))


def has_moved(state: SourceState) -> bool:
    """Whether the source's own address was left for ``state.moved_to``."""
    return bool(state.moved_to) and state.moved_polls >= MOVED_AFTER


def moved(state: SourceState, target: Target, permanent_url: str) -> SourceState:
    """The state after a whole answer from ``target``, which led for good to ``permanent_url`` ("" = it did not)."""
    if target.index:
        return state
    if target.moved:  # the new address: it may itself have moved on, which counts from the start
        onward = permanent_url and permanent_url != state.moved_to
        return replace(state, moved_to=permanent_url, moved_polls=MOVED_AFTER) if onward else state
    if not permanent_url:
        return replace(state, moved_to="", moved_polls=0)
    polls = state.moved_polls + 1 if permanent_url == state.moved_to else 1
    return replace(state, moved_to=permanent_url, moved_polls=min(polls, MOVED_AFTER))


def _outside(hours: tuple[int, ...], at: datetime) -> datetime:
    """The first moment from ``at`` on that lies in none of these UTC hours; all 24 of them mean nothing."""
    skipped = set(hours)
    if len(skipped) >= 24:
        return at
    moment = at.astimezone(UTC)
    while moment.hour in skipped:
        moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return moment
