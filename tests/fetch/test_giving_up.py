"""What is being got when the monitor ends is given up at once, wherever it hangs; what is being sent goes on."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest

from monitor.core.model.fetched import FailureReason, Fetched, FetchRequest, FetchResult
from monitor.fetch.budget import FetchLimits
from monitor.fetch.client import HttpFetcher
from tests.fetch.servers import LOOPBACK, NO_PAUSE, Asked, FixedClock, answer, failed, full_backlog, serving

LONG = timedelta(seconds=200)
PATIENT = FetchLimits(wall=LONG, connect=LONG, silence=LONG)
SOON = 30.0  # seconds; other programs may keep this machine busy


@contextmanager
def silent() -> Iterator[int]:
    """A port that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=8) as listener:
        yield int(listener.getsockname()[1])


class Getting:
    """A fetch in a thread of its own."""

    def __init__(self, url: str, body: bytes | None = None) -> None:
        self.stop, self.over, self.looking = threading.Event(), threading.Event(), threading.Event()
        self._client = HttpFetcher(clock=FixedClock(), limits=PATIENT, manners=NO_PAUSE, allow_hosts=LOOPBACK,
                                   waiter=self.stop, resolve=self._resolve)  # fmt: skip
        self._results: list[FetchResult] = []
        request = FetchRequest(url=url, purpose="feed", body=body)
        self._thread = threading.Thread(target=lambda: self._results.append(self._client.fetch(request)))
        self._thread.start()

    def _resolve(self, _host: str, _port: int) -> tuple[str, ...]:
        self.looking.set()
        self.over.wait(LONG.total_seconds())
        return ()

    def result(self) -> FetchResult:
        self._thread.join(LONG.total_seconds())
        self.over.set()
        self._client.close()
        return self._results[0]


def stalling(asked: threading.Event) -> Callable[[socket.socket, Asked], None]:
    """A page that begins and never ends; sets ``asked``."""

    def begin_and_stall(connection: socket.socket, _: Asked) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfeed")
        asked.set()
        connection.recv(1)

    return begin_and_stall


@pytest.mark.parametrize("where", ["name", "connection", "handshake", "answer", "body"])
def test_a_fetch_that_hangs_anywhere_ends_soon_after_the_stop(where: str) -> None:
    asked = threading.Event()
    with full_backlog() as full, silent() as mute, serving({"/": stalling(asked)}) as server:
        url = {"name": "http://slow.example/", "connection": f"http://127.0.0.1:{full}/", "body": server.url(),
               "handshake": f"https://127.0.0.1:{mute}/", "answer": f"http://127.0.0.1:{mute}/"}[where]  # fmt: skip
        getting = Getting(url)
        {"name": getting.looking, "body": asked}.get(where, threading.Event()).wait(0.3 if where != "body" else 60)
        began = time.monotonic()
        getting.stop.set()
        failure = failed(getting.result())
        assert time.monotonic() - began < SOON
        assert failure.reason is FailureReason.THROTTLED and "stopping" in failure.detail


def test_a_robots_txt_that_never_ends_is_left_soon_after_the_stop() -> None:
    asked, stop = threading.Event(), threading.Event()
    client = HttpFetcher(clock=FixedClock(), limits=PATIENT, manners=NO_PAUSE, allow_hosts=LOOPBACK, waiter=stop)
    with serving({"/robots.txt": stalling(asked)}) as server, ThreadPoolExecutor(1) as threads:
        rule = threads.submit(client.robots, server.url("/page"))
        assert asked.wait(60)
        stop.set()
        assert rule.result(SOON).said.startswith("not asked")
    client.close()


def test_what_is_being_sent_is_finished() -> None:
    taken, go_on = threading.Event(), threading.Event()

    def slow(connection: socket.socket, _: Asked) -> None:
        taken.set()
        go_on.wait(60)
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with serving({"/": slow}) as server:
        sending = Getting(server.url(), body=b"an alert")
        assert taken.wait(60)
        sending.stop.set()
        threading.Timer(0.6, go_on.set).start()
        assert isinstance(sending.result(), Fetched)


def test_a_server_slower_than_one_glance_is_waited_for() -> None:
    def slow(connection: socket.socket, _: Asked) -> None:
        threading.Event().wait(0.5)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfeed")

    with serving({"/": slow, "/other": answer()}) as server:
        result = Getting(server.url()).result()
        assert isinstance(result, Fetched) and result.body == b"feed"
