"""A press site on an address of its own: a feed and its article pages, to which a test publishes."""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from tests.acceptance.receivers import DEADLINE
from tests.acceptance.stories import Story

_numbers = itertools.count(40)
_XML = "application/rss+xml; charset=utf-8"
_HTML = "text/html; charset=utf-8"


class QuietServer(ThreadingHTTPServer):
    """A client that is killed in the middle of a request is what these tests are about, and no news."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class PressSite:
    """One outlet. ``publish`` puts stories on top of its feed; the feed has an ETag and answers 304."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.asked: list[str] = []
        self._items: list[str] = []
        self._pages: dict[str, str] = {}
        self._lock = threading.Lock()
        self._asked_one = threading.Condition(self._lock)
        self.pages_wait = threading.Event()  # while it is not set, an article's page is asked for in vain
        self.pages_wait.set()
        self._server = _serve(self)
        address, port = self._server.server_address[:2]
        self.base = f"http://{address!s}:{port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def feed_url(self) -> str:
        return f"{self.base}/feed"

    def publish(self, *stories: Story, in_full: bool = True) -> None:
        """List these stories; ``in_full``: the feed carries the text, else it is on the page alone."""
        with self._lock:
            for story in stories:
                self._items.insert(0, _item(story, self.base, in_full))
                self._pages[f"/{story.slug}"] = _page(story)

    def wait_until_asked(self, path: str) -> None:
        """Wait until somebody has asked for that path."""
        with self._asked_one:
            assert self._asked_one.wait_for(lambda: path in self.asked, DEADLINE), f"nobody asked for {path}"

    def answer(self, path: str) -> tuple[int, str, bytes]:
        with self._lock:
            self.asked.append(path)
            self._asked_one.notify_all()
        if path in self._pages:
            self.pages_wait.wait(DEADLINE)
        with self._lock:
            if path == "/feed":
                return 200, _XML, _feed(self.name, self._items).encode()
            if path in self._pages:
                return 200, _HTML, self._pages[path].encode()
        return 404, _HTML, b"<html><body><p>There is nothing here.</p></body></html>"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def press_sites() -> Iterator[dict[str, PressSite]]:
    """A drawer for sites: whatever was put into it is stopped at the end."""
    sites: dict[str, PressSite] = {}
    try:
        yield sites
    finally:
        for site in sites.values():
            site.stop()


def _feed(name: str, items: list[str]) -> str:
    head = f"<title>{escape(name)}</title><link>/</link><description>News</description>"
    namespace = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    body = "".join(items)
    return f'<?xml version="1.0"?><rss version="2.0" {namespace}><channel>{head}{body}</channel></rss>'


def _item(story: Story, base: str, in_full: bool) -> str:
    url = f"{base}/{story.slug}"
    text = f"<content:encoded><![CDATA[{_markup(story)}]]></content:encoded>" if in_full else ""
    return (
        f"<item><title>{escape(story.title)}</title><link>{url}</link><guid>{url}</guid>"
        f"<pubDate>{format_datetime(datetime.now(UTC))}</pubDate>"
        f"<description>{escape(story.paragraphs[0])}</description>{text}</item>"
    )


def _page(story: Story) -> str:
    author = f"<p class='byline'>By {escape(story.author)}</p>" if story.author else ""
    return (
        f'<html lang="en"><head><title>{escape(story.title)}</title></head><body><article>'
        f"<h1>{escape(story.title)}</h1>{author}{_markup(story)}</article></body></html>"
    )


def _markup(story: Story) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)


def _serve(site: PressSite) -> ThreadingHTTPServer:
    handler = type("_SiteHandler", (_Handler,), {"site": site})
    try:  # sites on one address would wait for each other's turn
        return QuietServer((f"127.0.0.{next(_numbers) % 200 + 20}", 0), handler)
    except OSError:
        return QuietServer(("127.0.0.1", 0), handler)


class _Handler(BaseHTTPRequestHandler):
    site: ClassVar[PressSite]
    protocol_version = "HTTP/1.1"
    timeout = 20

    def do_GET(self) -> None:
        status, kind, body = self.site.answer(self.path)
        etag = f'"{sha256(body).hexdigest()[:24]}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status, body = 304, b""
        self.send_response(status)
        self.send_header("ETag", etag)
        if status != 304:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""
