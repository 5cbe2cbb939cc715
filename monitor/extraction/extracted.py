"""What extraction gives: the text of one page, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.webtext.obstacle import Obstacle

MAX_TEXT = 500_000  # characters
TITLE_LENGTH = 500
NAME_LENGTH = 200


class PageKind(StrEnum):
    """What a page turned out to be. The value is shown to people."""

    ARTICLE = "article"
    PAYWALL = "paywall"  # with text: the part in front of the wall
    LISTING = "listing"
    NO_TEXT = "no readable text"
    UNREADABLE = "broken, locked or scanned document"
    UNSUPPORTED = "neither a page nor a document"
    BOT_CHALLENGE = Obstacle.BOT_CHALLENGE.value
    CONSENT_WALL = Obstacle.CONSENT_WALL.value
    LOGIN = Obstacle.LOGIN.value
    ERROR_PAGE = Obstacle.ERROR_PAGE.value
    EMPTY_SHELL = Obstacle.EMPTY_SHELL.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """The text of a page. ``published`` is what the page claims, in UTC; paragraphs are separated by a newline."""

    title: str
    text: str = field(repr=False)
    author: str = ""
    published: datetime | None = None
    language: str = ""  # ISO 639-1; "" = unknown
    site_name: str = ""
    kind: PageKind = PageKind.ARTICLE  # ARTICLE or PAYWALL


@dataclass(frozen=True, slots=True, kw_only=True)
class NoText:
    """No text that counts as an article. ``detail`` is one line, safe to print."""

    reason: PageKind
    detail: str = ""


Extraction = Extracted | NoText


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBytes:
    """Bytes to extract from and what is known of them; hints are used where the page says nothing."""

    body: bytes = field(repr=False)
    url: str
    media_type: str = ""  # without parameters; "" if unknown
    charset: str = ""
    title_hint: str = ""
    language_hint: str = ""  # ISO 639-1
