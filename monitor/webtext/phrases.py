"""Long alternatives of a pattern, written one a line."""

from __future__ import annotations

import re


def alternatives(lines: str) -> str:
    """The lines, each a regular expression, joined with "|"; for use inside a group."""
    return "|".join(line.strip() for line in lines.strip().splitlines())


def any_of(lines: str, *, start: bool = False) -> re.Pattern[str]:
    """A pattern that finds any of the lines, whatever the case; ``start``: only where a text begins."""
    joined = alternatives(lines)
    return re.compile(rf"^\W*(?:{joined})" if start else joined, re.IGNORECASE)
