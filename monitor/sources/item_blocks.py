"""Links on an index page, each with the block of the page that belongs to it: its headline, date and summary."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from urllib.parse import urldefrag, urlsplit

from monitor.core.model.entry import FoundEntry
from monitor.sources.item_links import is_document, is_pointer, may_be_item, points
from monitor.sources.links import absolute, base_of
from monitor.sources.page_noise import is_moment
from monitor.sources.parsed import SUMMARY_LENGTH, TITLE_LENGTH
from monitor.webtext.dates import read_date
from monitor.webtext.plain import one_line
from monitor.webtext.tree import Tree
from monitor.webtext.visible import blocks, word_count

_MAX_LINKS = 5_000
_MOST_PIECES = 100  # of a block's text
_BLOCK_TEXT = 3_000  # characters: a larger block is not one item's
_CARD = frozenset("div p li dt dd section article header".split())
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
    own_words: bool  # its title is the link's own, or the heading beside it

    @property
    def headline(self) -> bool:
        """Whether the title is as long as a headline."""
        return word_count(self.title) >= 4 or (word_count(self.title) >= 2 and len(self.title) >= 25)

    @property
    def named(self) -> bool:
        """Whether the title names anything."""
        return word_count(self.title) >= 1 and not points(self.title)

    @property
    def is_document(self) -> bool:
        """Whether the address is a file to read."""
        return is_document(self.url)

    def entry(self) -> FoundEntry:
        """The candidate as an entry. A listing gives no ids: the address is what it is known by."""
        return FoundEntry(title=self.title, url=self.url, summary=self.summary, published=self.published)


def candidates(
    root: Tree, url: str, *, only: Collection[Tree] | None = None, elsewhere: bool = False
) -> list[Candidate]:
    """The addresses linked from a tree in page order. ``only``: consider these links alone, and trust them.

    ``elsewhere``: those on other sites count too, as on a page that reviews the press.
    """
    base = base_of(root, url)
    by_url: dict[str, list[Tree]] = {}
    for link in root.iter("a"):
        target = urldefrag(absolute(base, link.get("href") or ""))[0]
        usable = bool(target) and link in only if only is not None else may_be_item(target, url, elsewhere=elsewhere)
        if usable and (target in by_url or len(by_url) < _MAX_LINKS):
            by_url.setdefault(target, []).append(link)
    best = {target: max(links, key=title_weight) for target, links in by_url.items()}
    rivals = {link: _structure(link) for link in best.values()}
    taken: set[Tree] = set()  # rows whose first pointer is a candidate: the others are its translations and formats
    found = []
    for target, link in best.items():
        block, alone = _block_of(link, rivals)
        if not alone and (points(_text(link)) or block.tag == "p"):
            if block in taken:
                continue
            taken.add(block)
        found.append(_candidate(target, link, block, alone, rivals[link]))
    return _one_format_each(found)


def _one_format_each(found: Sequence[Candidate]) -> list[Candidate]:
    """Of the formats of one document ("Report": PDF, Word) the first."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for each in found:
        key = (each.title, re.sub(r"\.\w+$", "", each.url))
        if not each.is_document or key not in seen:
            kept.append(each)
        seen.add(key)
    return kept


def _candidate(url: str, link: Tree, block: Tree, alone: bool, structure: str) -> Candidate:
    lines = tuple(filter(None, (_telling(line) for line in blocks(block))))
    title, own_words = _title(link, block, lines)
    return Candidate(
        url=url,
        title=title,
        summary=_summary(lines, title, block) if alone else "",
        published=_date(block, lines, url),
        structure=structure,
        alone=alone,
        own_words=own_words,
    )


def _telling(line: str) -> str:
    """A table's row without the cells that name languages and formats only."""
    if " | " not in line:
        return line
    cells = line.split(" | ")
    return " | ".join(cell for cell in cells if not is_pointer(cell) and not _all_pointers(cell))


