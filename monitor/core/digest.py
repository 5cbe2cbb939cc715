"""Digests and notices: many things told in one message, proof of watch, and what the operator must know.

Pure: everything told comes in. May not decide what is held back or when a digest is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from monitor.core.errors import ConfigError
from monitor.core.message import TITLE_LIMIT, counted, inert, inert_url, tally, when
from monitor.core.model.alert import AlertKind, Block, Line, Message
from monitor.core.model.development import Development, Novelty, Report

STANDING_DAYS = 14
_LABELS = {
    Novelty.NEW: "New",
    Novelty.UPDATE: "Update",
    Novelty.CORRECTION: "Correction",
    Novelty.REPEAT: "Repeat",
}
_LISTED = 50  # names in one notice; the rest is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestItem:
    """One thing that a digest tells: a report on a development, under the titles of its topics."""

    topics: tuple[str, ...]  # titles
    title: str
    url: str
    novelty: Novelty
    first_seen: datetime  # UTC
    facts: tuple[str, ...] = ()  # what is new, stage, source, reports so far: short phrases in this order

    @classmethod
    def of(
        cls, development: Development, report: Report, topics: tuple[str, ...], *, whats_new: str = ""
    ) -> DigestItem:
        """The item for a report, for digests that are made from what is stored."""
        stage = report.stage or development.stage
        facts = (whats_new, f"stage: {stage}" if stage else "", report.source_name, tally(development))
        return cls(
            topics=topics,
            title=report.title or development.title,
            url=report.url,
            novelty=report.novelty,
            first_seen=report.first_seen,
            facts=tuple(fact for fact in facts if fact),
        )

    @classmethod
    def held(cls, message: Message) -> DigestItem:
        """The item for an alert that was composed and then held back (over the budget, quiet hours)."""
        main = message.blocks[0] if message.blocks else Block()
        said = {line.label: line.text for line in main.lines}
        update = next((f"on: {text}" for label, text in said.items() if label.endswith(" of")), "")
        stage = f"stage: {said['Stage']}" if "Stage" in said else ""
        facts = (said.get("What is new", ""), update, stage, said.get("Source", ""), said.get("So far", ""))
        return cls(
            topics=message.topics,
            title=message.title,
            url=main.url,
            novelty=message.novelty or Novelty.NEW,
            first_seen=message.at,
            facts=tuple(fact for fact in facts if fact),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Proof of watch: what was looked at between ``since`` and the digest."""

    topics: int
    sources: int
    healthy: int
    read: int  # entries read since then
    since: datetime | None = None  # UTC; None = not said

    def sentence(self) -> str:
        """``41 of 43 sources healthy; 2,310 items read``."""
        return f"{self.healthy:,} of {counted(self.sources, 'source')} healthy; {counted(self.read, 'item')} read"


def compose_digest(
    *,
    items: Sequence[DigestItem],
    watch: Watch,
    key: str,
    now: datetime,
    zone: tzinfo = UTC,
    held: str = "",
    base_url: str = "",
) -> Message:
    """All of ``items``, grouped by topic; none of them is left out here. Without items it is the proof of watch.

    ``held`` says why they come in a digest ("over the budget of 20 alerts an hour"), "" for one that is due anyway.
    An item on several topics stands under the first and names the others.
    """
    if not items:
        title = f"Nothing new on {counted(watch.topics, 'topic')}; {watch.sentence()}"
        proof = (Block(text=f"Watched since {when(watch.since, zone)}."),) if watch.since else ()
        return _digest(title=title, blocks=proof, key=key, now=now, base_url=base_url)
    groups = _by_topic(items)
    intro = f"Held for this digest: {inert(held, 200)}." if held else ""
    blocks = [Block(text=intro)] if intro else []
    blocks += [_group(title, group, zone) for title, group in groups.items()]
    since = f" since {when(watch.since, zone)}" if watch.since else ""
    blocks.append(Block(heading="Watch", text=f"{watch.sentence()}{since}."))
    title = f"{counted(len(items), 'report')} on {counted(len(groups), 'topic')}"
    return _digest(title=title, blocks=tuple(blocks), key=key, now=now, base_url=base_url, topics=tuple(groups))


def compose_standing(
    *,
    topics: Sequence[str],
    items: Sequence[DigestItem],
    watch: Watch,
    key: str,
    now: datetime,
    zone: tzinfo = UTC,
    days: int = STANDING_DAYS,
    base_url: str = "",
) -> Message:
    """Where things stand: what the last ``days`` days brought, per topic, for the end of the first run.

    ``topics`` are all topics' titles; those without a development are named too. Items first seen or published
    earlier are the caller's to leave out: only the caller knows by which date a backlog is to be read.
    """
    groups = _by_topic(items)
    order = [*dict.fromkeys([*(inert(title, 200) for title in topics), *groups])]
    empty = f"Nothing found in the last {days} days."
    blocks = [_group(title, groups[title], zone, "development") if title in groups else Block(heading=title, text=empty)
              for title in order]  # fmt: skip
    blocks.append(Block(heading="Watch", text=f"{watch.sentence()}. From now on, only what is new is told."))
    title = f"Where things stand: {counted(len(items), 'development')} in the last {days} days"
    return _digest(title=title, blocks=tuple(blocks), key=key, now=now, base_url=base_url, topics=tuple(order))


