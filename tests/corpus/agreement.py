"""How far our reading of a feed agrees with feedparser's own, file by file."""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.core.model.source import SourceKind
from monitor.isolation.outcome import TaskFailed
from monitor.isolation.pool import WorkerPool
from monitor.sources.parsed import Parsed, ParseProblem
from monitor.sources.task import TASK, from_wire, request
from monitor.webtext.plain import one_line, plain

_HEADER = re.compile(rb"^\s*Header:\s*Content-type:\s*([^\r\n]+)", re.IGNORECASE | re.MULTILINE)
SUFFIXES = (".xml", ".json", ".rss", ".atom", ".rdf")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One file as read by both. ``titles`` are plain text, in document order, of entries that tell anything at all."""

    path: Path
    theirs: tuple[str, ...]
    ours: tuple[str, ...]
    problem: ParseProblem | None
    fault: str  # why our worker gave no answer, "" if it did
    seconds: float

    @property
    def same_count(self) -> bool:
        """Whether both found as many entries."""
        return len(self.ours) == len(self.theirs)

    @property
    def same_titles(self) -> bool:
        """Whether every title that feedparser gives is ours too."""
        pairs = zip(self.theirs, self.ours, strict=False)
        return self.same_count and all(_letters(their) == _letters(our) for their, our in pairs if their)


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
            url="http://feeds.example/feed",
            media_type=content_type.split(";")[0].strip().lower(),
            charset=charset[1] if charset else "",
        ),
        body,
    )
    seconds = time.perf_counter() - began
    parsed = Parsed() if isinstance(done, TaskFailed) else from_wire(dict(done.header))
    return Reading(
        path=path,
        theirs=_feedparser_titles(body, content_type),
        ours=tuple(entry.title for entry in parsed.entries),
        problem=parsed.problem,
        fault=f"{done.reason.value}: {done.detail}" if isinstance(done, TaskFailed) else "",
        seconds=seconds,
    )


def _feedparser_titles(body: bytes, content_type: str) -> tuple[str, ...]:
    import feedparser

    headers = {"content-type": content_type} if content_type else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            result = feedparser.parse(_stream(body), response_headers=headers)
        except (ValueError, OverflowError, RecursionError):  # it raises on some broken references
            return ()
    seen: dict[tuple[str, str, str], str] = {}
    for entry in result.entries:
        title, links = plain(_text(entry, "title"), 500), [_text(link, "href") for link in entry.get("links") or ()]
        link = _text(entry, "link") or next(filter(None, links), "")
        texts = [_text(entry, "summary"), *(_text(part, "value") for part in entry.get("content") or ())]
        if title or link.strip() or _text(entry, "id").strip() or any(plain(text, 500) for text in texts):
            seen.setdefault((_text(entry, "id"), link, title), title)
    return tuple(seen.values())


def _stream(body: bytes) -> Any:
    import io

    return io.BytesIO(body)


def _text(entry: Mapping[str, Any], name: str) -> str:
    return str(entry.get(name) or "")


def _letters(title: str) -> str:
    return "".join(char for char in one_line(title, 500).casefold() if char.isalnum())
