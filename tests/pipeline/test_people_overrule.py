"""What people said about the filing is obeyed by decisions made later, also after a restart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from monitor.core.model.entry import Account
from monitor.services.developments import list_developments, merge, show_development, split
from tests.builders import NOON, source
from tests.pipeline import press
from tests.pipeline.conftest import Bench
from tests.pipeline.test_path import live


def _reprinted(bench: Bench, number: int) -> None:
    """A story again, in slightly other words, from another paper."""
    bench.watch(source("gazette"))
    bench.publish(source="gazette")
    bench.poll("gazette")
    address = f"https://gazette.example.org/{number}"
    bench.web.pages[address] = press.page(number).replace("on Monday", "on Monday morning")
    bench.publish(number, source="gazette")
    bench.poll("gazette")
    bench.work()


@pytest.mark.parametrize("restarted", [False, True])
def test_what_joins_a_merged_development_joins_the_one_that_was_kept(bench: Bench, restarted: bool) -> None:
    live(bench, 1, 2, 3)
    bench.work()
    first, second, _ = sorted(each.id for each in list_developments(bench.ctx.store))
    merge(bench.ctx.store, first, second, NOON)
    if restarted:
        bench.restart()
    _reprinted(bench, 2)
    assert Account.REPEAT in bench.accounts()
    assert len(show_development(bench.ctx.store, first).reports) == 3


@pytest.mark.parametrize("restarted", [False, True])
def test_what_repeats_a_report_that_was_taken_out_goes_where_it_went(bench: Bench, restarted: bool) -> None:
    live(bench, 1, 2, 3)
    bench.work()
    first, second, _ = sorted(each.id for each in list_developments(bench.ctx.store))
    taken_out = show_development(bench.ctx.store, second).reports[0].article_id
    merge(bench.ctx.store, first, second, NOON)
    apart = split(bench.ctx.store, first, [taken_out], NOON)
    if restarted:
        bench.restart()
    _reprinted(bench, 2)
    assert len(show_development(bench.ctx.store, apart.id).reports) == 2
    assert len(show_development(bench.ctx.store, first).reports) == 1


def test_a_merge_waits_until_the_report_that_is_being_filed_is_filed(bench: Bench) -> None:
    live(bench, 1, 2)
    bench.work()
    store = bench.ctx.store
    first, second = sorted(each.id for each in list_developments(store))
    with ThreadPoolExecutor(1) as threads:
        with store.write() as tx:
            tx.decide_alone()
            merging = threads.submit(merge, store, first, second, NOON)
            with pytest.raises(TimeoutError):
                merging.result(0.3)
        assert merging.result(200).id == first
