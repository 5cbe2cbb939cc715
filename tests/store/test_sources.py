from __future__ import annotations

from dataclasses import replace

from monitor.core.model.ids import SourceId
from monitor.core.model.source import SourceKind, SourceRank, Validators
from monitor.store.store import Store
from tests.builders import HOUR, NOON, fallback, source

COURT = SourceId("court")


def put(store: Store, *names: str) -> None:
    with store.write() as tx:
        for name in names:
            tx.sources.put(source(name), NOON)


def test_a_source_comes_back_as_it_was_put(store: Store) -> None:
    wanted = source(rank=SourceRank.OFFICIAL, interval=6 * HOUR, fallbacks=(fallback("https://court.example.org/news"),),
                    kind=SourceKind.PAGE, note="—", checked="2026-02-01", shortest=HOUR, longest=9 * HOUR,
                    selector="main a", ignore=("Visitors", "/^x+$/"))  # fmt: skip
    with store.write() as tx:
        tx.sources.put(wanted, NOON)
    with store.read() as tx:
        assert tx.sources.find(COURT) == wanted


def test_state_comes_back_byte_for_byte(store: Store) -> None:
    put(store, "court")
    with store.write() as tx:
        state = replace(tx.sources.state(COURT), validators=Validators(etag='W/"a\\"é"', last_modified="yesterday"),
                        met=("https://court.example.org/feed",), polls=3, succeeded_at=NOON, wait=HOUR, counts=(3, 4),
                        skip_hours=(1, 2), usual_gap=HOUR, longest_gap=3 * HOUR, places=("a/b",), full_at=NOON,
                        moved_to="https://b.example.org/", moved_polls=2, fallback_since=NOON)  # fmt: skip
        tx.sources.save_state(state)
    with store.read() as tx:
        assert tx.sources.state(COURT) == state


def test_due_sources_are_claimed_once_longest_due_first(store: Store) -> None:
    with store.write() as tx:
        tx.sources.put(source("late"), NOON - HOUR)
        tx.sources.put(source("later"), NOON)
        tx.sources.put(source("future"), NOON + HOUR)
    with store.write() as tx:
        assert [each.id for each in tx.sources.claim_due(NOON, HOUR, "a", 10)] == ["late", "later"]
        assert tx.sources.claim_due(NOON, HOUR, "b", 10) == []


def test_saving_the_state_gives_up_the_claim(store: Store) -> None:
    put(store, "court")
    with store.write() as tx:
        tx.sources.claim_due(NOON, HOUR, "a", 10)
        tx.sources.save_state(tx.sources.state(COURT))
        assert len(tx.sources.claim_due(NOON, HOUR, "b", 10)) == 1


def test_paused_disabled_and_removed_sources_are_not_due(store: Store) -> None:
    put(store, "paused", "removed")
    with store.write() as tx:
        tx.sources.put(source("disabled", enabled=False), NOON)
        tx.sources.pause(SourceId("paused"), True)
        tx.sources.remove(SourceId("removed"), NOON)
        assert tx.sources.claim_due(NOON, HOUR, "a", 10) == []


def test_a_new_address_forgets_validators_but_not_the_baseline(store: Store) -> None:
    put(store, "court")
    with store.write() as tx:
        state = replace(tx.sources.state(COURT), validators=Validators(etag="old"), baseline_at=NOON, failures=4)
        tx.sources.save_state(state)
        tx.sources.put(source(url="https://elsewhere.example.org/feed"), NOON)
        after = tx.sources.state(COURT)
    assert (after.validators, after.failures, after.baseline_at) == (Validators(), 0, NOON)


def test_a_source_declared_again_after_removal_is_in_use_again(store: Store) -> None:
    put(store, "court")
    with store.write() as tx:
        tx.sources.remove(COURT, NOON)
        assert tx.sources.find(COURT) is None
        tx.sources.put(source(), NOON)
        assert tx.sources.find(COURT) is not None


def test_a_lonely_daemon_takes_back_the_claims_of_a_dead_one(store: Store) -> None:
    put(store, "court")
    with store.write() as tx:
        tx.sources.claim_due(NOON, HOUR, "dead", 10)
    store.release_orphans()
    with store.write() as tx:
        assert len(tx.sources.claim_due(NOON, HOUR, "new", 10)) == 1


def test_another_way_of_reading_forgets_validators_only(store: Store) -> None:
    put(store, "court")
    with store.write() as tx:
        tx.sources.save_state(replace(tx.sources.state(COURT), validators=Validators(etag="old"), failures=4))
        tx.sources.put(source(selector="main a"), NOON)
        after = tx.sources.state(COURT)
    assert (after.validators, after.failures) == (Validators(), 4)


def test_a_source_that_was_polled_in_the_future_is_due_at_once(store: Store) -> None:
    put(store, "court")
    with store.write() as tx:
        later = NOON + 900 * HOUR
        tx.sources.save_state(replace(tx.sources.state(COURT), polled_at=later, next_poll_at=later))
        assert len(tx.sources.claim_due(NOON, HOUR, "a", 10)) == 1
