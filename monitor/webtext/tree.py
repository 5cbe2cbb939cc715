"""HTML of unknown origin to an lxml tree, within bounds.

Measured with libxml2 2.14: one tag with 100,000 attributes takes 120 s; beyond 256 levels of nesting the rest of the
document is lost without an error. Hence the steps before and after parsing.
"""

from __future__ import annotations

import re
from typing import Any

MAX_CHARACTERS = 5_000_000
_LONG_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9:-]{0,40})[\s/][^<>]{8000,}>")  # loses its attributes
_UNTEXT = re.compile(r"<(script|style|svg|template|noscript)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_KEPT = re.compile(r"<(/?)(title|meta|link|a|time|base)\b([^<>]{0,4000})>", re.IGNORECASE)
_ANY = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]{0,8000}>")
_INLINE = frozenset("b i u em strong span font small big sub sup abbr cite mark q s strike tt ins del code".split())

Tree = Any  # lxml.html.HtmlElement; lxml carries no types


def parse_html(text: str) -> Tree | None:
    """The root element of an HTML text, or None when it holds nothing.

    Only the first ``MAX_CHARACTERS`` are read. Nothing is fetched. A document that is nested too deeply for the
    parser comes back flat: its paragraphs, links and head, without the nesting.
    """
    cut = _LONG_TAG.sub(r"<\1>", text[:MAX_CHARACTERS])
    tree, whole = _parse(cut)
    if not whole:
        tree, _ = _parse(_flatten(cut))
    return tree


def _parse(text: str) -> tuple[Tree | None, bool]:
    """The tree, and whether the parser read to the end of the text."""
    import lxml.etree
    import lxml.html

    parser = lxml.etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    # One class for all elements: lxml.html's own choice is Python code that runs for each element at each visit.
    parser.set_element_class_lookup(lxml.etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement))
    data = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        tree = lxml.html.document_fromstring(data, parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        return None, True
    too_deep = any("depth" in str(entry.message) for entry in parser.error_log[-5:])
    return tree, not too_deep


def _flatten(text: str) -> str:
    """The same document as a row of paragraphs: links and head kept, every other tag gone."""

    def replaced(found: re.Match[str]) -> str:
        if _KEPT.fullmatch(found.group(0)):
            return found.group(0)
        return "" if found.group(2).lower() in _INLINE else "<p>"

    return "<html><body>" + _ANY.sub(replaced, _UNTEXT.sub(" ", text))
