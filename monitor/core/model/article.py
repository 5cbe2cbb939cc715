"""An article: the text of an entry's page, as extracted, and places in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.core.model.ids import ArticleId, EntryId, SourceId
from monitor.core.model.source import SourceRank


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Half-open range of character offsets into an article's title or text as stored."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The unit that is matched and judged. Paragraphs of ``text`` are separated by a newline."""

    id: ArticleId
    entry_id: EntryId
    source_id: SourceId
    url: str
    title: str
    text: str = field(repr=False)
    language: str = ""  # ISO 639-1; "" = unknown
    published: datetime | None = None  # claimed, UTC
    first_seen: datetime  # ours, UTC
    author: str = ""
    source_name: str = ""
    source_rank: SourceRank = SourceRank.PRESS
    publisher: str = ""  # the entry's `source` element, or the site's name; "" if unknown
    baseline: bool = False
    new_row: bool = False  # what is told is a row that a watched page did not have at the last look


class VersionKind(StrEnum):
    """What a later look at an article's page found."""

    EDITED = "edited"
    GONE = "gone"  # "seen then, not found now": never "deleted"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleVersion:
    """An article as a later look found it. ``change`` says in one line what matters; "" = nothing that does."""

    article_id: ArticleId
    kind: VersionKind
    seen_at: datetime
    title: str
    text: str = field(default="", repr=False)
    change: str = ""
