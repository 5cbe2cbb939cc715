"""Entries: what a source lists. An entry becomes an article once its text is held."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.core.model.ids import ArticleId, EntryId, SourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEntry:
    """An entry as parsed from a source's bytes, not yet known to the store."""

    title: str  # plain text, one line
    url: str = ""  # absolute; "" if the source gave none
    guid: str = ""  # the source's own id, as given
    summary: str = ""  # plain text
    content: str = field(default="", repr=False)  # HTML or plain text when the source carries the full text
    author: str = ""
    published: datetime | None = None  # as claimed by the source, UTC; never decides what is new
    updated: datetime | None = None
    publisher: str = ""  # kind search: the entry's own `source` element
    language: str = ""


NOT_JUDGED = "not judged"  # so begins the reason of a pending entry whose text is held and met a bug of the monitor


class Account(StrEnum):
    """What finally became of an entry. Each entry has exactly one; PENDING is the only one that changes."""

    PENDING = "pending"  # not yet extracted or detected
    NO_MATCH = "no match"
    MENTION = "mention"  # on a topic, but not a report
    REPEAT = "repeat"  # reports a development that was alerted before
    BASELINE = "baseline"  # matched at first contact with its source: shown, not alerted
    ALERTED = "alerted"
    SILENT = "not alerted"  # matched, but routing said no: the reason says why
    DUPLICATE = "duplicate"  # same page or same text as an article that is held
    NO_TEXT = "no text"  # nothing could be extracted: the reason says why


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A stored entry. Times are UTC; ``published`` is a claim, ``first_seen`` is ours."""

    id: EntryId
    source_id: SourceId
    title: str
    url: str
    guid: str
    summary: str
    content: str = field(repr=False)
    author: str
    published: datetime | None
    first_seen: datetime
    publisher: str = ""
    language: str = ""
    baseline: bool = False  # was there at first contact
    account: Account = Account.PENDING
    reason: str = ""
    article_id: ArticleId | None = None
    attempts: int = 0  # failed tries to get the text
    next_attempt: datetime | None = None
