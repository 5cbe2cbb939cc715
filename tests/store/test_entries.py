from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from monitor.core.model.entry import Account
from monitor.core.model.ids import EntryId, SourceId
from monitor.core.policy.intake import keyed
from monitor.services.export import entries as exported
from monitor.store.store import Store
from monitor.store.tables import entry_keys
from tests.builders import HOUR, NOON, found, keyed_one, source

COURT = SourceId("court")


def add(store: Store, count: int = 1, *, baseline: bool = False) -> list[EntryId]:
    with store.write() as tx:
        tx.sources.put(source(), NOON)
        return [tx.entries.add(COURT, keyed_one(n), now=NOON, baseline=baseline) for n in range(1, count + 1)]


def test_an_entry_comes_back_as_it_was_stored(store: Store) -> None:
    with store.write() as tx:
        tx.sources.put(source(), NOON)
        item = keyed_one(title="Суд — суд", published=NOON - HOUR)
        number = tx.entries.add(COURT, item, now=NOON, baseline=True)
    with store.read() as tx:
        entry = tx.entries.find(number)
    assert entry is not None
    assert (entry.title, entry.published, entry.first_seen, entry.baseline) == ("Суд — суд", NOON - HOUR, NOON, True)
    assert entry.account is Account.PENDING


def test_an_entry_is_known_by_each_of_its_keys(store: Store) -> None:
    add(store)
    item = keyed_one(1)
    with store.read() as tx:
        assert tx.entries.keys_of(COURT, [*item.keys, "u:other"]).keys() == set(item.keys)
        assert tx.entries.keys_of(SourceId("another"), item.keys) == {}


def test_a_further_key_leads_to_the_same_entry(store: Store) -> None:
    add(store)
    moved = keyed([found(1, url="https://court.example.org/moved")])[0]
    with store.write() as tx:
        tx.entries.add_aliases(COURT, [moved], listed=moved.keys)
    with store.read() as tx:
        assert tx.entries.keys_of(COURT, moved.keys).keys() == set(moved.keys)


def test_ids_and_times_that_change_at_every_poll_do_not_add_up(store: Store) -> None:
    add(store)
    for number in range(30):
        changed = keyed([found(1, guid=f"session {number}", published=NOON + number * HOUR, title="One " * 12)])[0]
        with store.write() as tx:
            tx.entries.add_aliases(COURT, [changed], listed=changed.keys)
    with store.read() as tx:
        assert tx.entries.keys_of(COURT, changed.keys).keys() == set(changed.keys)
        assert tx.connection.execute(select(func.count()).select_from(entry_keys)).scalar_one() == len(changed.keys)


def test_a_claimed_entry_is_nobody_elses_until_its_lease_is_over(store: Store) -> None:
    add(store, 3)
    with store.write() as tx:
        mine = tx.entries.claim_due(NOON, HOUR, "mine", 2)
        rest = tx.entries.claim_due(NOON, HOUR, "other", 5)
        none = tx.entries.claim_due(NOON, HOUR, "third", 5)
    assert (len(mine), len(rest), none) == (2, 1, [])
    with store.write() as tx:
        assert len(tx.entries.claim_due(NOON + 2 * HOUR, HOUR, "third", 5)) == 3


def test_live_entries_are_claimed_before_a_baseline(store: Store) -> None:
    add(store, 2, baseline=True)
    with store.write() as tx:
        live = tx.entries.add(COURT, keyed_one(9), now=NOON, baseline=False)
        assert [entry.id for entry in tx.entries.claim_due(NOON, HOUR, "t", 1)] == [live]


def test_a_postponed_entry_is_due_later_with_its_reason(store: Store) -> None:
    (number,) = add(store)
    with store.write() as tx:
        tx.entries.claim_due(NOON, HOUR, "t", 1)
        tx.entries.postpone(number, attempts=1, next_attempt=NOON + timedelta(minutes=5), reason="took too long")
    with store.write() as tx:
        assert tx.entries.claim_due(NOON, HOUR, "t", 1) == []
        (entry,) = tx.entries.claim_due(NOON + timedelta(minutes=5), HOUR, "t", 1)
    assert (entry.attempts, entry.reason) == (1, "took too long")


def test_every_page_is_found_by_any_form_of_its_address(store: Store) -> None:
    add(store)
    with store.read() as tx:
        assert len(tx.entries.by_url("http://www.court.example.org/1/?utm_source=mail#top")) == 1


def test_the_ledger_counts_each_entry_once(store: Store) -> None:
    numbers = add(store, 3)
    with store.write() as tx:
        tx.entries.account(numbers[0], Account.NO_MATCH, "on no topic")
        tx.entries.account(numbers[1], Account.MENTION, "in passing")
    with store.read() as tx:
        counts = tx.entries.counts()
        assert sum(counts.values()) == tx.entries.count() == 3
        assert counts[Account.NO_MATCH] == counts[Account.MENTION] == counts[Account.PENDING] == 1


def test_entries_are_listed_piece_by_piece_in_the_order_of_first_sight(store: Store) -> None:
    numbers = add(store, 5)
    with store.read() as tx:
        assert [each.id for each in tx.entries.export()] == numbers
        assert [each.id for each in tx.entries.export(after=numbers[1], limit=2)] == numbers[2:4]
        assert tx.entries.export(after=numbers[-1], limit=2) == []


@pytest.mark.sqlite_only
def test_whoever_takes_an_export_slowly_holds_no_transaction(
    sqlite_url: str, open_store: Callable[[str], Store]
) -> None:
    store = open_store(sqlite_url)
    store.upgrade()
    numbers = add(store, 5)
    taken = exported(store)
    assert next(taken)["id"] == numbers[0]
    with store.write() as tx:
        tx.entries.account(numbers[4], Account.NO_MATCH, "")
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as other:
        busy, *_ = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert not busy
    assert [each["id"] for each in taken] == numbers[1:]


def test_what_a_clock_that_was_ahead_saw_is_counted_on_the_last_day(store: Store) -> None:
    with store.write() as tx:
        tx.sources.put(source(), NOON)
        tx.entries.add(COURT, keyed_one(), now=NOON + timedelta(days=3), baseline=False)
        assert tx.reading.days(COURT, NOON - timedelta(days=2), NOON) == [0, 1]
