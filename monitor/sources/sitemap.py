"""Sitemaps (sitemaps.org), with the news extension that names title, publication and time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from monitor.core.model.entry import FoundEntry
from monitor.sources.feed import parse_feed
from monitor.sources.feed_split import root_of
from monitor.sources.feed_text import cleaned, read_text
from monitor.sources.links import absolute
from monitor.sources.parsed import (
    MAX_ENTRIES,
    NAME_LENGTH,
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
from monitor.webtext.obstacle import find_obstacle
from monitor.webtext.plain import one_line, plain

_ROOT = re.compile(r"<(?:[\w.-]+:)?(urlset|sitemapindex)[\s>]")
_PICTURES = re.compile(r"\{[^}]*/sitemap-(?:image|video)/")  # namespaces: their titles are those of pictures
_NEWS = re.compile(r"news(?!letter)", re.IGNORECASE)
# Parts of the indexes of WordPress, Yoast and Rank Math that list no articles: any change makes them the newest.
_NO_ARTICLES = re.compile(
    r"/(?:page|category|post_tag|post_format|tag|author|attachment|newsletter)-sitemap\d*\.xml$"
    r"|/wp-sitemap-(?:posts-page|taxonomies|users)-[^/]*\.xml$"
)


def parse_sitemap(document: Document) -> Parsed:
    """The pages of a sitemap, or the address of the newest part of an index as ``next_url``.

    A sitemap that is a feed is read as one. Without a news title, the title is made of the address's last words.
    """
    if not document.body.strip():
        return failed(ParseProblem.EMPTY)
    text = read_text(document.body, document.charset)
    root = _ROOT.search(text[:5000])
    if root is None:
        return _something_else(text, document)
    tree, cut_off = _tree(cleaned(text), root[1])
    if tree is None:
        return failed(ParseProblem.NOT_XML)
    problem = ParseProblem.CUT_OFF if cut_off else None
    if root[1] == "sitemapindex":
        return Parsed(next_url=_newest_part(tree, document.url), problem=problem)
    pages = [node for node in tree if _local(node) == "url"]
    if cut_off:
        pages = pages[:-1]  # the one that was being written
    found = (_entry(_fields(page), document.url) for page in _newest(pages))
    return Parsed(entries=once_each(entry for entry in found if entry.url), problem=problem)


def _newest(pages: Sequence[Any]) -> Sequence[Any]:
    """Of more pages than are read those that changed last; where too few have a date, those at both ends.

    A sitemap may have 50,000, in any order. Its dates (W3C's form of ISO 8601) are in order as texts.
    """
    if len(pages) <= MAX_ENTRIES:
        return pages
    changed = [_fields(page).get("lastmod", "") for page in pages]
    newest = sorted(range(len(pages)), key=changed.__getitem__)[-MAX_ENTRIES:]
    return [pages[place] for place in sorted(newest)] if changed[newest[0]] else ends(pages)


def _something_else(text: str, document: Document) -> Parsed:
    if root_of(text):
        return parse_feed(document)
    if "<html" in text[:5000].lower():
        return failed(find_obstacle(text) or ParseProblem.HTML)
    return failed(ParseProblem.NOT_A_FEED if text.startswith("<") else ParseProblem.NOT_XML)


def _tree(text: str, root: str) -> tuple[Any, bool]:
    """The XML tree, mended as far as it goes, and whether the document was cut off. No entities, no network."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.XMLSyntaxError:  # nothing that could be mended, as of a comment that is never closed
        tree = None
    return tree, re.search(rf"</(?:[\w.-]+:)?{root}\s*>", text[-2000:]) is None


def _local(node: Any) -> str:
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""


def _fields(page: Any) -> dict[str, str]:
    """The page's elements by local name, the news extension's among them."""
    fields: dict[str, str] = {}
    for node in page.iter():
        tag = node.tag
        if isinstance(tag, str) and not ("/sitemap-" in tag and _PICTURES.match(tag)):
            fields.setdefault(tag.rpartition("}")[2], (node.text or "").strip())
    return fields


def _entry(fields: dict[str, str], base: str) -> FoundEntry:
    url = absolute(base, fields.get("loc", ""))
    return FoundEntry(
        title=plain(fields.get("title", ""), TITLE_LENGTH) or title_of_address(url),
        url=url,
        published=read_date(fields.get("publication_date", "")),
        updated=read_date(fields.get("lastmod", "")),
        publisher=plain(fields.get("name", ""), NAME_LENGTH),
        language=two_letters(fields.get("language", "")),
    )


def title_of_address(url: str) -> str:
    """The last words of an address: "court opens case" for "/news/court-opens-case.html", "" for the root."""
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    return one_line(re.sub(r"[-_+]+", " ", re.sub(r"\.\w{2,5}$", "", last)), TITLE_LENGTH)


def _newest_part(tree: Any, base: str) -> str:
    """The part of an index that changed last, of those named like news if there are any; else the first one."""
    parts = [_fields(node) for node in tree if _local(node) == "sitemap"]
    addressed = [(part, absolute(base, part.get("loc", ""))) for part in parts]
    usable = [(part, url) for part, url in addressed if url]
    if not usable:
        return ""

    def weight(pair: tuple[dict[str, str], str]) -> tuple[bool, bool, float]:
        changed, path = read_date(pair[0].get("lastmod", "")), urlsplit(pair[1]).path
        is_news = _NEWS.search(path) is not None
        return is_news, _NO_ARTICLES.search(path) is None, changed.timestamp() if changed else 0.0

    return max(usable, key=weight)[1]
