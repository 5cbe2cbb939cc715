"""PDF documents to paragraphs: lines joined, hyphens undone, running heads and page numbers gone."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from monitor.extraction.extracted import MAX_TEXT, NAME_LENGTH, TITLE_LENGTH
from monitor.extraction.pdf_lines import page_lines
from monitor.webtext.dates import read_date
from monitor.webtext.plain import one_line
from monitor.webtext.visible import word_count

MAX_PAGES = 50
_EDGE = 3  # lines at the top and at the foot of a page
_MADE_UP_TITLE = re.compile(
    r"^(?:microsoft word|untitled|document\d*|powerpoint|.*\.(?:docx?|pdf|indd|rtf|odt)$)", re.I
)
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p\.?|стор\.?|стр\.?)\s*)?\d{1,4}(?:\s*(?:/|of|von|sur|de|из|з)\s*\d{1,4})?\W*", re.I
)
_SENTENCE_END = re.compile(r"[.!?:;…][\"'»”’)\]]*$")
_LIST_START = re.compile(r"(?:\(?[0-9ivxIVX]{1,4}[.)]|\([a-z]\)|[•▪–-])\s+\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfText:
    """What a PDF gives. ``problem`` is "" or says in one line why there is no text."""

    paragraphs: tuple[str, ...] = ()
    title: str = ""
    author: str = ""
    published: datetime | None = None
    problem: str = ""


def read_pdf(body: bytes) -> PdfText:
    """The text of the first ``MAX_PAGES`` pages. Broken, locked and scanned documents are a ``problem``."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(body), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return PdfText(problem="locked with a password")
        pages = _page_texts(reader)
        info = reader.metadata
    except (
        PyPdfError,
        DependencyError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
    ) as error:
        return PdfText(problem=one_line(f"cannot be read: {error}", 200))
    found = _paragraphs(_without_running_heads(pages))
    if not found:
        return PdfText(problem="no text in it: scanned pages")
    title = one_line(str(info.title or ""), TITLE_LENGTH) if info else ""
    return PdfText(
        paragraphs=tuple(found),
        title="" if _MADE_UP_TITLE.match(title) else title,
        author=one_line(str(info.author or ""), NAME_LENGTH) if info else "",
        published=_stated_date(found, _creation_date(info)) or _creation_date(info),
    )


def _page_texts(reader: Any) -> list[list[str]]:
    """The lines of each page; a page that cannot be read is left out."""
    pages, size = [], 0
    for number in range(min(len(reader.pages), MAX_PAGES)):
        lines = page_lines(reader.pages[number])
        pages.append(lines)
        size += sum(map(len, lines))
        if size > MAX_TEXT:
            break
    return pages


def _without_running_heads(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Lines that stand at the edge of most pages, numbers apart, and page numbers are taken out."""
    edges = Counter(
        key for page in pages for key in {_numberless(line) for line in [*page[:_EDGE], *page[-_EDGE:]] if line}
    )
    often = {key for key, count in edges.items() if len(pages) >= 3 and count > len(pages) / 2}
    kept = []
    for page in pages:
        inner = range(_EDGE, len(page) - _EDGE)
        kept.append(
            [
                line
                for place, line in enumerate(page)
                if not _PAGE_NUMBER.fullmatch(line or "x") and (place in inner or _numberless(line) not in often)
            ]
        )
    return kept


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", line).casefold()


def _paragraphs(pages: Sequence[Sequence[str]]) -> list[str]:
    """Join lines to paragraphs: a break is a gap, a list item, or a short line that ends a sentence.

    A sentence that goes on in small letters after a gap (a picture, a new page) is not broken.
    """
    lines = [line for page in pages for line in page]
    width = _usual_width(lines)
    found: list[str] = []
    current, gap = "", False
    for line in lines:
        if not line:
            gap = True
            continue
        if gap and current and (_SENTENCE_END.search(current) or not line[0].islower()):
            found.append(current)
            current = ""
        gap = False
        if current and (_LIST_START.match(line) and _SENTENCE_END.search(current)):
            found.append(current)
            current = ""
        current = _joined(current, line)
        if len(line) < width * 0.7 and (_SENTENCE_END.search(line) or current == line):
            found.append(current)
            current = ""
    return [paragraph for paragraph in [*found, current] if paragraph]


def _usual_width(lines: Sequence[str]) -> int:
    lengths = sorted(len(line) for line in lines if line)
    return lengths[int(len(lengths) * 0.8)] if lengths else 0


def _joined(text: str, line: str) -> str:
    """``text`` and the line after it; a word that was broken at the end is whole again."""
    if text.endswith("\u00ad") or (re.search(r"[^\W\d_]-$", text) and line[:1].islower()):
        return text[:-1] + line
    return f"{text} {line}" if text else line


def _stated_date(paragraphs: Sequence[str], created: datetime | None) -> datetime | None:
    """The paper's own date: one that stands alone near its top; else the one nearest to its making; else the first.

    A notice names others before it: the day of the treaty, the day on which an act takes effect.
    """
    lines = [line for line in paragraphs[:15] if len(line) < 200]
    dates = [(line, date) for line in lines if (date := read_date(line))]
    alone = next((date for line, date in dates if word_count(line) <= 1), None)
    if alone is not None or not dates:
        return alone
    return min((date for _, date in dates), key=lambda date: abs(date - created)) if created else dates[0][1]


def _creation_date(info: Any) -> datetime | None:
    try:
        created = info.creation_date if info else None
        return created.astimezone(UTC) if created else None
    except (ValueError, TypeError, OverflowError):
        return None
