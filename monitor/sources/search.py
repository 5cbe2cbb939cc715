"""News-search feeds: each entry names its publisher, and the headline often ends with that name."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from monitor.core.model.entry import FoundEntry
from monitor.sources.feed import parse_feed
from monitor.sources.links import absolute
from monitor.sources.parsed import Document, Parsed

_SEPARATORS = (" - ", " – ", " — ", " | ")
_WRAPPED = ("url", "u", "link", "target")  # query parameters in which a counter carries the real address


def parse_search(document: Document) -> Parsed:
    """As a feed; headlines lose their "- Publisher", links the counter before them, summaries go that repeat."""
    parsed = parse_feed(document)
    return replace(parsed, entries=tuple(_entry(entry) for entry in parsed.entries))


def _entry(entry: FoundEntry) -> FoundEntry:
    title = without_publisher(entry.title, entry.publisher)
    rest = entry.summary.replace(title, "").replace(entry.publisher, "") if title else entry.summary
    repeats = len("".join(char for char in rest if char.isalpha())) < 15
    return replace(
        entry,
        title=title,
        url=_unwrapped(entry.url),
        summary="" if repeats else entry.summary,
        content="" if repeats else entry.content,
    )


def without_publisher(title: str, publisher: str) -> str:
    """A headline without its publisher's name at the end."""
    for separator in _SEPARATORS:
        head, found, tail = title.rpartition(separator)
        if found and head and publisher and tail.strip().casefold() == publisher.casefold():
            return head.strip()
    return title


def _unwrapped(url: str) -> str:
    """The address inside a counting link of the search engine, if it carries one in the open."""
    query = urlsplit(url).query
    if "http" not in query:
        return url
    values = parse_qs(query)
    inner = (absolute(url, values[name][0]) for name in _WRAPPED if values.get(name, [""])[0].startswith("http"))
    return next((found for found in inner if found), url)
