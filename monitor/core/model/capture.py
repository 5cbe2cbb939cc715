"""A capture: what a server answered when a page was read, kept as proof of what the page said then."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.core.model.ids import ArticleId, CaptureId, EntryId


class Captured(StrEnum):
    """Of which articles the page is kept. The value is written in feeds.toml."""

    NOTHING = "nothing"
    REPORTS = "reports"  # articles that report on a topic
    MATCHES = "matches"  # those that mention one too
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturePolicy:
    """Which captures are taken, how long their bytes are kept, and how much room all of them may take."""

    of: Captured = Captured.REPORTS
    keep: timedelta | None = None  # None = until the room is needed
    most_bytes: int = 2_000_000_000  # of stored (compressed) bytes, all captures together


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A capture that is not stored yet.

    ``parts`` are the compressed bytes as they are stored; ``size`` and ``sha256`` (hex) are of the body as it was
    received, after its Content-Encoding was undone.
    """

    taken_at: datetime
    url: str  # the address asked
    final_url: str  # after redirects
    status: int
    headers: tuple[tuple[str, str], ...]  # those of the answer that tell of the page
    size: int
    sha256: str
    parts: tuple[bytes, ...] = field(repr=False)
    program: str = ""  # name and version of what took it

    @property
    def stored(self) -> int:
        """How many bytes it takes."""
        return sum(map(len, self.parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A capture as stored. ``stored`` is 0 when its bytes were let go of; ``gone`` says why then."""

    id: CaptureId
    entry_id: EntryId
    article_id: ArticleId | None  # None = its entry became no article of its own
    taken_at: datetime
    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    size: int
    sha256: str
    stored: int
    gone: str = ""
    program: str = ""
    title: str = ""  # of the article

    @property
    def content_type(self) -> str:
        """The Content-Type as the server gave it; "" if it gave none."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), "")

    @property
    def media_type(self) -> str:
        """The same without its parameters, lower case."""
        return self.content_type.split(";")[0].strip().lower()
