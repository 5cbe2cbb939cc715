"""What a check of the installation comes to: one line with its level, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the report. ``advice`` says what to do, "" where there is nothing."""

    level: Level
    subject: str
    text: str
    advice: str = ""


def ok(subject: str, text: str) -> Finding:
    """It is as it should be."""
    return Finding(level=Level.OK, subject=subject, text=text)


def warn(subject: str, text: str, advice: str = "") -> Finding:
    """It works, but not as well or as safely as it could."""
    return Finding(level=Level.WARN, subject=subject, text=text, advice=advice)


def fail(subject: str, text: str, advice: str = "") -> Finding:
    """It does not work."""
    return Finding(level=Level.FAIL, subject=subject, text=text, advice=advice)
