"""Digests: many things told in one message, and proof of watch.

Pure: everything told comes in. May not decide what is held back or when a digest is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from monitor.core.inert import TITLE_LIMIT, inert, inert_url
from monitor.core.model.alert import AlertKind, Block, Line, Message
from monitor.core.model.development import Development, Novelty, Report
from monitor.core.wording import counted, tally, when

STANDING_DAYS = 14
_LABELS = {
    Novelty.NEW: "New",
    Novelty.UPDATE: "Update",
    Novelty.CORRECTION: "Correction",
    Novelty.REPEAT: "Repeat",
}


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
    left_out: int = 0,
) -> Message:
    """All of ``items``, grouped by topic; none of them is left out here. Without items it is the proof of watch.

    ``held`` says why they come in a digest ("over the budget of 20 alerts an hour"), "" for one that is due anyway.
    An item on several topics stands under the first and names the others. ``left_out`` counts what somebody saw before.
    """
    seen = f" {counted(left_out, 'alert')} left out: seen or muted meanwhile." if left_out else ""
    if not items:
        title = f"Nothing new on {counted(watch.topics, 'topic')}; {watch.sentence()}"
        proof = (Block(text=f"Watched since {when(watch.since, zone)}.{seen}"),) if watch.since else ()
        return _digest(title=title, blocks=proof, key=key, now=now, base_url=base_url)
    groups = _by_topic(items)
    intro = f"Held for this digest: {inert(held, 200)}." if held else ""
    blocks = [Block(text=intro)] if intro else []
    blocks += [_group(title, group, zone) for title, group in groups.items()]
    since = f" since {when(watch.since, zone)}" if watch.since else ""
    blocks.append(Block(heading="Watch", text=f"{watch.sentence()}{since}.{seen}"))
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
