"""What the end of the monitor cut short leaves no trace: it stays due, and nobody is told of a failure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.model.entry import Account
from monitor.core.model.fetched import FailureReason
from monitor.core.model.ids import SourceId
from monitor.isolation.pool import WorkerPool
from monitor.pipeline.extract import extract
from monitor.pipeline.outcome import Result
from monitor.pipeline.poll import poll
from monitor.pipeline.recheck import recheck
from monitor.pipeline.tasks import TASKS
from tests.pipeline.conftest import Bench


@pytest.fixture
def given_up() -> Iterator[WorkerPool]:
    pool = WorkerPool(TASKS, workers=1)
    pool.give_up()
    yield pool
    pool.close()


@pytest.fixture
def ending(bench: Bench, given_up: WorkerPool) -> Bench:
    """The bench at its end: no document is read any more. Its first look at the source is over."""
    bench.publish()
    bench.poll()
    return replace(bench, ctx=replace(bench.ctx, stopping=lambda: True, workers=given_up))


def test_a_list_that_was_not_read_is_no_failure_and_is_read_later(bench: Bench, ending: Bench) -> None:
    ending.publish(1)
    assert poll(ending.ctx, SourceId("court")).result is Result.GONE
    with bench.ctx.store.read() as tx:
        assert tx.sources.state(SourceId("court")).failures == 0
    assert bench.poll().result is Result.NEW


def test_an_entry_whose_page_was_not_read_waits_with_its_text(bench: Bench, ending: Bench) -> None:
    bench.publish(1)
    bench.poll()
    (entry,) = bench.entries()
    assert extract(ending.ctx, entry.id).result is Result.GONE
    assert bench.accounts() == [Account.PENDING]
    bench.work()
    assert bench.accounts() == [Account.ALERTED]


def test_a_later_look_that_was_cut_short_is_made_soon(bench: Bench, ending: Bench) -> None:
    bench.publish(1)
    bench.poll()
    bench.work()
    bench.clock.forward(timedelta(hours=2))
    (entry,) = bench.entries()
    assert entry.article_id is not None
    bench.web.pages[entry.url] = FailureReason.THROTTLED
    assert recheck(ending.ctx, entry.article_id).result is Result.GONE
    with bench.ctx.store.write() as tx:
        assert tx.rechecks.checks(entry.article_id) == 0
        assert tx.rechecks.claim_due(bench.clock.now(), timedelta(minutes=5), 9) == [entry.article_id]
