"""Paragraphs to clean text: what sites put between and after an article's own words goes, and nothing stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from monitor.extraction.furniture_words import FURNITURE, TAIL_HEADING
from monitor.webtext.decode import without_controls
from monitor.webtext.visible import word_count

_SHORT = 320  # characters: what is longer is prose, whatever it begins with
_OPENING, _LABEL = 4, 60  # lines before a headline that are no text, and characters of such a line
_SENTENCE_END = re.compile(r"[.!?…。؟][\"'»”’)\]]*$")
_BULLET = re.compile(r"^(?:[-–•*·▪►]\s+)+")


def clean(paragraphs: Iterable[str], *, title: str = "") -> str:
    """The paragraphs that are the article's own, each once, one a line.

    Dropped are lines of a site's furniture in a dozen languages, the headline where it opens the text, and the list of
    other articles at the end. A table row ("a | b") is never taken for a repeat.
    """
    lines = [_BULLET.sub("", " ".join(without_controls(paragraph).split())) for paragraph in paragraphs]
    kept = [line for line in _without_tail([line for line in lines if line]) if not _is_furniture(line)]
    return "\n".join(_once(_without_headline(kept, title)))


def _is_furniture(line: str) -> bool:
    return len(line) <= _SHORT and FURNITURE.search(line) is not None


def _without_tail(lines: Sequence[str]) -> list[str]:
    """Cut at a heading like "Related articles" when prose stands before it and none after."""
    prose = [place for place, line in enumerate(lines) if _is_prose(line)]
    for place in range(prose[-1] + 1 if prose else len(lines), len(lines)):
        if len(lines[place]) < 80 and TAIL_HEADING.search(lines[place]):
            return list(lines[:place])
    return list(lines)


def _is_prose(line: str) -> bool:
    return len(line) > 200 or (word_count(line) > 12 and _SENTENCE_END.search(line) is not None)


def _without_headline(lines: list[str], title: str) -> list[str]:
    """Without the title where it opens the text, and what stands before it there: a day, a section, a name."""
    wanted = _folded(title)
    for place, line in enumerate(lines[:_OPENING]):
        if wanted and _folded(line) == wanted:
            return lines[place + 1 :]
        if len(line) > _LABEL:
            break
    return lines


def _once(lines: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    kept = []
    for line in lines:
        key = _folded(line)
        if " | " not in line and word_count(line) >= 4:
            if key in seen:
                continue
            seen.add(key)
        kept.append(line)
    return kept


def _folded(line: str) -> str:
    return re.sub(r"\W+", " ", line).strip().casefold()
