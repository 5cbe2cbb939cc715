"""What a feed out holds, whatever its format: one item for each development, under an id that never changes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from monitor.core.inert import inert, inert_url
from monitor.core.model.development import Development, Report, Verdict
from monitor.core.model.match import Evidence
from monitor.core.wording import tally

_SPACE = uuid.UUID("5f0d6a1c-98f1-5c47-9a0e-5b6f6d0f2a11")  # of this program's ids (RFC 9562, version 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A development as a feed tells it. Texts are inert plain text; times are UTC."""

    id: str  # urn:uuid:…
    title: str
    url: str  # of the report that told it, "" if it has no usable address
    page: str  # its page in the monitor, "" if readers cannot reach one
    published: datetime
    updated: datetime
    summary: str
    source: str
    topics: tuple[str, ...]
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed with its items, the latest first. ``url`` is its own address, ``home`` that of the page."""

    id: str
    title: str
    url: str
    home: str
    updated: datetime
    items: tuple[Item, ...]


def item(development: Development, report: Report, verdict: Verdict, evidence: Evidence | None, *,
         titles: dict[str, str], home: str) -> Item:  # fmt: skip
    """One development with the report that told its latest step; ``titles`` are those of the topics."""
    parts = [verdict.whats_new, evidence.quote if evidence else ""]
    facts = [f"Stage: {development.stage}" if development.stage else "", tally(development), report.source_name]
    said = list(dict.fromkeys(inert(part) for part in parts if part))
    summary = " ".join([*said, f"({'; '.join(fact for fact in facts if fact)})"])
    return Item(
        id=identity("development", development.id, development.opened_at),
        title=inert(report.title, 250) or "(no title)",
        url=inert_url(report.url), page=f"{home}/developments/{development.id}" if home else "",
        published=development.opened_at, updated=report.first_seen, summary=inert(summary, 4_000),
        source=inert(report.source_name, 200), language=report.language,
        topics=tuple(inert(titles.get(topic, topic), 200) for topic in development.topics),
    )  # fmt: skip


def identity(kind: str, name: object, since: datetime | None = None) -> str:
    """A name that stays the same at every reading, wherever the page is served."""
    return f"urn:uuid:{uuid.uuid5(_SPACE, f'{kind}/{name}/{since.isoformat() if since else str()}')}"
