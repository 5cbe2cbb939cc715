"""Parsing as a task for a worker process: requests and answers as JSON.

The caller runs task ``TASK`` with ``request(...)`` and the body, and reads the answer with ``from_wire``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.core.model.entry import FoundEntry
from monitor.core.model.source import SourceKind
from monitor.sources.discover import FoundFeed, Trace, discover
from monitor.sources.kinds import parse
from monitor.sources.parsed import Document, Parsed, ParseProblem

TASK = "parse"
DISCOVER_TASK = "discover"
TASKS: Mapping[str, str] = {TASK: f"{__name__}:parse_task", DISCOVER_TASK: f"{__name__}:discover_task"}

Json = dict[str, Any]


def prepare() -> None:
    """Load the libraries that parsing needs; called once in a worker, before its limits are set."""
    import feedparser
    import lxml.html

    _ = feedparser, lxml.html


def request(
    kind: SourceKind,
    *,
    url: str,
    media_type: str = "",
    charset: str = "",
    previous: str = "",
    selector: str = "",
    ignore: Sequence[str] = (),
) -> Json:
    """The header to run ``TASK`` with; the arguments are those of ``kinds.parse``."""
    return {
        "kind": kind.value,
        "url": url,
        "media_type": media_type,
        "charset": charset,
        "previous": previous,
        "selector": selector,
        "ignore": list(ignore),
    }


def parse_task(header: Json, body: bytes) -> Json:
    """Run in the worker: parse ``body`` as ``request`` asks."""
    arguments = dict(header)
    return to_wire(parse(SourceKind(arguments.pop("kind")), body, **arguments))


def discover_task(header: Json, body: bytes) -> Json:
    """Run in the worker: find the feeds that a page leads to. ``header``: url, charset."""
    feeds = discover(Document(body=body, url=str(header["url"]), charset=str(header.get("charset") or "")))
    return {"feeds": [[feed.url, feed.title, feed.trace.value] for feed in feeds]}


def feeds_from_wire(answer: Json) -> tuple[FoundFeed, ...]:
    """The feeds in the answer of ``DISCOVER_TASK``."""
    return tuple(FoundFeed(url=url, title=title, trace=Trace(trace)) for url, title, trace in answer["feeds"])


def to_wire(parsed: Parsed) -> Json:
    """A JSON object that holds all of ``parsed``."""
    return {
        "entries": [_entry_to_wire(entry) for entry in parsed.entries],
        "problem": parsed.problem.value if parsed.problem else None,
        "title": parsed.title,
        "page_text": parsed.page_text,
        "ignored": list(parsed.ignored),
        "rows": [list(row) for row in parsed.rows],
        "next_url": parsed.next_url,
        "min_interval": parsed.min_interval.total_seconds() if parsed.min_interval else None,
        "skip_hours": list(parsed.skip_hours),
        "language": parsed.language,
    }


def from_wire(answer: Json) -> Parsed:
    """What ``to_wire`` was given."""
    interval = answer["min_interval"]
    return Parsed(
        entries=tuple(_entry_from_wire(entry) for entry in answer["entries"]),
        problem=ParseProblem(answer["problem"]) if answer["problem"] else None,
        title=answer["title"],
        page_text=answer["page_text"],
        ignored=tuple(answer["ignored"]),
        rows=tuple((line, full) for line, full in answer["rows"]),
        next_url=answer["next_url"],
        min_interval=timedelta(seconds=interval) if interval is not None else None,
        skip_hours=tuple(answer["skip_hours"]),
        language=answer["language"],
    )


_TEXTS = ("title", "url", "guid", "summary", "content", "author", "publisher", "language")
_TIMES = ("published", "updated")


def _entry_to_wire(entry: FoundEntry) -> Json:
    times = {name: getattr(entry, name) for name in _TIMES}
    return {name: getattr(entry, name) for name in _TEXTS} | {
        name: time.isoformat() if time else None for name, time in times.items()
    }


def _entry_from_wire(answer: Json) -> FoundEntry:
    return FoundEntry(
        published=_time(answer["published"]),
        updated=_time(answer["updated"]),
        **{name: answer[name] for name in _TEXTS},
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
