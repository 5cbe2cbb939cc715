"""Real servers on loopback, and a small real fetcher: what the channels are tested against."""

from __future__ import annotations

import http.client
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from monitor.core.model.fetched import FailureReason, Fetched, FetchFailed, FetchRequest, FetchResult
from tests.channels.samples import NOW


class PlainFetcher:
    """A `Fetcher` on http.client that tells failures apart as the real one does."""

    def __init__(self) -> None:
        self.requests: list[FetchRequest] = []

    def fetch(self, request: FetchRequest) -> FetchResult:
        self.requests.append(request)
        parts = urlsplit(request.url)
        link = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        try:
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            link.request("POST", target, body=request.body, headers=dict(request.headers))
            answer = link.getresponse()
            body = answer.read()
        except http.client.HTTPException as problem:
            return FetchFailed(url=request.url, reason=FailureReason.PROTOCOL, detail=str(problem))
        except OSError as problem:
            return FetchFailed(url=request.url, reason=FailureReason.CONNECT, detail=f"{request.url}: {problem}",
                               sent=not isinstance(problem, ConnectionRefusedError))  # fmt: skip
        finally:
            link.close()
        if 200 <= answer.status < 300:
            headers = tuple(answer.getheaders())
            return Fetched(
                url=request.url,
                final_url=request.url,
                status=answer.status,
                headers=headers,
                body=body,
                fetched_at=NOW,
            )
        return _failed(request.url, answer.status, answer.getheader("Retry-After"), body)


def _failed(url: str, status: int, retry_after: str | None, body: bytes) -> FetchFailed:
    reasons = {403: FailureReason.FORBIDDEN, 404: FailureReason.NOT_FOUND, 429: FailureReason.THROTTLED}
    group = {3: FailureReason.REDIRECTS, 5: FailureReason.SERVER_ERROR}.get(status // 100, FailureReason.HTTP_ERROR)
    pause = timedelta(seconds=int(retry_after)) if retry_after else None
    return FetchFailed(url=url, reason=reasons.get(status, group), status=status, retry_after=pause, body=body)


@dataclass
class Posted:
    """One request as the server got it."""

    path: str
    headers: dict[str, str]
    body: bytes


Answer = tuple[int, dict[str, str], bytes]


@dataclass
class WebServer:
    """Keeps what is posted; answers by a function of the request; ``None`` from it drops the connection."""

    answer: Callable[[Posted], Answer | None]
    posted: list[Posted] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def web_server(answer: Callable[[Posted], Answer | None]) -> Iterator[WebServer]:
    server = WebServer(answer=answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            posted = Posted(path=self.path, headers=dict(self.headers.items()), body=self.rfile.read(length))
            server.posted.append(posted)
            said = server.answer(posted)
            if said is None:
                self.close_connection = True
                return
            status, headers, body = said
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    server.port = listener.server_address[1]
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()


@contextmanager
def raw_server(talk: Callable[[socket.socket, threading.Event], None]) -> Iterator[int]:
    """A TCP server that lets ``talk`` handle one connection; the event is set when the test is over."""
    over = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            link, _ = listener.accept()
        except OSError:
            return
        with link:
            try:
                talk(link, over)
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        over.set()
        listener.close()
        thread.join(5)


@dataclass(frozen=True)
class Certificate:
    """A certificate for localhost and the authority that made it."""

    authority: Path
    chain: Path
    key: Path


def make_certificate(folder: Path) -> Certificate:
    """An authority and a certificate for ``localhost``, made by openssl."""
    made = Certificate(authority=folder / "ca.pem", chain=folder / "server.pem", key=folder / "server.key")
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    extensions = folder / "san.cnf"
    extensions.write_text("subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\nkeyUsage=digitalSignature\n")
    steps = [
        ["req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test authority",
         "-addext", "keyUsage=critical,keyCertSign,cRLSign"],
        ["req", *curve[:-2], "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost"],
        ["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
         "-extfile", "san.cnf", "-out", "server.pem"],
    ]  # fmt: skip
    for step in steps:
        subprocess.run(["openssl", *step], cwd=folder, check=True, capture_output=True)
    return made
