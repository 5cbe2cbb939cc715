"""The web server of one outlet: real HTTP on loopback, with validators, 304, robots.txt and error pages."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from email.utils import format_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import urlsplit

from monitor.demo.feeds import feed
from monitor.demo.newsroom import Front
from monitor.demo.outlets import Format
from monitor.demo.pages import article_page, error_page, listing_page, missing_page, table_page

_HTML = "text/html; charset=utf-8"
_ROBOTS = "User-agent: *\nDisallow: /search\nAllow: /\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the site answers to a GET, before conditions. ``modified`` "" = this answer has no validators."""

    status: int
    media_type: str
    body: bytes
    modified: str = ""

    @property
    def etag(self) -> str:
        """A strong validator of the body."""
        return f'"{sha256(self.body).hexdigest()[:24]}"'


def answer(front: Front, target: str, base: str, asked: int) -> Answer:
    """The site's answer for a request target; ``asked`` is the number of the request, ``base`` the site's address."""
    if front.failing:
        return Answer(status=front.failing, media_type=_HTML, body=error_page(front).encode())
    path, modified = urlsplit(target).path, format_datetime(front.changed.replace(microsecond=0), usegmt=True)
    if path == "/robots.txt":
        return Answer(status=200, media_type="text/plain; charset=utf-8", body=_ROBOTS.encode())
    if path == urlsplit(front.outlet.front).path:
        if front.outlet.format is Format.TABLE:
            return Answer(status=200, media_type=_HTML, body=table_page(front, asked).encode())
        if front.outlet.format is not Format.LISTING:
            media_type, text = feed(front, base)
            return Answer(status=200, media_type=media_type, body=text.encode(), modified=modified)
    if path in ("/", front.outlet.front):
        return Answer(status=200, media_type=_HTML, body=listing_page(front, base).encode(), modified=modified)
    if story := front.find(path):
        modified = format_datetime(story.modified.replace(microsecond=0), usegmt=True)
        return Answer(status=200, media_type=_HTML, body=article_page(front, story, base).encode(), modified=modified)
    return Answer(status=404, media_type=_HTML, body=missing_page(front).encode())


class Site:
    """One outlet on its own port. ``front`` may be replaced at any time; requests see the old or the new, whole."""

    def __init__(self, front: Front, host: str = "127.0.0.1") -> None:
        self.front = front
        self.requests = 0
        self._server = _Server((host, 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        address, port = self._server.server_address[:2]
        self.base = f"http://{address!s}:{port}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and free the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, target: str) -> Answer:
        """The answer to one more request."""
        self.requests += 1
        return answer(self.front, target, self.base, self.requests)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader who hangs up is no news; anything else is told as usual."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    """A handler class that answers for that site."""
    return type("_SiteHandler", (_Handler,), {"site": site})


class _Handler(BaseHTTPRequestHandler):
    site: ClassVar[Site]
    protocol_version = "HTTP/1.1"
    server_version = "press"
    sys_version = ""
    timeout = 20  # seconds that an idle connection is kept

    def do_GET(self) -> None:
        self._send(with_body=True)

    def do_HEAD(self) -> None:
        self._send(with_body=False)

    def _send(self, *, with_body: bool) -> None:
        found = self.site.answer(self.path)
        unchanged = bool(found.modified) and self._holds(found)
        self.send_response(304 if unchanged else found.status)
        if found.modified:
            self.send_header("ETag", found.etag)
            self.send_header("Last-Modified", found.modified)
        if not unchanged:
            self.send_header("Content-Type", found.media_type)
            self.send_header("Content-Length", str(len(found.body)))
        self.end_headers()
        if with_body and not unchanged:
            self.wfile.write(found.body)

    def _holds(self, found: Answer) -> bool:
        """Whether the asker has this already: If-None-Match goes before If-Modified-Since (RFC 9110, 13.1.3)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return found.etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return self.headers.get("If-Modified-Since") == found.modified

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: the terminal belongs to the alerts."""
