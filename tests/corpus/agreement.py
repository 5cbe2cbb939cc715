"""How far our reading of a feed agrees with feedparser's own, file by file."""

from __future__ import annotations

import calendar
import re
import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from monitor.core.model.source import SourceKind
from monitor.isolation.outcome import TaskFailed
from monitor.isolation.pool import WorkerPool
from monitor.sources.parsed import Parsed
from monitor.sources.task import TASK, from_wire, request
from monitor.webtext.plain import one_line, plain

_HEADER = re.compile(rb"^\s*Header:\s*Content-type:\s*([^\r\n]+)", re.IGNORECASE | re.MULTILINE)
HOME = "http://feeds.example/feed"
SUFFIXES = (".xml", ".json", ".rss", ".atom", ".rdf")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What an entry says of itself; texts as letters and digits, "" and None where it says nothing."""

    title: str
    link: str
    guid: str
    published: datetime | None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One file as read by both: the entries that tell anything at all, each once, in document order."""

    path: Path
    theirs: tuple[Told, ...]
    ours: tuple[Told, ...]
    fault: str  # why our worker gave no answer, "" if it did
    seconds: float

    @property
    def agrees(self) -> bool:
        """Whether we found the same entries, and all that feedparser says of them."""
        pairs = zip(self.theirs, self.ours, strict=False)
        return len(self.theirs) == len(self.ours) and all(_covers(our, their) for their, our in pairs)


def _covers(our: Told, their: Told) -> bool:
    """Whether ours says what theirs does; it may say more (a title made of the text, a date that it cannot read).

    feedparser makes ids that look relative absolute; ours are kept as they stand, so that they outlive a move.
    """
    same_guid = their.guid in ("", our.guid, urljoin(HOME, our.guid))
    pairs = ((their.title, our.title), (their.link, our.link), (their.published, our.published))
    return same_guid and all(not wanted or wanted == said for wanted, said in pairs)


def read(workers: WorkerPool, path: Path) -> Reading:
    """Read a file both ways, ours in a worker process as the product does."""
    body = path.read_bytes()
    header = _HEADER.search(body[:3000])
    content_type = header[1].decode("latin-1").strip() if header else ""
    charset = re.search(r"charset=[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    began = time.perf_counter()
    done = workers.run(
        TASK,
        request(
            SourceKind.FEED,
            url=HOME,
            media_type=content_type.split(";")[0].strip().lower(),
            charset=charset[1] if charset else "",
        ),
        body,
    )
    seconds = time.perf_counter() - began
    parsed = Parsed() if isinstance(done, TaskFailed) else from_wire(dict(done.header))
    return Reading(
        path=path,
        theirs=_by_feedparser(body, content_type),
        ours=tuple(
            Told(title=_letters(entry.title), link=entry.url, guid=entry.guid, published=entry.published)
            for entry in parsed.entries
        ),
        fault=f"{done.reason.value}: {done.detail}" if isinstance(done, TaskFailed) else "",
        seconds=seconds,
    )


def _by_feedparser(body: bytes, content_type: str) -> tuple[Told, ...]:
    import feedparser

    headers = {"content-location": HOME} | ({"content-type": content_type} if content_type else {})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            result = feedparser.parse(_stream(body), response_headers=headers)
        except (ValueError, OverflowError, RecursionError):  # it raises on some broken references
            return ()
    seen: dict[tuple[str, str, str], Told] = {}
    for entry in result.entries:
        title, links = plain(_text(entry, "title"), 500), [_text(link, "href") for link in entry.get("links") or ()]
        link = _text(entry, "link") or next(filter(None, links), "")
        texts = [_text(entry, "summary"), *(_text(part, "value") for part in entry.get("content") or ())]
        if title or link.strip() or _text(entry, "id").strip() or any(plain(text, 500) for text in texts):
            seen.setdefault((_text(entry, "id"), link, title), _told(entry, title))
    return tuple(seen.values())


def _told(entry: Mapping[str, Any], title: str) -> Told:
    parts = entry.get("published_parsed") if "published" in entry else None  # else it answers with another date
    published = datetime.fromtimestamp(calendar.timegm(parts), UTC) if parts else None
    link = _text(entry, "link")
    return Told(
        title=_letters(title),
        link=link.replace(" ", "%20") if link.startswith(("http:", "https:")) else "",
        guid=one_line(_text(entry, "id"), 1_000),
        published=published,
    )


def _stream(body: bytes) -> Any:
    import io

    return io.BytesIO(body)


def _text(entry: Mapping[str, Any], name: str) -> str:
    return str(entry.get(name) or "")


def _letters(title: str) -> str:
    return "".join(char for char in one_line(title, 500).casefold() if char.isalnum())