def _digest(
    *, title: str, blocks: tuple[Block, ...], key: str, now: datetime, base_url: str, topics: tuple[str, ...] = ()
) -> Message:
    url = inert_url(base_url)
    page = (Block(lines=(Line(label="All developments", text=url, url=url),)),) if url else ()
    return Message(
        kind=AlertKind.DIGEST,
        key=key,
        title=title,
        blocks=(*blocks, *page),
        topics=topics,
        at=now,
        footer="monitor, digest",
    )


def _by_topic(items: Sequence[DigestItem]) -> dict[str, list[DigestItem]]:
    groups: dict[str, list[DigestItem]] = {}
    for item in items:
        groups.setdefault(inert(item.topics[0], 200) if item.topics else "Other", []).append(item)
    return groups


def _group(title: str, items: Sequence[DigestItem], zone: tzinfo, noun: str = "report") -> Block:
    """One topic: a line with the headline for each item, a line without a label for its facts."""
    lines: list[Line] = []
    for item in items:
        headline = inert(item.title, TITLE_LIMIT) or "(without a headline)"
        lines.append(Line(label=_LABELS[item.novelty], text=headline, url=inert_url(item.url)))
        others = f"also on {', '.join(item.topics[1:])}" if len(item.topics) > 1 else ""
        facts = (*item.facts, others, f"first seen {when(item.first_seen, zone)}")
        lines.append(Line(label="", text=inert(" · ".join(inert(fact, 300) for fact in facts if fact))))
    return Block(heading=title, text=counted(len(items), noun), lines=tuple(lines))


def compose_notice(
    *, title: str, lines: Sequence[tuple[str, str]], key: str, now: datetime, text: str = "", thread: str = ""
) -> Message:
    """A word to the operator. ``lines`` are (label, text); ``text`` says what it means and what to do.

    ``thread`` joins the notice on an outage with the one on its end.
    """
    told = tuple(Line(label=inert(label, 60), text=inert(value, 400)) for label, value in lines)
    return Message(
        kind=AlertKind.NOTICE,
        key=key,
        title=inert(title, TITLE_LIMIT),
        blocks=(Block(text=inert(text), lines=told),),
        thread=thread,
        at=now,
        footer="monitor, notice to the operator",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A source or channel that does not work: its name, since when (UTC), and the reason in a few words."""

    name: str
    since: datetime
    reason: str


def failing_sources(outages: Sequence[Outage], *, sources: int, key: str, now: datetime, zone: tzinfo = UTC) -> Message:
    """One notice for all sources that were found failing together; ``sources`` is the number of all that are polled."""
    many = len(outages) > 1
    title = f"{len(outages)} of {sources} sources fail" if many else f"Source fails: {outages[0].name}"
    advice = "Polls go on at longer intervals; nothing is lost that the source still lists when it is back."
    if many and len(outages) * 2 > sources:
        advice = f"More than half of all sources: look at this machine's own network first. {advice}"
    return compose_notice(title=title, lines=_outage_lines(outages, zone), text=advice, key=key, now=now)


def recovered_sources(outages: Sequence[Outage], *, key: str, now: datetime) -> Message:
    """One notice for all sources that work again; ``since`` tells when each had begun to fail."""
    many = len(outages) > 1
    title = f"{len(outages)} sources work again" if many else f"Source works again: {outages[0].name}"
    lines = [
        ("Works", f"{outage.name}: had failed for {_lasting(now - outage.since)} ({outage.reason})")
        for outage in outages
    ]
    return compose_notice(title=title, lines=_capped(lines), key=key, now=now)


def dead_channel(outage: Outage, *, undelivered: int, key: str, now: datetime, zone: tzinfo = UTC) -> Message:
    """A channel takes nothing; ``undelivered`` alerts are kept. To be sent through another channel."""
    kept = f"{counted(undelivered, 'alert')} not delivered; they are kept and can be sent again."
    lines = [*_outage_lines([outage], zone), ("Kept", kept)]
    text = "Check the channel's address and its secret, then send a test."
    return compose_notice(title=f"Channel does not deliver: {outage.name}", lines=lines, text=text, key=key, now=now)


def refused_edit(problem: ConfigError, *, key: str, now: datetime) -> Message:
    """A changed configuration file was not taken; the last good one goes on working."""
    place = problem.file + (f", line {problem.line}" if problem.line else "")
    lines = [(label, text) for label, text in (("File", place), ("Key", problem.key)) if text]
    lines.append(("Problem", problem.problem))
    text = "The monitor goes on with the configuration it had."
    return compose_notice(title="Configuration change refused", lines=lines, text=text, key=key, now=now)


def _outage_lines(outages: Sequence[Outage], zone: tzinfo) -> list[tuple[str, str]]:
    return _capped([_fails(outage, zone) for outage in outages])


def _fails(outage: Outage, zone: tzinfo) -> tuple[str, str]:
    return "Fails", f"{outage.name}: {outage.reason}, since {when(outage.since, zone)}"


def _capped(lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
    rest = len(lines) - _LISTED
    return lines if rest <= 0 else [*lines[:_LISTED], ("And", f"{rest} more")]


def _lasting(span: timedelta) -> str:
    minutes = max(int(span.total_seconds() // 60), 0)
    if minutes < 120:
        return counted(minutes, "minute")
    return counted(minutes // 60, "hour") if minutes < 48 * 60 else counted(minutes // (24 * 60), "day")
