"""The operator's notices about sources, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from monitor.core.model.alert import Message
from monitor.core.model.ids import SourceId
from monitor.core.model.source import Owner, Source, SourceState
from monitor.core.notice import Outage, compose_notice, failing_sources, outage_over, recovered_sources
from monitor.core.policy.rhythm import quietness
from monitor.core.policy.silence import Health, Notice, NoticeKind, is_watched
from monitor.core.urls import without_credentials
from monitor.core.wording import counted, when

MOST_LINES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a notice is composed with.

    ``before`` tells of past failures, by source: see ``versions.FAILED_BEFORE``; ``outage`` is when one was told that
    is not over.
    """

    health: Mapping[SourceId, Health]
    before: Mapping[str, str]
    outage: datetime | None
    now: datetime
    zone: tzinfo


def compose(notice: Notice, desk: Desk) -> Message:
    """The message that tells ``notice``."""
    about = [desk.health[each] for each in notice.sources]
    key = f"{notice.kind.name.lower()}-{int(desk.now.timestamp() * 1000)}"
    if notice.kind in (NoticeKind.OUTAGE, NoticeKind.FAILING):
        one = f"monitor source check {about[0].source.id}"
        return failing_sources(_outages(about, desk), sources=notice.watched, key=key, now=desk.now, zone=desk.zone,
                               look=one if len(about) == 1 else "monitor source list --failing")  # fmt: skip
    if notice.kind is NoticeKind.RECOVERED:
        return recovered_sources(_past_outages(about, desk), key=key, now=desk.now)
    if notice.kind is NoticeKind.OUTAGE_OVER:
        left = [each for each in desk.health.values() if each.state.failures and is_watched(each)]
        return outage_over(_outages(left, desk), healthy=notice.healthy, sources=notice.watched, key=key, now=desk.now,
                           since=desk.outage, zone=desk.zone)  # fmt: skip
    single, many, label, text = _WORDS[notice.kind]
    title = f"{single}: {about[0].source.name}" if len(about) == 1 else f"{len(about)} {many}"
    lines = [(label, _line(notice.kind, each, desk)) for each in about[:MOST_LINES]]
    if len(about) > MOST_LINES:
        lines.append(("More", f"{counted(len(about) - MOST_LINES, 'further source')}: monitor source list"))
    return compose_notice(title=title, lines=lines, text=text, key=key, now=desk.now)


_WORDS: dict[NoticeKind, tuple[str, str, str, str]] = {
    NoticeKind.GONE: (
        "Source is gone", "sources are gone", "Gone",
        "Its server says that the address is no more. Take it out, or give another address; it is still tried once a "
        "day.",
    ),
    NoticeKind.SILENT: (
        "Source is silent", "sources are silent", "Silent",
        "It answers as ever but lists nothing new. Look whether its items are published somewhere else now.",
    ),
    NoticeKind.HEARD: ("Source brings items again", "sources bring items again", "Heard", ""),
    NoticeKind.MOVED: (
        "Source has moved", "sources have moved", "Moved",
        "The new address is polled. What was declared stays as it is; write the new address there when it suits you.",
    ),
    NoticeKind.FALLBACK: (
        "Source is read by its fallback", "sources are read by their fallbacks", "Fallback",
        "Its own address is tried again now and then, and used again when it works.",
    ),
    NoticeKind.OWN_ADDRESS: (
        "Source works at its own address again", "sources work at their own addresses again", "Works", "",
    ),
}  # fmt: skip


def _line(kind: NoticeKind, each: Health, desk: Desk) -> str:
    source, state = each.source, each.state
    if kind is NoticeKind.GONE:
        return f"{source.name}: {state.failure} since {_since(state, desk)}; {_how_to_remove(source)}"
    if kind is NoticeKind.SILENT:
        return f"{source.name}: {quietness(source, state)}"
    if kind is NoticeKind.MOVED:
        return (f"{source.name}: moved to {without_credentials(state.moved_to)}; "
                f"it was {without_credentials(source.url)}")  # fmt: skip
    if kind is NoticeKind.FALLBACK:
        used = without_credentials(source.addresses[state.address].url) if state.address < len(source.addresses) else ""
        why = f": {state.own_failure}" if state.own_failure else ""
        return f"{source.name}: {used} is read; {without_credentials(source.url)} does not answer well{why}"
    return source.name


def _since(state: SourceState, desk: Desk) -> str:
    return when(state.failing_since or desk.now, desk.zone)


def _how_to_remove(source: Source) -> str:
    return "feeds.toml declares it" if source.owner is Owner.FILE else f"monitor source remove {source.id}"


def _outages(about: Sequence[Health], desk: Desk) -> list[Outage]:
    return [
        Outage(name=each.source.name, since=each.state.failing_since or desk.now, reason=each.state.failure)
        for each in about
    ]


def _past_outages(about: Sequence[Health], desk: Desk) -> list[Outage]:
    """What those that work again failed with before, as far as it is known."""
    found = []
    for each in about:
        since, _, reason = desk.before.get(each.source.id, "").partition(" ")
        began = datetime.fromisoformat(since) if since else desk.now
        found.append(Outage(name=each.source.name, since=began, reason=reason))
    return found
