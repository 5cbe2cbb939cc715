"""Our side of ``bench/polling.py``: the real store on disk, fetcher, workers and stages, in a process of its own.

    python bench/polling_ours.py PORT FEEDS ARTICLES PART...

Parts: ``polls`` (unchanged, five new entries), ``articles`` (fetch to alert), ``alerts`` (publish to alert, one a
second), ``lateness`` (of the others while one source hangs and one is a bomb). Prints one JSON object, in seconds.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update

from monitor.core.model.alert import Message, SendResult, Sent
from monitor.core.model.entry import Account
from monitor.core.model.ids import ChannelId, SourceId, TopicId
from monitor.core.model.source import Source, SourceKind
from monitor.core.model.topic import Topic
from monitor.fetch.budget import FetchLimits
from monitor.fetch.client import HttpFetcher
from monitor.fetch.guard import AllowedHosts
from monitor.fetch.politeness import Manners
from monitor.isolation.pool import WorkerPool
from monitor.jobs.local import LocalWork
from monitor.jobs.runner import Runner
from monitor.pipeline.context import Context
from monitor.pipeline.knowledge import Knowledge
from monitor.pipeline.poll import poll
from monitor.pipeline.tasks import TASKS
from monitor.store.store import Store
from monitor.store.tables import entries
from monitor.telemetry import Telemetry

TERMINAL = ChannelId("terminal")
TOPICS = (
    Topic(id=TopicId("strikes"), title="Strikes", query="dockers AND strike*"),
    Topic(id=TopicId("courts"), title="Courts", query='"court of justice" AND (ruling OR judgment)'),
    Topic(id=TopicId("sanctions"), title="Sanctions", query="sanction* AND (judge* OR prosecutor*)"),
)


def host(number: int) -> str:
    """The n-th host."""
    return f"127.0.{1 + number // 250}.{1 + number % 250}"


@dataclass
class Alerts:
    """A channel that notes when each headline arrived."""

    at: dict[str, float] = field(default_factory=dict)

    def send(self, message: Message) -> SendResult:
        """Take it."""
        for text in (message.title, *(block.heading for block in message.blocks)):
            self.at.setdefault(text, time.perf_counter())
        return Sent()

    def describe(self) -> str:
        """What it is."""
        return "bench"


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)


def process_times() -> float:
    """CPU seconds of this process, of children that ended and of those that live."""
    ticks = os.sysconf("SC_CLK_TCK")
    times = os.times()
    living = 0.0
    for pid in _children():
        try:
            parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            living += sum(map(int, parts[11:15])) / ticks  # its own and that of its children which ended
        except OSError:
            continue
    return times.user + times.system + times.children_user + times.children_system + living


def _children(pid: str = "self") -> list[str]:
    """The processes below this one: the workers are children of their template."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        found = [each for task in tasks for each in (task / "children").read_text().split()]
    except OSError:  # it ended meanwhile
        return []
    return found + [below for each in found for below in _children(each)]


def memory() -> float:
    """MiB of this process and its workers; shared pages count once (PSS)."""
    total = 0
    for pid in ("self", *_children()):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
    return total / 1024


class Peak:
    """The highest memory while the block runs."""

    def __init__(self) -> None:
        self.value = 0.0
        self._done = threading.Event()

    @contextmanager
    def watching(self) -> Iterator[Peak]:
        """Look now and then; a look costs some milliseconds itself."""
        thread = threading.Thread(target=self._look)
        thread.start()
        try:
            yield self
        finally:
            self._done.set()
            thread.join()

    def _look(self) -> None:
        while not self._done.wait(0.4):
            self.value = max(self.value, memory())


class Bench:
    """The machine with ``feeds`` sources, polled once; what they listed then counts as read."""

    def __init__(self, folder: str, port: int, feeds: int) -> None:
        self.port, self.feeds, self.alerts = port, feeds, Alerts()
        self.store = Store(f"sqlite:///{folder}/monitor.db")
        self.store.upgrade()
        self.fetcher = HttpFetcher(
            clock=SystemClock(),
            limits=FetchLimits(wall=timedelta(seconds=20)),
            manners=Manners(spacing=timedelta()),
            allow_hosts=AllowedHosts.parse("127.0.0.0/8"),
        )
        self.workers = WorkerPool(TASKS, workers=2)
        self.ctx = Context(
            store=self.store,
            fetcher=self.fetcher,
            workers=self.workers,
            channels=lambda: {TERMINAL: self.alerts},
            clock=SystemClock(),
            knowledge=Knowledge(),
        )
        self.work = LocalWork(self.ctx, Runner(Telemetry(stream=io.StringIO())))
        with self.store.write() as tx:
            for topic in TOPICS:
                tx.topics.put(topic)
        for number in range(feeds):
            self.watch(f"feed-{number}", f"http://{host(number)}:{port}/feed")
        self.poll_all()
        self.forget_texts()

    def watch(self, name: str, url: str) -> None:
        """Add a source."""
        with self.store.write() as tx:
            source = Source(id=SourceId(name), name=name, url=url, kind=SourceKind.FEED, interval=timedelta(hours=6))
            tx.sources.put(source, datetime.now(UTC))

    def poll_all(self) -> None:
        """Every source once by the poll stage alone, on as many threads as the daemon has."""
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda number: poll(self.ctx, number), [SourceId(f"feed-{n}") for n in range(self.feeds)]))

    def sweep_all(self) -> None:
        """Every source once, by claims and sweeps as in the daemon."""
        with self.store.write() as tx:
            tx.sources.poll_now(datetime.now(UTC))
        self.work.wait_idle()

    def forget_texts(self) -> None:
        """No text is due any more."""
        with self.store.write() as tx:
            tx.connection.execute(update(entries).values(next_attempt=None, account=Account.BASELINE.value))

    def publish(self, path: str, at: str = "127.0.0.1") -> str:
        """Tell the press to publish; what it answers."""
        return str(urllib.request.urlopen(f"http://{at}:{self.port}/{path}").read().decode())

    def close(self) -> None:
        """End everything."""
        self.work.stop()
        self.workers.close()
        self.fetcher.close()
        self.store.close()


