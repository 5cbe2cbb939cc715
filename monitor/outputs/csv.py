"""CSV (RFC 4180) that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from monitor.core.inert import inert

MEDIA_TYPE = "text/csv; charset=utf-8"
_LONGEST = 30_000  # characters in a cell; spreadsheets take 32,767
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def render(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The table in UTF-8 with a byte order mark, by which spreadsheets know it; row by row."""
    yield b"\xef\xbb\xbf" + _line(columns)
    for row in rows:
        yield _line([_cell(value) for value in row])


def _line(cells: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().encode()


def _cell(value: object) -> str:
    """A cell as text. One that a spreadsheet would take for a formula begins with an apostrophe (OWASP)."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    text = inert(str(value), _LONGEST)
    return f"'{text}" if text.startswith(_FORMULA) else text
