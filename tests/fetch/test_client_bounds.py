"""What a hostile or broken server can do to one fetch: never more than the limits, always a reason."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable
from datetime import timedelta

import brotli
import pytest

from monitor.core.errors import ConfigError
from monitor.core.model.fetched import FailureReason, FetchRequest
from monitor.fetch.budget import FetchLimits
from monitor.fetch.client import HttpFetcher
from tests.fetch.servers import (
    BRIEF,
    CURT,
    NOW,
    ROOMY,
    Asked,
    FixedClock,
    Speak,
    answer,
    ask,
    failed,
    fetcher,
    got,
    serving,
)


def drip(start: bytes, piece: bytes) -> Speak:
    """Say ``start``, then ``piece`` again and again until nobody listens."""

    def speak(connection: socket.socket, _: Asked) -> None:
        connection.sendall(start)
        pause = threading.Event()
        while not pause.wait(0.02):
            connection.sendall(piece)

    return speak


def flood(start: bytes, piece: bytes) -> Speak:
    def speak(connection: socket.socket, _: Asked) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(piece)

    return speak


def silent(connection: socket.socket, _: Asked) -> None:
    connection.recv(1)


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "speak",
    [
        drip(OK + b"Content-Length: 100000\r\n\r\n", b"x"),
        drip(CHUNKED, b"1\r\nx\r\n"),
        drip(OK, b"X-Header: y\r\n"),
        drip(b"", b"H"),
        drip(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "chunks", "headers", "status line", "interim answers"],
)
def test_a_drip_ends_at_the_deadline(speak: Speak) -> None:
    with serving({"/": speak}) as server:
        began = time.monotonic()
        failure = failed(ask(server.url(), limits=BRIEF))
        assert (failure.reason, failure.detail) == (FailureReason.TIMEOUT, "not done after 0.8 s")
        assert time.monotonic() - began < ROOMY.silence.total_seconds()


def test_a_server_that_says_nothing_is_left_sooner() -> None:
    with serving({"/": silent}) as server:
        failure = failed(ask(server.url(), limits=CURT))
        assert (failure.reason, failure.detail) == (FailureReason.TIMEOUT, "silent for 0.5 s")


def test_the_deadline_holds_over_all_redirects() -> None:
    def slowly(connection: socket.socket, asked: Asked) -> None:
        threading.Event().wait(0.3)
        goal = f"/{int(asked.path[1:] or 0) + 1}"
        connection.sendall(f"HTTP/1.1 302 Found\r\nLocation: {goal}\r\nContent-Length: 0\r\n\r\n".encode())

    with serving({"*": slowly}) as server:
        assert failed(ask(server.url("/0"), limits=BRIEF)).reason is FailureReason.TIMEOUT
        assert len(server.asked) <= 5


@pytest.mark.parametrize(
    "speak",
    [
        flood(OK + b"\r\n", b"x" * 10_000),
        flood(CHUNKED, b"2710\r\n" + b"x" * 10_000 + b"\r\n"),
        flood(CHUNKED, b"1\r\nx\r\n" * 2_000),
        flood(OK, b"X-Header: yyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n"),
        flood(OK + b"X: ", b"y" * 1_000),
        flood(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    ],
    ids=["body", "chunks", "tiny chunks", "headers", "one header", "interim answers"],
)
def test_what_never_ends_is_too_large(speak: Speak) -> None:
    with serving({"/": speak}) as server:
        assert failed(ask(server.url())).reason is FailureReason.TOO_LARGE


def test_an_announced_size_is_believed_at_once() -> None:
    with serving({"/": answer(b"x", length=10**12)}) as server:
        failure = failed(ask(server.url()))
    assert (failure.reason, failure.permanent) == (FailureReason.TOO_LARGE, True)


def test_headers_up_to_the_limit_pass() -> None:
    with serving({"/": answer(b"ok", headers="X-Long: " + "y" * 8_000)}) as server:
        assert got(ask(server.url())).body == b"ok"


def test_a_request_may_lower_the_limit() -> None:
    with serving({"/": answer(b"x" * 100)}) as server, fetcher() as client:
        assert len(got(client.fetch(FetchRequest(url=server.url(), purpose="feed", max_bytes=100))).body) == 100
        failure = failed(client.fetch(FetchRequest(url=server.url(), purpose="feed", max_bytes=99)))
    assert failure.reason is FailureReason.TOO_LARGE


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("br", lambda data: brotli.compress(data, quality=4))]
)
def test_a_bomb_does_not_grow_memory(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    bomb = pack(bytes(32 << 20))
    with serving({"/": answer(bomb, headers=f"Content-Encoding: {encoding}")}) as server, fetcher() as client:
        client.fetch(FetchRequest(url=server.url("/warm"), purpose="feed"))
        tracemalloc.start()
        try:
            assert (
                failed(client.fetch(FetchRequest(url=server.url(), purpose="feed"))).reason is FailureReason.TOO_LARGE
            )
            assert tracemalloc.get_traced_memory()[1] < 4 << 20
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize(
    "cut",
    [
        answer(b"<rss>", length=500),
        CHUNKED + b"5\r\n<rss>\r\n",
        CHUNKED + b"50\r\n<rss>",
        CHUNKED,
        answer(gzip.compress(b"x" * 9_000, mtime=0)[:-9], headers="Content-Encoding: gzip"),
        answer(b"part", "206 Partial Content", "Content-Range: bytes 0-3/100"),
    ],
)
def test_a_body_that_is_cut_off_is_a_failure(cut: bytes) -> None:
    with serving({"/": lambda connection, _: connection.sendall(cut)}) as server:
        assert failed(ask(server.url())).reason is FailureReason.TRUNCATED


@pytest.mark.parametrize(
    "nonsense",
    [
        b"220 mail.example.org ESMTP\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        b"HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
        CHUNKED + b"zz\r\nabc\r\n",
        b"HTTP/1.1 304 Not Modified\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    ],
)
def test_what_is_not_http_is_told(nonsense: bytes) -> None:
    with serving({"/": lambda connection, _: connection.sendall(nonsense)}) as server:
        failure = failed(ask(server.url()))
    assert failure.reason in (FailureReason.PROTOCOL, FailureReason.HTTP_ERROR)


def test_a_server_that_hangs_up_is_lost() -> None:
    with serving({"/": lambda connection, _: connection.close()}) as server:
        assert failed(ask(server.url())).reason is FailureReason.CONNECT


def test_nobody_listening_is_a_refused_connection() -> None:
    with serving() as server:
        url = server.url()
    failure = failed(ask(url))
    assert failure.reason is FailureReason.CONNECT
    assert failure.fetched_at == NOW


def test_a_lying_encoding_cannot_be_decoded() -> None:
    with serving({"/": answer(b"<rss/>", headers="Content-Encoding: gzip")}) as server:
        assert failed(ask(server.url())).reason is FailureReason.DECODE


def test_a_kept_connection_that_died_is_replaced_without_a_failure() -> None:
    def once(connection: socket.socket, _: Asked) -> None:
        connection.sendall(answer(b"first"))
        connection.recv(65_536)  # the next request, which gets no answer

    with serving({"/": once}) as server, fetcher() as client:
        request = FetchRequest(url=server.url(), purpose="feed")
        assert [got(client.fetch(request)).body for _ in range(3)] == [b"first"] * 3
        assert server.connections == 3


def test_connections_are_kept_and_few() -> None:
    limits = FetchLimits(kept_connections=1)
    with serving({"/": answer()}) as one, serving({"/": answer()}) as other, fetcher(limits=limits) as client:
        for server in (one, one, other, one):
            got(client.fetch(FetchRequest(url=server.url(), purpose="feed")))
        assert (one.connections, other.connections) == (2, 1)


def test_connections_are_not_kept_for_long() -> None:
    limits = FetchLimits(kept_for=timedelta())
    with serving({"/": answer()}) as server, fetcher(limits=limits) as client:
        for _ in range(2):
            got(client.fetch(FetchRequest(url=server.url(), purpose="feed")))
        assert server.connections == 2


def test_closing_ends_a_fetch_under_way_and_refuses_later_ones() -> None:
    listening = threading.Event()

    def hang(connection: socket.socket, _: Asked) -> None:
        listening.set()
        connection.recv(1)

    limits = FetchLimits(wall=timedelta(seconds=30))
    with serving({"/": hang}) as server, fetcher(limits=limits) as client:
        results = []
        request = FetchRequest(url=server.url(), purpose="feed")
        thread = threading.Thread(target=lambda: results.append(client.fetch(request)))
        thread.start()
        assert listening.wait(60)
        client.close()
        thread.join(60)
        assert "stopping" in failed(results[0]).detail
        assert "stopping" in failed(client.fetch(request)).detail


def test_secrets_are_in_no_result() -> None:
    with serving({"/": answer(), "/no": answer(b"", "500 Oops")}) as server:
        for path in ("/", "/no"):
            result = ask(server.url(path).replace("//", "//user:hunter2@"))
            assert "hunter2" not in repr(result)
            assert "user" not in repr(result)
        assert server.asked[0].headers["authorization"] == "Basic dXNlcjpodW50ZXIy"
    for bad in ("http://user:hunter2@bad host/", "http://user:hunter2@[", "ftp://user:hunter2@x", "user:hunter2@x"):
        assert "hunter2" not in repr(ask(bad))


def test_a_header_that_would_break_the_request_is_refused_without_being_shown() -> None:
    with serving({"/": answer()}) as server:
        for value in ("Bearer hunter2\r\nX-Evil: 1", "Bearer hunter2\u2028"):
            request = FetchRequest(url=server.url(), purpose="feed", headers=(("Authorization", value),))
            failure = failed(ask(server.url(), request=request))
            assert failure.reason is FailureReason.PROTOCOL
            assert "hunter2" not in repr(failure)
        assert server.asked == []


def test_a_contact_that_cannot_be_sent_is_a_mistake_of_the_user() -> None:
    for contact in ("a\nb", "ü@example.org", "x) evil ("):
        with pytest.raises(ConfigError):
            HttpFetcher(clock=FixedClock(), contact=contact)
