"""The seams: what a stage asks of the edges. A port stands here only where two real implementations exist."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from monitor.core.model.alert import Message, SendResult
from monitor.core.model.fetched import FetchRequest, FetchResult


class Clock(Protocol):
    """Tells the time. Real: the system's; in tests and replays: set by hand."""

    def now(self) -> datetime:
        """The time as an aware datetime in UTC."""
        ...


class Fetcher(Protocol):
    """Asks the web. Real: HTTP; in tests: answers from a table."""

    def fetch(self, request: FetchRequest) -> FetchResult:
        """Answer the request; never raises for anything that a server or the network does."""
        ...


class Channel(Protocol):
    """A way to reach people."""

    def send(self, message: Message) -> SendResult:
        """Send one message to one target; never raises for anything that the target does."""
        ...

    def describe(self) -> str:
        """What it is, with every secret masked: ``mailto to a…@example.org``."""
        ...