def _all_pointers(cell: str) -> bool:
    return all(map(is_pointer, re.split(r"[\s/,·]+", cell)))


def _name_in(line: str, block: Tree) -> str:
    """What a line says before the links that only point; all of it if that is all it says."""
    name = line
    for pointer in reversed([_text(link) for link in block.iter("a") if points(_text(link))]):
        name = name.removesuffix(pointer).rstrip(" |/,·–-") if pointer else name
    return name if word_count(name) else line


def title_weight(link: Tree) -> tuple[bool, bool, int]:
    """Orders the links to one item by how well they name it: by their words, in a heading, at length."""
    text = _text(link)
    in_heading = any(node.tag in _HEADINGS for node in (*_near(link, 3), *link.iter(*_HEADINGS)))
    return (not points(text), in_heading, min(len(text), 200))


def _near(link: Tree, levels: int) -> list[Tree]:
    found: list[Tree] = []
    node = link.getparent()
    while node is not None and len(found) < levels:
        found.append(node)
        node = node.getparent()
    return found


def _block_of(link: Tree, rivals: Mapping[Tree, str]) -> tuple[Tree, bool]:
    """The largest part around a link that holds no rival: its block. Else the row or list item that they share.

    A rival is another item's link of the same structure, or one with a headline; tags and authors are none. A paragraph
    of a symbol, its title and the same in other languages is such a row too.
    """
    block, node = link, link.getparent()
    while node is not None and node.tag not in ("body", "html", "main") and len(node.text_content()) <= _BLOCK_TEXT:
        if any(_is_rival(other, link, rivals) for other in node.iter("a")):
            shared = next((part for part in (node, *_near(node, 2)) if part.tag in ("tr", "li")), None)
            small = block.tag in ("a", "td", "th", "span", "p", "div")
            if shared is not None and small and _is_one_row(shared, rivals):
                return shared, False
            if node.tag in ("p", "dd") and all(word_count(_text(other)) <= 2 for other in node.iter("a")):
                return node, False
            break
        block, node = node, node.getparent()
    return block, True


def _is_one_row(row: Tree, rivals: Mapping[Tree, str]) -> bool:
    """Whether a row is about one thing; a row of a layout holds a menu, or several headlines."""
    links = [other for other in row.iter("a") if other in rivals]
    headlines = sum(1 for other in links if word_count(_text(other)) >= 4)
    return len(_text(row)) < _BLOCK_TEXT and headlines <= 1


def _is_rival(other: Tree, link: Tree, rivals: Mapping[Tree, str]) -> bool:
    structure = rivals.get(other)
    if structure is None or other is link:
        return False
    return structure == rivals[link] or word_count(_text(other)) >= 4


def _title(link: Tree, block: Tree, lines: tuple[str, ...]) -> tuple[str, bool]:
    """The heading inside the link, the link's text, the block's heading or, last, what its block says.

    The second is whether it is the link's own or a heading's.
    """
    inside = next((heading for heading in link.iter(*_HEADINGS)), None)
    text = _whole(_text(inside) if inside is not None else _headline_in(link), link)
    if not text:
        text = (link.get("title") or link.get("aria-label") or "").strip()
    pointer = points(text)
    heading = next((node for node in block.iter(*_HEADINGS) if _text(node)), None)
    if heading is None and all(points(line) or not word_count(line) for line in lines):
        heading = _heading_before(block)
    told = max(lines, key=word_count, default="")
    own = True
    if not pointer and (word_count(text) >= 4 or len(text) >= 40):
        chosen = text
    elif heading is not None:
        chosen = _text(heading)
    elif not pointer and word_count(text) >= 2 and text not in told and read_date(told):
        chosen = text  # what its block says besides is when and of what sort
    else:
        own = False
        is_part = pointer or text in told
        told = _name_in(told, block)
        chosen = f"{text} | {told}" if not is_part else told if word_count(told) > word_count(text) else text
    return one_line(chosen, TITLE_LENGTH), own


