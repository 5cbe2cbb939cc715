"""One entry as feedparser gives it to a FoundEntry: plain, bounded, absolute, in UTC."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime
from typing import Any

from monitor.core.model.entry import FoundEntry
from monitor.sources.links import absolute
from monitor.sources.parsed import (
    CONTENT_LENGTH,
    GUID_LENGTH,
    NAME_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    two_letters,
)
from monitor.webtext.dates import FIRST_YEAR, LAST_YEAR, read_date
from monitor.webtext.decode import without_controls
from monitor.webtext.plain import one_line, plain

Raw = dict[str, Any]
_SIGNATURE = re.compile(  # what WordPress writes under every item, in the site's language
    r"\s*(?:The post|Der Beitrag|L.article|Cet article|La entrada|Het bericht|L.articolo|O post|Запись|Допис)\b.{1,400}"
    r"(?:appeared first on|first appeared on|erschien zuerst auf|est apparu en premier sur"
    r"|(?:apareció|se publicó) primero en"
    r"|verscheen eerst op|proviene da|apareceu primeiro em|впервые появилась|вперше з.явився)\b.{0,200}$"
)
_NEAREST = ("enclosure", "via", "related", "any other", "self")
_NO_PAGE = ("license", "author", "replies", "payment", "edit", "edit-media", "hub", "icon", "next", "prev", "up")
_ADDRESS = re.compile(r"https?://\S+")


def read_entry(raw: Raw, *, url: str, base: str, atom: bool) -> FoundEntry:
    """The entry, with links seen from ``base``. ``url`` is the feed's own address.

    Where an item of RSS has but one date (``dc:date``, as in RSS 1.0), feedparser calls it "updated": it is when the
    item appeared. In ``atom`` that word means what it says.
    """
    link = _link(raw, base) or _guid_link(raw, base)
    summary_markup = _text(raw, "summary")
    bodies = [str(part.get("value") or "") for part in _list(raw, "content")]
    summary = _SIGNATURE.sub("", plain(summary_markup, SUMMARY_LENGTH))
    body = max([*bodies, summary_markup], key=len)
    whole = body is summary_markup and not summary.endswith("…")  # read already, and not cut
    full = plain(body, CONTENT_LENGTH) if len(body) > len(summary) and not whole else ""
    if not summary and full:
        summary = one_line(full, SUMMARY_LENGTH)
    title = plain(_text(raw, "title"), TITLE_LENGTH)
    updated = _date(raw, "updated")
    return FoundEntry(
        title=title or one_line(summary, 120),
        url="" if link == url and not title else link,
        guid=one_line(_text(raw, "id"), GUID_LENGTH),
        summary=summary,
        content=without_controls(body[:CONTENT_LENGTH]) if len(full) > len(summary) else "",
        author=_author(raw),
        published=_date(raw, "published") or _date(raw, "created") or (None if atom else updated),
        updated=updated,
        publisher=source_name(raw),
        language=two_letters(_language(raw)),
    )


def source_name(raw: Raw) -> str:
    """The name in the entry's own ``source`` element, "" if it has none."""
    source = dict.get(raw, "source")
    name = str(source.get("title") or source.get("value") or "") if isinstance(source, dict) else ""
    return plain(name or _text(raw, "news_source"), NAME_LENGTH)


def _text(raw: Raw, key: str) -> str:
    # dict.get: feedparser's own lookup answers "updated" with "published" and the like
    return str(dict.get(raw, key) or "")


def _list(raw: Raw, key: str) -> list[Raw]:
    value = dict.get(raw, key)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _link(raw: Raw, base: str) -> str:
    """The page of the entry: the original behind a counter first, then Atom's alternate, then the nearest other."""
    original = absolute(base, _text(raw, "feedburner_origlink"))
    if original:
        return original
    links = _list(raw, "links")
    alternates = [link for link in links if link.get("rel", "alternate") == "alternate"]
    pages = [link for link in alternates if "html" in str(link.get("type", "text/html"))]
    for link in (*pages, *alternates):
        if found := absolute(base, str(link.get("href") or "")):
            return found
    if found := absolute(base, _text(raw, "link")):
        return found
    others = sorted((link for link in links if link.get("rel") not in _NO_PAGE), key=_distance)
    return next((found for link in others if (found := absolute(base, str(link.get("href") or "")))), "")


def _distance(link: Raw) -> int:
    """How far what is linked is from the entry's own page, by its relation (RFC 4287, 4.2.7.2)."""
    relation = str(link.get("rel"))
    return _NEAREST.index(relation if relation in _NEAREST else "any other")


def _guid_link(raw: Raw, base: str) -> str:
    """The id, where the entry has no link and its id is an address that is not said to be none."""
    guid = _text(raw, "id").strip()
    if dict.get(raw, "guidislink") is False:
        return ""
    return absolute(base, guid) if _ADDRESS.fullmatch(guid) else ""


def _author(raw: Raw) -> str:
    name = _text(raw, "author")
    detail = dict.get(raw, "author_detail")
    if isinstance(detail, dict) and detail.get("name"):
        name = str(detail["name"])
    return plain(name, NAME_LENGTH)


def _language(raw: Raw) -> str:
    detail = dict.get(raw, "title_detail")
    return _text(raw, "language") or (str(detail.get("language") or "") if isinstance(detail, dict) else "")


def _date(raw: Raw, key: str) -> datetime | None:
    """Read by our own rules first: feedparser takes "CEST" and most other zone names for UTC."""
    claimed = _text(raw, key)
    if not claimed:
        return None
    if own := read_date(claimed):
        return own
    parts = dict.get(raw, f"{key}_parsed")
    if not parts:
        return None
    try:
        date = datetime.fromtimestamp(calendar.timegm(parts), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return date if FIRST_YEAR <= date.year <= LAST_YEAR else None
