"""Articles in a JSON Lines file: id, title, text and optional url, lang, date, source, rank; for replays and trials."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.core.errors import UserMistake
from monitor.core.model.source import SourceRank


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One line of the file. ``date`` is None where the line gives none; a day without a time is taken as its start."""

    id: str
    title: str
    text: str
    url: str = ""
    lang: str = ""
    date: datetime | None = None
    source: str = ""
    rank: SourceRank = SourceRank.PRESS


def read_file(path: Path) -> Iterator[Read]:
    """The articles of a JSON Lines file. Raises UserMistake that names the line."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _read_line(path, number, line)
    except OSError as error:
        raise UserMistake(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UserMistake(f"{path}: not UTF-8 text (byte {error.start})") from error


def _read_line(path: Path, number: int, line: str) -> Read:
    where = f"{path}:{number}"
    try:
        data: Any = json.loads(line)
    except json.JSONDecodeError as error:
        raise UserMistake(f"{where}: not JSON: {error.msg} at column {error.colno}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets within brackets
        raise UserMistake(f"{where}: not JSON that can be read: {error}") from error
    if not isinstance(data, dict):
        raise UserMistake(f"{where}: each line must be one JSON object")
    for key in ("id", "title", "text"):
        if not isinstance(data.get(key), str | int) or (key == "id" and data[key] == ""):
            raise UserMistake(f'{where}: "{key}" is missing: each article needs "id", "title" and "text"')
    texts = {key: _whole(data.get(key) or "") for key in ("url", "lang", "source")}
    return Read(id=_whole(data["id"]), title=_whole(data["title"]), text=_whole(data["text"]), url=texts["url"],
                lang=texts["lang"], source=texts["source"], date=_date(where, data.get("date")),
                rank=_rank(where, data.get("rank")))  # fmt: skip


def _whole(value: object) -> str:
    """As text, without halves of letters (JSON can write one of a surrogate pair alone), which nothing can store."""
    return str(value).encode("utf-8", "replace").decode()


def _date(where: str, value: object) -> datetime | None:
    if value in (None, ""):
        return None
    try:
        at = datetime.fromisoformat(str(value))
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise UserMistake(f'{where}: "date" {value!r}: write it as 2026-01-31 or 2026-01-31T12:00:00Z') from error


def _rank(where: str, value: object) -> SourceRank:
    if value is None:
        return SourceRank.PRESS
    try:
        return SourceRank.from_number(int(str(value)))
    except ValueError as error:
        raise UserMistake(f'{where}: "rank" {value!r}: must be 1 (official) to 4 (aggregator)') from error
