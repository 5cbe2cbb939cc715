"""The seams: what a stage asks of the edges. A port stands here only where two real implementations exist."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from monitor.core.model.alert import Message, SendResult
from monitor.core.model.fetched import FetchRequest, FetchResult
from monitor.core.model.host import Turn


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


class Turns(Protocol):
    """Hosts' turns among several programs. Real: a file for those on one machine; PostgreSQL for many machines."""

    def take(self, host: str, *, pause: float, heed_hold: bool) -> Turn:
        """Take the host's turn if nobody has it and its pause is over; raises StorageError.

        If this program ends amid the request, the host is asked again after ``pause`` seconds and a few at the soonest.
        """
        ...

    def give_back(self, host: str, pause: float) -> None:
        """End the turn: the host may be asked again after so many seconds. Never raises."""
        ...

    def hold(self, host: str, pause: timedelta) -> None:
        """The host asked to be left alone for so long from now. Never raises."""
        ...

    def slow_down(self, host: str, seconds: float) -> None:
        """The pause that the host's robots.txt asks for; 0 = none. Never raises."""
        ...

    def close(self) -> None:
        """Take no more turns; those under way end by ``give_back``."""
        ...


class JobQueue(Protocol):
    """Finds what is due and has it done. Real: by threads of this process; by workers, through PostgreSQL."""

    def tick(self) -> None:
        """Claim everything that is due now and hand it out; called every second."""
        ...

    def watch(self) -> None:
        """Tell the operator what changed in the sources' health; have digests sent; called every few seconds."""
        ...

    def stop(self) -> None:
        """Hand out no more, let what is under way here end, and give up what was claimed and not handed out."""
        ...


class Channel(Protocol):
    """A way to reach people."""

    def send(self, message: Message) -> SendResult:
        """Send one message to one target; never raises for anything that the target does."""
        ...

    def describe(self) -> str:
        """What it is, with every secret masked: ``mail to a…@example.org``."""
        ...


@runtime_checkable
class Editor(Channel, Protocol):
    """A channel that can edit what it sent."""

    def renew(self, message: Message, reference: str, standing: str) -> SendResult:
        """Have a message that was sent say how things stand now.

        ``reference`` is the channel's id for it, ``standing`` such as "5 reports from 3 origins".
        """
        ...
