"""What was asked of a host: for manners that can be audited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class HostCounts:
    """What was asked of one host since the start. ``bytes_saved``: bodies not sent because of 304, as last seen."""

    host: str
    requests: int
    bytes_received: int
    not_modified: int
    bytes_saved: int
    failures: int  # requests without a usable answer; a missing robots.txt is none
    spacing: timedelta
    held_for: timedelta  # what is left of the server's Retry-After; zero = none
    robots: str = ""  # what its robots.txt says, in words; "" = not asked


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsRule:
    """What a host's robots.txt says of one address. Feeds are polled whatever it says, pages only if it allows it."""

    said: str = ""  # in words; "" = not asked
    allowed: bool | None = None  # None = not asked, or nobody answered
    crawl_delay: timedelta | None = None  # as asked for, before the bounds within which it is kept


NOT_ASKED = RobotsRule()


def nobody_asked(url: str) -> RobotsRule:  # noqa: ARG001 - the signature is the point
    """The rule where there is nobody to ask for it."""
    return NOT_ASKED


CUT_OFF = 5.0  # seconds that a host is left alone beyond its pause when a program ended amid a request to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The answer of the turns that several programs share. What is left of each in seconds, 0 = nothing."""

    granted: bool  # if not, and nothing else is said, another program is asking the host just now
    wait: float = 0.0  # of the pause after the last request
    held: float = 0.0  # of the time for which it asked to be left alone
    crawl_delay: float = 0.0  # the whole pause that its robots.txt asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class HostDay:
    """What was asked of one host on one day (UTC), by every run of the program."""

    host: str
    day: date
    requests: int = 0
    failures: int = 0
    not_modified: int = 0
    bytes_received: int = 0
    bytes_saved: int = 0
    spacing: timedelta = timedelta()  # as used last
    robots: str = ""  # as found last
