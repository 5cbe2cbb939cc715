"""The terminal: readable blocks on a text stream, for a person who watches the daemon run.

Colours only on a terminal and only where NO_COLOR (no-color.org) is not set; lines as wide as the terminal, at most
100 columns, wide East Asian letters counted as two.
"""

from __future__ import annotations

import errno
import os
import shutil
import threading
import unicodedata
from collections.abc import Callable
from typing import TextIO

from monitor.core.inert import made_inert
from monitor.core.message import MAYBE_REPEAT
from monitor.core.model.alert import AlertKind, Block, Line, Message, SendFailed, SendResult, Sent
from monitor.core.model.development import Novelty

_PASSING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EAGAIN})  # a full disk, a full pipe: there will be room again
_WIDEST = 100
_NARROWEST = 40
_BOLD, _DIM, _LINK, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[4;36m", "\x1b[0m"
_COLOURS = {Novelty.NEW: "\x1b[1;32m", Novelty.UPDATE: "\x1b[1;33m", Novelty.CORRECTION: "\x1b[1;31m"}
_NAMES = {
    AlertKind.DEVELOPMENT: "ALERT",
    AlertKind.DIGEST: "DIGEST",
    AlertKind.NOTICE: "NOTICE",
    AlertKind.TEST: "TEST",
}


class TerminalChannel:
    """Writes each message to ``stream`` in one piece."""

    def __init__(self, stream: TextIO, *, width: int | None = None, colour: bool | None = None) -> None:
        """``width`` in columns and ``colour`` are found out from the stream and the environment where not given."""
        self._stream = stream
        self._width = width
        self._colour = _wants_colour(stream) if colour is None else colour
        self._lock = threading.Lock()

    def send(self, message: Message) -> SendResult:
        """Write the message; a closed or broken stream is a failure for good, since it does not come back.

        A full disk under a file that the output goes to is not: it may have taken a part, so the message may repeat.
        """
        text = render(made_inert(message), self._width or _columns(self._stream), colour=self._colour)
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        text = text.encode(encoding, errors="replace").decode(encoding)
        try:
            with self._lock:
                self._stream.write(text)
                self._stream.flush()
        except (OSError, ValueError) as problem:
            passes = isinstance(problem, OSError) and problem.errno in _PASSING
            return SendFailed(detail=f"cannot write to the terminal: {problem}", permanent=not passes, unseen=passes)
        return Sent(detail="written")

    def describe(self) -> str:
        """What it is."""
        return "the daemon's own terminal"

    def __repr__(self) -> str:
        return "<TerminalChannel>"


def _is_terminal(stream: TextIO) -> bool:
    return not stream.closed and stream.isatty()


def _wants_colour(stream: TextIO) -> bool:
    return _is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _columns(stream: TextIO) -> int:
    found = shutil.get_terminal_size((88, 24)).columns if _is_terminal(stream) else 88
    return max(_NARROWEST, min(found, _WIDEST))


def render(message: Message, width: int, *, colour: bool) -> str:
    """The message as text for a terminal of ``width`` columns; ``message`` is inert already."""
    paint = _Paint(colour)
    rows = [_rule(message, width, paint)]
    rows += _wrap(message.title, width, paint=paint.bold)
    if message.maybe_repeat:
        rows += _wrap(MAYBE_REPEAT, width, paint=paint.warn)
    for number, block in enumerate(message.blocks):
        if number or block.heading != message.title:
            rows.append("")
        rows += _block(block, message.title, width, paint)
    if message.footer:
        rows += ["", *_wrap(message.footer, width, paint=paint.dim)]
    return "\n" + "\n".join(rows) + "\n"


class _Paint:
    """Colours, or nothing."""

    def __init__(self, colour: bool) -> None:
        self._on = colour

    def _put(self, code: str, text: str) -> str:
        return f"{code}{text}{_RESET}" if self._on and text else text

    def bold(self, text: str) -> str:
        return self._put(_BOLD, text)

    def dim(self, text: str) -> str:
        return self._put(_DIM, text)

    def link(self, text: str) -> str:
        return self._put(_LINK, text)

    def warn(self, text: str) -> str:
        return self._put("\x1b[1;33m", text)

    def kind(self, novelty: Novelty | None, text: str) -> str:
        return self._put(_COLOURS.get(novelty, _BOLD) if novelty else _BOLD, text)


def _rule(message: Message, width: int, paint: _Paint) -> str:
    """The line that opens a message: what it is, on which topics, and when, over the whole width."""
    name = message.novelty.value.upper() if message.novelty else _NAMES[message.kind]
    topics = ", ".join(message.topics) if message.kind is AlertKind.DEVELOPMENT else ""
    stamp = f"{message.at:%H:%M} UTC"
    room = width - len(name) - len(stamp) - 10
    shown = _cut(topics, room) if topics else ""
    middle = f" {shown} " if shown else " "
    dashes = "─" * max(width - len(name) - len(stamp) - cells(middle) - 7, 1)
    return f"{paint.dim('───')} {paint.kind(message.novelty, name)}{middle}{paint.dim(f'{dashes} {stamp} ─')}"


def _block(block: Block, title: str, width: int, paint: _Paint) -> list[str]:
    rows: list[str] = []
    if block.heading and block.heading != title:
        rows += _wrap(block.heading, width, paint=paint.bold)
    if block.url:
        rows.append(paint.link(block.url))
    if block.quote:
        rows += ["", *_wrap(f"“{block.quote}”", width, indent="  │ "), ""]
    if block.text:
        rows += _wrap(block.text, width)
    labels = max((cells(line.label) for line in block.lines), default=0)
    for line in block.lines:
        rows += _fact(line, min(labels, 24), width, paint)
    return rows


def _fact(line: Line, labels: int, width: int, paint: _Paint) -> list[str]:
    """``  Label   text`` with the text hanging under itself; its address on a row of its own, never broken."""
    margin = " " * (labels + 4)
    rows = _wrap(line.text, width, indent=margin, paint=paint.dim if not line.label else None)
    if line.label:
        label = _cut(line.label, labels)
        rows[0] = f"  {paint.dim(label)}{' ' * (labels - cells(label))}{rows[0][labels + 2 :]}"
    if line.url and line.url != line.text:
        rows.append(margin + paint.link(line.url))
    return rows


def cells(text: str) -> int:
    """Columns that the text takes: two for wide letters, none for combining marks (Unicode annex 11)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _cut(text: str, room: int) -> str:
    if cells(text) <= room:
        return text
    while text and cells(text) > room - 1:
        text = text[:-1]
    return text.rstrip() + "…" if room > 0 else ""


def _wrap(text: str, width: int, *, indent: str = "", paint: Callable[[str], str] | None = None) -> list[str]:
    """Rows of at most ``width`` columns; a break inside a word only where the word is wider than a row."""
    room = max(width - cells(indent), 10)
    rows: list[str] = []
    row = ""
    for word in _words(text, room):
        joined = f"{row} {word}" if row else word
        if cells(joined) <= room:
            row = joined
        else:
            rows.append(row)
            row = word
    rows.append(row)
    painted = [paint(part) for part in rows] if paint else rows
    return [indent + part for part in painted]


def _words(text: str, room: int) -> list[str]:
    words: list[str] = []
    for word in text.split(" "):
        part, used = "", 0
        for letter in word:
            taken = cells(letter)
            if used + taken > room:
                words.append(part)
                part, used = "", 0
            part, used = part + letter, used + taken
        words.append(part)
    return words
