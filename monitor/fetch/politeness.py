"""Manners towards hosts: one request at a time, a pause between two, and "come back later" remembered.

A host is a ``WebUrl.site``. Where several programs ask, a turn is taken twice: among the threads here, then among the
programs (``Turns``); nobody waits out a pause with the others' turn in hand, so that all come to it. The waiting is
done by a waiter from outside (``threading.Event`` in the daemon, so that a shutdown ends it at once) and measured by
``ticks``, a clock that never jumps. A lock is held only per host: who waits for a slow host keeps nobody else waiting.
Which pages may be asked at all is the business of ``robots``.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from monitor.core.errors import MonitorError
from monitor.core.model.fetched import FailureReason
from monitor.core.model.host import HostCounts
from monitor.core.ports import Turns
from monitor.fetch.faults import Fault

_STOP_CHECK = 0.25  # seconds between two looks at the waiter while another request holds the host
_ASK_AGAIN = 0.1  # seconds between two tries to have a turn that another program has
_MAX_HOSTS = 4_096  # remembered; beyond it the ones not in use for longest are forgotten
_MAX_PAGE_SIZES = 2_048


class Waiter(Protocol):
    """Waits, and can be told to stop: ``threading.Event`` is one."""

    def wait(self, timeout: float, /) -> bool:
        """Wait so many seconds; true, at once, when the program is stopping."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How polite to be."""

    spacing: timedelta = timedelta(seconds=5)  # from the end of one request to a host to the start of the next
    own_spacing: timedelta | None = None  # at hosts that the operator lists as own ones; None = the same
    longest_crawl_delay: timedelta = timedelta(seconds=60)  # a robots.txt that asks for more gets this
    longest_wait: timedelta = timedelta(seconds=150)  # for a host's turn; then the fetch is put off


class _Host:
    """What is known of one host. Counters and times are guarded by the lock of HostTurns, the turn by its own."""

    __slots__ = ("crawl_delay", "ended_at", "failures", "held_until", "not_modified", "received", "requests", "saved",
                 "spacing", "turn", "users")  # fmt: skip

    def __init__(self, spacing: float) -> None:
        self.turn = threading.Lock()
        self.spacing = spacing
        self.users = 0
        self.ended_at = self.held_until = float("-inf")
        self.crawl_delay = 0.0
        self.requests = self.received = self.not_modified = self.saved = self.failures = 0


