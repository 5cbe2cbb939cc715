"""Titles and summaries: markup to plain text on one line, safe to store."""

from __future__ import annotations

import html
import re

from monitor.webtext.decode import without_controls
from monitor.webtext.tree import parse_html

_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]{0,2000}|!--|!\[CDATA\[|![dD])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BREAK = re.compile(r"</?(?:p|br|div|li|tr|td|th|h[1-6]|blockquote|ul|ol|table|article|section)\b[^<>]{0,2000}>", re.I)
_LONGEST = 200_000  # characters of markup that are looked at
_INVISIBLE = ("script", "style", "template", "noscript", "svg", "iframe")
_NO_DECLARATION = re.compile(r"<!(?!--|\[CDATA\[|doctype)", re.IGNORECASE)  # a parser takes it for a comment


def one_line(text: str, limit: int) -> str:
    """``text`` without controls, whitespace folded, at most ``limit`` characters, cut at a word with an ellipsis."""
    folded = " ".join(without_controls(text[: limit * 20 + 1000]).split())
    if len(folded) <= limit:
        return folded
    cut = folded[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit * 0.7 else cut).rstrip() + "…"


def plain(markup: str, limit: int) -> str:
    """The text of a piece of HTML or of plain text, on one line of at most ``limit`` characters.

    Markup that was escaped twice is undone too ("&amp;lt;b&amp;gt;"); "a < b" is left as it is.
    """
    text = markup[:_LONGEST]
    for _ in range(3 if "<" in text or "&" in text else 0):
        if _TAG.search(text):
            text = _text_of(text)
        elif _ENTITY.search(text):
            text = html.unescape(text)
        else:
            break
    return one_line(text.replace("<![CDATA[", "").replace("]]>", ""), limit)


def _text_of(markup: str) -> str:
    bare = _NO_DECLARATION.sub("&lt;!", markup.replace("<![CDATA[", "").replace("]]>", ""))
    spaced = _BREAK.sub(lambda found: " " + found.group(0), bare)
    tree = parse_html(spaced)
    if tree is None:
        return ""
    for node in list(tree.iter(*_INVISIBLE)):
        node.drop_tree()
    return str(tree.text_content())
