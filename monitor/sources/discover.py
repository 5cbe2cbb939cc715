"""From a home page to its feeds: declared ones, linked ones, and where feeds usually are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from monitor.sources.feed import parse_feed
from monitor.sources.links import absolute, base_of, same_site
from monitor.sources.parsed import NAME_LENGTH, Document
from monitor.webtext.decode import decode
from monitor.webtext.plain import one_line
from monitor.webtext.tree import Tree, parse_html
from monitor.webtext.visible import title_of

_MOST = 50
_FEED_TYPES = re.compile(
    r"application/(?:rss|atom|rdf)\+xml|application/feed\+json|text/xml|application/xml", re.IGNORECASE
)
_FEED_ADDRESS = re.compile(
    r"(?:/(?:rss|feeds?|atom|rdf)(?:/|$|\.(?:xml|php|aspx?|ashx|rdf|json)$)|\.(?:rss|atom|rdf)$|(?:rss|atom|feed)[\w-]*\.xml$"
    r"|[?&](?:format|feed|type|alt)=(?:rss|atom|xml|feed)|spip\.php\?page=backend)",
    re.IGNORECASE,
)
_FEED_WORD = re.compile(r"\b(?:rss|atom|feed|flux rss|newsfeed)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"comments?|kommentar|commentaire", re.IGNORECASE)
_USUAL = ("feed/", "rss.xml", "feed.xml", "atom.xml", "index.xml", "rss/", "feed.json", "spip.php?page=backend")


class Trace(StrEnum):
    """How a feed was found, surest first."""

    ITSELF = "the address is a feed"
    DECLARED = "declared by the page"
    LINKED = "linked from the page"
    USUAL = "usual place, not checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """An address that is or may be a feed."""

    url: str
    title: str
    trace: Trace


def discover(document: Document) -> tuple[FoundFeed, ...]:
    """The feeds that a page leads to, surest first, each once. Those of comments come last in their class.

    ``Trace.USUAL`` ones are guesses on the page's host: the caller fetches them to know.
    """
    itself = parse_feed(document)
    if itself.problem is None:
        return (FoundFeed(url=document.url, title=itself.title, trace=Trace.ITSELF),)
    tree = parse_html(decode(document.body, document.charset))
    found = [*_declared(tree, document.url), *_linked(tree, document.url)] if tree is not None else []
    found.sort(key=lambda feed: (list(Trace).index(feed.trace), bool(_COMMENTS.search(feed.title + feed.url))))
    by_url: dict[str, FoundFeed] = {}
    for feed in [*found, *_usual(document.url)]:
        by_url.setdefault(feed.url, feed)
    return tuple(by_url.values())[:_MOST]


def _declared(tree: Tree, url: str) -> list[FoundFeed]:
    site, base = title_of(tree), base_of(tree, url)
    feeds = []
    for node in tree.iter("link"):
        relations = (node.get("rel") or "").lower().split()
        target = absolute(base, node.get("href") or "")
        if target and (
            "feed" in relations or ("alternate" in relations and _FEED_TYPES.search(node.get("type") or ""))
        ):
            title = one_line(node.get("title") or site, NAME_LENGTH)
            feeds.append(FoundFeed(url=target, title=title, trace=Trace.DECLARED))
    return feeds


def _linked(tree: Tree, url: str) -> list[FoundFeed]:
    feeds, base = [], base_of(tree, url)
    for node in tree.iter("a"):
        target = absolute(base, node.get("href") or "")
        text = one_line(node.text_content() or node.get("title") or "", NAME_LENGTH)
        hosted = target and (same_site(target, url) or "feed" in (urlsplit(target).hostname or ""))
        named = _FEED_WORD.search(text) and re.search(r"rss|feed|atom|xml", target, re.IGNORECASE)
        if hosted and (_FEED_ADDRESS.search(target) or named):
            feeds.append(FoundFeed(url=target, title=text, trace=Trace.LINKED))
    return feeds


def _usual(url: str) -> list[FoundFeed]:
    parts = urlsplit(url)
    if not parts.netloc:
        return []
    root = f"{parts.scheme}://{parts.netloc}/"
    return [FoundFeed(url=root + path, title="", trace=Trace.USUAL) for path in _USUAL]
