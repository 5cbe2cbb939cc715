"""What came of running a stage once: a value with a typed result and a reason, logged by the runner."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Result(StrEnum):
    """What a stage did."""

    NEW = "new"  # poll: new entries; detect: a new development
    NOTHING_NEW = "nothing new"
    NOT_MODIFIED = "not modified"
    FAILED = "failed"
    GONE = "gone"  # what the job was about is no longer there
    STORED = "stored"  # extract: an article
    DUPLICATE = "duplicate"
    NO_TEXT = "no text"
    POSTPONED = "postponed"
    NO_MATCH = "no match"
    MENTION = "mention"
    REPEAT = "repeat"
    UPDATE = "update"
    CORRECTION = "correction"
    SENT = "sent"
    RETRY = "retry"
    DEAD = "dead"
    TOLD = "told"
    PRUNED = "pruned"
    NOTHING_OLD = "nothing old"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The answer of a stage. ``facts`` are the fields of its one log line."""

    stage: str
    subject: str
    result: Result
    reason: str = ""
    facts: dict[str, str | int | float | bool] = field(default_factory=dict)
    bug: str = ""  # what was raised that nobody expects, as "KeyError: 'title'"; "" = none
    then: Outcome | None = None  # the answer of the next stage, where the same transaction did its work too