def measured(work: Callable[[], Any]) -> float:
    """CPU seconds that ``work`` took."""
    before = process_times()
    work()
    return process_times() - before


def polls(bench: Bench) -> dict[str, float]:
    """CPU per unchanged poll and per feed with five new entries."""
    unchanged = min(measured(bench.sweep_all) for _ in range(3)) / bench.feeds
    bench.workers.trim()
    idle = memory()
    bench.publish("publish/5")
    changed = measured(bench.poll_all) / bench.feeds
    bench.forget_texts()
    return {"unchanged": unchanged, "changed": changed, "idle": idle}


def articles_to_alerts(bench: Bench, articles: int) -> dict[str, float]:
    """A burst: five new articles on each of as many feeds as it takes; every one matches and is told or held."""
    bench.publish(f"publish/{max(articles // bench.feeds, 1)}")
    with Peak().watching() as peak:
        began, before = time.perf_counter(), process_times()
        bench.sweep_all()
        wall, spent = time.perf_counter() - began, process_times() - before
    with bench.store.read() as tx:
        count = tx.articles.count()
    return {"article": spent / count, "rate": count / wall, "burst": peak.value, "articles": count}


def alert_latency(bench: Bench, seconds: int = 20) -> dict[str, float]:
    """One article a second: from its publication, with its poll due at once, to the channel."""
    bench.sweep_all()
    published: dict[str, float] = {}
    for number in range(seconds):
        began = time.perf_counter()
        published[bench.publish("hot/1", at=host(number % bench.feeds))] = began
        with bench.store.write() as tx:
            tx.sources.poll_now(datetime.now(UTC), SourceId(f"feed-{number % bench.feeds}"))
        bench.work.wait_idle(step=0.01)
        time.sleep(max(0.0, 1 - (time.perf_counter() - began)))
    told = {title: when for text, when in bench.alerts.at.items() for title in published if title in text}
    waits = sorted(told[title] - at for title, at in published.items() if title in told)
    if not waits:
        return {"told": 0}
    return {"p50": waits[len(waits) // 2], "p95": waits[int(len(waits) * 0.95)], "told": len(waits)}


def lateness(bench: Bench) -> dict[str, float]:
    """How late the other sources' polls end while one source hangs and one is a bomb, compared with their due time."""
    bench.watch("hangs", f"http://127.0.9.1:{bench.port}/hang")
    bench.watch("bomb", f"http://127.0.9.2:{bench.port}/bomb")
    due = datetime.now(UTC)
    with bench.store.write() as tx:
        tx.sources.poll_now(due)
    bench.publish("publish/1")
    bench.work.wait_idle()
    with bench.store.read() as tx:
        states = tx.sources.states()
    others = [state for name, state in states.items() if name.startswith("feed-")]
    late = sorted((state.polled_at - due).total_seconds() for state in others if state.polled_at)
    told = {f"{name}: {states[SourceId(name)].failure}": 1.0 for name in ("hangs", "bomb")}
    return {"p99": late[int(len(late) * 0.99)], "worst": late[-1], **told}


def main() -> None:
    """Run the parts asked for and print what they measured."""
    port, feeds, articles = map(int, sys.argv[1:4])
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder, port, feeds)
        try:
            parts: dict[str, Callable[[], dict[str, float]]] = {
                "polls": lambda: polls(bench), "articles": lambda: articles_to_alerts(bench, articles),
                "alerts": lambda: alert_latency(bench), "lateness": lambda: lateness(bench),
            }  # fmt: skip
            print(json.dumps({part: parts[part]() for part in sys.argv[4:]}))
        finally:
            bench.close()


if __name__ == "__main__":
    main()
