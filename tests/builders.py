"""Short ways to make the model's objects: what a test does not name has a harmless value."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.archive.packing import pack
from monitor.core.model.article import Article
from monitor.core.model.capture import Taken
from monitor.core.model.entry import FoundEntry
from monitor.core.model.ids import ArticleId, ChannelId, EntryId, SourceId, TopicId
from monitor.core.model.source import Address, Source, SourceKind, SourceRank
from monitor.core.model.topic import Topic
from monitor.core.policy.intake import Keyed, keyed

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def source(name: str = "court", url: str = "", kind: SourceKind = SourceKind.FEED, **other: object) -> Source:
    """A source that is polled every half hour."""
    address = url or f"https://{name}.example.org/feed"
    return Source(id=SourceId(name), name=name.title(), url=address, kind=kind, **other)  # type: ignore[arg-type]


def fallback(url: str, kind: SourceKind = SourceKind.LISTING) -> Address:
    """A further address of a source."""
    return Address(url=url, kind=kind)


def found(number: int = 1, **other: object) -> FoundEntry:
    """An entry as a feed lists it."""
    address = f"https://court.example.org/{number}"
    plain = {"title": f"Headline number {number}", "url": address, "guid": f"guid-{number}"}
    return FoundEntry(**{**plain, **other})  # type: ignore[arg-type]


def keyed_one(number: int = 1, **other: object) -> Keyed:
    """The same with its keys."""
    return keyed([found(number, **other)])[0]


def topic(name: str = "court", query: str = '"court of justice"', *channels: str) -> Topic:
    """A topic; without channels it goes to all of them."""
    return Topic(id=TopicId(name), title=name.title(), query=query, channels=tuple(ChannelId(c) for c in channels))


def article(title: str = "Headline", text: str = "Text.", **other: object) -> Article:
    """An article first seen at noon."""
    plain: dict[str, object] = {
        "id": ArticleId(1), "entry_id": EntryId(1), "source_id": SourceId("court"), "url": "https://court.example.org/1",
        "language": "en", "first_seen": NOON, "source_rank": SourceRank.PRESS,
    }  # fmt: skip
    return Article(title=title, text=text, **{**plain, **other})  # type: ignore[arg-type]


def taken(body: bytes, content_type: str = "text/html; charset=utf-8", **other: object) -> Taken:
    """What a server answered at noon."""
    packed = pack(body)
    plain: dict[str, object] = {
        "taken_at": NOON, "url": "https://court.example.org/1", "final_url": "https://court.example.org/1?page=2",
        "status": 200, "headers": (("Content-Type", content_type),) if content_type else (), "size": packed.size,
        "sha256": packed.sha256, "parts": packed.parts, "program": "monitor/test",
    }  # fmt: skip
    return Taken(**{**plain, **other})  # type: ignore[arg-type]
