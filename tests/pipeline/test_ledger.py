"""The ledger has no gaps: whatever feeds, failures and crashes come, each entry is stored and accounted for once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.core.model.entry import Account
from monitor.core.model.fetched import FailureReason
from monitor.core.model.ids import SourceId
from monitor.isolation.pool import WorkerPool
from monitor.pipeline.context import Context
from monitor.pipeline.knowledge import Knowledge
from monitor.pipeline.outcome import Result
from monitor.services.export import entries as exported
from monitor.store.store import Store
from tests.builders import NOON, source
from tests.fakes import Answer, HandClock, Recorder, TableWeb
from tests.pipeline import press
from tests.pipeline.conftest import TERMINAL, Bench

NAMES = ("court", "gazette")
FAILURES = (FailureReason.TIMEOUT, FailureReason.NOT_FOUND, FailureReason.TRUNCATED, FailureReason.ROBOTS)


class Crash(BaseException):
    """The process ends here: nothing that is not committed survives."""


@dataclass
class MortalClock(HandClock):
    """Ends the process when it (or chance, which a poll asks inside its transaction) is asked the n-th time."""

    looks: int = -1

    def now(self) -> datetime:
        self.looks -= 1
        if self.looks == 0:
            raise Crash
        return self.at

    def chance(self) -> float:
        self.now()
        return 0.5


@dataclass(frozen=True, kw_only=True)
class Step:
    """One poll of one source, and perhaps the work that it made. ``dies_after`` looks at the clock, 0 = lives on."""

    name: str
    listed: tuple[int, ...]
    failure: FailureReason | None
    works: bool
    dies_after: int


@dataclass(frozen=True, kw_only=True)
class World:
    """What the pages behind the entries answer, and what happens."""

    pages: dict[int, Answer]
    steps: list[Step] = field(default_factory=list)


stories = st.integers(0, 9)
answers: st.SearchStrategy[Answer] = st.one_of(
    stories.map(press.page),  # of another story too: the same text under two addresses
    st.sampled_from([press.off_topic(), "", "<html><title>404</title><h1>Page not found</h1></html>"]),
    st.sampled_from(FAILURES),
)
steps = st.builds(
    Step,
    name=st.sampled_from(NAMES),
    listed=st.lists(stories, max_size=5, unique=True).map(tuple),
    failure=st.one_of(st.none(), st.none(), st.sampled_from(FAILURES)),
    works=st.booleans(),
    dies_after=st.one_of(st.just(0), st.integers(1, 12)),
)
worlds = st.builds(World, pages=st.dictionaries(stories, answers), steps=st.lists(steps, min_size=1, max_size=6))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(world=worlds)
def test_every_entry_is_stored_once_and_accounted_for_once(workers: WorkerPool, world: World) -> None:
    store = Store("sqlite://")
    store.upgrade()
    try:
        bench = new_bench(store, workers, world)
        expected = {(step.name, number) for step in world.steps if happens(bench, step) for number in step.listed}
        settle(bench)
        rows = list(exported(store))
        assert Counter((row["source"], row["url"]) for row in rows) == Counter(
            (name, f"https://{name}.example.org/{number}") for name, number in expected
        )
        assert len({row["id"] for row in rows}) == len(rows)
        assert [row for row in rows if row["account"] == Account.PENDING.value] == []
        assert all(row["reason"] or row["account"] == Account.ALERTED.value for row in rows), rows
    finally:
        store.close()


def new_bench(store: Store, workers: WorkerPool, world: World) -> Bench:
    """Two sources on one web, a clock that can end the process."""
    clock = MortalClock()
    web, channel = TableWeb(clock), Recorder()
    for name in NAMES:
        for number, page in world.pages.items():
            web.pages[f"https://{name}.example.org/{number}"] = page
    ctx = Context(store=store, fetcher=web, workers=workers, channels=lambda: {TERMINAL: channel}, clock=clock,
                  knowledge=Knowledge(), chance=clock.chance)  # fmt: skip
    bench = Bench(ctx=ctx, web=web, channel=channel, clock=clock)
    bench.watch(*(source(name) for name in NAMES))
    return bench


def happens(bench: Bench, step: Step) -> bool:
    """Do one step; whether its document came wholly, was read and was committed."""
    clock = bench.clock
    assert isinstance(clock, MortalClock)
    address = f"https://{step.name}.example.org"
    bench.web.pages[f"{address}/feed"] = step.failure or press.feed(address, *step.listed)
    committed = False
    clock.looks = step.dies_after or -1
    try:
        outcome = bench.poll(step.name)
        committed = outcome.result in (Result.NEW, Result.NOTHING_NEW, Result.NOT_MODIFIED)
        if step.works:
            bench.work()
    except Crash:
        bench.ctx.store.release_orphans()
        bench.restart()
    clock.looks = -1
    clock.forward(timedelta(minutes=40))
    return committed


def settle(bench: Bench) -> None:
    """Work until nothing is due, however late."""
    for _ in range(12):
        bench.work()
        bench.clock.forward(timedelta(hours=3))
        with bench.ctx.store.read() as tx:
            if not tx.entries.waiting() and not tx.articles.undetected(1):
                return
    raise AssertionError("work is left that is never done")


@pytest.mark.parametrize("dies_after", [1, 2, 3])
def test_a_crash_in_the_middle_of_a_poll_leaves_nothing_of_it(workers: WorkerPool, dies_after: int) -> None:
    store = Store("sqlite://")
    store.upgrade()
    bench = new_bench(store, workers, World(pages={}))
    step = Step(name="court", listed=(1, 2), failure=None, works=False, dies_after=dies_after)
    assert not happens(bench, step)
    with store.read() as tx:
        assert (tx.entries.count(), tx.sources.state(SourceId("court")).polls) == (0, 0)
    assert happens(bench, replace(step, dies_after=0))
    assert len(bench.entries()) == 2
    assert bench.clock.at > NOON
    store.close()
