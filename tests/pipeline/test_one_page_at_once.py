"""Two programs that read one page at the same moment, each under an address of its own, store one article."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

import pytest
from sqlalchemy import text

from monitor.core.model.entry import Account
from monitor.core.model.fetched import FetchRequest, FetchResult
from monitor.isolation.pool import WorkerPool
from monitor.pipeline.context import Context
from monitor.pipeline.extract import extract
from monitor.pipeline.knowledge import Knowledge
from monitor.pipeline.outcome import Outcome, Result
from monitor.store.store import Store, Transaction
from tests.builders import source
from tests.fakes import HandClock, Recorder, TableWeb
from tests.pipeline import press
from tests.pipeline.conftest import TERMINAL, Bench

T = TypeVar("T")
PAGE = "https://court.example.org/1"


class Lingering(Store):
    """Commits what it wrote only when the other program waits for it, or is through."""

    wrote = threading.Event()
    other_is_through = threading.Event()

    def together(self, work: Callable[[Transaction], T]) -> T:
        def linger(tx: Transaction) -> T:
            done = work(tx)
            self.wrote.set()
            while not self.other_is_through.wait(0.01):
                waits = tx.connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar()
                if waits:
                    break
            return done

        return super().together(linger)


@pytest.fixture
def bench(postgres_url: str, workers: WorkerPool) -> Iterator[Bench]:
    store, clock = Lingering(postgres_url), HandClock()
    store.upgrade()
    web = TableWeb(clock)
    ctx = Context(store=store, fetcher=web, workers=workers, channels=lambda: {TERMINAL: Recorder()}, clock=clock,
                  knowledge=Knowledge(), chance=lambda: 0.5)  # fmt: skip
    made = Bench(ctx=ctx, web=web, channel=Recorder(), clock=clock)
    store.other_is_through.set()
    made.watch(source(), source("press"))
    yield made
    store.close()


@pytest.mark.parametrize("same", ["page", "text"])
def test_one_page_that_two_programs_read_at_once_is_one_article(
    bench: Bench, open_store: Callable[[str], Store], same: str
) -> None:
    def leads_there(request: FetchRequest) -> FetchResult:
        found = bench.web.fetch(replace(request, url=PAGE))
        return replace(found, final_url=PAGE if same == "page" else request.url)  # type: ignore[arg-type]

    bench.publish(1)
    bench.publish(1, source="press")
    bench.web.pages["https://press.example.org/1"] = leads_there
    bench.web.pages[PAGE] = press.page(1)
    bench.poll("court")
    bench.poll("press")
    one, two = bench.entries()
    other = replace(bench.ctx, store=open_store(bench.ctx.store.address), knowledge=Knowledge())
    Lingering.wrote.clear()
    Lingering.other_is_through.clear()

    def second() -> Outcome:
        assert Lingering.wrote.wait(200)
        try:
            return extract(other, two.id)
        finally:
            Lingering.other_is_through.set()

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(second)
        assert extract(bench.ctx, one.id).result is Result.STORED
        assert reading.result(200).result is Result.DUPLICATE
    after = bench.entries()
    assert after[0].article_id == after[1].article_id
    assert after[1].account is Account.DUPLICATE
