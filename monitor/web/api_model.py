"""What the API says: the shapes of its answers, from which its OpenAPI description is made. Times are ISO 8601, UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Generic, TypeVar

from pydantic import BaseModel, Field

T = TypeVar("T")


class Paged(BaseModel, Generic[T]):
    """A page of a list; ``next`` is the number of the page after it, null at the end."""

    items: list[T]
    next: int | None


class TopicOut(BaseModel):
    """A topic with what it found."""

    id: str
    title: str
    query: str
    channels: list[str]
    alerts: list[str]
    least_rank: int
    languages: list[str]
    stages: list[str]
    owner: str
    developments: int
    reports: int
    mentions: int


class TopicIn(BaseModel):
    """A topic to be tracked."""

    id: str = Field(pattern="^[a-z0-9][a-z0-9-]{0,63}$")
    query: str = Field(min_length=1, max_length=20_000)
    title: str = Field("", max_length=200)
    channels: list[str] = Field([], max_length=100)


class TopicChange(BaseModel):
    """What a topic is to be from now on."""

    query: str = Field(min_length=1, max_length=20_000)
    title: str = Field("", max_length=200)
    channels: list[str] | None = Field(None, max_length=100)


class Question(BaseModel):
    """A query to be tried on the stored articles of the last ``weeks`` weeks."""

    query: str = Field(min_length=1, max_length=20_000)
    weeks: int = Field(12, ge=1, le=520)


class HitOut(BaseModel):
    """An article that a query finds."""

    article: int
    title: str
    url: str
    source: str
    published: datetime | None
    grade: str
    score: float
    reason: str
    evidence: list[str]


class TrialOut(BaseModel):
    """What a query finds."""

    articles: int
    reports_a_week: float
    hits: list[HitOut]


class DevelopmentOut(BaseModel):
    """A development."""

    id: int
    title: str
    topics: list[str]
    stage: str
    opened: datetime
    last_report: datetime
    reports: int
    origins: int


class EvidenceOut(BaseModel):
    """A sentence that shows why an article matched; offsets are into the stored title or text."""

    topic: str
    grade: str
    score: float
    reason: str
    field: str = ""
    start: int = 0
    end: int = 0
    quote: str = ""
    clause: str = ""


class ReportOut(BaseModel):
    """A report filed under a development. ``article`` is its stable id."""

    article: int
    development: int
    title: str
    url: str
    source: str
    language: str
    published: datetime | None
    first_seen: datetime
    novelty: str
    reason: str
    stage: str
    origin: str
    near_copy: bool


class ReportInFull(ReportOut):
    """A report with its evidence and what it added."""

    whats_new: str
    changed: list[str]
    claim: str
    evidence: list[EvidenceOut]
    versions: list[str]


class DevelopmentInFull(DevelopmentOut):
    """A development with its reports, in the order of filing."""

    timeline: list[ReportInFull]


class MergeIn(BaseModel):
    """The development whose reports go under another."""

    gone: int = Field(ge=1, le=2**31 - 1)


class SplitIn(BaseModel):
    """The articles that get a development of their own."""

    articles: list[int] = Field(min_length=1, max_length=1_000)


class SourceOut(BaseModel):
    """A source and how it does; addresses without credentials."""

    id: str
    name: str
    url: str
    kind: str
    rank: int
    language: str
    owner: str
    condition: str
    remarks: list[str]
    entries: int
    interval_seconds: int
    last_good_poll: datetime | None
    next_poll: datetime | None
    last_item: datetime | None


class SourceIn(BaseModel):
    """A source to be polled; what is left open is found out."""

    url: str = Field(pattern="^https?://", max_length=2_000)
    id: str = Field("", max_length=64)
    name: str = Field("", max_length=200)
    kind: str | None = Field(None, pattern="^(feed|listing|page|sitemap|search)$")
    rank: int = Field(3, ge=1, le=4)
    language: str = Field("", max_length=10)
    interval: str = Field("30m", pattern="^[1-9][0-9]{0,5}[smhdw]$")


class DeliveryOut(BaseModel):
    """One alert on its way to one channel, or to one mail address of it (``recipient``, shortened)."""

    id: int
    alert: int
    kind: str
    title: str
    topics: list[str]
    development: int | None
    channel: str
    recipient: str | None
    status: str
    attempts: int
    created: datetime
    sent: datetime | None
    detail: str
    maybe_repeat: bool


class FoundOut(BaseModel):
    """An article that a search found."""

    article: int
    title: str
    url: str
    source: str
    language: str
    published: datetime | None
    first_seen: datetime
    development: int | None
    excerpt: str


class TopicAnswerOut(BaseModel):
    """How one topic sees a text."""

    topic: str
    grade: str
    score: float
    reason: str
    evidence: list[str]
    clauses: list[str]


class StoryOut(BaseModel):
    """What became of one entry, and why."""

    entry: int
    title: str
    url: str
    source: str
    published: datetime | None
    first_seen: datetime
    account: str
    reason: str
    matches: list[str]
    development: int | None
    deliveries: list[str]
    topics: list[TopicAnswerOut]


class TextIn(BaseModel):
    """A text; its first line is the headline."""

    text: str = Field(min_length=1, max_length=100_000)


class StatusOut(BaseModel):
    """How the watch goes."""

    active: bool
    last_active: datetime | None
    stopped: datetime | None
    sources: int
    healthy: int
    failing: list[str]
    last_poll: datetime | None
    waiting_for_text: int
