"""Where things stand in a TOML text: ``tomllib`` gives values without lines, and a complaint needs the line.

A small scanner for text that ``tomllib`` has accepted already; it reads no values and runs only when there is something
to complain about. On other text it stops early and knows fewer places; it never raises.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

KeyPath = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BASIC = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_LITERAL = re.compile(r"'([^'\n]*)'")
_LONG_BASIC = re.compile(r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"{3,5}')
_LONG_LITERAL = re.compile(r"'''(?:[^']|'(?!''))*'{3,5}")
_SCALAR = re.compile(r"[^,\]}#\r\n]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """1-based lines of a key (or table header, or array item) and of the first line of its value's own text."""

    line: int
    value_line: int


class _Lost(Exception):
    """The text is not what was expected: the scan ends here."""


@dataclass(slots=True)
class _Scanner:
    text: str
    at: int = 0
    places: dict[KeyPath, Place] = field(default_factory=dict)
    counts: dict[KeyPath, int] = field(default_factory=dict)  # elements of each array of tables so far
    newlines: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.newlines = [match.start() for match in re.finditer("\n", self.text)]

    def scan(self) -> None:
        table: KeyPath = ()
        while self._skip(_BLANK) < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def _take(self, wanted: str) -> bool:
        found = self.text.startswith(wanted, self.at)
        self.at += len(wanted) if found else 0
        return found

    def _need(self, wanted: str) -> None:
        if not self._take(wanted):
            raise _Lost

    def _line(self, at: int) -> int:
        return bisect_left(self.newlines, at) + 1

    def _note(self, path: KeyPath, at: int, value_at: int | None = None) -> None:
        line = self._line(at)
        value_line = line if value_at is None else self._line(value_at)
        self.places.setdefault(path, Place(line=line, value_line=value_line))

    def _key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while True:
            self._skip(_SPACE)
            quoted = _BASIC.match(self.text, self.at) or _LITERAL.match(self.text, self.at)
            bare = _BARE_KEY.match(self.text, self.at)
            match = quoted or bare
            if match is None:
                raise _Lost
            self.at = match.end()
            parts.append(match[1] if quoted else match[0])
            self._skip(_SPACE)
            if not self._take("."):
                return tuple(parts)

    def _resolve(self, keys: tuple[str, ...], base: KeyPath = ()) -> KeyPath:
        """The path of ``keys``, with the last element of each array of tables on the way."""
        path = base
        for key in keys:
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
            path = (*path, key)
        return path

    def _header(self) -> KeyPath:
        start = self.at
        double = self._take("[[")
        if not double:
            self._need("[")
        keys = self._key()
        self._need("]]" if double else "]")
        path = self._resolve(keys)
        self._note_parents(path, start)
        self._note(path, start)
        if double:
            index = self.counts.get(path, 0)
            self.counts[path] = index + 1
            path = (*path, index)
            self._note(path, start)
        return path

    def _note_parents(self, path: KeyPath, at: int) -> None:
        for length in range(1, len(path)):
            self._note(path[:length], at)

    def _pair(self, table: KeyPath) -> None:
        start = self.at
        path = (*table, *self._key())
        self._need("=")
        self._skip(_SPACE)
        self._note_parents(path, start)
        self._note(path, start, self._text_start())
        self._value(path)

    def _text_start(self) -> int:
        """Where the text of the value at hand begins: a newline right after long quotes is not part of it."""
        for quotes in ('"""', "'''"):
            for newline in ("\r\n", "\n"):
                if self.text.startswith(quotes + newline, self.at):
                    return self.at + len(quotes) + len(newline)
        return self.at

    def _value(self, path: KeyPath) -> None:
        char = self.text[self.at : self.at + 1]
        if char == "[":
            self._array(path)
        elif char == "{":
            self._inline_table(path)
        elif char in ('"', "'"):
            self._string(char)
        else:
            self._skip(_SCALAR)

    def _string(self, quote: str) -> None:
        basic = quote == '"'
        patterns = (_LONG_BASIC, _BASIC) if basic else (_LONG_LITERAL, _LITERAL)
        long = self.text.startswith(quote * 3, self.at)
        match = patterns[0 if long else 1].match(self.text, self.at)
        if match is None:
            raise _Lost
        self.at = match.end()

    def _array(self, path: KeyPath) -> None:
        self._need("[")
        index = 0
        while True:
            self._skip(_BLANK)
            if self._take("]"):
                return
            self._note((*path, index), self.at, self._text_start())
            self._value((*path, index))
            index += 1
            self._skip(_BLANK)
            if not self._take(","):
                self._need("]")
                return

    def _inline_table(self, path: KeyPath) -> None:
        self._need("{")
        while True:
            self._skip(_BLANK)
            if self._take("}"):
                return
            self._pair(path)
            self._skip(_BLANK)
            if not self._take(","):
                self._need("}")
                return


def positions(text: str) -> dict[KeyPath, Place]:
    """Every key, table and array item of the text by its path, as in ``("source", 2, "interval")``."""
    scanner = _Scanner(text)
    try:
        scanner.scan()
    except (_Lost, RecursionError):
        pass
    return scanner.places


def line_at(places: dict[KeyPath, Place], path: KeyPath) -> int | None:
    """The line of that path, or of the nearest thing around it that stands in the text; None if nothing does."""
    for length in range(len(path), 0, -1):
        if place := places.get(path[:length]):
            return place.line
    return None


def line_of(
    text: str, table: str, index: int | str | None = None, key: str = "", *, within: int | None = None
) -> int | None:
    """The 1-based line of ``key`` in a table; None if it does not stand there.

    ``index`` is the place in an array of tables (``[[topic]]``, from 0) or the name in a table of tables
    (``[concept.icc]``). ``within`` is a line of the value's own text (1-based, as in a QueryError): with it, the answer
    is the line of the file on which that line of the value stands, also when the value is a multi-line string.
    """
    path = tuple(part for part in (table, index, key) if part not in (None, ""))
    place = positions(text).get(path)
    if place is None:
        return None
    return place.line if within is None else place.value_line + within - 1
