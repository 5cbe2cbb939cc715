"""Atom (RFC 4287)."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree as Xml

from monitor.outputs.feed import Feed, Item

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"


def render(feed: Feed) -> bytes:
    """The feed as an Atom document in UTF-8."""
    Xml.register_namespace("", _ATOM)
    root = _element("feed")
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(feed.updated))
    _link(root, "self", feed.url, "application/atom+xml")
    _link(root, "alternate", feed.home, "text/html")
    _text(root, "generator", "monitor")
    root.extend(_entry(each) for each in feed.items)
    body: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _entry(item: Item) -> Xml.Element:
    entry = _element("entry")
    if item.language:
        entry.set(f"{{{_XML}}}lang", item.language)
    _text(entry, "id", item.id)
    _text(entry, "title", item.title)
    _text(entry, "published", _moment(item.published))
    _text(entry, "updated", _moment(item.updated))
    _text(Xml.SubElement(entry, f"{{{_ATOM}}}author"), "name", item.source or "unknown")
    _link(entry, "alternate", item.url or item.page, "text/html")
    if item.url and item.page:
        _link(entry, "related", item.page, "text/html")
    for topic in item.topics:
        Xml.SubElement(entry, f"{{{_ATOM}}}category", term=topic)
    _text(entry, "summary", item.summary)
    return entry


def _element(name: str) -> Xml.Element:
    return Xml.Element(f"{{{_ATOM}}}{name}")


def _text(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _link(parent: Xml.Element, relation: str, url: str, kind: str) -> None:
    if url:
        Xml.SubElement(parent, f"{{{_ATOM}}}link", rel=relation, href=url, type=kind)


def _moment(at: datetime) -> str:
    """RFC 3339, in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
