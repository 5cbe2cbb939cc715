"""Developments: real-world happenings, and the verdict that files a report under one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from monitor.core.model.ids import ArticleId, DevelopmentId, TopicId


class Novelty(StrEnum):
    """What a report adds."""

    NEW = "new"
    UPDATE = "update"
    REPEAT = "repeat"
    CORRECTION = "correction"


CHANGED: Final = {  # what a verdict says that changed, in words for people
    "stage": "stage",
    "actor": "who acts",
    "object": "whom or what it hits",
    "number": "number",
    "confirmation": "confirmed or denied",
    "correction": "corrected",
}


class ClaimStatus(StrEnum):
    """Who vouches for what a text says."""

    OFFICIAL_DOCUMENT = "official document"
    OFFICIAL_STATEMENT = "official statement"
    NAMED_REPORT = "named report"
    ANONYMOUS_REPORT = "anonymous report"
    OPINION = "opinion"
    AI_WRITTEN = "AI-written page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Where one article is filed and what it adds there.

    ``development_id`` is None when a new development is to be opened. ``changed`` names the slots that differ from what
    was known ("stage", "actor", "object", "number", "confirmation"); ``whats_new`` is at most one line for people.
    """

    novelty: Novelty
    development_id: DevelopmentId | None
    score: float  # likeness to the nearest report, 0 to 1
    reason: str  # one line for people
    nearest: ArticleId | None = None
    near_copy: bool = False
    changed: tuple[str, ...] = ()
    whats_new: str = ""
    stage: str = ""  # rung of the topic's act ladder that the text reports, "" if none
    origin: str = ""  # who told it first, as named in the text or by the outlet
    claim: ClaimStatus = ClaimStatus.NAMED_REPORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One article filed under a development."""

    article_id: ArticleId
    development_id: DevelopmentId
    title: str
    url: str
    source_name: str
    published: datetime | None
    first_seen: datetime
    novelty: Novelty
    reason: str
    origin: str = ""
    near_copy: bool = False
    language: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """A happening with the reports that tell of it. Times are UTC."""

    id: DevelopmentId
    title: str  # headline of its first report
    topics: tuple[TopicId, ...]
    opened_at: datetime
    last_report_at: datetime
    reports: int
    origins: int
    stage: str = ""
    news_at: datetime | None = None  # when it brought something that is no repeat last, by the monitor's clock


def thread_of(development_id: DevelopmentId) -> str:
    """What all messages on a development have in common."""
    return f"development-{development_id}"
