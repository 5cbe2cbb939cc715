"""RSS 0.9x to 2.0, RDF, Atom and JSON Feed to entries."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable
from typing import Any

from monitor.core.model.entry import FoundEntry
from monitor.sources.feed_entry import read_entry
from monitor.sources.feed_hints import read_hints
from monitor.sources.feed_plain import read_plain, read_plain_head
from monitor.sources.feed_split import FeedParts, behind_warnings, root_of, split, well_formed
from monitor.sources.feed_text import cleaned, read_text
from monitor.sources.json_feed import parse_json_feed
from monitor.sources.links import absolute
from monitor.sources.parsed import TITLE_LENGTH, Document, Parsed, ParseProblem, ends, failed, once_each, two_letters
from monitor.webtext.dates import read_date
from monitor.webtext.obstacle import find_obstacle
from monitor.webtext.plain import plain
from monitor.webtext.tree import parse_html
from monitor.webtext.visible import title_of

_HTML = re.compile(
    r"\A(?:<!--.*?-->|\s)*<(?:html|head|body|script|style|meta|title|link|div|p|h\d|center|table|noscript|br)\b|<html[\s>]",
    re.IGNORECASE | re.DOTALL,
)
Raw = dict[str, Any]  # feedparser's dictionaries; they never leave this room


def parse_feed(document: Document) -> Parsed:
    """The entries of a feed, newest first if the feed lists them so.

    A feed that ends in the middle gives its whole entries and CUT_OFF. One entry that is broken XML is read as far
    as it can be and takes no other with it. Dates are claims and may be missing or in the future.
    """
    if not document.body.strip():
        return failed(ParseProblem.EMPTY)
    text = read_text(document.body, document.charset)
    if text[:1] in ("{", "["):
        return parse_json_feed(text, document)
    root = root_of(text)
    if not root and (behind := behind_warnings(text)):
        text, root = behind, root_of(behind)
    if not root:
        return _no_feed(text)
    text = cleaned(text)
    parts = split(text)
    feed, raw_entries = _read(parts)
    # Atom's links are relative to xml:base or the document, those of RSS to the site's address.
    site = "" if root == "feed" else absolute(document.url, str(feed.get("link") or ""))
    base = site or document.url
    hints = read_hints(parts.head)
    return Parsed(
        entries=once_each(_entries(ends(raw_entries), document.url, base, atom=root == "feed")),
        problem=ParseProblem.CUT_OFF if parts.cut_off else None,
        title=plain(str(feed.get("title") or ""), TITLE_LENGTH),
        next_url=_next_url(feed, document.url),
        min_interval=hints.min_interval,
        skip_hours=hints.skip_hours,
        language=two_letters(str(feed.get("language") or "")),
    )


def _entries(raw_entries: Iterable[Raw], url: str, base: str, *, atom: bool) -> Iterable[FoundEntry]:
    for raw in raw_entries:
        entry = read_entry(raw, url=url, base=base, atom=atom)
        if entry.title or entry.url or entry.guid or entry.summary:
            yield entry


def _no_feed(text: str) -> Parsed:
    """Name what came instead of a feed."""
    if _HTML.search(text[:2000]):
        tree = parse_html(text[:500_000])
        title = title_of(tree) if tree is not None else ""
        return failed(find_obstacle(text) or ParseProblem.HTML, title=title)
    if text.startswith("<"):
        return failed(ParseProblem.NOT_A_FEED)
    return failed(ParseProblem.NOT_XML)


def _read(parts: FeedParts) -> tuple[Raw, list[Raw]]:
    """The feed's own fields and its raw entries, in document order."""
    whole = parts.whole()
    if well_formed(whole):
        return _read_whole(parts, whole)
    feed, _ = _feedparser(parts.head + parts.closing)
    good = {place for place, item in enumerate(parts.items) if well_formed(parts.of(item))}
    _, together = _feedparser(parts.of(*(parts.items[place] for place in sorted(good))))
    if len(together) != len(good):
        together = []
        good = set()
    strict = iter(together)
    found: list[Raw] = []
    for place, item in enumerate(parts.items):
        found += [next(strict)] if place in good else _feedparser(parts.of(item))[1]
    return feed, found


def _read_whole(parts: FeedParts, whole: str) -> tuple[Raw, list[Raw]]:
    """As ``_read``, of a feed that is XML: by our own reading where it is known to give what feedparser gives."""
    head_only = re.sub(r"\s+", "", parts.tail) == re.sub(r"\s+", "", parts.closing)  # nothing of the feed after items
    known = read_plain(parts.opening, parts.items, parts.closing) if parts.items and head_only else None
    if known is None or not all(read_date(raw.get("published", "")) for raw in known if raw.get("published")):
        return _feedparser(whole)
    return read_plain_head(parts.head, parts.closing) or _feedparser(parts.head + parts.closing)[0], known


def _feedparser(text: str) -> tuple[Raw, list[Raw]]:
    """Run feedparser over a text. Never over a string, which it would take for an address or a file to open."""
    import feedparser

    # No address goes in: with one, ids that look relative would be made absolute and change with the feed's address.
    headers = {"content-type": "application/xml; charset=utf-8"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of its own habits, and of broken markup
        result = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers=headers,
            sanitize_html=False,  # texts are reduced to plain text here, content when it is extracted
            resolve_relative_uris=False,
        )
    return result.feed, list(result.entries)


def _next_url(feed: Raw, url: str) -> str:
    for link in feed.get("links") or ():
        if link.get("rel") in ("next", "prev-archive"):
            found = absolute(url, str(link.get("href") or ""))
            if found and found != url:
                return found
    return ""
