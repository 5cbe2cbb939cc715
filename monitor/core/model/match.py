"""A match: an article found to be on a topic, with its grade and the evidence for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from monitor.core.model.article import Span
from monitor.core.model.ids import TopicId


class Grade(StrEnum):
    """How an article is on a topic."""

    REPORT = "report"  # reports a development: may alert
    MENTION = "mention"  # background or passing mention: kept and counted, never sent
    NONE = "none"


class Field(StrEnum):
    """Which text an offset points into."""

    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One sentence that shows the match. ``article.<field>[span.start:span.end] == quote`` always holds."""

    field: Field
    span: Span
    quote: str
    clause: str  # the part of the query that it fulfils, as printed by the query language
    terms: tuple[Span, ...] = ()  # the words to highlight, offsets into the same field


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One topic's answer for one article."""

    topic_id: TopicId
    grade: Grade
    score: float  # 0 to 1; >= 0.5 is a report
    evidence: tuple[Evidence, ...] = ()  # best first, at most three
    reason: str = ""  # one line for people: why this grade
    stage: str = ""  # rung of the topic's ladder that the reporting sentence tells of; "" if none
