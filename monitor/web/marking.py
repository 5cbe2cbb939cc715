"""Texts with marks in them: the matched words of a sentence, the words that an edit changed. All inert and escaped."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from monitor.core.inert import inert
from monitor.core.model.article import Article, Span
from monitor.core.model.match import Evidence, Field
from monitor.core.text.diff import WordChange
from monitor.services.dossier import paragraph_of

_LONGEST = 4_000  # characters of a sentence or paragraph
MOST_CHANGES = 60


def marked(text: str, spans: Sequence[Span], offset: int = 0) -> Markup:
    """The text with these places marked; ``offset`` is where the text begins in what the spans count from."""
    pieces, at = [], 0
    for place in sorted(spans, key=lambda each: each.start):
        start, end = max(place.start - offset, at), min(place.end - offset, len(text))
        if start >= end:
            continue
        pieces += [_plain(text[at:start]), Markup("<mark>{}</mark>").format(_plain(text[start:end]))]
        at = end
    return Markup().join([*pieces, _plain(text[at:])])


def adds(news: str, quotes: Sequence[str]) -> bool:
    """Whether a line on what is new says more than the sentences that are shown beside it."""
    start = inert(news)[:60]
    return bool(start) and not any(start in inert(quote) for quote in quotes)


def in_paragraph(article: Article, evidence: Evidence) -> Markup:
    """The paragraph around a piece of evidence: its sentence stands out, its words are marked."""
    text = article.title if evidence.field is Field.TITLE else article.text
    start, end = paragraph_of(article, evidence.field, evidence.span.start)
    end = max(end, evidence.span.end)
    before, after = text[start : evidence.span.start][-_LONGEST:], text[evidence.span.end : end][:_LONGEST]
    return Markup("{}<strong>{}</strong>{}").format(
        _plain(before), marked(evidence.quote, evidence.terms, evidence.span.start), _plain(after)
    )


def lines(text: str, limit: int = 200_000) -> Markup:
    """A long text, each line a paragraph."""
    shown = [inert(line, _LONGEST) for line in text[:limit].split("\n")]
    return Markup().join(Markup('<p dir="auto">{}</p>').format(line) for line in shown if line)


def written(lines_typed: str | Sequence[str]) -> Markup:
    """What a person typed into a field of several lines, put back into it line by line."""
    rows = lines_typed.splitlines() if isinstance(lines_typed, str) else lines_typed
    return Markup("\n").join(escape(inert(row, 20_000)) for row in rows)


def pointed(line: str, column: int) -> Markup:
    """A line with the place of a mistake marked; ``column`` is counted from 1."""
    at = min(max(column, 1), len(line) + 1) - 1
    here = inert(line[at : at + 1]) or " "
    return Markup("{}<mark>{}</mark>{}").format(_plain(line[:at]), here, _plain(line[at + 1 :]))


def word_changes(changes: Sequence[WordChange]) -> Markup:
    """What an edit changed: each change with a few words around it."""
    row = Markup('<li dir="auto">… {} <del>{}</del> <ins>{}</ins> {} …</li>')
    rows = [row.format(*(inert(part, 600) for part in (each.lead, each.removed, each.added, each.tail)))
            for each in changes[:MOST_CHANGES]]  # fmt: skip
    more = Markup("<li>… and {} more</li>").format(len(changes) - MOST_CHANGES) if len(changes) > MOST_CHANGES else ""
    return Markup('<ul class="changes">{}{}</ul>').format(Markup().join(rows), more)


def _plain(text: str) -> Markup:
    """The text inert and escaped; a blank at either end stays one, since what follows is part of the same sentence."""
    core = inert(text, _LONGEST)
    if not core:
        return Markup(" ") if text.strip() != text or text.isspace() else Markup()
    lead = " " if text[0].isspace() else ""
    tail = " " if text[-1].isspace() else ""
    return escape(lead + core + tail)
