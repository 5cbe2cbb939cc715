"""Fixtures for every room: a store on each engine.

A test that takes ``engine_name`` (mostly by way of its room's own fixtures) runs on SQLite; on both engines where its
room or its marker ``both_engines`` says so, or as ``--engine`` wants it. ``sqlite_only`` marks what is about SQLite.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from monitor.store import tables
from monitor.store.store import Store
from tests.postgres import postgres

ENGINES = ("sqlite", "postgresql")
ROOMS_ON_BOTH = ("pipeline",)  # what the machine does is tried on both each time
_numbers = itertools.count(1)

# Hypothesis times nothing: the machine may do much else. It draws the same examples each time, so that a run of the
# suite can be repeated; ``--hypothesis-profile explore`` draws new ones.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", settings.get_profile("explore"), derandomize=True)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=(*ENGINES, "both"), help="the database of all tests that can run on either")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both_engines: runs on SQLite and on PostgreSQL")
    config.addinivalue_line("markers", "sqlite_only: is about SQLite itself")


def pytest_xdist_auto_num_workers() -> int:
    """``--numprocesses auto``: one more than cores, for there is always one that waits."""
    return 1 + (os.cpu_count() or 1)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" in metafunc.fixturenames:
        metafunc.parametrize("engine_name", _engines(metafunc), scope="session")


def _engines(metafunc: pytest.Metafunc) -> tuple[str, ...]:
    test, asked = metafunc.definition, metafunc.config.getoption("--engine")
    if test.get_closest_marker("sqlite_only"):
        return ("sqlite",)
    if asked and asked != "both":
        return (asked,)
    on_both = asked or test.get_closest_marker("both_engines") or test.path.parent.name in ROOMS_ON_BOTH
    return ENGINES if on_both else ("sqlite",)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL for as long as the tests run; its URL."""
    with postgres() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A fresh, empty database on the server."""
    url = created(postgres_server)
    yield url
    dropped(postgres_server, url)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a migrated, empty database on the server, from which others are copied."""
    store = Store(make_url(created(postgres_server)).render_as_string(hide_password=False))
    store.upgrade()
    store.close()
    return str(make_url(store.name).database)


@pytest.fixture
def migrated_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own: on SQLite a file that is not there yet, on PostgreSQL one without rows."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path / 'monitor.db'}"
        return
    server: str = request.getfixturevalue("postgres_server")
    url = created(server, template=request.getfixturevalue("postgres_template"))
    yield url
    dropped(server, url)


@pytest.fixture(scope="session")
def postgres_store(postgres_server: str, postgres_template: str) -> Iterator[Store]:
    """A store that is emptied again and again: quicker than a database for each test."""
    store = Store(created(postgres_server, template=postgres_template))
    yield store
    store.close()


@pytest.fixture
def bare_store(engine_name: str, request: pytest.FixtureRequest) -> Store:
    """An empty store on that engine, in memory where it can be."""
    if engine_name == "sqlite":
        found: Store = request.getfixturevalue("memory_store")
        return found
    store: Store = request.getfixturevalue("postgres_store")
    names = ", ".join(f'"{table.name}"' for table in tables.metadata.sorted_tables)
    with store.write() as tx:
        tx.connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    return store


def created(server: str, *, template: str = "template1") -> str:
    """The URL of a new database on the server, a copy of ``template``."""
    url = make_url(server).set(database=f"monitor_{next(_numbers)}")
    _command(server, f"CREATE DATABASE {url.database} TEMPLATE {template}")
    return url.render_as_string(hide_password=False)


def dropped(server: str, url: str) -> None:
    """Remove it, whoever is still connected; who does not leave within the server's five seconds keeps it."""
    with suppress(OperationalError):
        _command(server, f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


def _command(server: str, command: str) -> None:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(command))
    admin.dispose()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A database file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'monitor.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    fixture = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(fixture)
    return url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An empty store, migrated, on each engine in turn."""
    opened = Store(database_url)
    opened.upgrade()
    yield opened
    opened.close()


@pytest.fixture
def open_store() -> Iterator[Callable[[str], Store]]:
    """Opens stores that are closed when the test ends; migrates nothing."""
    opened: list[Store] = []

    def open_one(url: str) -> Store:
        opened.append(Store(url))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def memory_store() -> Iterator[Store]:
    """An empty store in memory."""
    opened = Store("sqlite://")
    opened.upgrade()
    yield opened
    opened.close()
