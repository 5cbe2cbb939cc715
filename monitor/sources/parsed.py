"""What a parser gives: the entries of one document, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from monitor.core.model.entry import FoundEntry
from monitor.webtext.obstacle import Obstacle

T = TypeVar("T")

MAX_ENTRIES = 5_000
TITLE_LENGTH = 500
SUMMARY_LENGTH = 5_000
CONTENT_LENGTH = 1_000_000
URL_LENGTH = 2_000
GUID_LENGTH = 1_000
NAME_LENGTH = 200  # authors, publishers


class ParseProblem(StrEnum):
    """What is wrong with a document. The value is shown to people. Only CUT_OFF comes with entries."""

    EMPTY = "empty body"
    HTML = "an HTML page and not a feed"
    NOT_XML = "neither XML nor JSON"
    NOT_A_FEED = "XML, but no feed"
    JSON = "JSON data, but no JSON Feed"
    CALENDAR = "a calendar or address card"
    PDF = "a PDF document"
    OFFICE = "an office document"
    PICTURE = "a picture"
    RECORDING = "sound or video"
    PACKED = "a packed file"
    PROGRAM = "a script or style sheet"
    BINARY = "binary data"
    CUT_OFF = "cut off in the middle"
    NO_LINKS = "no links to items found"
    NO_TEXT = "no text found"
    BAD_SELECTOR = "the selector cannot be read"
    TEXT_GONE = "nothing of the page's former text is left"
    BOT_CHALLENGE = Obstacle.BOT_CHALLENGE.value
    CONSENT_WALL = Obstacle.CONSENT_WALL.value
    LOGIN = Obstacle.LOGIN.value
    ERROR_PAGE = Obstacle.ERROR_PAGE.value
    EMPTY_SHELL = Obstacle.EMPTY_SHELL.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One document, read. ``entries`` are in document order, each once.

    A feed that is whole but lists nothing has no entries and no problem: it may fill later.
    """

    entries: tuple[FoundEntry, ...] = ()
    problem: ParseProblem | None = None
    title: str = ""
    page_text: str = field(default="", repr=False)  # kind page: one block a line, a table row as "cell | cell"
    ignored: tuple[str, ...] = field(default=(), repr=False)  # lines of it, and of the text before, that do not count
    rows: tuple[tuple[str, str], ...] = ()  # new table rows of it, with what they say by the names of their columns
    next_url: str = ""  # older entries (RFC 5005), or the newest part of a sitemap index
    min_interval: timedelta | None = None  # the document asks not to be polled more often (ttl, sy:updatePeriod)
    skip_hours: tuple[int, ...] = ()  # UTC hours in which the feed asks not to be polled (RSS 2.0 skipHours)
    language: str = ""  # ISO 639-1, as declared


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Bytes to parse and what is known of them. ``url`` is where they came from, after redirects."""

    body: bytes = field(repr=False)
    url: str
    media_type: str = ""  # without parameters; "" if unknown
    charset: str = ""  # as in Content-Type
    previous: str = field(default="", repr=False)  # kind page: the page_text of the last good poll
    selector: str = ""  # kind listing: a CSS selector or XPath of the items, "" = learn them
    ignore: tuple[str, ...] = ()  # kind page: texts, or "/regular expressions/", whose lines do not count


def failed(problem: ParseProblem | Obstacle, *, title: str = "") -> Parsed:
    """A document that gives nothing."""
    return Parsed(problem=ParseProblem(problem.value), title=title)


def ends(items: Sequence[T]) -> Sequence[T]:
    """At most ``MAX_ENTRIES`` of a document's items, its first and its last: what is new stands at one end."""
    half = MAX_ENTRIES // 2
    return items if len(items) <= MAX_ENTRIES else [*items[:half], *items[-half:]]


def once_each(entries: Iterable[FoundEntry]) -> tuple[FoundEntry, ...]:
    """The first ``MAX_ENTRIES`` entries without those that stand in the document a second time."""
    seen: dict[tuple[str, str, str], FoundEntry] = {}
    for entry in entries:
        seen.setdefault((entry.guid, entry.url, entry.title), entry)
        if len(seen) >= MAX_ENTRIES:
            break
    return tuple(seen.values())


def two_letters(language: str) -> str:
    """ISO 639-1 code of a language tag ("en-GB" gives "en"); "" when it is none."""
    code = language.strip().lower().replace("_", "-").split("-")[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""
