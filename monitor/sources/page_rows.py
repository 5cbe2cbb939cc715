"""Rows of a watched page's tables, told with the names of their columns: "Norland | Ratification: 20 Nov 2026"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from monitor.webtext.decode import without_controls
from monitor.webtext.tree import Tree

_MOST_ROWS = 20_000
_LONGEST_NAME = 80  # characters: a longer cell in the first row is no column's name


def named_rows(tree: Tree) -> Iterator[tuple[str, str]]:
    """Each row of a table whose columns have names: its line as in the page's text, and what it says in full.

    The first cell that says anything is who or what the row is about. Only rows with a cell for every column are told
    so: where cells are joined nobody knows what belongs to which.
    """
    names: list[str] = []
    of: Tree | None = None
    for row in islice(tree.iter("tr"), _MOST_ROWS):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if any(cell.find(".//table") is not None for cell in cells):
            continue  # layout
        texts, table = [_text(cell) for cell in cells], next(row.iterancestors("table"), None)
        if table is not of:
            of, names = table, []
        if _names_columns(cells, texts):
            names = texts
        elif names and len(cells) == len(names):
            yield " | ".join(filter(None, texts)), _told(names, texts)


def _names_columns(cells: list[Tree], texts: list[str]) -> bool:
    """Whether a row names the columns: short words in heading cells, or the first row of a head."""
    if len(cells) < 2 or any(cell.get("colspan", "1") != "1" for cell in cells):
        return False
    parent = cells[0].getparent().getparent()
    head = all(cell.tag == "th" for cell in cells) or (parent is not None and parent.tag == "thead")
    return head and all(len(text) <= _LONGEST_NAME for text in texts) and sum(map(bool, texts)) > 1


def _told(names: list[str], texts: list[str]) -> str:
    told = [(name, text) for name, text in zip(names, texts, strict=True) if text]
    subject = next((place for place, (_, text) in enumerate(told) if not text.strip(".").isdigit()), 0)
    return " | ".join(f"{name}: {text}" if name and place > subject else text
                      for place, (name, text) in enumerate(told) if place >= subject)  # fmt: skip


def _text(cell: Tree) -> str:
    return " ".join(without_controls(str(cell.text_content())).split())
