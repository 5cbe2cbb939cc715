from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.core.model.host import HostDay
from monitor.store.store import Store
from tests.builders import NOON

TODAY = NOON.date()
ASKED = HostDay(host="court.example.org", day=TODAY, requests=3, not_modified=2, bytes_received=6 * 1024**3,
                bytes_saved=700, spacing=timedelta(seconds=5), robots="none (404): all is allowed")  # fmt: skip


def test_counts_of_a_day_add_up_and_what_was_found_last_stays(store: Store) -> None:
    with store.write() as tx:
        tx.hosts.add([ASKED])
        tx.hosts.add([replace(ASKED, failures=1, spacing=timedelta(seconds=9), robots="")])
        (day,) = tx.hosts.since(TODAY)
    assert (day.requests, day.failures, day.not_modified, day.bytes_received) == (6, 1, 4, 12 * 1024**3)
    assert (day.spacing, day.robots) == (timedelta(seconds=9), "none (404): all is allowed")


def test_old_days_are_let_go(store: Store) -> None:
    with store.write() as tx:
        tx.hosts.add([ASKED, replace(ASKED, day=TODAY - timedelta(days=90))])
        assert tx.hosts.forget(TODAY - timedelta(days=7)) == 1
        assert [each.day for each in tx.hosts.since(TODAY - timedelta(days=365))] == [TODAY]
