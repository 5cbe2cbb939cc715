"""A source's rhythm, learned from when its entries were first seen, and whether it has fallen silent.

Only first-seen times count: what a feed claims as dates may be anything. Silence is measured to the last good poll,
not to now, so that neither an outage nor a monitor that was switched off is taken for a source that says nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from monitor.core.model.source import Source, SourceKind, SourceState

ARRIVALS = 60  # latest ones that are looked at
LEAST_GAPS = 5
TIMES_USUAL = 5  # so many usual gaps without an entry are silence ...
TIMES_LONGEST = 1.5  # ... unless the source was nearly as quiet before
LEAST_SILENCE = timedelta(days=1)
WEEKEND = timedelta(days=3)  # until two weekends were seen: offices close from Friday noon to Monday
SEEN_ENOUGH = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How far apart the arrivals of a source's entries are."""

    usual: timedelta  # median
    longest: timedelta


def learn(arrivals: Sequence[datetime]) -> Rhythm | None:
    """The rhythm of a source by the first-seen times of its live entries; None with fewer than LEAST_GAPS gaps.

    Entries that came with one poll are one arrival.
    """
    moments = sorted(set(arrivals))[-ARRIVALS:]
    gaps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    if len(gaps) < LEAST_GAPS:
        return None
    return Rhythm(usual=timedelta(seconds=median(gap.total_seconds() for gap in gaps)), longest=max(gaps))


def patience(state: SourceState) -> timedelta | None:
    """How long this source may bring nothing before that is news; None while its rhythm is not known."""
    if state.usual_gap is None or state.longest_gap is None:
        return None
    watched = (state.succeeded_at - state.baseline_at) if state.succeeded_at and state.baseline_at else timedelta()
    least = LEAST_SILENCE if watched >= SEEN_ENOUGH else WEEKEND
    return max(TIMES_USUAL * state.usual_gap, TIMES_LONGEST * state.longest_gap, least)


def silence(source: Source, state: SourceState) -> timedelta | None:
    """For how long a source that answers well has brought nothing, once that is unlike it; None otherwise."""
    limit = patience(state)
    if source.kind is SourceKind.PAGE or state.failures or limit is None:
        return None
    if state.newest_entry_at is None or state.succeeded_at is None:
        return None
    quiet = state.succeeded_at - state.newest_entry_at
    return quiet if quiet >= limit else None


def quietness(source: Source, state: SourceState) -> str:
    """``no item for 9 days, usual gap 1.4 days`` of a silent source; "" of one that is not."""
    quiet = silence(source, state)
    if quiet is None or state.usual_gap is None:
        return ""
    return f"no item for {spoken(quiet)}, usual gap {spoken(state.usual_gap)}"


def spoken(length: timedelta) -> str:
    """A length of time as it is spoken of: ``9 days``, ``1.4 days``, ``5 hours``, ``20 minutes``."""
    seconds, unit, size = length.total_seconds(), "minute", 60
    for longer, threshold in (("hour", 3_600), ("day", 86_400)):
        if seconds >= threshold:
            unit, size = longer, threshold
    number = f"{seconds / size:.1f}".removesuffix(".0") if seconds < 10 * size else f"{seconds / size:.0f}"
    return f"{number} {unit}{'' if number == '1' else 's'}"
