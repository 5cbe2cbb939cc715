"""Text from outside, made harmless before it is said: no controls, no escapes, nothing hidden, no lines of its own.

What is escaped for one medium only (HTML, Slack, Discord) is the channel's own duty, not this module's.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from urllib.parse import quote, urlsplit, urlunsplit

from monitor.core.model.alert import Block, Line, Message

TITLE_LIMIT = 250
TEXT_LIMIT = 1_000
URL_LIMIT = 2_000
# ECMA-48: CSI sequences, strings (OSC, DCS, SOS, PM, APC) with their end, two-character escapes. Their one-character
# forms (U+0080 to U+009F) are dropped like other controls: they are common debris of wrongly decoded text.
_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]?|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]?")
_HOST = re.compile(r"[A-Za-z0-9._-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_URL_LETTERS = "!#$%&*+,-./:;=?@_~"  # of RFC 3986, less quotes, brackets and parentheses, which end links in some media
_BLANK = re.compile(r"\s+")
# Signs of category Cf that are seen on paper: Arabic and Syriac number marks and the like (Unicode 15, 9.2).
_SEEN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
# Letters and marks without a glyph, by which text can be hidden: fillers, joiners, invisible vowels.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc")
_MARKS_IN_A_ROW = 4  # more are a tower of marks over the neighbouring lines; no orthography needs them


def inert(text: str, limit: int = TEXT_LIMIT) -> str:
    """The text as one harmless plain line of at most ``limit`` characters; an ellipsis says that it was cut.

    Removed: control characters, terminal escapes, bidirectional overrides and isolates, zero-width and other unseen
    characters, Unicode tags and variation supplements, lone surrogates, noncharacters, towers of combining marks.
    Newlines and runs of blanks become one blank. Letters of every script stay. Doing it twice changes nothing.
    """
    seen = text[: 4 * limit + 1_000]
    plain = _BLANK.sub(" ", _ANSI.sub("", seen)).strip()
    kept: list[str] = []
    marks = 0
    for letter in plain:
        if letter < "\x7f":
            if letter >= " ":
                kept.append(letter)
                marks = 0
            continue
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= _MARKS_IN_A_ROW and not _is_unseen(letter):
            kept.append(letter)
    line = _BLANK.sub(" ", "".join(kept)).strip()
    if len(line) > limit or len(text) > len(seen):
        line = line[: limit - 1].rstrip() + "…"
    return line


def _is_unseen(letter: str) -> bool:
    category = unicodedata.category(letter)
    if category == "Cf":
        return letter not in _SEEN_FORMATS
    number = ord(letter)
    return (
        category in {"Cc", "Cs", "Zl", "Zp"}
        or letter in _UNSEEN
        or 0xFE00 <= number <= 0xFE0E
        or 0xE0000 <= number <= 0xE0FFF
        or number & 0xFFFE == 0xFFFE
        or 0xFDD0 <= number <= 0xFDEF
    )


def inert_url(url: str) -> str:
    """The address, safe to put into a link or to print; "" unless it is a usable http(s) address.

    Characters that end a link in one of the media (quotes, brackets, pipes, backslashes …) are percent-encoded
    (RFC 3986, 2.1). Not shown are an address longer than `URL_LIMIT`, since a cut one leads elsewhere, and one with a
    user name in it, which can pass for a host. A host in another script is shown as xn--.
    """
    if len(url) > URL_LIMIT or any(letter <= " " or _is_unseen(letter) for letter in url):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
        rest = urlunsplit(("", "", parts.path, parts.query, parts.fragment))
    except ValueError:  # UnicodeError included: a label that is too long, brackets that do not close
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not _HOST.fullmatch(host):
        return ""
    safe = f"{parts.scheme.lower()}://{host}{quote(rest, safe=_URL_LETTERS)}"
    return safe if len(safe) <= URL_LIMIT else ""


def made_inert(message: Message) -> Message:
    """The message with every text passed through `inert` again: for channels, which trust no caller."""
    return replace(
        message,
        title=inert(message.title, TITLE_LIMIT),
        blocks=tuple(_inert_block(block) for block in message.blocks),
        topics=tuple(inert(topic, 200) for topic in message.topics),
        footer=inert(message.footer),
    )


def _inert_block(block: Block) -> Block:
    lines = tuple(
        Line(label=inert(line.label, 60), text=inert(line.text), url=inert_url(line.url)) for line in block.lines
    )
    return Block(
        heading=inert(block.heading, TITLE_LIMIT),
        url=inert_url(block.url),
        lines=lines,
        quote=inert(block.quote),
        text=inert(block.text),
    )
