"""A source: an address that is polled, and what is remembered of its polls."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.core.model.ids import SourceId


class SourceKind(StrEnum):
    """How a source's bytes become entries."""

    FEED = "feed"  # RSS, Atom, RDF, JSON Feed
    LISTING = "listing"  # an index page: its links, as a set
    PAGE = "page"  # one page watched for new passages
    SITEMAP = "sitemap"  # a news sitemap
    SEARCH = "search"  # a news-search feed: the publisher is named by each entry


class SourceRank(StrEnum):
    """Who speaks: decides what counts as confirmation. Values are stable; order is official first."""

    OFFICIAL = "official"
    SPECIALIST = "specialist"  # NGO, UN expert, specialist press
    PRESS = "press"
    AGGREGATOR = "aggregator"

    @property
    def number(self) -> int:
        """1 (official) to 4 (aggregator), as used in feeds.toml."""
        return list(SourceRank).index(self) + 1

    @classmethod
    def from_number(cls, number: int) -> SourceRank:
        """The rank for 1 to 4; ValueError otherwise."""
        if not 1 <= number <= len(cls):
            raise ValueError("rank must be 1 (official) to 4 (aggregator)")
        return list(cls)[number - 1]


class Owner(StrEnum):
    """Who may change a row: the file that declares it, or the people who use the CLI and the web page."""

    FILE = "file"
    USER = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One place to poll: a URL and how to read what it answers."""

    url: str
    kind: SourceKind
    selector: str = ""  # kind listing: a CSS selector or XPath of its items; "" = learned from the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source as declared: what to poll, how often, and how much its word counts."""

    id: SourceId
    name: str
    url: str
    kind: SourceKind
    language: str = "en"  # ISO 639-1; "" = find out per article
    rank: SourceRank = SourceRank.PRESS
    interval: timedelta = timedelta(minutes=30)
    shortest: timedelta | None = None  # the learned interval stays within these; None = cadence decides
    longest: timedelta | None = None
    selector: str = ""  # kind listing, as in Address; for the source's own address
    ignore: tuple[str, ...] = ()  # kind page: lines that hold one of these (or match, as in "/re/") never count
    fallbacks: tuple[Address, ...] = ()  # tried in order while the first address fails
    enabled: bool = True
    owner: Owner = Owner.FILE
    paused: bool = False
    note: str = ""
    checked: str = ""  # ISO date on which a person last saw the address work; "" = never

    @property
    def addresses(self) -> tuple[Address, ...]:
        """The source's own address first, then its fallbacks."""
        return (Address(url=self.url, kind=self.kind, selector=self.selector), *self.fallbacks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to ask again conditionally (RFC 9110, 8.8); opaque, kept byte for byte."""

    etag: str = ""
    last_modified: str = ""


NO_VALIDATORS = Validators()


class Told(StrEnum):
    """What the operator was told of a source and not yet that it is over."""

    FAILING = "failing"
    GONE = "gone"
    SILENT = "silent"
    MOVED = "moved"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What is remembered of a source between polls. All times are UTC."""

    source_id: SourceId
    validators: Validators = NO_VALIDATORS
    body_hash: str = ""  # SHA-256 of the last body that was parsed
    address: int = 0  # index into Source.addresses that is in use
    polls: int = 0
    unchanged: int = 0  # polls in a row that brought nothing new
    failures: int = 0  # polls in a row that failed
    failure: str = ""  # reason of the last failure, "" when the last poll was good
    failing_since: datetime | None = None
    baseline_at: datetime | None = None  # first good poll; None = never polled with success
    met: tuple[str, ...] = ()  # addresses that had a good poll: the first one at each is a baseline
    polled_at: datetime | None = None
    succeeded_at: datetime | None = None
    newest_entry_at: datetime | None = None  # first sight of the newest entry
    next_poll_at: datetime | None = None  # None = as soon as possible
    page_text: str = field(default="", repr=False)  # kind page: what it showed, and what it lost lately, by line
    full_at: datetime | None = None  # last whole answer, as against a 304
    wait: timedelta | None = None  # the publisher asks not to be polled more often (ttl, updatePeriod, max-age)
    skip_hours: tuple[int, ...] = ()  # UTC hours in which the publisher asks not to be polled
    usual_gap: timedelta | None = None  # learned: between arrivals of entries; None = too few seen
    longest_gap: timedelta | None = None  # of those seen
    counts: tuple[int, ...] = ()  # kind listing: links at the last good polls, latest last
    places: tuple[str, ...] = ()  # kind listing: where those links led (host and first part of the path)
    moved_to: str = ""  # where the own address redirects for good
    moved_polls: int = 0  # whole answers in a row that said so
    fallback_since: datetime | None = None  # a fallback is in use; None = the own address is
    own_failure: str = ""  # why the own address is not in use
    older_url: str = field(default="", repr=False)  # where reading back older entries stopped
    told: frozenset[Told] = frozenset()  # written when a notice goes out, never by a poll
