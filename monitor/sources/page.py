"""One page that is watched for change: its text in blocks, without what changes at every look."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.sources.page_noise import without_noise
from monitor.sources.parsed import Document, Parsed, ParseProblem, failed, two_letters
from monitor.webtext.decode import decode
from monitor.webtext.obstacle import ENOUGH, find_obstacle
from monitor.webtext.tree import parse_html
from monitor.webtext.visible import blocks, drop_furniture, drop_hidden, main_part, title_of, word_count

MAX_TEXT = 400_000  # characters of page text that are kept
_GONE = 0.25  # share of the former words below which a page without any former line is no edit


def parse_page(document: Document) -> Parsed:
    """The page's text as ``page_text``, one block a line; no entries: what is new is decided elsewhere.

    Walls, error pages and shells are problems, and so is a page of which no line of ``document.previous`` is left and
    that shrank to a fraction: an outage must never look like a change.
    """
    if not document.body.strip():
        return failed(ParseProblem.EMPTY)
    markup = decode(document.body, document.charset)
    if document.media_type == "text/plain":
        return _judged(markup.splitlines(), document, title="", language="")
    tree = parse_html(markup)
    if tree is None:
        return failed(ParseProblem.EMPTY)
    title, language = title_of(tree), two_letters(str(tree.get("lang") or ""))
    drop_hidden(tree)
    drop_furniture(tree)
    lines = blocks(main_part(tree))
    if word_count(lines) <= ENOUGH and (obstacle := find_obstacle(markup)):
        return failed(obstacle, title=title)
    return _judged(lines, document, title=title, language=language)


def _judged(lines: Sequence[str], document: Document, *, title: str, language: str) -> Parsed:
    kept = [line for line in map(without_noise, lines) if line]
    if word_count(kept) < 3:
        return failed(ParseProblem.NO_TEXT, title=title)
    before = {line for line in document.previous.splitlines() if line.strip()}
    if before and before.isdisjoint(kept) and word_count(kept) < _GONE * word_count(before):
        return failed(ParseProblem.TEXT_GONE, title=title)
    ignored = _ignored(document.ignore, sorted(before.union(kept)))
    return Parsed(page_text=_cut("\n".join(kept)), ignored=ignored, title=title, language=language)


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
