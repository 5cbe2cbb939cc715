"""P7 and P15: bodies and headers without an end, bombs, circles; certificates."""

from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import Callable, Iterator

import brotli
import zstandard

from tests.fetch.servers import Asked
from tests.hostile.row import Answer, Reply, Row, Want, redirect, says, xml
from tests.hostile.stories import feed, item, rss

WHOLE = xml(feed(3, 2, 1))


def drip(connection: socket.socket, asked: Asked) -> None:
    """A byte at a time: every read is quick, the whole never ends."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss>")
    connection.settimeout(0.05)
    try:
        while True:
            connection.sendall(b" ")
            try:
                if not connection.recv(1):
                    return
            except TimeoutError:
                continue
    except OSError:
        return


def drip_headers(connection: socket.socket, asked: Asked) -> None:
    """A header that never ends, slowly."""
    connection.settimeout(0.05)
    try:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while True:
            connection.sendall(b"a")
            try:
                if not connection.recv(1):
                    return
            except TimeoutError:
                continue
    except OSError:
        return


def endless(start: bytes, piece: bytes) -> Callable[[socket.socket, Asked], None]:
    """As much as the other side takes."""

    def speak(connection: socket.socket, asked: Asked) -> None:
        try:
            connection.sendall(start)
            while True:
                connection.sendall(piece)
        except OSError:
            return

    return speak


def silent(connection: socket.socket, asked: Asked) -> None:
    """Takes the request and says nothing."""
    try:
        connection.recv(1)
    except OSError:
        return


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"


def bounds() -> Iterator[Row]:
    """Bodies and headers without an end, and small ones that unpack to gigabytes."""

    def row(name: str, answer: Answer, failure: str, *, real: bool = False, hangs: bool = False) -> Row:
        chain = {f"/r{n}": redirect(f"/r{n + 1}") for n in range(12)}
        return Row(
            name=name,
            promise="P7",
            right="given up within the limits",
            answers=(answer,),
            real_limits=real,
            hangs=hangs,
            pages=chain,
            want=Want(failure=failure, entries=0),
        )

    zeros = zlib.compressobj(9, zlib.DEFLATED, 31)
    gzip_bomb = b"".join([*(zeros.compress(bytes(1 << 20)) for _ in range(64)), zeros.flush()])
    brotli_bomb = brotli.compress(bytes(64 << 20), quality=5)
    zstd_bomb = zstandard.compress(bytes(256 << 20))
    yield row("slow-drip", drip, "took too long", hangs=True)
    yield row("slow-headers", drip_headers, "took too long", hangs=True)
    yield row("silence", silent, "took too long", hangs=True)
    yield row("endless-body", endless(OK + b"\r\n", bytes(65_536)), "larger than the limit", real=True)
    yield row(
        "endless-chunks",
        endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + bytes(65_536) + b"\r\n"),
        "larger than",
        real=True,
    )
    yield row("endless-header", endless(b"HTTP/1.1 200 OK\r\nX: ", b"a" * 4096), "larger than the limit")
    yield row("endless-headers", endless(b"HTTP/1.1 200 OK\r\n", b"X: a\r\n" * 500), "larger than the limit")
    yield row(
        "endless-interim-answers",
        endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
        "larger than the limit",
    )
    yield row("announces-100-GB", xml("x", length=100 << 30), "larger than the limit")
    yield row("gzip-bomb", Reply(body=gzip_bomb, packed="gzip"), "larger than the limit", real=True)
    yield row("brotli-bomb", Reply(body=brotli_bomb, packed="br"), "larger than the limit", real=True)
    yield row("zstd-bomb", Reply(body=zstd_bomb, packed="zstd"), "larger than the limit", real=True)
    yield row(
        "gzip-in-gzip-bomb",
        Reply(body=gzip.compress(gzip_bomb), packed="gzip, gzip"),
        "larger than the limit",
        real=True,
    )
    yield row("packed-ten-times", Reply(body=b"x", packed=", ".join(["gzip"] * 10)), "cannot be decoded")
    yield row("gzip-of-many-members", Reply(body=gzip.compress(b"") * 3000, packed="gzip"), "larger than the limit")
    yield row("redirect-loop", redirect("/source"), "too many or circular redirects")
    yield row("redirect-to-nowhere", Reply(status="302 Found"), "circular redirects")
    yield row("redirect-chain-of-twelve", redirect("/r0"), "redirects")
    yield row("negative-length", says(OK + b"Content-Length: -1\r\n\r\n"), "broken HTTP")
    yield row("two-lengths", says(OK + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde"), "broken HTTP")


def tls() -> Iterator[Row]:
    """Certificates that do not fit, and one that does."""
    yield Row(
        name="certificate-of-another-host",
        promise="P15",
        right="not asked",
        answers=(WHOLE,),
        tls="elsewhere",
        want=Want(failure="certificate or TLS fault", entries=0, also=lambda seen: not seen.asked),
    )
    yield Row(
        name="good-certificate", promise="P15", right="asked", answers=(WHOLE,), tls="loopback", want=Want(entries=3)
    )
    yield Row(
        name="https-without-tls",
        promise="P15",
        right="a failure by its name",
        answers=(WHOLE,),
        address="https://127.0.0.1:@PORT@/source",
        want=Want(failure=None, entries=0, also=lambda seen: bool(seen.failure)),
    )
    yield Row(
        name="entry-behind-a-bad-certificate",
        promise="P15",
        right="judged by what the feed told",
        texts=True,
        answers=(xml(rss([item(1, link="https://127.0.0.1:@PORT@/1")])),),
        want=Want(entries=1, note="page not read"),
    )


ROWS = (*bounds(), *tls())
