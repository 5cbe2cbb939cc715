"""Large bodies are held a few at a time; small ones never wait for them."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.model.fetched import FailureReason, Fetched, FetchRequest, FetchResult
from monitor.fetch.budget import Budget, FetchLimits
from monitor.fetch.client import HttpFetcher
from monitor.fetch.faults import Fault
from monitor.fetch.politeness import Waiter
from monitor.fetch.room import Room
from tests.fetch.servers import LOOPBACK, NO_PAUSE, FixedClock, answer, failed, got, serving

MIB = 1 << 20
LIMITS = FetchLimits(small_bytes=MIB, large_bytes=8 * MIB, decoded_bytes=4 * MIB, large_wait=timedelta(seconds=200))
PAGES = {
    "/large": answer(gzip.compress(b"x" * 4 * MIB, 1), headers="Content-Encoding: gzip"),
    "/small": answer(b"x" * MIB),
}


@contextmanager
def client(limits: FetchLimits = LIMITS, waiter: Waiter | None = None) -> Iterator[HttpFetcher]:
    made = HttpFetcher(clock=FixedClock(), limits=limits, manners=NO_PAUSE, allow_hosts=LOOPBACK, waiter=waiter)
    try:
        yield made
    finally:
        made.close()


class Queue:
    """A waiter that tells when so many threads wait."""

    def __init__(self, threads: int) -> None:
        self.full, self._threads, self._waiting = threading.Event(), threads, set[int]()

    def wait(self, timeout: float, /) -> bool:
        if timeout:
            self._waiting.add(threading.get_ident())
        if len(self._waiting) >= self._threads:
            self.full.set()
        return threading.Event().wait(timeout / 20)


def test_of_many_large_answers_a_few_are_held_at_once() -> None:
    queue, lock, held, most = Queue(threads=10), threading.Lock(), list[Fetched](), 0

    def hold(asking: HttpFetcher, url: str) -> int:
        nonlocal most
        answered = got(ask(asking, url))
        with lock:
            held.append(answered)
            most = max(most, len(held))
        assert queue.full.wait(150), "nobody waits"
        with lock:
            held.remove(answered)
        return len(answered.body)

    with ExitStack() as hosts, client(waiter=queue) as asking, ThreadPoolExecutor(12) as pool:
        servers = [hosts.enter_context(serving(PAGES, host=f"127.0.0.{number}")) for number in range(1, 13)]
        sizes = list(pool.map(lambda server: hold(asking, server.url("/large")), servers))
    assert sizes == [4 * MIB] * 12
    assert most <= 2


def ask(asking: HttpFetcher, url: str) -> FetchResult:
    return asking.fetch(FetchRequest(url=url, purpose="feed"))


def test_what_finds_no_room_is_put_off_and_a_small_answer_never_waits() -> None:
    brief = replace(LIMITS, large_wait=timedelta(seconds=0.1))
    with serving(PAGES) as server, client(brief) as asking:
        held: list[Fetched] = [got(ask(asking, server.url("/large"))) for _ in range(2)]
        put_off = failed(ask(asking, server.url("/large")))
        assert (put_off.reason, put_off.status, put_off.permanent) == (FailureReason.THROTTLED, None, False)
        assert put_off.retry_after == timedelta(minutes=1)
        assert len(got(ask(asking, server.url("/small"))).body) == MIB
        held.pop()
        assert len(got(ask(asking, server.url("/large"))).body) == 4 * MIB


def test_an_answer_keeps_only_the_room_that_its_body_needs_and_a_failed_one_none() -> None:
    brief = replace(LIMITS, large_wait=timedelta(seconds=0.1))
    pages = {
        "/large": answer(b"x" * 2 * MIB),
        "/bomb": answer(gzip.compress(bytes(9 * MIB)), headers="Content-Encoding: gzip"),
        "/cut": answer(b"x" * 2 * MIB, length=3 * MIB, headers="Connection: close"),
    }
    with serving(pages) as server, client(brief) as asking:
        for path in ("/bomb", "/cut") * 3:
            failed(ask(asking, server.url(path)))
        held = [got(ask(asking, server.url("/large"))) for _ in range(3)]
        assert failed(ask(asking, server.url("/large"))).reason is FailureReason.THROTTLED
    assert len(held) == 3


def test_who_waits_for_room_stops_when_the_program_does() -> None:
    stopping = threading.Event()
    room, budget = Room(10, timedelta(seconds=30), stopping), Budget(LIMITS)
    room.take(10, budget)
    stopping.set()
    with pytest.raises(Fault, match="stopping"):
        room.take(1, Budget(LIMITS))
    assert budget.held == 10
