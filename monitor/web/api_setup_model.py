"""What the API says of concepts, routes and channels. Times are ISO 8601, UTC."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field


class Verdict(StrEnum):
    """The kinds of news that can be told."""

    NEW = "new"
    UPDATE = "update"
    CORRECTION = "correction"


class RouteIn(BaseModel):
    """What of a topic is told, and where; no channel = every one that is not the operator's own."""

    channels: list[str] = Field([], max_length=100)
    alerts: list[Verdict] = Field(list(Verdict), min_length=1, max_length=3)
    least_rank: int = Field(4, ge=1, le=4, description="1 official, 2 specialist, 3 press, 4 every source.")
    languages: list[str] = Field([], max_length=50, description="ISO 639-1 codes; none = all.")


class ConceptIn(BaseModel):
    """The names of one thing, in any languages; ambiguous ones count only in their context."""

    terms: list[str] = Field([], max_length=1_000)
    ambiguous: list[str] = Field([], max_length=1_000)
    context: list[str] = Field([], max_length=1_000)
    refused_by: list[str] = Field([], max_length=1_000)


class ConceptQuestion(ConceptIn):
    """A concept to be tried on the stored articles of the last ``weeks`` weeks, in the place of the saved one."""

    name: str = Field(pattern="^[a-z0-9][a-z0-9_-]{0,63}$")
    weeks: int = Field(12, ge=1, le=520)


class PersonOut(BaseModel):
    """Somebody on a concept's list; dates are ISO, "" where they are not known or have not come."""

    name: str
    aliases: list[str]
    role: str
    since: str
    until: str


class ConceptOut(ConceptIn):
    """A concept with the topics whose queries name it."""

    name: str
    people: list[PersonOut]
    owner: str
    topics: list[str]


class ShiftOut(BaseModel):
    """What a concept changes for a topic ("": where the concept itself stands), as numbers of articles."""

    topic: str
    both: int
    gained: list[int]
    lost: list[int]
    regraded: list[int]


class ImpactOut(BaseModel):
    """What saving a concept would change among so many stored articles."""

    articles: int
    saved: bool
    own: ShiftOut
    topics: list[ShiftOut]


class PlanIn(BaseModel):
    """How a channel is told: as in feeds.toml, "" or null for what is usual."""

    quiet: str = Field("", max_length=40, description="Quiet hours, as 22:00-07:00.")
    digest: str = Field("", max_length=40, description='"hourly", "daily 08:00" or "weekly mon 08:00".')
    budget: int | None = Field(None, ge=1, le=1_000, description="Alerts an hour.")
    zone: str = Field("", max_length=60, description="Whose clock, as Europe/Paris.")
    operator: bool = False
    enabled: bool = True


class ChannelIn(PlanIn):
    """A channel to be added. Its address is taken and never shown."""

    id: str = Field(pattern="^[a-z0-9][a-z0-9-]{0,63}$")
    url: str = Field(min_length=1, max_length=2_000)


class ChannelOut(PlanIn):
    """A channel: what it says of itself, without its secrets, or what keeps it from being used."""

    id: str
    describes: str
    problem: str
    owner: str
    held: int
    last_sent: datetime | None
    last_digest: datetime | None
    next_digest: datetime | None


class LineOut(BaseModel):
    """A line of a message."""

    label: str
    text: str
    url: str


class BlockOut(BaseModel):
    """A part of a message."""

    heading: str
    text: str
    quote: str
    lines: list[LineOut]


class DigestOut(BaseModel):
    """What a channel's digest would say now; ``held`` alerts wait for it."""

    channel: str
    held: int
    title: str
    blocks: list[BlockOut]


class TestOut(BaseModel):
    """What came of a test."""

    sent: bool
    detail: str
