"""Folding: one form for the many ways in which the same word is written, with a way back to the original offsets.

Case, diacritics, compatibility forms (Unicode NFKD, casefold), quotes, hyphens, Arabic letter variants and digits are
folded; soft hyphens, joiners and direction marks vanish, entities left over from HTML are read, and a word cut by a
hyphen at the end of a line is joined. Both texts and queries pass through here, so that what a
person types meets what a page carries.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9\u055a\u05f3\u0060\u00b4"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f\u05f4"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u05be"
_INVISIBLE = (
    "\u00ad\u034f\u061c\u0640\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2066\u2067\u2068\u2069\ufeff"
)
_LETTERS = {
    "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ə": "e", "ґ": "г",
    "\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647", "\u06c0": "\u0647",
    "\u06c1": "\u0647", "\u06be": "\u0647", "\u0671": "\u0627",
}  # fmt: skip
_LEFTOVER = re.compile(  # an entity in a text that is no longer HTML; a word cut at the end of a line, as print has it
    r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});|(?<=[^\W\d_]{2})[-\u2010\u00ac]\r?\n(?=[^\W\d_A-Z])"
)
_LEFTOVER_SIGNS = ("&", "-\n", "-\r", "\u2010\n", "\u00ac\n")  # without one of them it need not be looked for
_DROPPED_MARK = (
    10  # canonical combining classes from 10 up are accents and vowel points; 7 and 9 belong to Indic letters
)


def _table() -> dict[str, str]:
    table = dict.fromkeys(_SINGLE_QUOTES, "'")
    table.update(dict.fromkeys(_DOUBLE_QUOTES, '"'))
    table.update(dict.fromkeys(_HYPHENS, "-"))
    table.update(dict.fromkeys(_INVISIBLE, ""))
    return table


_SPECIAL = _table()


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    special = _SPECIAL.get(character)
    if special is not None:
        return special
    if character in "\n\t":
        return character
    folded: list[str] = []
    for piece in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold()):
        if unicodedata.combining(piece) >= _DROPPED_MARK:
            continue
        digit = unicodedata.digit(piece, None)
        if digit is not None:
            folded.append(str(digit))
        elif piece.isspace():
            folded.append(" ")
        else:
            folded.append(_SPECIAL.get(piece, _LETTERS.get(piece, piece)))
    return "".join(folded)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where its characters come from.

    ``starts`` gives for each folded character the offset of its original character; None when both are the same.
    """

    text: str
    original: str
    starts: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original half-open range behind the folded range ``start``:``end`` (not empty)."""
        if self.starts is None:
            return start, end
        if start >= end:
            here = self.starts[start] if start < len(self.starts) else len(self.original)
            return here, here
        last = self.starts[end - 1]
        entity = _LEFTOVER.match(self.original, last)
        return self.starts[start], entity.end() if entity else last + 1


def fold(text: str) -> Folded:
    """Fold ``text`` for comparison; any string is accepted, lone surrogates too."""
    if any(sign in text for sign in _LEFTOVER_SIGNS) and _LEFTOVER.search(text):
        return _fold_leftovers(text)
    if text.isascii():
        return Folded(text=text.lower().translate(_ASCII), original=text)
    pieces = [_fold_character(character) for character in text]
    folded = "".join(pieces)
    if len(folded) == len(text) and all(len(piece) == 1 for piece in pieces):
        return Folded(text=folded, original=text)
    starts = tuple(at for at, piece in enumerate(pieces) for _ in piece)
    return Folded(text=folded, original=text, starts=starts)


def _fold_leftovers(text: str) -> Folded:
    """Fold a text with entities that were never decoded, or with words cut by a hyphen at the end of a line."""
    folded: list[str] = []
    starts: list[int] = []

    def put(piece: str, at: int) -> None:
        for character in piece:
            form = _fold_character(character)
            folded.append(form)
            starts.extend([at] * len(form))

    done = 0
    for found in _LEFTOVER.finditer(text):
        for at in range(done, found.start()):
            put(text[at], at)
        put(html.unescape(found.group()) if found.group().startswith("&") else "", found.start())
        done = found.end()
    for at in range(done, len(text)):
        put(text[at], at)
    return Folded(text="".join(folded), original=text, starts=tuple(starts))


def fold_plain(text: str) -> str:
    """The folded text alone."""
    return fold(text).text


_ASCII = {ord("`"): "'", 0x0B: " ", 0x0C: " ", 0x0D: " ", 0x1C: " ", 0x1D: " ", 0x1E: " ", 0x1F: " "}
