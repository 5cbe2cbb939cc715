"""What one fetch may still spend: one deadline for all of it, and bytes for each answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from monitor.core.model.fetched import FailureReason
from monitor.fetch.faults import Fault

GLANCE = 0.2  # seconds between two looks at whether the fetch is still wanted, while it waits for the network


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How much a fetch may take. The defaults are what the product promises."""

    wall: timedelta = timedelta(seconds=60)  # the whole fetch with all redirects, waiting for a host's turn left out
    connect: timedelta = timedelta(seconds=10)  # for one address
    silence: timedelta = timedelta(seconds=30)  # between two pieces of an answer
    wire_bytes: int = 16 << 20  # of a body, as sent
    decoded_bytes: int = 32 << 20  # of a body, unpacked
    small_bytes: int = 2 << 20  # of a body, unpacked: of larger ones only so many are held at once
    large_bytes: int = 96 << 20  # of the larger ones together, until they are parsed
    large_wait: timedelta = timedelta(seconds=60)  # for room among them
    header_bytes: int = 64 << 10  # of an answer, interim answers included
    hops: int = 10  # redirects
    kept_connections: int = 16  # idle, over all hosts
    kept_for: timedelta = timedelta(seconds=30)


class Budget:
    """The deadline of one fetch. Used by the one thread that fetches.

    ``given_up`` says that its answer is not wanted any more: what it waits for is then left within ``GLANCE``.
    """

    def __init__(self, limits: FetchLimits, given_up: Callable[[], bool] = lambda: False) -> None:
        self.limits = limits
        self._given_up = given_up
        self._started = time.monotonic()
        self._waited = 0.0
        self._in_headers = True
        self._room = 0
        self.held = 0  # bytes of room that are taken for a large body
        self.sent = False  # whether a byte of the request went out

    @property
    def elapsed(self) -> timedelta:
        """Time spent so far, waiting for turns left out."""
        return timedelta(seconds=time.monotonic() - self._started - self._waited)

    @contextmanager
    def stopped_clock(self) -> Iterator[None]:
        """Time in here is not counted: it is spent on other people's requests."""
        began = time.monotonic()
        try:
            yield
        finally:
            self._waited += time.monotonic() - began

    def seconds(self, at_most: timedelta) -> float:
        """How long the next step may take, never 0. Raises Fault(TIMEOUT) when the time is used up."""
        left = (self.limits.wall - self.elapsed).total_seconds()
        if left <= 0:
            raise Fault(FailureReason.TIMEOUT, f"not done after {self.limits.wall.total_seconds():g} s")
        return max(min(left, at_most.total_seconds()), 0.001)

    def glances(self, at_most: timedelta) -> Iterator[float]:
        """How long to wait for the network, piece by piece, until ``at_most`` or the deadline is reached.

        Raises Fault: TIMEOUT at the deadline, THROTTLED when the fetch is given up.
        """
        until = time.monotonic() + self.seconds(at_most)
        while (left := until - time.monotonic()) > 0:
            yield min(left, GLANCE)
            if self._given_up():
                raise Fault(FailureReason.THROTTLED, "not finished: the monitor is stopping")
        self.seconds(at_most)

    def expect_headers(self) -> None:
        """A new answer begins."""
        self._in_headers, self._room = True, self.limits.header_bytes

    def expect_body(self, max_wire: int) -> None:
        """The headers are read; the body with its framing may take ``max_wire`` and a little."""
        self._in_headers, self._room = False, max_wire + self.limits.header_bytes

    def room(self, wanted: int) -> int:
        """How many bytes the next read may ask for. Raises Fault(TOO_LARGE) when there is no room left."""
        if self._room <= 0:
            what = "headers" if self._in_headers else "body"
            raise Fault(FailureReason.TOO_LARGE, f"the {what} are larger than allowed".replace("body are", "body is"))
        return min(wanted, self._room)

    def spend(self, count: int) -> None:
        """So many bytes were read."""
        self._room -= count
