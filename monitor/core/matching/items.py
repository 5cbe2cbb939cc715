"""Texts that are made of items: newsletters, live blogs, answers to questions, lists of corrections.

Such a text is about none of its items as a whole, so that each one is graded by itself. A text counts as one if its
title says so, or if at least half of its lines begin with a number, a bullet or a time of day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from monitor.core.model.article import Span
from monitor.core.text.normalize import fold_plain
from monitor.core.text.sentences import paragraphs

MIN_MARKED: Final = 4  # marked lines that make a list of items
MAX_ITEMS: Final = 60
_LABEL_WORDS: Final = 7
_MIN_WORDS: Final = 8  # an item with fewer tells nothing

_MARK = re.compile(
    r"(?:#?\d{1,2}(?:/\d{1,2}\b|[.)])|\d{1,2}[:.h]\d{2}(?!\d)(?:\s?[ap]\.?m\.?)?"
    r"|[-\u2013\u2014\u2022*\u25aa\u25cf\u25a0\u25ba])\s+"
)
_LABEL = re.compile(r"([^\W\d_][^.:!?\n]{0,70}?)[.:?!]\s+(?=\S[^\0]{40})")
_SAYS_SO = re.compile(
    r"\b(?:news ?letter|digest|round-?up|(?:in|news|daily|morning|evening|weekly|the) briefs?|briefing|bulletin"
    r"|the week|week in|weekly|headlines|live ?(?:blog|updates|ticker|:|$)|as it happened|hansard"
    r"|(?:written|oral) (?:answers|questions)|topical questions|question time|press (?:conference|availability)"
    r"|transcript|treaty watch|what moved|corrections|clarifications|no\. ?\d+|issue \d+|order of business"
    r"|nieuwsbrief|nieuwsoverzicht|weekoverzicht|infolettre|lettre d'information|revue de presse|en bref|en direct"
    r"|rundbrief|presseschau|wochenruckblick|nachrichtenuberblick|ausgabe \d+|kurzmeldungen|boletin|resumen"
    r"|en (?:vivo|directo)|al minuto|revista de prensa|rassegna stampa|in breve|in diretta|boletim|resumo|ao vivo"
    r"|przeglad|w skrocie|na zywo|biuletyn)(?:\b|(?<=:)|$)"
    r"|[-\u2013|] live\b|дайджест|обзор|огляд|онлайн|коротко|новини дня|новости дня|نشره|موجز|مباشر"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item: half-open ranges of characters in the text for its heading (may be empty) and its body."""

    title: tuple[int, int]
    body: tuple[int, int]


def within(span: Span, item: Item) -> bool:
    """Whether a stretch of the text lies in the item."""
    return item.title[0] <= span.start and span.end <= item.body[1]


def items_of(title: str, text: str) -> tuple[Item, ...]:
    """The items of a text that is made of items, in order; () for any other text."""
    lines = paragraphs(text)
    if len(lines) < MIN_MARKED - 1:
        return ()
    bare = [bool(_MARK.match(text, start, end)) for start, end in lines]
    if not (_SAYS_SO.search(fold_plain(title[:300])) or (sum(bare) >= MIN_MARKED and 2 * sum(bare) >= len(lines))):
        return ()
    heads = [_head(text, start, end) for start, end in lines]
    marked = [number for number, head in enumerate(heads) if head is not None]
    if len(marked) < MIN_MARKED - 1:
        return ()
    found: list[Item] = []
    for place, number in enumerate(marked[:MAX_ITEMS]):
        behind = marked[place + 1] if place + 1 < len(marked) else len(lines)
        start, head_end = heads[number] or (lines[number][0], lines[number][0])
        body = (head_end, lines[behind - 1][1])
        if len(text[body[0] : body[1]].split()) >= _MIN_WORDS or not text[body[0] : body[1]].isascii():
            found.append(Item((start, head_end), body))
    return tuple(found)


def _head(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The range of a line's heading if the line begins an item: empty behind a bare mark, the line if it is one."""
    mark = _MARK.match(text, start, end)
    at = mark.end() if mark else start
    label = _LABEL.match(text, at, end)
    if label and len(label.group(1).split()) <= _LABEL_WORDS:
        return at, label.end(1)
    if mark:
        return at, at
    line = text[start:end]
    return (start, end) if len(line.split()) <= _LABEL_WORDS and line[-1] not in ".!?,;\u2026\u3002" else None
