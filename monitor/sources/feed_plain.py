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
_SYNDICATION = "{http://purl.org/rss/1.0/modules/syndication/}"
_HEAD = frozenset((  # what a feed says of itself; of most of it nothing is taken
    "title", "link", "language", "description", "pubDate", "lastBuildDate", "generator", "docs", "ttl", "copyright",
    f"{_SYNDICATION}updatePeriod", f"{_SYNDICATION}updateFrequency",
))  # fmt: skip
_ATOM_LINK = "{http://www.w3.org/2005/Atom}link"
_NO_HOME = frozenset(("self", "next", "prev-archive", "hub"))  # relations of which feedparser takes none for the home
_LINK = re.compile(r"https?://[^/\s][^\s]*")
_HOME = re.compile(r"(?:https?:/)?/[A-Za-z0-9._~/-]*")  # where the site is, from the feed's address or whole
_ODD = re.compile("[\x80-\x9f]")  # taken by feedparser for Windows' characters
_ATTRIBUTES = {"guid": frozenset(("isPermaLink",)), "category": frozenset(("domain",))}
_NONE: frozenset[str] = frozenset()


def read_plain(opening: str, items: tuple[str, ...], closing: str) -> list[Raw] | None:
    """The items as feedparser would give them, as far as entries need it; None where it must be asked itself.

    ``opening`` and ``closing`` are the tags in which the items stand. None too if any of it is not well-formed.
    """
    if "xml:" in opening or "xmlns=" in opening:  # a language or base that items take over; elements of another name
        return None
    channel = _channel("".join((opening, *items, closing)))
    if channel is None:
        return None
    found = []
    for item in channel:
        raw = _item(item) if item.tag == "item" and not item.keys() else None
        if raw is None:
            return None
        found.append(raw)
    return found


def read_plain_head(head: str, closing: str) -> Raw | None:
    """Title, link, language and links of a feed without its items, in the same way."""
    if "xml:" in head or "xmlns=" in head:
        return None
    channel = _channel(head + closing)
    if channel is None:
        return None
    texts: dict[str, str] = {}
    links: list[Raw] = []
    for child in channel:
        name = child.tag
        if name == _ATOM_LINK and not len(child) and not (child.text or "").strip():
            if child.get("rel") not in _NO_HOME or not _LINK.fullmatch(child.get("href") or ""):
                return None
            links.append({"rel": child.get("rel"), "href": child.get("href")})
        elif name in texts or name not in _HEAD or len(child) or child.keys() or _ODD.search(child.text or ""):
            return None
        else:
            texts[name] = (child.text or "").strip()
    if not _HOME.fullmatch(texts.get("link", "")):
        return None
    return {name: texts[name] for name in ("title", "link", "language") if texts.get(name)} | {"links": links}


def _channel(document: str) -> Any:
    """The ``channel`` of a document that is RSS 2.0 and nothing else; None for any other."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(document.encode("utf-8"), parser=parser)
    except (etree.XMLSyntaxError, UnicodeError):
        return None
    plain = root.tag == "rss" and root.get("version") == "2.0" and len(root) == 1 and root[0].tag == "channel"
    return root[0] if plain else None


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
