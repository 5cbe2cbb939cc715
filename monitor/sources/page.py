"""One page that is watched for change: its text in blocks, without what changes at every look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from monitor.sources.page_noise import without_noise
from monitor.sources.page_rows import named_rows
from monitor.sources.parsed import Document, Parsed, ParseProblem, failed, two_letters
from monitor.webtext.decode import decode
from monitor.webtext.obstacle import ENOUGH, find_obstacle
from monitor.webtext.tree import Tree, parse_html
from monitor.webtext.visible import blocks, drop_clutter, main_part, title_of, word_count

MAX_TEXT = 400_000  # characters of page text that are kept
_FOOTNOTE = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*†‡a-z])(?:[,;\s]+(?:\d{1,3}|[*†‡a-z]))*[\])]?\s*")
_ROW_NUMBER = re.compile(r"^\W*\d{1,3}\W* \| ")  # of a table's row or an endnote: one that comes before it changes it
_LINES = ("text/plain", "text/csv", "text/tab-separated-values", "text/markdown")  # media types without markup
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MOST_MARKS, _MOST_LISTS = 20_000, 2_000
_A_NAME, _ENOUGH_ITEMS = 3, 3  # words of an item that is a name, items of a list of names
_GONE = 0.25  # share of the former words below which a page without any former line is no edit


def parse_page(document: Document) -> Parsed:
    """The page's text as ``page_text``, one block a line; no entries: what is new is decided elsewhere.

    Walls, error pages and shells are problems, and so is a page of which no line of ``document.previous`` is left and
    that shrank to a fraction: an outage must never look like a change.
    """
    if not document.body.strip():
        return failed(ParseProblem.EMPTY)
    markup = decode(document.body, document.charset)
    if document.media_type in _LINES:
        return _judged(markup.splitlines(), document, title="", language="")
    tree = parse_html(markup)
    if tree is None:
        return failed(ParseProblem.EMPTY)
    title, language = title_of(tree), two_letters(str(tree.get("lang") or ""))
    drop_clutter(tree)
    _drop_footnote_marks(tree)
    _name_short_items(tree, title)
    main = main_part(tree)
    lines = blocks(main)
    if word_count(lines) <= ENOUGH and (obstacle := find_obstacle(markup)):
        return failed(obstacle, title=title)
    judged = _judged(lines, document, title=title, language=language)
    return judged if judged.problem or not document.previous else replace(judged, rows=_new_rows(main, document))


def _new_rows(tree: Tree, document: Document) -> tuple[tuple[str, str], ...]:
    """The rows that the page did not have before, each with what it says in full."""
    before = frozenset(document.previous.splitlines())
    rows = ((_tidy(line), full) for line, full in named_rows(tree))
    return tuple({line: full for line, full in rows if line and line not in before and line != full}.items())


def _drop_footnote_marks(tree: Tree) -> None:
    """Take out, in place, the numbers of footnotes: a new note renumbers all after it, which is no news."""
    for mark in list(islice(tree.iter("sup"), _MOST_MARKS)):
        if mark.getparent() is not None and _FOOTNOTE.fullmatch(mark.text_content()):
            mark.drop_tree()


def _name_short_items(tree: Tree, title: str) -> None:
    """Write the heading of a list before each of its items, in place, where they are a name each.

    "Nepala" by itself says too little to be news; "Asian States | Nepala" is a row like that of a table.
    """
    for listed in list(islice(tree.iter("ul", "ol"), _MOST_LISTS)):
        items = [item for item in listed if item.tag == "li"]
        short = [item for item in items if 0 < len(item.text_content().split()) <= _A_NAME]
        if len(short) < _ENOUGH_ITEMS or len(short) < len(items) / 2:
            continue
        heading = _heading_of(listed) or title
        for item in short:
            item.text = f"{heading} | {item.text or ''}"


def _heading_of(listed: Tree) -> str:
    node = listed
    for _ in range(4):
        for before in islice(node.itersiblings(preceding=True), 3):
            found = before if before.tag in _HEADINGS else next(before.iter(*_HEADINGS), None)
            if found is not None and (text := " ".join(str(found.text_content()).split())):
                return text[:100]
        node = node.getparent()
        if node is None or node.tag in ("body", "html"):
            return ""
    return ""


def _judged(lines: Sequence[str], document: Document, *, title: str, language: str) -> Parsed:
    kept = [line for line in map(_tidy, lines) if line]
    if word_count(kept) < 3:
        return failed(ParseProblem.NO_TEXT, title=title)
    before = {line for line in document.previous.splitlines() if line.strip()}
    if before and before.isdisjoint(kept) and word_count(kept) < _GONE * word_count(before):
        return failed(ParseProblem.TEXT_GONE, title=title)
    ignored = _ignored(document.ignore, sorted(before.union(kept)))
    return Parsed(page_text=_cut("\n".join(kept)), ignored=ignored, title=title, language=language)


def _tidy(line: str) -> str:
    """A line of the page without its number and what differs at every look; "" if nothing is left."""
    return without_noise(_ROW_NUMBER.sub("", line))


def _ignored(patterns: Sequence[str], lines: Sequence[str]) -> tuple[str, ...]:
    """The lines that one of the source's own patterns names. Runs in a worker: a slow expression is cut off there."""
    wanted = [re.compile(expression(pattern), re.IGNORECASE) for pattern in patterns]
    return tuple(line for line in lines if any(pattern.search(line) for pattern in wanted))


def expression(pattern: str) -> str:
    """A pattern of ``ignore`` as a regular expression: as it is between slashes, word for word otherwise."""
    is_expression = len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/")
    return pattern[1:-1] if is_expression else re.escape(pattern)


def _cut(text: str) -> str:
    """At most ``MAX_TEXT`` characters, ending with a whole line."""
    if len(text) <= MAX_TEXT:
        return text
    end = text.rfind("\n", 0, MAX_TEXT)
    return text[: end if end > 0 else MAX_TEXT]
