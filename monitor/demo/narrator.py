"""Tells, line by line, what the press does and what the monitor makes of it; in colours on a terminal."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import TextIO

from monitor.core.inert import inert
from monitor.core.policy.routing import WhyNot
from monitor.demo.story import Act, AddRow, Edit, Fail, Meant, Publish, Repair, Resurface, Withdraw
from monitor.demo.texts import texts_of
from monitor.telemetry import Field, Telemetry

_BOLD, _DIM, _GREEN, _YELLOW, _RED, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[33m", "\x1b[31m", "\x1b[0m"
_HEADINGS = {
    "new": ("a new development", _GREEN), "update": ("a step in a known development", _YELLOW),
    "correction": ("a correction", _YELLOW), "repeat": ("a repeat", _DIM), "mention": ("a mention", _DIM),
    "no match": ("on no topic", _DIM), "duplicate": ("the same page or text again", _DIM),
}  # fmt: skip


class Narrator(Telemetry):
    """A log for a reader: only what belongs to the story, in words. ``counts`` are those of any log."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(verbosity=-1)
        self._out = stream
        self._colours = stream.isatty() and not os.environ.get("NO_COLOR")
        self._line = threading.Lock()
        self.live = False  # what was there before the story is not told

    def event(self, name: str, result: str, *, subject: str = "", reason: str = "", level: int = 1,
              facts: Mapping[str, Field] | None = None) -> None:  # fmt: skip
        """Count an event, and tell it if a reader would want to know."""
        super().event(name, result, subject=subject, reason=reason, level=level, facts=facts)
        about = facts or {}
        if name == "poll" and about.get("failures") == 1:
            self.say("the monitor", f"cannot read {subject}: {reason}", _RED)
        elif name == "poll" and "recovered" in about:
            self.say("the monitor", f"reads {subject} again ({reason})", _GREEN)
        elif name == "web" and result in ("started", "failed"):
            self.say("the page", reason, _BOLD)
        elif reason.startswith(WhyNot.BASELINE):
            return  # the first summary tells of it
        elif self.live and result in _HEADINGS and (name in ("detect", "recheck") or result == "duplicate"):
            words, colour = _HEADINGS[result]
            told = "ALERT" if about.get("alert") else "no alert"
            self.say("the monitor", f"{told}: {words}" + (f" ({reason})" if reason else ""), colour)

    def act(self, act: Act) -> None:
        """Tell what the press just did."""
        self.live = True
        self.say("the press", told(act), _BOLD)

    def say(self, who: str, what: str, colour: str = "") -> None:
        """One line: the time of day, who, and what."""
        text = f"{datetime.now().astimezone():%H:%M:%S}  {who:<11}  {inert(what, 300)}"
        with self._line:
            print(f"{colour}{text}{_PLAIN}" if colour and self._colours else text, file=self._out, flush=True)


def told(act: Act) -> str:
    """What happened in the world, and what a reader would make of it."""
    where = act.outlet.replace("-", " ").title()
    change = act.change
    if isinstance(change, Publish):
        what = f"publishes “{_title(change.text)}”"
    elif isinstance(change, Edit):
        what = f"changes the text of “{_title(change.text)}”"
    elif isinstance(change, Withdraw):
        what = f"takes down “{_title(change.text)}”"
    elif isinstance(change, Resurface):
        what = f"lists an old article as new: “{_title(change.text)}”"
    elif isinstance(change, AddRow):
        what = f"adds a row to its table: {change.cells[0]}, {change.cells[-1]}"
    else:
        assert isinstance(change, Fail | Repair)
        what = f"answers {change.status} to everything" if isinstance(change, Fail) else "answers again"
    meant = "" if act.meant in (Meant.FAILURE, Meant.RECOVERY) else f" — {act.meant.value}"
    return f"{where} {what}{meant}"


def _title(key: str) -> str:
    return next(text.title for text in texts_of(key.split("/", maxsplit=1)[0]) if text.key == key)
