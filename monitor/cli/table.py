"""How things are printed: tables and facts for people, JSON for programs. rich is loaded when a table is printed.

On a terminal a table fits its width and has colours (unless NO_COLOR is set); into a pipe each row is one plain line.
"""

from __future__ import annotations

import codecs
import json
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.core.inert import inert

if TYPE_CHECKING:
    from rich.console import Console

_STYLES = {
    "healthy": "green", "ok": "green", "sent": "green", "passed": "green", "report": "bold", "new": "bold green",
    "failing": "bold red", "fail": "bold red", "dead": "bold red", "failed": "bold red",
    "paused": "yellow", "warn": "yellow", "held": "yellow", "pending": "yellow", "waiting": "yellow",
    "update": "bold yellow", "correction": "bold yellow",
    "disabled": "dim", "mention": "dim", "repeat": "dim", "none": "dim",
}  # fmt: skip
_NARROW = 18  # columns of the terminal below which a wrapped text is hard to read
_UNSEEN = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def console(*, err: bool = False) -> Console:
    """A console for the output (or error) stream; plain and endlessly wide where it is no terminal."""
    from rich.console import Console

    stream = sys.stderr if err else sys.stdout
    seen = stream.isatty()  # also where FORCE_COLOR is set: a script that reads a pipe wants no colours and no rules
    return Console(file=stream, width=None if seen else 10_000, force_terminal=seen, highlight=False, markup=False,
                   emoji=False, soft_wrap=False)  # fmt: skip


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[str] = (),
                empty: str = "") -> None:  # fmt: skip
    """Rows under headings; columns named in ``right`` are set to the right. ``empty`` is said where there is no row."""
    cells = [[inert(cell) for cell in row] for row in rows]
    if not cells:
        click.echo(empty)
        return
    screen = console()
    widths = [max(_width(name), *(_width(row[number]) for row in cells)) for number, name in enumerate(columns)]
    flexible = _flexible(widths, screen.width)
    if flexible is None:
        _print_cards(columns, cells)
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD if screen.is_terminal else None, pad_edge=False,
                  padding=(0, 1 if screen.is_terminal else 2, 0, 0),
                  show_edge=False, header_style="bold")  # fmt: skip
    for number, name in enumerate(columns):
        table.add_column(name, justify="right" if name in right else "left", no_wrap=number not in flexible,
                         min_width=None if number in flexible else widths[number], overflow="fold")  # fmt: skip
    for row in cells:
        table.add_row(*(Text(cell, style=_STYLES.get(cell, "")) for cell in row))
    with screen.capture() as captured:
        screen.print(table)
    click.echo("\n".join(line.rstrip() for line in captured.get().strip("\n").splitlines()))


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _flexible(widths: Sequence[int], room: int) -> frozenset[int] | None:
    """The columns that have to wrap so that all fit; None where they would be too narrow to be read."""
    gaps = 2 * len(widths)
    if sum(widths) + gaps <= room:
        return frozenset()
    wide = [number for number, width in enumerate(widths) if width > _NARROW]
    kept = sum(width for number, width in enumerate(widths) if number not in wide)
    return frozenset(wide) if wide and kept + gaps + _NARROW * len(wide) <= room else None


def _print_cards(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    """Each row as a short paragraph: for tables that no narrow terminal can hold."""
    for row in cells:
        rest = [f"{name} {cell}" for name, cell in zip(columns[2:], row[2:], strict=True) if cell]
        click.echo(f"{heading(row[0])}  {_paint_word(row[1])}")
        click.echo(f"    {', '.join(rest)}")


def print_facts(facts: Iterable[tuple[str, str]], *, indent: str = "") -> None:
    """``label   text`` with the texts under each other; facts without text are left out."""
    shown = [(label, inert(text, 2_000)) for label, text in facts if text]
    width = max((len(label) for label, _ in shown), default=0)
    for label, text in shown:
        click.echo(f"{indent}{paint(label.ljust(width), dim=True)}  {_paint_word(text)}")


def paint(text: str, **style: Any) -> str:
    """The text in a style, on a terminal that wants colours; else as it is."""
    import os

    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return click.style(text, **style) if wanted else text


def heading(text: str) -> str:
    """A line that opens a part."""
    return paint(inert(text), bold=True)


def print_json(value: object) -> None:
    """One JSON value, readable, in the order given."""
    click.echo(escaped(json.dumps(value, ensure_ascii=not _takes_every_letter(), indent=2)))


def json_line(value: object) -> str:
    """One JSON value on one line."""
    return escaped(json.dumps(value, ensure_ascii=not _takes_every_letter()))


def _takes_every_letter() -> bool:
    """Whether the output is written in UTF-8, as JSON is between programs (RFC 8259, 8.1); else it stays in ASCII."""
    return codecs.lookup(sys.stdout.encoding or "ascii").name == "utf-8"


def escaped(text: str) -> str:
    r"""JSON with unseen and control characters as ``\uXXXX``: the same value, harmless on a terminal."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def size(count: int) -> str:
    """``812 B``, ``31 KB``, ``2.4 MB``: bytes as people read them; "" for none."""
    if not count:
        return ""
    for unit, length in (("GB", 1024**3), ("MB", 1024**2)):
        if count >= length:
            return f"{count / length:.1f} {unit}"
    return f"{count} B" if count < 1024 else f"{count / 1024:.0f} KB"


def ago(at: datetime | None, now: datetime) -> str:
    """``4 min ago``, ``in 2 h``, ``never``: how far a moment is from now."""
    if at is None:
        return "never"
    seconds = (at - now).total_seconds()
    size = abs(seconds)
    if size < 45:
        return "now"
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if size >= length * (2 if unit == "d" else 1):
            break
    text = f"{max(1, round(size / length))} {unit}"
    return f"in {text}" if seconds > 0 else f"{text} ago"


def _paint_word(text: str) -> str:
    style = _STYLES.get(text)
    if not style:
        return text
    words = style.split()
    colour = next((word for word in words if word not in ("bold", "dim")), None)
    return paint(text, fg=colour, bold="bold" in words or None, dim="dim" in words or None)
