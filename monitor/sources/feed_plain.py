"""The commonest RSS 2.0, read straight from its XML in a fifteenth of feedparser's time; anything else is left to it.

Taken are items that hold only elements of a short list, each once, without attributes or markup of their own and in
the order in which they mean what they seem to mean. There feedparser's reading is known, rule by rule, and this one is
the same: tests/unit/sources/test_feed_plain.py compares them over made-up feeds, tests/corpus over feedparser's own.
"""

from __future__ import annotations

import re
from typing import Any

Raw = dict[str, Any]

_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_UNREAD = frozenset((  # of no use to an entry, whatever they hold
    "category", "comments",
    "{http://wellformedweb.org/CommentAPI/}commentRss", "{http://purl.org/rss/1.0/modules/slash/}comments",
    "{com-wordpress:feed-additions:1}post-id",
))  # fmt: skip
_READ = frozenset(("title", "link", "guid", "pubDate", "description", f"{_DC}creator", _CONTENT))
_LINK = re.compile(r"https?://[^/\s][^\s]*")
_ODD = re.compile("[\x80-\x9f]")  # taken by feedparser for Windows' characters
_ATTRIBUTES = {"guid": frozenset(("isPermaLink",)), "category": frozenset(("domain",))}
_NONE: frozenset[str] = frozenset()


def read_plain(opening: str, items: tuple[str, ...], closing: str) -> list[Raw] | None:
    """The items as feedparser would give them, as far as entries need it; None where it must be asked itself.

    ``opening`` and ``closing`` are the tags in which the items stand. None too if any of it is not well-formed.
    """
    from lxml import etree

    if "xml:" in opening or "xmlns=" in opening:  # a language or base that items take over; elements of another name
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring("".join((opening, *items, closing)).encode("utf-8"), parser=parser)
    except (etree.XMLSyntaxError, UnicodeError):
        return None
    if root.tag != "rss" or root.get("version") != "2.0" or len(root) != 1 or root[0].tag != "channel":
        return None
    found = []
    for item in root[0]:
        raw = _item(item) if item.tag == "item" and not item.keys() else None
        if raw is None:
            return None
        found.append(raw)
    return found


def _item(item: Any) -> Raw | None:
    texts: dict[str, str] = {}
    for child in item:
        name = child.tag
        if not isinstance(name, str) or len(child) or not _ATTRIBUTES.get(name, _NONE).issuperset(child.keys()):
            return None
        if name in _UNREAD:
            continue
        if name not in _READ or name in texts or _ODD.search(child.text or ""):
            return None
        text = (child.text or "").strip()
        if name == "guid" and ("link" not in texts or ":///" in text):
            return None  # an id before the link may become the link
        if name == _CONTENT and "description" not in texts:
            return None  # a body before the summary may become the summary
        texts[name] = text
    return _raw(texts)


def _raw(texts: dict[str, str]) -> Raw | None:
    link, author = texts.get("link", ""), texts.get(f"{_DC}creator", "")
    if not _LINK.fullmatch(link) or "@" in author:
        return None
    raw: Raw = {"link": link, "links": [{"rel": "alternate", "type": "text/html", "href": link}], "guidislink": False}
    for name, key in (("title", "title"), ("guid", "id"), ("pubDate", "published"), ("description", "summary")):
        if texts.get(name):
            raw[key] = texts[name]
    if author:
        raw |= {"author": author, "author_detail": {"name": author}}
    if texts.get(_CONTENT):
        raw["content"] = [{"value": texts[_CONTENT]}]
    return raw
