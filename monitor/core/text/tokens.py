"""Tokens: the words of a folded text with their places.

A token is a run of letters and digits. Scripts written without spaces (Han, kana, Thai, Lao, Khmer, Burmese) give one
token per character, so that a word of theirs is matched as a phrase. The "s" of an English possessive is no token.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from monitor.core.text.normalize import Folded

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_INDIC = "\u0900-\u0963\u0966-\u0dff"  # vowel signs are not word characters for `re`, but belong to the word
_TOKEN = re.compile(rf"[{_UNSPACED}]|(?:[^\W_{_UNSPACED}]|[{_INDIC}])+")


class Token(NamedTuple):
    """One word: its folded form and its half-open range in the folded text."""

    text: str
    start: int
    end: int


def tokenize(folded: Folded) -> list[Token]:
    """All tokens in order."""
    text = folded.text
    tokens: list[Token] = []
    for found in _TOKEN.finditer(text):
        word, start = found.group(), found.start()
        if word == "s" and start >= 2 and text[start - 1] == "'" and text[start - 2].isalnum():
            continue
        tokens.append(Token(word, start, found.end()))
    return tokens


def is_unspaced(character: str) -> bool:
    """Whether the character belongs to a script that is written without spaces."""
    return bool(re.match(f"[{_UNSPACED}]", character))
