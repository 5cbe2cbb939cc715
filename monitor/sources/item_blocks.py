"""Links on an index page, each with the block of the page that belongs to it: its headline, date and summary."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urldefrag, urlsplit

from monitor.core.model.entry import FoundEntry
from monitor.sources.links import absolute, same_site
from monitor.sources.parsed import SUMMARY_LENGTH, TITLE_LENGTH
from monitor.webtext.dates import read_date
from monitor.webtext.phrases import alternatives
from monitor.webtext.plain import one_line
from monitor.webtext.tree import Tree
from monitor.webtext.visible import blocks, word_count

_MAX_LINKS = 5_000
_BLOCK_TEXT = 3_000  # characters: a larger block is not one item's
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|rtf|odt)$", re.IGNORECASE)
_NOT_ITEM_PATH = re.compile(
    r"/(?:tags?|categor(?:y|ies)|topics?|authors?|autor|page|seite|search|suche|login|register|subscribe|rss|feed|share"
    r"|contact|about|privacy|cookies?|terms|impressum|sitemap|print|user|profile|archives?)(?:/[^/]*)?/?$",
    re.IGNORECASE,
)
_PAGING_QUERY = re.compile(r"(?:^|&)(?:page|paged?|offset|start|p|sort|order|filter|lang)=[^&]*$", re.IGNORECASE)
_POINTER_WORDS = alternatives(
    r"""
    (?:read|learn|see|show|view|find out|continue|discover)\b.{0,25}
    more|details?|download.{0,20}|full (?:text|story)|here|link|print|share|e-?mail
    weiter.{0,10}|mehr.{0,15}
    lire (?:la suite|plus).{0,15}|en savoir plus
    leer más|ver más
    lees (?:meer|verder)
    leggi.{0,12}
    читать.{0,15}|подробнее
    докладніше|читати.{0,15}
    pdf|html|word|english|français|español
    tweet|facebook|twitter|x|whatsapp|linkedin
    """
)
_POINTER = re.compile(rf"\W*(?:{_POINTER_WORDS})?\W*(?:\(.{{0,30}}\))?", re.IGNORECASE)  # says nothing of its target
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DATE_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/._-]|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One address that a page links to, all its links folded into one."""

    url: str
    title: str
    summary: str
    published: datetime | None
    structure: str  # where it stands: tags and classes from the root, without places
    alone: bool  # its block speaks of nothing else

    @property
    def headline(self) -> bool:
        """Whether the title is as long as a headline."""
        return word_count(self.title) >= 4 or (word_count(self.title) >= 2 and len(self.title) >= 25)

    @property
    def named(self) -> bool:
        """Whether the title names anything."""
        return word_count(self.title) >= 1 and not _POINTER.fullmatch(self.title)

    @property
    def is_document(self) -> bool:
        """Whether the address is a file to read."""
        return _DOCUMENT.search(urlsplit(self.url).path) is not None

    def entry(self) -> FoundEntry:
        """The candidate as an entry. A listing gives no ids: the address is what it is known by."""
        return FoundEntry(title=self.title, url=self.url, summary=self.summary, published=self.published)


def candidates(root: Tree, url: str, *, only: Collection[Tree] | None = None) -> list[Candidate]:
    """The addresses linked from a tree in page order. ``only``: consider these links alone, and trust them."""
    base = url
    for found in root.iter("base"):
        base = absolute(url, found.get("href") or "") or url
    by_url: dict[str, list[Tree]] = {}
    for link in root.iter("a"):
        target = urldefrag(absolute(base, link.get("href") or ""))[0]
        if only is not None:
            usable = link in only and bool(target)
        else:
            usable = _may_be_item(target, url)
        if usable and (target in by_url or len(by_url) < _MAX_LINKS):
            by_url.setdefault(target, []).append(link)
    owner = {link: target for target, links in by_url.items() for link in links}
    return [_candidate(target, links, owner) for target, links in by_url.items()]


def _may_be_item(target: str, page: str) -> bool:
    if not target or target.rstrip("/") == urldefrag(page)[0].rstrip("/"):
        return False
    parts = urlsplit(target)
    if _DOCUMENT.search(parts.path):
        return True
    if parts.path in ("", "/") and not parts.query:
        return False
    return same_site(target, page) and not _NOT_ITEM_PATH.search(parts.path) and not _PAGING_QUERY.search(parts.query)


