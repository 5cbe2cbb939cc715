"""What to tell the operator about sources: one outage is one notice, and one on recovery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.core.model.fetched import FailureReason
from monitor.core.model.ids import SourceId
from monitor.core.model.source import Source, SourceState, Told
from monitor.core.policy.cadence import has_moved
from monitor.core.policy.rhythm import silence
from monitor.core.urls import canonical_url

TELL_AFTER = timedelta(hours=1)  # one source that fails for less is noise
TELL_AFTER_FAILURES = 3
GONE_AFTER = timedelta(days=3)  # a page that was "not found" for so long will not come back by itself
OUTAGE_SHARE = 0.5  # at least this share of at least OUTAGE_LEAST sources failing at once is one outage
OUTAGE_LEAST = 4


class NoticeKind(StrEnum):
    """What happened to the sources."""

    OUTAGE = "outage"
    OUTAGE_OVER = "outage over"
    FAILING = "failing"
    GONE = "gone"
    RECOVERED = "recovered"
    SILENT = "silent"
    HEARD = "heard again"
    MOVED = "moved"
    FALLBACK = "fallback in use"
    OWN_ADDRESS = "own address again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A source with what is remembered of it."""

    source: Source
    state: SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to tell of ``sources``; ``add`` and ``drop`` are what their ``SourceState.told`` gains and loses."""

    kind: NoticeKind
    sources: tuple[SourceId, ...]
    healthy: int
    watched: int
    add: frozenset[Told] = frozenset()
    drop: frozenset[Told] = frozenset()


_MARKS: dict[NoticeKind, tuple[frozenset[Told], frozenset[Told]]] = {
    NoticeKind.OUTAGE: (frozenset({Told.FAILING}), frozenset()),
    NoticeKind.OUTAGE_OVER: (frozenset(), frozenset({Told.FAILING, Told.GONE})),
    NoticeKind.FAILING: (frozenset({Told.FAILING}), frozenset()),
    NoticeKind.GONE: (frozenset({Told.FAILING, Told.GONE}), frozenset()),
    NoticeKind.RECOVERED: (frozenset(), frozenset({Told.FAILING, Told.GONE})),
    NoticeKind.SILENT: (frozenset({Told.SILENT}), frozenset()),
    NoticeKind.HEARD: (frozenset(), frozenset({Told.SILENT})),
    NoticeKind.MOVED: (frozenset({Told.MOVED}), frozenset()),
    NoticeKind.FALLBACK: (frozenset({Told.FALLBACK}), frozenset()),
    NoticeKind.OWN_ADDRESS: (frozenset(), frozenset({Told.FALLBACK})),
}


def notices(health: Sequence[Health], *, outage: bool, now: datetime) -> tuple[Notice, ...]:
    """What to tell now. ``outage`` is whether an outage was told and is not over."""
    watched = [item for item in health if is_watched(item)]
    failing = [item for item in watched if item.state.failures]
    healthy = len(watched) - len(failing)
    is_outage = len(failing) >= OUTAGE_LEAST and len(failing) >= OUTAGE_SHARE * len(watched)

    def notice(kind: NoticeKind, about: Sequence[Health]) -> Notice:
        ids = tuple(item.source.id for item in about)
        add, drop = _MARKS[kind]
        return Notice(kind=kind, sources=ids, healthy=healthy, watched=len(watched), add=add, drop=drop)

    if is_outage:
        return () if outage else (notice(NoticeKind.OUTAGE, failing),)
    if outage:
        # Those still failing stay marked: they were told with the outage.
        return (notice(NoticeKind.OUTAGE_OVER, [item for item in watched if _is_back(item.state)]),)
    found: dict[NoticeKind, list[Health]] = {}
    for item in watched:
        for kind in _news(item, now):
            found.setdefault(kind, []).append(item)
    return tuple(notice(kind, found[kind]) for kind in NoticeKind if kind in found)


def is_watched(item: Health) -> bool:
    """Whether the source is in use and was polled."""
    return item.source.enabled and not item.source.paused and item.state.polls > 0


def _news(item: Health, now: datetime) -> list[NoticeKind]:
    """What is to be told of one source that was not told of it yet."""
    state, told, news = item.state, item.state.told, []
    if state.failures:
        if Told.GONE not in told and _is_gone(state, now):
            news.append(NoticeKind.GONE)
        elif Told.FAILING not in told and _worth_telling(state, now):
            news.append(NoticeKind.FAILING)
        return news
    if _is_back(state):
        news.append(NoticeKind.RECOVERED)
    quiet = silence(item.source, state) is not None
    if quiet != (Told.SILENT in told):
        news.append(NoticeKind.SILENT if quiet else NoticeKind.HEARD)
    if Told.MOVED not in told and _has_left(item.source, state):
        news.append(NoticeKind.MOVED)
    if state.fallback_since is None and Told.FALLBACK in told:
        news.append(NoticeKind.OWN_ADDRESS)
    if state.fallback_since and Told.FALLBACK not in told and now - state.fallback_since >= TELL_AFTER:
        news.append(NoticeKind.FALLBACK)
    return news


def _is_back(state: SourceState) -> bool:
    return Told.FAILING in state.told and not state.failures


def _has_left(source: Source, state: SourceState) -> bool:
    """Whether the source is at another address now; https for http, or a www. more, is nothing to tell."""
    return has_moved(state) and canonical_url(state.moved_to) != canonical_url(source.url)


def _is_gone(state: SourceState, now: datetime) -> bool:
    if state.failure.startswith(FailureReason.GONE.value):
        return _worth_telling(state, now)
    missing = state.failure.startswith(FailureReason.NOT_FOUND.value)
    return missing and state.failing_since is not None and now - state.failing_since >= GONE_AFTER


def _worth_telling(state: SourceState, now: datetime) -> bool:
    since = state.failing_since or now
    return state.failures >= TELL_AFTER_FAILURES and now - since >= TELL_AFTER