def _headline_in(link: Tree) -> str:
    """The text of a link: the headline of one that lies around a whole card, and without a date that stands in it."""
    if not len(link):
        return _text(link)
    tags = {node.tag for node in link.iter()}
    if not _CARD.isdisjoint(tags):
        lines = blocks(link)
        return next((line for line in lines if word_count(line) >= 4 and not points(line)), " ".join(lines))
    text = " ".join(blocks(link)) if "br" in tags else _text(link)
    for moment in _moments(link):
        text = text.removeprefix(moment).removesuffix(moment).strip()
    return text or _text(link)


def _whole(text: str, link: Tree) -> str:
    """The text of a link, or the title of it which the text only begins ("The court opens…")."""
    stem = text.removesuffix("...").removesuffix("…").rstrip()
    full = " ".join((link.get("title") or "").split())
    return full if stem and stem != text and full.startswith(stem) else text


def _moments(node: Tree) -> Iterator[str]:
    """The texts between one tag and the next that are a date and nothing else: some pages part them by style alone."""
    pieces = (" ".join(text.split()) for text in islice(node.itertext(), _MOST_PIECES))
    return (piece for piece in pieces if any(map(str.isdigit, piece)) and is_moment(piece))


def _summary(lines: tuple[str, ...], title: str, block: Tree) -> str:
    best = max((line for line in lines if line != title and title not in line), key=len, default="")
    for link in block.iter("a"):
        if points(_text(link)):
            best = best.removesuffix(_text(link)).rstrip()
    return one_line(best, SUMMARY_LENGTH) if len(best) >= 40 else ""


def _date(block: Tree, lines: tuple[str, ...], url: str) -> datetime | None:
    """A ``time`` element, then what is a date and nothing else, then a date in a line (it may be of what is told)."""
    for node in block.iter("time"):
        if found := read_date(node.get("datetime") or _text(node)):
            return found
    nearby = (*lines[:12], _label_before(block))
    alone = (part for line in nearby for part in line.split(" | ") if word_count(part) <= 3)
    for text in chain(alone, _moments(block), nearby):
        if found := read_date(text):
            return found
    in_path = _DATE_IN_PATH.search(urlsplit(url).path)
    return read_date("-".join(in_path.groups())) if in_path else None


def _label_before(block: Tree) -> str:
    """The short text right before a block ("<dt>12 March 2026</dt>", "12.3.2026<br>"), "" if that is another item."""
    before = block.getprevious()
    while before is not None and isinstance(before.tag, str) and before.tag != "a" and before.find(".//a") is None:
        text = " ".join(f"{before.text_content()} {before.tail or ''}".split())
        if text or before.tag != "br":
            return text if len(text) < 60 else ""
        before = before.getprevious()
    return ""


def _heading_before(block: Tree) -> Tree | None:
    """The heading right before a block that names nothing itself: "<h3>Report</h3><ul><li>PDF</li></ul>"."""
    for node in (block, *_near(block, 2)):
        before = node.getprevious()
        if before is not None and before.tag in _HEADINGS:
            return before
    return None


def _structure(link: Tree) -> str:
    """Tags and classes on the way down to a link; numbers in class names do not count."""
    steps = [_step(node) for node in (link, *_near(link, 12))]
    return "/".join(reversed(steps))


def _step(node: Tree) -> str:
    classes = sorted({re.sub(r"\d+", "", name) for name in (node.get("class") or "").split()[:6]})
    stable = [name for name in classes if not re.search(r"odd|even|first|last|active|current|featured|--", name)]
    # Old layouts set menu and news into two cells of one table, whose links differ in nothing else.
    place = str(sum(1 for _ in islice(node.itersiblings(preceding=True), 30))) if node.tag == "td" else ""
    return ".".join([str(node.tag) + place, *stable])


def _text(node: Tree) -> str:
    return " ".join(str(node.text_content()).split())
