"""A feed's text taken apart into head and items, so that a broken item costs itself alone and a cut one is seen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.parsers import expat

_ROOT = re.compile(r"<(?P<name>(?:[\w.-]+:)?(?P<local>rss|feed|RDF|rdf|channel|CHANNEL))(?=[\s>])[^<>]{0,20000}>")
_STARTS = re.compile(r"(?P<declaration><\?xml\s[^<>]{0,200}\?>)|<(?:rss|feed|rdf:RDF)\s")
_ENDS = re.compile(r"</(?:rss|feed|rdf:RDF)\s*>")
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|pre|code)\b", re.IGNORECASE)
_CHANNEL = re.compile(r"<(?P<name>(?:[\w.-]+:)?channel)(?=[\s>])[^<>]{0,5000}>")
_ITEM = re.compile(r"<((?:[\w.-]+:)?(?:item|entry|ITEM))(?=[\s>])[^<>]{0,5000}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedParts:
    """A feed in pieces; ``head`` + items + ``tail`` is all of it."""

    opening: str  # the tags in which items stand, with their namespaces
    head: str
    items: tuple[str, ...]  # whole ones only
    tail: str
    closing: str  # the tags that close ``opening``
    cut_off: bool  # the root is never closed

    def whole(self) -> str:
        """All of it as one document, closed where it was cut off."""
        return self.head + "".join(self.items) + self.tail

    def of(self, *items: str) -> str:
        """A document with only these items, and nothing of the head that could be broken."""
        return self.opening + "".join(items) + self.closing


def root_of(text: str) -> str:
    """Local name of a feed's root element: "rss", "feed", "RDF", or "channel" (RSS without its root, and CDF).

    "" when the text does not start like a feed.
    """
    found = _ROOT.search(text[:50_000])
    if found is None:
        return ""
    before = re.sub(r"<!--.*?-->|<\?.*?\?>", "", text[: found.start()], flags=re.DOTALL)
    return "" if "<" in before else found["local"]


def behind_warnings(text: str) -> str:
    """The feed behind what a broken program printed before it ("<b>Warning</b>: …"); "" where there is none.

    A page that speaks of feeds is none: the feed must be closed at the end, and nothing before it may be a page.
    """
    start = _STARTS.search(text[:20_000])
    if start is None or _PAGE.search(text[: start.start()]) or not _ENDS.search(text[-500:]):
        return ""
    return text[start.end("declaration") if start["declaration"] else start.start() :].lstrip()


def split(text: str) -> FeedParts:
    """Take a feed apart. ``text`` starts like a feed (``root_of``); anything else gives no items."""
    root = _ROOT.search(text[:50_000])
    name = root["name"] if root else "rss"
    body_start = root.end() if root else 0
    item = _ITEM.search(text, body_start)
    head_end = item.start() if item else len(text)
    channel = _CHANNEL.search(text, body_start, head_end) if root and root["local"] == "rss" else None
    opening = (root[0] if root else "<rss>") + (channel[0] if channel else "")
    closing = (f"</{channel['name']}>" if channel else "") + f"</{name}>"
    cut_off = re.search(rf"</{re.escape(name)}\s*>", text[-5000:]) is None
    items, rest = _items(text, item)
    if item is None:
        head, tail = _head_alone(text, closing, cut_off)
    else:
        head, tail = text[:head_end], closing if cut_off else text[rest:]
    return FeedParts(opening=opening, head=head, items=items, tail=tail, closing=closing, cut_off=cut_off)


def well_formed(document: str) -> bool:
    """Whether a document is XML with all its prefixes declared. It has no DOCTYPE, so nothing is expanded."""
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(document.encode("utf-8", "replace"), True)
    except expat.ExpatError:
        return False
    return True


def _items(text: str, first: re.Match[str] | None) -> tuple[tuple[str, ...], int]:
    """The items in order and where the last one ends. An item that is never closed ends where the next begins."""
    if first is None:
        return (), 0
    name = re.escape(first[1])
    # CDATA is passed over whole: the HTML in it may speak of "</item>".
    marks = re.compile(rf"<!\[CDATA\[.*?(?:\]\]>|\Z)|<{name}(?=[\s>])[^<>]*>|</{name}\s*>", re.DOTALL)
    items: list[str] = []
    start, rest = -1, first.start()
    for mark in marks.finditer(text, first.start()):
        if mark[0].startswith("<!"):
            continue
        if mark[0].startswith("</"):
            if start >= 0:
                items.append(text[start : mark.end()])
            start, rest = -1, mark.end()
        else:
            if start >= 0:
                items.append(f"{text[start : mark.start()]}</{first[1]}>")
            start = mark.start()
    return tuple(items), rest


def _head_alone(text: str, closing: str, cut_off: bool) -> tuple[str, str]:
    """Head and tail of a feed without items."""
    if not cut_off:
        end = text.rfind(closing[: closing.index(">")])
        return (text[:end], text[end:]) if end > 0 else (text, "")
    return text[: text.rfind(">") + 1], closing
