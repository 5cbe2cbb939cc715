"""What a queued job says: which stage, about what, under which claim."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a job has done."""

    POLL = "poll"  # a host's due sources, one after the other
    EXTRACT = "extract"  # entries whose pages are at one host
    DETECT = "detect"  # articles that nobody judged yet
    RECHECK = "recheck"
    DELIVER = "deliver"  # what is due to a channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job. ``subjects`` are ids as texts; two jobs of one ``lock`` are never under way at once ("" = no lock)."""

    kind: Kind
    subjects: tuple[str, ...] = ()
    lock: str = ""
    token: str = ""  # under which its subjects are claimed
    urgent: bool = False  # is taken before others of its kind
    attempt: int = 0  # how often it was begun before by a worker that died

    @property
    def claim(self) -> str:
        """What this run of the job claims its subjects under."""
        return f"{self.token}.{self.attempt}"

    @property
    def earlier(self) -> list[str]:
        """What its subjects may be claimed under when this run begins: by whoever queued it, or by an earlier run."""
        return [self.token, *(f"{self.token}.{number}" for number in range(self.attempt))]
