"""A bench for stages: a store in memory, a web from a table, one recording channel, a clock by hand, real workers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from monitor.core.model.entry import Account, Entry
from monitor.core.model.ids import ArticleId, ChannelId, SourceId
from monitor.core.model.source import Source
from monitor.core.model.topic import Topic
from monitor.isolation.pool import WorkerPool
from monitor.pipeline.context import Context
from monitor.pipeline.deliver import deliver
from monitor.pipeline.detect import detect
from monitor.pipeline.extract import extract
from monitor.pipeline.knowledge import Knowledge
from monitor.pipeline.outcome import Outcome
from monitor.pipeline.poll import poll
from monitor.pipeline.recheck import recheck
from monitor.pipeline.tasks import TASKS
from monitor.store.store import Store
from tests.builders import NOON, source, topic
from tests.fakes import HandClock, Recorder, TableWeb
from tests.pipeline import press

TERMINAL = ChannelId("terminal")


@dataclass
class Bench:
    """A context and short ways to run its stages."""

    ctx: Context
    web: TableWeb
    channel: Recorder
    clock: HandClock

    def watch(self, *sources: Source, topics: tuple[Topic, ...] = ()) -> None:
        with self.ctx.store.write() as tx:
            for each in sources:
                tx.sources.put(each, NOON)
            for tracked in topics or (topic("strike", "dockers AND strike*"),):
                tx.topics.put(tracked)

    def publish(self, *numbers: int, source: str = "court") -> None:
        """The feed lists these stories, the latest first, and each has its page."""
        address = f"https://{source}.example.org"
        self.web.pages[f"{address}/feed"] = press.feed(address, *numbers)
        for number in numbers:
            self.web.pages.setdefault(f"{address}/{number}", press.page(number))

    def restart(self) -> None:
        """As a new start has it: nothing is known but what is stored."""
        self.ctx = replace(self.ctx, knowledge=Knowledge())

    def poll(self, name: str = "court") -> Outcome:
        return poll(self.ctx, SourceId(name))

    def work(self) -> list[Outcome]:
        """Extract, detect and deliver until nothing is due; what came of it."""
        outcomes: list[Outcome] = []
        with self.ctx.store.write() as tx:
            due = tx.entries.claim_due(self.clock.now(), timedelta(minutes=5), "bench", 1000)
        outcomes += [extract(self.ctx, entry.id) for entry in sorted(due, key=lambda entry: entry.id)]
        with self.ctx.store.read() as tx:
            waiting = tx.articles.undetected(1000)
        outcomes += [detect(self.ctx, number) for number in waiting]
        with self.ctx.store.write() as tx:
            again = tx.rechecks.claim_due(self.clock.now(), timedelta(minutes=5), 1000)
        outcomes += [recheck(self.ctx, number) for number in again]
        while (sent := deliver(self.ctx, TERMINAL, "bench")) is not None:
            outcomes.append(sent)
        return outcomes

    def two_read(self) -> list[ArticleId]:
        """Two live articles, read, that wait to be judged."""
        self.publish()
        self.poll()
        self.publish(1, 2)
        self.poll()
        for entry in self.entries():
            extract(self.ctx, entry.id)
        with self.ctx.store.read() as tx:
            waiting = tx.articles.undetected(10)
        assert len(waiting) == 2
        return waiting

    def grow_old(self, days: int) -> None:
        """So many days pass, with all that falls due: later looks at reported pages come to their end."""
        for _ in range(12):
            self.clock.forward(timedelta(days=days) / 12)
            self.work()

    def entries(self) -> list[Entry]:
        with self.ctx.store.read() as tx:
            return tx.entries.export()

    def accounts(self) -> list[Account]:
        return [entry.account for entry in self.entries()]


@pytest.fixture(scope="session")
def workers() -> Iterator[WorkerPool]:
    pool = WorkerPool(TASKS, workers=1)
    yield pool
    pool.close()


@pytest.fixture
def bench(bare_store: Store, workers: WorkerPool) -> Bench:
    clock = HandClock()
    web, channel = TableWeb(clock), Recorder()
    ctx = Context(store=bare_store, fetcher=web, workers=workers, channels=lambda: {TERMINAL: channel}, clock=clock,
                  knowledge=Knowledge(), chance=lambda: 0.5)  # fmt: skip
    made = Bench(ctx=ctx, web=web, channel=channel, clock=clock)
    made.watch(source())
    return made
