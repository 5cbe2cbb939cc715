"""What people set for a topic's alerts and for a channel: plain data, decided on in ``policy``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from monitor.core.model.development import Novelty
from monitor.core.model.source import SourceRank

MONDAY = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a topic's route lets through. The default lets through everything that is not a repeat."""

    verdicts: tuple[Novelty, ...] = (Novelty.NEW, Novelty.UPDATE, Novelty.CORRECTION)
    least_rank: SourceRank = SourceRank.AGGREGATOR
    languages: tuple[str, ...] = ()  # ISO 639-1; empty = all. An unknown language always passes


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours in which a channel is left in peace, by its own clock; ``start`` after ``end`` means over midnight."""

    start: time
    end: time


class Every(StrEnum):
    """How often a digest is due."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When digests are due, by the channel's own clock. Of ``at`` an hourly one uses the minute only."""

    every: Every
    at: time = time(0, 0)
    weekday: int = MONDAY  # 0 to 6; weekly only


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPlan:
    """How a channel wants to be told. The default: at once, within the budget that is set for all."""

    budget: int | None = None  # alerts an hour; None = what is set for all channels
    quiet: Quiet | None = None
    digest: Schedule | None = None  # not None = everything comes in digests
    zone: str = ""  # IANA name for ``quiet`` and ``digest``; "" = the zone of the monitor
    operator: bool = False  # notices to the operator go here; alerts only if a topic names the channel


EVERYTHING = Rule()
AT_ONCE = ChannelPlan()


class MuteAct(StrEnum):
    """What a person said of a topic or a development."""

    MUTE = "mute"  # nothing is sent on it
    ACKNOWLEDGE = "ack"  # it has been seen: only what is no repeat is told from now on


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """One such word. ``until`` None = until it is taken back. Times are UTC."""

    act: MuteAct
    at: datetime
    until: datetime | None = None


class Opinion(StrEnum):
    """What a reader says of an alert."""

    RELEVANT = "relevant"
    NOT_RELEVANT = "not-relevant"
    REPEAT = "repeat"
