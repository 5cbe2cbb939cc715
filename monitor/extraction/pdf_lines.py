"""The lines of a PDF's page in reading order: paragraphs parted by an empty line, columns one after the other.

A PDF holds text at places, not lines. pypdf joins what stands on one height: where two columns were written line by
line across both, that mixes two sentences. And the gap that ends a paragraph is lost in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import mean
from typing import Any

from monitor.webtext.decode import without_controls

_GAP = 1.45  # of the usual distance of two lines: more is the end of a paragraph
_SAME_HEIGHT = 3.0  # points between two pieces of one line
_APART = 120.0  # points between the left edges of two columns
_LEAST_LINES = 4  # beside each other
_LEAST_LENGTH = 28  # characters of a column's line on average: a table's cells are shorter
_GUTTER = re.compile(r"(?<=\S) {3,}(?=\S)")


@dataclass(slots=True)
class _Notes:
    """What pypdf tells while it reads a page; it calls ``text`` and ``operation`` with all that it knows."""

    lines: list[tuple[str, float]] = field(default_factory=list)  # with their height from the foot, in points
    starts: list[tuple[float, float]] = field(default_factory=list)  # where each piece of text begins: height, left
    open: str = ""
    height: float = 0.0

    def text(self, text: str, cm: Sequence[float], tm: Sequence[float], font: object, size: float) -> None:  # noqa: ARG002 - as pypdf calls it
        for part in text.splitlines(keepends=True):
            if not self.open.strip():
                self.height = tm[5] * cm[3] + cm[5]
            self.open += part
            if part.endswith("\n"):
                self.end_line()

    def operation(self, operator: bytes, operands: object, cm: Sequence[float], tm: Sequence[float]) -> None:  # noqa: ARG002 - as pypdf calls it
        if operator in (b"Tj", b"TJ"):
            self.starts.append((tm[5] * cm[3] + cm[5], tm[4] * cm[0] + cm[4]))

    def end_line(self) -> None:
        if folded := " ".join(without_controls(self.open).split()):
            self.lines.append((folded, self.height))
        self.open = ""


def page_lines(page: Any) -> list[str]:
    """The lines of one page (a pypdf ``PageObject``), "" between paragraphs as far as their distance tells."""
    notes = _Notes()
    page.extract_text(visitor_text=notes.text, visitor_operand_before=notes.operation)
    notes.end_line()
    if _side_by_side(notes.starts) >= _LEAST_LINES:
        columns = _columns(page.extract_text(extraction_mode="layout").splitlines())
        if columns:
            return columns
    return _with_gaps(notes.lines)


def _side_by_side(starts: Sequence[tuple[float, float]]) -> int:
    """How often a piece begins far to the right of the one before it, at the same height."""
    return sum(
        1
        for (height, left), (other, right) in pairwise(starts)
        if abs(height - other) < _SAME_HEIGHT and right - left > _APART
    )


def _with_gaps(lines: Sequence[tuple[str, float]]) -> list[str]:
    steps = sorted(one - other for (_, one), (_, other) in pairwise(lines) if one > other)
    usual = steps[len(steps) // 5] if len(steps) >= _LEAST_LINES else float("inf")  # within paragraphs it is small
    result = [lines[0][0]] if lines else []
    for (_, one), (text, other) in pairwise(lines):
        result += ["", text] if one - other > usual * _GAP else [text]
    return result


def _columns(drawn: Sequence[str]) -> list[str]:
    """Lines as drawn with blanks, read column by column; [] where they are no two columns of running text."""
    parted = [(line, gaps[0]) for line in drawn if len(gaps := list(_GUTTER.finditer(line))) == 1]
    sides = [(len(line[: gap.start()].strip()), len(line[gap.end() :])) for line, gap in parted]
    if len(sides) < _LEAST_LINES or any(mean(side) < _LEAST_LENGTH for side in zip(*sides, strict=True)):
        return []
    edge = min(gap.end() for _, gap in parted)
    gutters = dict(parted)
    result: list[str] = []
    left, right = list[str](), list[str]()
    for line in [*drawn, None]:
        if line is not None and (gap := gutters.get(line)) is not None:
            left.append(line[: gap.start()])
            right.append(line[gap.end() :])
        elif line is not None and left and line.strip() and len(line.rstrip()) < edge:
            left.append(line)  # the last line of a column is short
        elif line is not None and left and len(line) - len(line.lstrip()) >= edge:
            right.append(line)
        elif left and (line is None or line.strip()):
            result += [*left, "", *right, "", line or ""]
            left, right = [], []
        else:
            result.append(line or "")
    return [" ".join(without_controls(line).split()) for line in _once_empty(result)]


def _once_empty(lines: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and kept[-1].strip()):
            kept.append(line)
    return kept
