"""Search over the stored articles: every word must be in the title or text, with a piece of text around the first."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from monitor.core.errors import NotFound, UserMistake
from monitor.core.model.article import Span
from monitor.core.model.ids import SourceId
from monitor.services import named
from monitor.store.reading import Asked, Found
from monitor.store.store import Store

MOST_WORDS = 8
PAGE = 25
_AROUND = 140  # characters shown on each side of the first word


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A found article; ``marks`` are the places of the words in ``excerpt``."""

    found: Found
    excerpt: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """One page of what was found, newest first. ``more``: there is a further page."""

    hits: tuple[Hit, ...]
    more: bool


def read_question(text: str, *, topic: str = "", source: str = "", since: str = "", until: str = "") -> Asked:
    """What a person typed: words and "exact phrases"; days as in 2026-01-31, the last one included (UTC).

    UserMistake for too many words or a day that is none.
    """
    try:
        words = shlex.split(text.replace("'", "’")) if text.count('"') % 2 == 0 else text.replace('"', " ").split()
    except ValueError:
        words = text.split()
    kept = tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
    if len(kept) > MOST_WORDS:
        raise UserMistake(f"at most {MOST_WORDS} words: fewer find more")
    first, last = _day(since, "from"), _day(until, "to")
    after = last + timedelta(days=1) if last and last.date() < date.max else None  # nothing is later than the last day
    return Asked(words=kept, topic=topic, source=source, since=first, until=after)


def search(store: Store, asked: Asked, *, page: int = 1) -> Hits:
    """One page of the articles that answer, newest first. Raises NotFound for a topic or source that is not there."""
    words = tuple(word.replace("’", "'") for word in asked.words)
    with store.read() as tx:
        if asked.topic:
            named.topic(tx, asked.topic)
        if asked.source and tx.sources.find(SourceId(asked.source)) is None:
            raise NotFound(f"no source {asked.source!r}")
        found = tx.reading.search(replace(asked, words=words), limit=PAGE + 1, offset=(page - 1) * PAGE)
    return Hits(hits=tuple(_hit(each, words) for each in found[:PAGE]), more=len(found) > PAGE)


def _hit(found: Found, words: tuple[str, ...]) -> Hit:
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE) if words else None
    first = pattern.search(found.text) if pattern else None
    start = max(0, first.start() - _AROUND) if first else 0
    end = (first.end() if first else 0) + 2 * _AROUND - (first.start() - start if first else 0)
    start = found.text.rfind(" ", 0, start) + 1 if start else 0  # whole words
    end = max(found.text.rfind(" ", start, end), first.end() if first else 0) if end < len(found.text) else end
    excerpt = found.text[start:end].replace("\n", " ")
    marks = tuple(Span(start=each.start(), end=each.end()) for each in pattern.finditer(excerpt)) if pattern else ()
    lead, tail = "… " if start else "", " …" if end < len(found.text) else ""
    moved = tuple(Span(start=mark.start + len(lead), end=mark.end + len(lead)) for mark in marks)
    return Hit(found=found, excerpt=lead + excerpt + tail, marks=moved)


def _day(text: str, label: str) -> datetime | None:
    if not text.strip():
        return None
    try:
        return datetime.combine(date.fromisoformat(text.strip()), time(), UTC)
    except ValueError:
        raise UserMistake(f"{label}: write a day as 2026-01-31") from None
