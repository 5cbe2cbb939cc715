"""Expressions with many alternatives, tried only where one of the words stands with which a match can begin.

An expression of a hundred phrases costs a try of each of them at every word of a text. An automaton (Aho and Corasick,
1975) finds the words in one pass over the text, about fifty times as fast, and most texts hold few of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any


class Cued:
    """A regular expression and the beginnings of everything that it matches.

    ``beginnings`` are separated by ``|``, in any case of letters; the expression must match without regard to case
    there. Each match must begin with one of them, else it is not found: a test generates matches and looks.
    """

    def __init__(self, pattern: re.Pattern[str], beginnings: str) -> None:
        self.pattern = pattern
        self._beginnings = sorted({beginning for beginning in beginnings.lower().split("|") if beginning})

    @cached_property
    def _automaton(self) -> Any:
        import ahocorasick_rs

        return ahocorasick_rs.AhoCorasick(self._beginnings, store_patterns=False)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in order, none of which overlap, as the expression itself would find them."""
        lowered = text.lower()
        if len(lowered) != len(text):  # a letter whose lower case is two (Turkish İ): places would not agree
            yield from self.pattern.finditer(text)
            return
        end = 0
        places = {start for _, start, _ in self._automaton.find_matches_as_indexes(lowered, overlapping=True)}
        for place in sorted(places):
            match = self.pattern.match(text, place) if place >= end else None
            if match:
                end = match.end()
                yield match

    def search(self, text: str) -> re.Match[str] | None:
        """The first match, None if there is none."""
        return next(self.finditer(text), None)
