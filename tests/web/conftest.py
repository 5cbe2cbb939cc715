"""The real site on loopback, over a database that the made-up press of the demo has filled."""

from __future__ import annotations

import io
import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import make_url

from monitor.app.machine import Monitor, build
from monitor.app.page import open_web
from monitor.config.bind import Bind
from monitor.config.database_url import sqlite_url
from monitor.config.settings import Settings
from monitor.demo.run import staged, step_through
from monitor.services.access import make_token
from monitor.web.server import WebServer
from tests.conftest import created, dropped

PASSWORD = "a password for tests"
PATIENCE = 200  # seconds for an answer: the machine may be busy with other tests


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with eight developments, one of them corrected, one withdrawn."""
    path = tmp_path_factory.mktemp("web") / "demo.db"
    with staged(speed=1, stream=io.StringIO()) as stage:
        step_through(stage, threading.Event())
        stage.monitor.store.backup(path)
    return path


@pytest.fixture(scope="session")
def demo_template(postgres_server: str, postgres_template: str) -> str:
    """The same on PostgreSQL; the name of a database that others are copied from."""
    url = created(postgres_server, template=postgres_template)
    with staged(speed=1, stream=io.StringIO(), database_url=url) as stage:
        step_through(stage, threading.Event())
    return str(make_url(url).database)


@dataclass
class Web:
    """A running site. ``reader`` is a browser that is logged in, ``stranger`` one that is not."""

    monitor: Monitor
    server: WebServer
    reader: httpx.Client
    stranger: httpx.Client
    stack: ExitStack = field(default_factory=ExitStack)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def browser(self, **headers: str) -> httpx.Client:
        """One more browser on the page itself: it says where its requests come from."""
        client = httpx.Client(base_url=self.root, trust_env=False, headers={"origin": self.root} | headers,
                              timeout=PATIENCE)  # fmt: skip
        return self.stack.enter_context(client)

    def log_in(self) -> httpx.Client:
        client = self.browser()
        answer = client.post("/login", data={"password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return client

    def program(self, *scopes: str) -> httpx.Client:
        """A program with a token; it is no browser and sends no Origin."""
        _, secret = make_token(self.monitor.store, "test", scopes or ("read",), self.monitor.context.clock.now())
        client = httpx.Client(base_url=f"{self.root}/api/v1", trust_env=False,
                              headers={"authorization": f"Bearer {secret}"}, timeout=PATIENCE)  # fmt: skip
        return self.stack.enter_context(client)

    def text(self, path: str) -> str:
        """A page, as the reader sees it."""
        answer = self.reader.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
        return answer.text

    def post(self, path: str, **fields: str | list[str]) -> httpx.Response:
        """Send a form and look where it leads."""
        return self.reader.post(path, data=fields, follow_redirects=True)


def settings(folder: Path, **other: object) -> Settings:
    plain: dict[str, object] = {
        "config": folder / "feeds.toml", "database_url": sqlite_url(folder / "monitor.db"),
        "allow_hosts": ("127.0.0.0/8",), "shortest_interval": timedelta(seconds=1), "zone": "Europe/Amsterdam",
        "web": Bind(host="127.0.0.1", port=0), "web_password": PASSWORD,
    }  # fmt: skip
    return Settings(**{**plain, **other})  # type: ignore[arg-type]


def serving(stack: ExitStack, monitor: Monitor) -> Web:
    stack.callback(monitor.close)
    server = open_web(monitor)
    assert server is not None
    server.start()
    stack.callback(server.stop)
    root = f"http://127.0.0.1:{server.port}"
    stranger = stack.enter_context(httpx.Client(base_url=root, trust_env=False, timeout=PATIENCE))
    return Web(monitor, server, stranger, stranger, stack)


@pytest.fixture
def demo_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own that holds the demo's developments."""
    if engine_name == "sqlite":
        shutil.copy(request.getfixturevalue("demo_database"), tmp_path / "monitor.db")
        yield sqlite_url(tmp_path / "monitor.db")
        return
    server: str = request.getfixturevalue("postgres_server")
    url = created(server, template=request.getfixturevalue("demo_template"))
    yield url
    dropped(server, url)


@pytest.fixture
def web(tmp_path: Path, demo_url: str) -> Iterator[Web]:
    """The site over the demo's developments, with a reader logged in."""
    with ExitStack() as stack:
        ready = settings(tmp_path, database_url=demo_url)
        found = serving(stack, build(ready, stream=io.StringIO(), spacing=timedelta()))
        found.reader = found.log_in()
        yield found


@pytest.fixture
def empty(tmp_path: Path, migrated_url: str) -> Iterator[Web]:
    """The site over an empty database, with a reader logged in."""
    with ExitStack() as stack:
        ready = settings(tmp_path, database_url=migrated_url)
        found = serving(stack, build(ready, stream=io.StringIO(), spacing=timedelta()))
        found.reader = found.log_in()
        yield found


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Web]:
    """The site as at its first start: no password is set, nobody is logged in."""
    with ExitStack() as stack:
        yield serving(stack, build(settings(tmp_path, web_password=""), stream=io.StringIO()))
