"""A folder of one's own in which the real program runs, and a small site on loopback for it to look at."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli.main import cli
from monitor.config.database_url import sqlite_url
from monitor.config.feeds_toml import load
from monitor.replay import Replay
from monitor.services.article_file import Read
from monitor.services.declare import assemble
from monitor.store.store import Store

FEEDS = """\
packs = ["icc"]

[[topic]]
name = "sanctions"

[[topic]]
name = "icpa"

[[source]]
id = "gazette"
name = "Harbour Gazette"
url = "https://gazette.example/rss.xml"
"""


@dataclass
class Site:
    """Pages by path, and addresses that moved for good; anything else is 404."""

    root: str = ""
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    asked_at: list[float] = field(default_factory=list)
    status: dict[str, tuple[int, str]] = field(default_factory=dict)  # by path: status and one more header line

    def put(self, path: str, body: str, media_type: str = "text/html") -> str:
        self.pages[path] = (media_type, body)
        return self.root + path


@dataclass
class Program:
    """The command line in a folder with a feeds.toml."""

    folder: Path
    url: str = ""  # of the database, where it is not the file that the program finds by itself

    @property
    def database_url(self) -> str:
        return self.url or sqlite_url(self.database)

    @property
    def database(self) -> Path:
        return self.folder / "data" / "monitor.db"

    def __call__(self, *words: str, **options: Any) -> Result:
        return CliRunner().invoke(cli, list(words), prog_name="monitor", **options)

    def good(self, *words: str, **options: Any) -> str:
        result = self(*words, **options)
        assert result.exit_code == 0, result.output
        return result.stdout

    def write(self, text: str) -> None:
        (self.folder / "feeds.toml").write_text(text, encoding="utf-8")

    def hear(self, *reads: Read) -> None:
        """Judge articles into the database as if they had come live."""
        self.database.parent.mkdir(exist_ok=True)
        store = Store(self.database_url)
        machine = Replay(assemble(load(self.folder / "feeds.toml")), store=store)
        for read in reads:
            machine.show(read)
        store.close()


@pytest.fixture
def monitor(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path,
            monkeypatch: pytest.MonkeyPatch) -> Program:  # fmt: skip
    for name in ("MONITOR_CONFIG", "MONITOR_DATABASE_URL", "MONITOR_ZONE", "TZ", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MONITOR_ALLOW_HOSTS", "127.0.0.1")
    monkeypatch.chdir(tmp_path)
    program = Program(tmp_path)
    if engine_name == "postgresql":
        program = Program(tmp_path, url=request.getfixturevalue("migrated_url"))
        monkeypatch.setenv("MONITOR_DATABASE_URL", program.url)
    program.write(FEEDS)
    return program


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            found.asked_at.append(time.monotonic())
            media_type, body = found.pages.get(self.path, ("", ""))
            data = body.encode()
            status, more = found.status.get(self.path, (200 if media_type else 404, ""))
            self.send_response(301 if self.path in found.moved else status)
            if more:
                self.send_header(*more.split(": ", 1))
            if self.path in found.moved:
                self.send_header("Location", found.moved[self.path])
            self.send_header("Content-Type", f"{media_type or 'text/plain'}; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.root = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def feed(*titles: str) -> str:
    items = "".join(
        f"<item><title>{title}</title><link>/{n}</link><pubDate>Tue, 02 Jun 2026 10:0{n}:00 GMT</pubDate></item>"
        for n, title in enumerate(titles)
    )
    return f'<rss version="2.0"><channel><title>Quay Post</title><language>en</language>{items}</channel></rss>'


def report(name: str, title: str, text: str, day: int) -> Read:
    return Read(id=name, title=title, text=text, url=f"https://gazette.example/{name}", source="Harbour Gazette",
                lang="en", date=datetime(2026, 6, day, 9, tzinfo=UTC))  # fmt: skip


JUDGES = report(
    "judges", "United States imposes sanctions on two judges of the International Criminal Court",
    "The Treasury designated two judges of the International Criminal Court on Tuesday and froze their assets.", 2,
)  # fmt: skip
STAFF = report(
    "lawsuit", "Professors sue in Boston over the sanctions against the International Criminal Court",
    "Three professors challenged the sanctions on the International Criminal Court before a district judge in Boston. "
    "They argue that the order breaks their freedom of speech.", 20,
)  # fmt: skip
FAIR = report("fair", "Village fair draws a record crowd", "Cakes were sold, and the mayor thanked everybody.", 3)
