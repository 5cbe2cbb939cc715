from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.core.model.host import HostCounts
from monitor.pipeline.hosts import HostBook
from monitor.services.hosts import HostReport, list_hosts
from monitor.services.status import status
from tests.builders import NOON
from tests.pipeline.conftest import Bench

COUNTS = HostCounts(host="court.example.org", requests=4, bytes_received=900, not_modified=2, bytes_saved=600,
                    failures=1, spacing=timedelta(seconds=1), held_for=timedelta(), robots="none (404)")  # fmt: skip


def book(bench: Bench, *, requests: int) -> HostBook:
    """The book of a program that asked so much; a further call is another program."""
    return HostBook(replace(bench.ctx, hosts=lambda: (replace(COUNTS, requests=requests),)))


def reports(bench: Bench) -> list[HostReport]:
    return list_hosts(bench.ctx.store, bench.clock.now())


def test_what_was_asked_is_written_once_a_minute_and_only_the_news(bench: Bench) -> None:
    asked = [1]
    made = HostBook(replace(bench.ctx, hosts=lambda: (replace(COUNTS, requests=asked[0]),)))
    for seconds, requests, written in ((0, 1, 1), (30, 5, 0), (61, 5, 1), (70, 5, 0), (200, 5, 0)):
        bench.clock.at = NOON + timedelta(seconds=seconds)
        asked[0] = requests
        assert made.write() == written
    assert reports(bench)[0].requests == 5


def test_counts_survive_a_restart_and_are_told_by_day(bench: Bench) -> None:
    book(bench, requests=4).write()
    book(bench, requests=3).write(at_once=True)
    bench.clock.forward(timedelta(days=1))
    book(bench, requests=2).write()
    (found,) = reports(bench)
    assert (found.host, found.sources, found.today, found.busiest, found.requests) == ("court.example.org", 1, 2, 7, 9)
    assert (found.per_day, found.not_modified, found.bytes_saved) == (4.5, 6, 1800)
    assert found.robots == "none (404)"
    total = status(bench.ctx.store)
    assert (total.requests, total.received) == (9, 2700)


def test_counts_that_began_anew_are_not_subtracted(bench: Bench) -> None:
    asked = [9]
    made = HostBook(replace(bench.ctx, hosts=lambda: (replace(COUNTS, requests=asked[0]),)))
    made.write()
    asked[0] = 2
    made.write(at_once=True)
    assert reports(bench)[0].requests == 11