def _candidate(url: str, links: list[Tree], owner: dict[Tree, str]) -> Candidate:
    best = max(links, key=_title_weight)
    block, alone = _block_of(best, url, owner)
    lines = blocks(block) if block is not None else ()
    title = _title(best, block, lines, alone)
    return Candidate(
        url=url,
        title=title,
        summary=_summary(lines, title) if alone else "",
        published=_date(block, lines, url),
        structure=_structure(best),
        alone=alone,
    )


def _title_weight(link: Tree) -> tuple[bool, bool, int]:
    text = " ".join(link.text_content().split())
    in_heading = any(parent.tag in _HEADINGS for parent in _near(link, 3))
    return (not _POINTER.fullmatch(text), in_heading, min(len(text), 200))


def _near(link: Tree, levels: int) -> list[Tree]:
    found: list[Tree] = []
    node = link.getparent()
    while node is not None and len(found) < levels:
        found.append(node)
        node = node.getparent()
    return found


def _block_of(link: Tree, url: str, owner: dict[Tree, str]) -> tuple[Tree | None, bool]:
    """The largest part around a link that speaks of no other candidate; else its row or list item, not alone."""
    block, node = link, link.getparent()
    shared: Tree | None = None
    while node is not None and node.tag not in ("body", "html", "main"):
        if any(owner.get(other, url) != url for other in node.iter("a")):
            shared = next((part for part in (node, *_near(node, 2)) if part.tag in ("tr", "li")), None)
            break
        if len(node.text_content()) > _BLOCK_TEXT:
            break
        block, node = node, node.getparent()
    if shared is not None and block.tag in ("a", "td", "th", "span", "p", "div") and len(_text(shared)) < _BLOCK_TEXT:
        return shared, False
    return block, True


def _title(link: Tree, block: Tree | None, lines: tuple[str, ...], alone: bool) -> str:
    """The heading inside the link, the link's text, the block's heading or, last, what its block says."""
    inside = next((heading for heading in link.iter(*_HEADINGS)), None)
    text = _text(inside) if inside is not None else _text(link)
    if not text:
        text = (link.get("title") or link.get("aria-label") or "").strip()
    if word_count(text) >= 4 and not _POINTER.fullmatch(text):
        return one_line(text, TITLE_LENGTH)
    heading = next((node for node in block.iter(*_HEADINGS) if _text(node)), None) if block is not None else None
    if heading is not None:
        return one_line(_text(heading), TITLE_LENGTH)
    told = max(lines, key=word_count, default="")
    if word_count(told) <= word_count(text) or (alone and not _POINTER.fullmatch(text) and len(text) >= 25):
        return one_line(text, TITLE_LENGTH)
    if text and text in told:
        return one_line(told if alone else _leading(told, text), TITLE_LENGTH)
    return one_line(told if _POINTER.fullmatch(text) else f"{text} | {told}", TITLE_LENGTH)


def _leading(told: str, text: str) -> str:
    """A row that several links share, with this link's words in front so that titles differ."""
    return told if told.startswith(text) else f"{text} | {told}"


def _summary(lines: tuple[str, ...], title: str) -> str:
    best = max((line for line in lines if line != title and title not in line), key=len, default="")
    return one_line(best, SUMMARY_LENGTH) if len(best) >= 40 else ""


def _date(block: Tree | None, lines: tuple[str, ...], url: str) -> datetime | None:
    if block is not None:
        for node in block.iter("time"):
            if found := read_date(node.get("datetime") or _text(node)):
                return found
    for line in lines[:12]:
        if found := read_date(line):
            return found
    in_path = _DATE_IN_PATH.search(urlsplit(url).path)
    return read_date("-".join(in_path.groups())) if in_path else None


def _structure(link: Tree) -> str:
    """Tags and classes on the way down to a link; numbers in class names do not count."""
    steps = [_step(node) for node in (link, *_near(link, 12))]
    return "/".join(reversed(steps))


def _step(node: Tree) -> str:
    classes = sorted({re.sub(r"\d+", "", name) for name in (node.get("class") or "").split()[:6]})
    stable = [name for name in classes if not re.search(r"odd|even|first|last|active|current|featured|--", name)]
    return ".".join([str(node.tag), *stable])


def _text(node: Tree) -> str:
    return " ".join(str(node.text_content()).split())
