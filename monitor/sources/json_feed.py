"""JSON Feed 1.0 and 1.1 (jsonfeed.org) to entries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from monitor.core.model.entry import FoundEntry
from monitor.sources.links import absolute
from monitor.sources.parsed import (
    CONTENT_LENGTH,
    GUID_LENGTH,
    NAME_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    Document,
    Parsed,
    ParseProblem,
    ends,
    failed,
    once_each,
    two_letters,
)
from monitor.webtext.dates import read_date
from monitor.webtext.decode import without_controls
from monitor.webtext.plain import one_line, plain


def parse_json_feed(text: str, document: Document) -> Parsed:
    """The entries of a JSON feed. One that was cut off gives its whole items and CUT_OFF."""
    problem: ParseProblem | None = None
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        feed, problem = _rescued(text), ParseProblem.CUT_OFF
    if isinstance(feed, dict) and feed.get("items", "") is None and _is_marked(feed):
        feed["items"] = []  # as some programs write a list of nothing
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return failed(ParseProblem.NOT_XML if problem else ParseProblem.JSON)
    items = [item for item in feed["items"] if isinstance(item, dict)]
    entries = once_each(entry for item in ends(items) if (entry := _entry(item, document.url)).title or entry.url)
    if not entries and not _is_marked(feed):  # "items" are in many answers of programs
        return failed(ParseProblem.NOT_XML if problem else ParseProblem.JSON)
    return Parsed(
        entries=entries,
        problem=problem,
        title=plain(_text(feed, "title"), TITLE_LENGTH),
        next_url=absolute(document.url, _text(feed, "next_url")),
        language=two_letters(_text(feed, "language")),
    )


def _rescued(text: str) -> dict[str, Any] | None:
    """The whole items of a feed that ends in the middle."""
    start = text.find('"items"')
    place = text.find("[", start) + 1 if start >= 0 else 0
    if place <= 0:
        return None
    decoder, items = json.JSONDecoder(), []
    while (place := text.find("{", place)) >= 0:
        try:
            item, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        items.append(item)
    return {"items": items}


def _entry(item: Mapping[str, Any], base: str) -> FoundEntry:
    markup = _text(item, "content_html") or _text(item, "content_text")
    full = plain(markup, CONTENT_LENGTH)
    summary = plain(_text(item, "summary"), SUMMARY_LENGTH) or one_line(full, SUMMARY_LENGTH)
    links = [_text(item, "url"), _text(item, "external_url"), _address(_text(item, "id"))]
    return FoundEntry(
        title=plain(_text(item, "title"), TITLE_LENGTH) or one_line(summary, 120),
        url=next((found for link in links if (found := absolute(base, link))), ""),
        guid=one_line(_text(item, "id"), GUID_LENGTH),
        summary=summary,
        content=without_controls(markup[:CONTENT_LENGTH]) if len(full) > len(summary) else "",
        author=_author(item),
        published=read_date(_text(item, "date_published")),
        updated=read_date(_text(item, "date_modified")),
        language=two_letters(_text(item, "language")),
    )


def _is_marked(feed: Mapping[str, Any]) -> bool:
    return "jsonfeed.org" in _text(feed, "version")


def _address(text: str) -> str:
    """The id where it is a whole address, as the format asks for; else ""."""
    return text if text.startswith(("https://", "http://")) else ""


def _author(item: Mapping[str, Any]) -> str:
    authors = item.get("authors")
    listed = authors if isinstance(authors, list) else [item.get("author")]
    names = [_text(author, "name") for author in listed[:20] if isinstance(author, dict)]
    return plain(", ".join(name for name in names if name), NAME_LENGTH)


def _text(mapping: Mapping[str, Any], key: str) -> str:
    value = mapping.get(key)
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