class HostTurns:
    """Gives each host's turns out one by one. Safe to use from several threads."""

    def __init__(self, manners: Manners, waiter: Waiter, ticks: Callable[[], float], *,
                 own: Callable[[str], bool] | None = None, shared: Turns | None = None) -> None:  # fmt: skip
        self._spacing = manners.spacing.total_seconds()
        self._own_spacing = (manners.spacing if manners.own_spacing is None else manners.own_spacing).total_seconds()
        self._own, self._shared = own, shared
        self._longest_crawl_delay = manners.longest_crawl_delay.total_seconds()
        self._longest_wait = manners.longest_wait.total_seconds()
        self._waiter, self._ticks = waiter, ticks
        self._lock = threading.Lock()
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._page_sizes: OrderedDict[str, int] = OrderedDict()

    @contextmanager
    def turn(self, site: str, *, heed_hold: bool = True) -> Iterator[None]:
        """Hold the host's turn for one request, after the pause it is owed.

        Raises Fault(THROTTLED), with ``retry_after``, while the host has asked to be left alone (unless told not to
        heed it), when the wait would be too long, and without it when the program is stopping.
        """
        with self._known(site) as host:
            if heed_hold:
                self._refuse_if_held(site, host)
            self._take(site, host)
            try:
                self._pause(site, host)
                if heed_hold:  # the request before ours may have been told to come back later
                    self._refuse_if_held(site, host)
                asked_for = self._take_shared(site, host, heed_hold=heed_hold)
                try:
                    yield
                finally:
                    host.ended_at = self._ticks()
                    if self._shared is not None:
                        self._shared.give_back(site, max(asked_for, self._pause_after(host)))
            finally:
                host.turn.release()

    def _take_shared(self, site: str, host: _Host, *, heed_hold: bool) -> float:
        """Have the turn among the programs; the pause in seconds that another one learned that the host asks for."""
        waited = 0.0
        while self._shared is not None:
            try:
                turn = self._shared.take(site, pause=self._pause_after(host), heed_hold=heed_hold)
            except MonitorError as error:
                if not heed_hold:  # a message: that the database fails is told while it fails
                    return 0.0
                raise Fault(FailureReason.THROTTLED, str(error), retry_after=timedelta(seconds=5)) from error
            if turn.granted:
                return turn.crawl_delay
            if heed_hold and turn.held:
                with self._lock:
                    host.held_until = max(host.held_until, self._ticks() + turn.held)
                self._refuse_if_held(site, host)
            step = max(turn.wait, _ASK_AGAIN)
            waited += step
            if waited > self._longest_wait:
                raise self._too_many(site, host)
            if self._waiter.wait(step):
                raise _stopping()
        return 0.0

    def hold(self, site: str, pause: timedelta) -> None:
        """Remember that the host asked to be left alone for so long from now."""
        with self._known(site) as host, self._lock:
            host.held_until = max(host.held_until, self._ticks() + pause.total_seconds())
        if self._shared is not None:
            self._shared.hold(site, pause)

    def slow_down(self, site: str, seconds: float) -> None:
        """Take a host's crawl delay into its pause, up to the longest that is obeyed; 0 takes it back."""
        with self._known(site) as host, self._lock:
            before = host.crawl_delay
            after = host.crawl_delay = min(seconds, self._longest_crawl_delay) if seconds > 0 else 0.0
        if after != before and self._shared is not None:
            self._shared.slow_down(site, after)

    def count(self, site: str, url: str, status: int, wire_bytes: int, *, failed: bool) -> None:
        """Count one request; status 0 = it brought no whole answer."""
        with self._known(site) as host, self._lock:
            host.requests += 1
            host.received += wire_bytes
            host.failures += failed
            if status == 304:
                host.not_modified += 1
                host.saved += self._page_sizes.get(url, 0)
            elif status == 200:
                self._page_sizes[url] = wire_bytes
            if url in self._page_sizes:  # what is asked again and again stays, pages that are asked once go
                self._page_sizes.move_to_end(url)
                if len(self._page_sizes) > _MAX_PAGE_SIZES:
                    self._page_sizes.popitem(last=False)

    def hosts(self) -> tuple[HostCounts, ...]:
        """What was asked of each host that was asked at all, by name."""
        now = self._ticks()
        with self._lock:
            return tuple(
                HostCounts(
                    host=site,
                    requests=host.requests,
                    bytes_received=host.received,
                    not_modified=host.not_modified,
                    bytes_saved=host.saved,
                    failures=host.failures,
                    spacing=timedelta(seconds=self._pause_after(host)),
                    held_for=timedelta(seconds=max(host.held_until - now, 0.0)),
                )
                for site, host in sorted(self._hosts.items())
                if host.requests
            )

    @contextmanager
    def _known(self, site: str) -> Iterator[_Host]:
        with self._lock:
            host = self._hosts.get(site)
            if host is None:
                self._forget_some()
                name, _, port = site.rpartition(":")  # an IPv6 address has more colons and, by itself, no port
                is_own = self._own is not None and self._own(name if port.isdigit() and ":" not in name else site)
                host = self._hosts[site] = _Host(self._own_spacing if is_own else self._spacing)
            self._hosts.move_to_end(site)
            host.users += 1
        try:
            yield host
        finally:
            with self._lock:
                host.users -= 1

    def _forget_some(self) -> None:
        if len(self._hosts) < _MAX_HOSTS:
            return
        now = self._ticks()
        idle = [
            s
            for s, h in self._hosts.items()
            if not h.users and max(h.ended_at + self._pause_after(h), h.held_until) <= now
        ]
        for site in idle[: _MAX_HOSTS // 8]:
            del self._hosts[site]

    def _pause_after(self, host: _Host) -> float:
        return max(host.spacing, host.crawl_delay)

    def _refuse_if_held(self, site: str, host: _Host) -> None:
        left = host.held_until - self._ticks()
        if left > 0:
            raise Fault(
                FailureReason.THROTTLED,
                f"{site} asked to be left alone for {left:.0f} s more",
                retry_after=timedelta(seconds=left),
            )

    def _take(self, site: str, host: _Host) -> None:
        if host.turn.acquire(blocking=False):
            return
        waited = 0.0
        while not host.turn.acquire(timeout=_STOP_CHECK):
            waited += _STOP_CHECK
            if self._waiter.wait(0):
                raise _stopping()
            if waited >= self._longest_wait:
                raise self._too_many(site, host)

    def _too_many(self, site: str, host: _Host) -> Fault:
        pause = timedelta(seconds=max(self._pause_after(host), 1.0))
        return Fault(FailureReason.THROTTLED, f"too many requests wait for {site}", retry_after=pause)

    def _pause(self, site: str, host: _Host) -> None:
        due = host.ended_at + self._pause_after(host) - self._ticks()
        if due > self._longest_wait:
            raise Fault(
                FailureReason.THROTTLED, f"the turn at {site} is too far off", retry_after=timedelta(seconds=due)
            )
        if (due > 0 and self._waiter.wait(due)) or self._waiter.wait(0):
            raise _stopping()


def _stopping() -> Fault:
    return Fault(FailureReason.THROTTLED, "not asked: the monitor is stopping")
