"""One page that is watched for change: its text in blocks, without what changes at every look."""

from __future__ import annotations

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
        return _judged(markup.splitlines(), document.previous, title="", language="")
    tree = parse_html(markup)
    if tree is None:
        return failed(ParseProblem.EMPTY)
    title, language = title_of(tree), two_letters(str(tree.get("lang") or ""))
    drop_hidden(tree)
    drop_furniture(tree)
    lines = blocks(main_part(tree))
    if word_count(lines) <= ENOUGH and (obstacle := find_obstacle(markup)):
        return failed(obstacle, title=title)
    return _judged(lines, document.previous, title=title, language=language)


def _judged(lines: list[str] | tuple[str, ...], previous: str, *, title: str, language: str) -> Parsed:
    kept = [line for line in map(without_noise, lines) if line]
    if word_count(kept) < 3:
        return failed(ParseProblem.NO_TEXT, title=title)
    before = {line for line in previous.splitlines() if line.strip()}
    if before and before.isdisjoint(kept) and word_count(kept) < _GONE * word_count(before):
        return failed(ParseProblem.TEXT_GONE, title=title)
    return Parsed(page_text=_cut("\n".join(kept)), title=title, language=language)


def _cut(text: str) -> str:
    """At most ``MAX_TEXT`` characters, ending with a whole line."""
    if len(text) <= MAX_TEXT:
        return text
    end = text.rfind("\n", 0, MAX_TEXT)
    return text[: end if end > 0 else MAX_TEXT]
