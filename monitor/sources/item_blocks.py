"""Links on an index page, each with the block of the page that belongs to it: its headline, date and summary."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
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
    pdf|html|word|docx?|eng?|fre?|spa|ara|rus|chi
    english|french|spanish|arabic|russian|chinese|german|français|español|deutsch|русский|українська|العربية|中文
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
        usable = bool(target) and link in only if only is not None else _may_be_item(target, url)
        if usable and (target in by_url or len(by_url) < _MAX_LINKS):
            by_url.setdefault(target, []).append(link)
    best = {target: max(links, key=title_weight) for target, links in by_url.items()}
    rivals = {link: _structure(link) for link in best.values()}
    taken: set[Tree] = set()  # rows whose first pointer is a candidate: the others are its translations and formats
    found = []
    for target, link in best.items():
        block, alone = _block_of(link, rivals)
        if not alone and _POINTER.fullmatch(_text(link)):
            if block in taken:
                continue
            taken.add(block)
        found.append(_candidate(target, link, block, alone, rivals[link]))
    return found


def _may_be_item(target: str, page: str) -> bool:
    if not target or target.rstrip("/") == urldefrag(page)[0].rstrip("/"):
        return False
    parts = urlsplit(target)
    if _DOCUMENT.search(parts.path):
        return True
    if parts.path in ("", "/") and not parts.query:
        return False
    return same_site(target, page) and not _NOT_ITEM_PATH.search(parts.path) and not _PAGING_QUERY.search(parts.query)


def _candidate(url: str, link: Tree, block: Tree, alone: bool, structure: str) -> Candidate:
    lines = blocks(block)
    title = _title(link, block, lines)
    return Candidate(
        url=url,
        title=title,
        summary=_summary(lines, title) if alone else "",
        published=_date(block, lines, url),
        structure=structure,
        alone=alone,
    )


def title_weight(link: Tree) -> tuple[bool, bool, int]:
    """Orders the links to one item by how well they name it: by their words, in a heading, at length."""
    text = _text(link)
    in_heading = any(node.tag in _HEADINGS for node in (*_near(link, 3), *link.iter(*_HEADINGS)))
    return (not _POINTER.fullmatch(text), in_heading, min(len(text), 200))


def _near(link: Tree, levels: int) -> list[Tree]:
    found: list[Tree] = []
    node = link.getparent()
    while node is not None and len(found) < levels:
        found.append(node)
        node = node.getparent()
    return found


def _block_of(link: Tree, rivals: Mapping[Tree, str]) -> tuple[Tree, bool]:
    """The largest part around a link that holds no rival: its block. Else the row or list item that they share.

    A rival is another item's link of the same structure, or one with a headline; tags and authors are none.
    """
    block, node = link, link.getparent()
    while node is not None and node.tag not in ("body", "html", "main") and len(node.text_content()) <= _BLOCK_TEXT:
        if any(_is_rival(other, link, rivals) for other in node.iter("a")):
            shared = next((part for part in (node, *_near(node, 2)) if part.tag in ("tr", "li")), None)
            small = block.tag in ("a", "td", "th", "span", "p", "div")
            if shared is not None and small and len(_text(shared)) < _BLOCK_TEXT:
                return shared, False
            break
        block, node = node, node.getparent()
    return block, True


def _is_rival(other: Tree, link: Tree, rivals: Mapping[Tree, str]) -> bool:
    structure = rivals.get(other)
    if structure is None or other is link:
        return False
    return structure == rivals[link] or word_count(_text(other)) >= 4


def _title(link: Tree, block: Tree, lines: tuple[str, ...]) -> str:
    """The heading inside the link, the link's text, the block's heading or, last, what its block says."""
    inside = next((heading for heading in link.iter(*_HEADINGS)), None)
    text = _text(inside) if inside is not None else _text(link)
    if not text:
        text = (link.get("title") or link.get("aria-label") or "").strip()
    pointer = _POINTER.fullmatch(text) is not None
    heading = next((node for node in block.iter(*_HEADINGS) if _text(node)), None)
    told = max(lines, key=word_count, default="")
    if not pointer and (word_count(text) >= 4 or len(text) >= 40):
        chosen = text
    elif heading is not None:
        chosen = _text(heading)
    elif pointer or text in told:
        chosen = told if word_count(told) > word_count(text) else text
    else:
        chosen = f"{text} | {told}"
    return one_line(chosen, TITLE_LENGTH)


def _summary(lines: tuple[str, ...], title: str) -> str:
    best = max((line for line in lines if line != title and title not in line), key=len, default="")
    return one_line(best, SUMMARY_LENGTH) if len(best) >= 40 else ""


def _date(block: Tree, lines: tuple[str, ...], url: str) -> datetime | None:
    for node in block.iter("time"):
        if found := read_date(node.get("datetime") or _text(node)):
            return found
    for line in (*lines[:12], _label_before(block)):
        if found := read_date(line):
            return found
    in_path = _DATE_IN_PATH.search(urlsplit(url).path)
    return read_date("-".join(in_path.groups())) if in_path else None


def _label_before(block: Tree) -> str:
    """The short text right before a block ("<dt>12 March 2026</dt>"), "" if that is another item."""
    before = block.getprevious()
    if before is None or not isinstance(before.tag, str) or before.find(".//a") is not None:
        return ""
    text = _text(before)
    return text if len(text) < 60 else ""


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
