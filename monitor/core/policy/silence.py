"""What to tell the operator about sources: one outage is one notice, and one on recovery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.core.model.ids import SourceId
from monitor.core.model.source import Source, SourceState

TELL_AFTER = timedelta(hours=1)  # one source that fails for less is noise
TELL_AFTER_FAILURES = 3
OUTAGE_SHARE = 0.5  # at least this share of at least OUTAGE_LEAST sources failing at once is one outage
OUTAGE_LEAST = 4


class NoticeKind(StrEnum):
    """What happened to the sources."""

    OUTAGE = "outage"
    OUTAGE_OVER = "outage over"
    FAILING = "failing"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A source with what is remembered of it."""

    source: Source
    state: SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to tell. ``sources`` are those it is about, ``mark`` what ``SourceState.notified`` becomes for them."""

    kind: NoticeKind
    sources: tuple[SourceId, ...]
    healthy: int
    watched: int
    mark: bool


def notices(health: Sequence[Health], *, outage: bool, now: datetime) -> tuple[Notice, ...]:
    """What to tell now. ``outage`` is whether an outage was told and is not over."""
    watched = [item for item in health if item.source.enabled and not item.source.paused and item.state.polls]
    failing = [item for item in watched if item.state.failures]
    healthy = len(watched) - len(failing)
    is_outage = len(failing) >= OUTAGE_LEAST and len(failing) >= OUTAGE_SHARE * len(watched)

    def notice(kind: NoticeKind, about: Sequence[Health], mark: bool) -> Notice:
        ids = tuple(item.source.id for item in about)
        return Notice(kind=kind, sources=ids, healthy=healthy, watched=len(watched), mark=mark)

    told = []
    if is_outage:
        return () if outage else (notice(NoticeKind.OUTAGE, failing, True),)
    if outage:
        # Those still failing stay marked: they were told with the outage.
        back = [item for item in watched if item.state.notified and not item.state.failures]
        return (notice(NoticeKind.OUTAGE_OVER, back, False),)
    news = [item for item in failing if not item.state.notified and _worth_telling(item.state, now)]
    back = [item for item in watched if item.state.notified and not item.state.failures]
    if news:
        told.append(notice(NoticeKind.FAILING, news, True))
    if back:
        told.append(notice(NoticeKind.RECOVERED, back, False))
    return tuple(told)


def _worth_telling(state: SourceState, now: datetime) -> bool:
    since = state.failing_since or now
    return state.failures >= TELL_AFTER_FAILURES and now - since >= TELL_AFTER
