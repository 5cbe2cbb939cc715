"""Raw servers on loopback that answer exactly the bytes a test wants, and a fetcher that may reach them."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import monitor.fetch.transport  # noqa: F401 (loads httpx now: its import is no part of a fetch's time)
from monitor.core.model.fetched import Fetched, FetchFailed, FetchRequest, FetchResult
from monitor.fetch.budget import FetchLimits
from monitor.fetch.client import HttpFetcher
from monitor.fetch.guard import AllowedHosts
from monitor.fetch.politeness import Manners

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
NO_PAUSE = Manners(spacing=timedelta())
LOOPBACK = AllowedHosts.parse("127.0.0.0/8")
ROOMY = FetchLimits(
    wall=timedelta(seconds=40),  # other programs may keep this machine busy
    connect=timedelta(seconds=20),
    silence=timedelta(seconds=20),
    wire_bytes=200_000,
    decoded_bytes=400_000,
    header_bytes=8_192,
)
"""Small in bytes: for all but what waits a limit of time out."""

BRIEF = replace(ROOMY, wall=timedelta(seconds=0.8))
"""Whole fetches end soon."""
CURT = replace(ROOMY, silence=timedelta(seconds=0.5))
"""A server that says nothing is left soon."""


class FixedClock:
    """Always NOW."""

    def now(self) -> datetime:
        return NOW


class FakeTime:
    """Ticks that move only when somebody waits: a waiter and a clock for spacing in one."""

    def __init__(self) -> None:
        self.seconds = 1_000.0
        self.waits: list[float] = []
        self.stopping = False

    def ticks(self) -> float:
        return self.seconds

    def wait(self, timeout: float, /) -> bool:
        if timeout:
            self.waits.append(timeout)
        self.seconds += timeout
        return self.stopping


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Speak = Callable[[socket.socket, Asked], object]
Answer = bytes | Speak


def answer(body: bytes = b"ok", status: str = "200 OK", headers: str = "", length: int | None = None) -> bytes:
    """An HTTP/1.1 answer; ``headers`` is lines parted by ``|``."""
    lines = "".join(f"{line}\r\n" for line in headers.split("|") if line)
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\nContent-Length: {size}\r\n{lines}\r\n".encode("latin-1") + body


def redirect(to: str, status: str = "302 Found", headers: str = "") -> bytes:
    return answer(b"", status, f"Location: {to}|{headers}")


@dataclass(slots=True)
class Server:
    """Answers each path with its bytes, or lets a function speak; 404 for the rest. Keeps what it was asked."""

    paths: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    tls: ssl.SSLContext | None = None
    host: str = "127.0.0.1"
    listener: socket.socket = field(init=False)
    port: int = 0
    open: list[socket.socket] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        return f"http{'s' if self.tls else ''}://{self.host}:{self.port}{path}"

    def paths_asked(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        connection.settimeout(60)
        try:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            self.open.append(connection)
            while (asked := _read_request(connection)) is not None:
                self.asked.append(asked)
                reply = self.paths.get(asked.path, self.paths.get("*", answer(b"nothing here", "404 Not Found")))
                if not isinstance(reply, bytes):
                    reply(connection, asked)
                    return
                connection.sendall(reply)
                if b"connection: close" in reply[:2_000].lower():
                    return
        except OSError:
            pass
        finally:
            connection.close()


def _read_request(connection: socket.socket) -> Asked | None:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65_536)
        data += piece
        if not piece or data.startswith(b"\x16"):  # a handshake of TLS, for which a plain server hangs up
            return None
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65_536)
    method, path, _ = first.split(" ", 2)
    return Asked(method, path, headers, body)


@contextmanager
def serving(
    paths: Mapping[str, Answer] | None = None, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> Iterator[Server]:
    server = Server(dict(paths or {}), tls=tls, host=host)
    server.listener = socket.create_server((host, 0))
    server.port = server.listener.getsockname()[1]
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.listener.shutdown(socket.SHUT_RDWR)
        server.listener.close()
        for connection in server.open:
            connection.close()
        thread.join(5)


@contextmanager
def fetcher(**changes: Any) -> Iterator[HttpFetcher]:
    """A fetcher with small limits and no pause that may reach loopback."""
    settings: dict[str, Any] = {
        "clock": FixedClock(),
        "contact": "ops@example.org",
        "limits": ROOMY,
        "manners": NO_PAUSE,
        "allow_hosts": LOOPBACK,
    }
    client = HttpFetcher(**(settings | changes))
    try:
        yield client
    finally:
        client.close()


def ask(url: str, *, purpose: str = "feed", request: FetchRequest | None = None, **changes: Any) -> FetchResult:
    """One fetch with a fetcher of its own."""
    question = replace(request, url=url) if request else FetchRequest(url=url, purpose=purpose)
    with fetcher(**changes) as client:
        return client.fetch(question)


def got(result: FetchResult) -> Fetched:
    assert isinstance(result, Fetched), result
    return result


def failed(result: FetchResult) -> FetchFailed:
    assert isinstance(result, FetchFailed), result
    return result


@contextmanager
def full_backlog() -> Iterator[int]:
    """A port on which connections are neither taken nor refused: its queue is full."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        address = listener.getsockname()
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(address)
        yield int(address[1])
