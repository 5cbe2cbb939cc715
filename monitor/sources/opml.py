"""OPML (opml.org, 2.0): lists of subscriptions, read from other readers and written for them. Fetches nothing.

What is no feed (a listing, a watched page, a sitemap) is written as an outline of type "link", which readers leave
alone, with attributes of its own namespace, by which this program reads it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from monitor.sources.parsed import NAME_LENGTH, URL_LENGTH
from monitor.webtext.plain import plain

LARGEST = 16 * 1024 * 1024  # bytes
MOST_OUTLINES = 10_000
NAMESPACE = "urn:monitor:source"
_OWN = ("id", "kind", "rank", "interval", "selector")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One subscription. All texts are plain and one line; ``own`` are the values of this program's namespace."""

    url: str
    title: str = ""
    language: str = ""
    line: int = 0  # in the file; 0 when it is written
    own: tuple[tuple[str, str], ...] = ()


def read_opml(body: bytes) -> tuple[Outline, ...]:
    """The subscriptions of an OPML file, in its order, however deep they stand in folders.

    Raises ValueError in words: not XML, no OPML, too large, or entities declared (they are never expanded).
    """
    from lxml import etree

    if len(body) > LARGEST:
        raise ValueError(f"is larger than {LARGEST // 1024**2} MiB")
    if b"<!ENTITY" in body.replace(b"\0", b""):
        raise ValueError("declares entities, which are not read: remove them")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(body, parser=parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"is no XML that can be read: {_one_line(error)}") from None
    if _local(tree) != "opml":
        raise ValueError(f"is XML, but no OPML: it begins with <{_local(tree)[:40]}>")
    found = list(_outlines(tree))
    if len(found) > MOST_OUTLINES:
        raise ValueError(f"lists more than {MOST_OUTLINES:,} subscriptions")
    return tuple(found)


def write_opml(outlines: Iterable[Outline], *, title: str, now: datetime) -> str:
    """An OPML 2.0 document."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:m="{NAMESPACE}">',
        f"  <head><title>{_escaped(title)}</title><dateCreated>{format_datetime(now)}</dateCreated></head>",
        "  <body>",
    ]
    for outline in outlines:
        own = dict(outline.own)
        is_feed = own.get("kind", "feed") in ("feed", "search")
        values = {"type": "rss" if is_feed else "link", "text": outline.title, "title": outline.title,
                  "xmlUrl" if is_feed else "url": outline.url, "language": outline.language}  # fmt: skip
        values |= {f"m:{name}": own.get(name, "") for name in _OWN}
        shown = " ".join(f'{name}="{_escaped(value)}"' for name, value in values.items() if value)
        lines.append(f"    <outline {shown}/>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _outlines(tree: Any) -> Iterator[Outline]:
    for node in tree.iter():
        if _local(node) != "outline":
            continue
        values = {name.lower(): value for name, value in node.attrib.items()}  # writers differ in case: xmlUrl, xmlurl
        own = tuple((name, plain(values.get(f"{{{NAMESPACE}}}{name}", ""), 500)) for name in _OWN)
        url = values.get("xmlurl", "")
        if not url and dict(own)["kind"]:
            url = values.get("url", "")
        if url.strip():
            yield Outline(
                url=url.strip()[: URL_LENGTH * 2], line=node.sourceline or 0,
                title=plain(values.get("title") or values.get("text") or "", NAME_LENGTH),
                language=plain(values.get("language", ""), 20),
                own=tuple((name, value) for name, value in own if value),
            )  # fmt: skip


def _local(node: Any) -> str:
    return str(node.tag).rpartition("}")[2].lower() if isinstance(node.tag, str) else ""


def _one_line(error: Exception) -> str:
    return " ".join(str(error).replace("<string>, ", "").split())[:200]


def _escaped(text: str) -> str:
    cleaned = _NOT_XML.sub("", text)
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\n", " "), ("\r", " ")):
        cleaned = cleaned.replace(letter, entity)
    return cleaned
