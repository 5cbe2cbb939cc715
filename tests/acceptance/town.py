"""A town of press hosts, each with several feeds, that notes who asks when: for manners among several programs."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from typing import ClassVar

from tests.acceptance.crash.load import happening
from tests.acceptance.press import QuietServer
from tests.acceptance.receivers import Waiting

TOPIC = '[[topic]]\nname = "regatta"\ntitle = "The regatta"\nquery = "regatta"\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request to a host. Times are of time.monotonic."""

    path: str
    begun: float
    ended: float


class Host:
    """One host: its feeds, its articles, and what was asked of it."""

    def __init__(self, number: int, feeds: int, lasting: float) -> None:
        self.name, self.feeds = f"h{number}", feeds
        self.state = Waiting()
        self.requests: list[Request] = []
        self.overlaps = 0
        self._lasting, self._under_way = lasting, 0
        self._items: dict[int, list[int]] = {feed: [] for feed in range(feeds)}
        self._never = threading.Event()
        handler = type("_HostHandler", (_Handler,), {"host": self})
        self._server = QuietServer((f"127.0.2.{number + 10}", 0), handler)
        address, port = self._server.server_address[:2]
        self.base = f"http://{address!s}:{port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def publish(self, feed: int, number: int) -> None:
        """List happening ``number`` in that feed; every second one tells its text on its page alone."""
        self._items[feed].insert(0, number)

    def asked(self, path: str) -> tuple[int, str, bytes]:
        """The answer to a request, which lasts a moment; two at once are counted."""
        begun = time.monotonic()
        with self.state.changed:
            self.overlaps += self._under_way > 0
            self._under_way += 1
        self._never.wait(self._lasting)
        answer = self._answer(path)
        with self.state.changed:
            self._under_way -= 1
            self.requests.append(Request(path=path, begun=begun, ended=time.monotonic()))
            self.state.changed.notify_all()
        return answer

    def _answer(self, path: str) -> tuple[int, str, bytes]:
        kind, _, number = path[1:].partition("/")
        if kind == "feed":
            return 200, "application/rss+xml; charset=utf-8", self._feed(self._items[int(number)])
        if kind == "page":
            title, text = happening(int(number))
            return 200, "text/html; charset=utf-8", (
                f"<html lang='en'><head><title>{escape(title)}</title></head><body><article><h1>{escape(title)}</h1>"
                f"<p>{escape(text)}</p><p>{escape(text)}</p></article></body></html>"
            ).encode()  # fmt: skip
        return 404, "text/plain", b"not here"

    def _feed(self, numbers: list[int]) -> bytes:
        items = ""
        for number in numbers:
            title, text = happening(number)
            link = f"<link>{self.base}/page/{number}</link>" if number % 2 else ""
            items += (f"<item><title>{escape(title)}</title><guid isPermaLink='false'>r{number}</guid>{link}"
                      f"<description>{escape(text)}</description></item>")  # fmt: skip
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()

    def gaps(self) -> list[float]:
        """Seconds from the end of each request to the begin of the next."""
        ordered = sorted(self.requests, key=lambda each: each.begun)
        return [after.begun - before.ended for before, after in pairwise(ordered)]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Town:
    """All hosts. Feed ``n`` of host ``h`` is source ``h<h>-<n>``."""

    def __init__(self, hosts: int, feeds: int, *, lasting: float = 0.05) -> None:
        self.hosts = [Host(number, feeds, lasting) for number in range(hosts)]

    def sources(self) -> str:
        """The feeds as feeds.toml declares them."""
        return "".join(
            f'[[source]]\nid = "{host.name}-{feed}"\nname = "{host.name} {feed}"\nurl = "{host.base}/feed/{feed}"\n'
            'interval = "1h"\n'
            for host in self.hosts for feed in range(host.feeds)
        )  # fmt: skip

    def publish(self, count: int, *, first: int = 0) -> None:
        """The happenings up to ``count``, one after the other in all feeds of all hosts."""
        for number in range(first, count):
            host = self.hosts[number % len(self.hosts)]
            host.publish(number // len(self.hosts) % host.feeds, number)

    def polls(self) -> Counter[str]:
        """How often each source was asked."""
        return Counter(
            f"{host.name}-{each.path.removeprefix('/feed/')}"
            for host in self.hosts for each in list(host.requests) if each.path.startswith("/feed/")
        )  # fmt: skip

    def stop(self) -> None:
        for host in self.hosts:
            host.stop()


@contextmanager
def town(hosts: int, feeds: int) -> Iterator[Town]:
    made = Town(hosts, feeds)
    try:
        yield made
    finally:
        made.stop()


class _Handler(BaseHTTPRequestHandler):
    host: ClassVar[Host]
    protocol_version = "HTTP/1.1"
    timeout = 20

    def do_GET(self) -> None:
        status, kind, body = self.host.asked(self.path)
        etag = f'"{sha256(body).hexdigest()[:24]}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status, body = 304, b""
        self.send_response(status)
        self.send_header("ETag", etag)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""
