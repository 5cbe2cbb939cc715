"""Hosts' turns among programs on one PostgreSQL database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event
from time import monotonic

import pytest
from sqlalchemy import create_engine, text

from monitor.core.model.host import CUT_OFF, Turn
from monitor.store.engine import Database
from monitor.store.store import Store
from monitor.store.turns import DatabaseTurns


@pytest.fixture
def two(postgres_url: str, open_store: Callable[[str], Store]) -> Iterator[tuple[DatabaseTurns, DatabaseTurns]]:
    stores = [open_store(postgres_url) for _ in range(2)]
    stores[0].upgrade()
    one, other = (store.turns() for store in stores)
    yield one, other
    one.close()
    other.close()


Two = tuple[DatabaseTurns, DatabaseTurns]


def test_one_program_at_a_time_has_a_hosts_turn(two: Two) -> None:
    one, other = two
    assert one.take("a.example", pause=1, heed_hold=True).granted
    assert not other.take("a.example", pause=1, heed_hold=True).granted
    assert other.take("b.example", pause=1, heed_hold=True).granted
    one.give_back("a.example", 0)
    assert other.take("a.example", pause=1, heed_hold=True).granted


def test_the_pause_after_a_request_holds_for_all(two: Two) -> None:
    one, other = two
    one.take("a.example", pause=1, heed_hold=True)
    one.give_back("a.example", 3000)
    seen = other.take("a.example", pause=1, heed_hold=True)
    assert not seen.granted
    assert 2900 < seen.wait <= 3000
    assert not one.take("a.example", pause=1, heed_hold=True).granted


def test_a_host_that_asked_one_program_to_go_is_left_alone_by_all(two: Two) -> None:
    one, other = two
    one.hold("a.example", timedelta(seconds=3000))
    one.hold("a.example", timedelta(seconds=5))
    seen = other.take("a.example", pause=1, heed_hold=True)
    assert (seen.granted, 2900 < seen.held <= 3000) == (False, True)
    assert other.take("a.example", pause=1, heed_hold=False).granted


def test_a_crawl_delay_that_one_program_read_is_told_to_the_other(two: Two) -> None:
    one, other = two
    one.slow_down("a.example", 12)
    assert other.take("a.example", pause=1, heed_hold=True).crawl_delay == 12


def patiently(turns: DatabaseTurns) -> Turn:
    """The turn once the server has noticed that the session of the one who had it is over."""
    until, pause = monotonic() + 200, Event()
    while True:
        seen = turns.take("a.example", pause=1, heed_hold=True)
        if seen.granted or seen.wait or monotonic() > until:
            return seen
        pause.wait(0.01)


def test_a_host_that_a_program_was_asking_when_it_ended_is_left_alone_for_a_moment(two: Two) -> None:
    one, other = two
    one.take("a.example", pause=1000, heed_hold=True)
    one.close()
    seen = patiently(other)
    assert (seen.granted, 900 < seen.wait <= 1000 + CUT_OFF) == (False, True)


def test_after_the_server_ended_a_session_turns_are_given_out_again(two: Two, postgres_url: str) -> None:
    one, _ = two
    one.take("a.example", pause=1000, heed_hold=True)
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        others = "SELECT pg_terminate_backend(pid, 200000) FROM pg_stat_activity WHERE pid != pg_backend_pid()"
        connection.execute(text(f"{others} AND datname = current_database()"))
    engine.dispose()
    one.give_back("a.example", 0)  # lost with the session: nothing to say
    assert one.take("b.example", pause=1, heed_hold=True).granted
    assert not one.take("a.example", pause=1, heed_hold=True).granted


def test_hosts_that_nobody_asked_for_a_month_are_forgotten_once_a_day(
    postgres_url: str, open_store: Callable[[str], Store]
) -> None:
    open_store(postgres_url).upgrade()
    database, now = Database(postgres_url), [0.0]
    turns = DatabaseTurns(database, ticks=lambda: now[0])

    def known() -> list[str]:
        with database.write() as connection:
            return list(connection.execute(text("SELECT host FROM host_turns ORDER BY host")).scalars())

    turns.take("old.example", pause=1, heed_hold=True)
    turns.give_back("old.example", -31 * 24 * 3600)
    turns.take("a.example", pause=1, heed_hold=True)
    assert known() == ["a.example", "old.example"]
    now[0] = 24 * 3600.0
    turns.give_back("a.example", 0)
    assert known() == ["a.example"]
    turns.close()
    database.close()
