"""Plays one row through the real path: HTTP fetcher, worker processes, poll and extract, a store in memory.

Only the clock is not real: waiting for a host's turn moves it. A second server, the canary, stands on an address that
is not allowed: nothing may ever connect to it.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from monitor.core.model.ids import SourceId
from monitor.core.model.source import SourceState
from monitor.fetch.budget import FetchLimits
from monitor.fetch.client import HttpFetcher
from monitor.fetch.guard import AllowedHosts
from monitor.fetch.politeness import Manners
from monitor.isolation.pool import WorkerPool
from monitor.pipeline.context import Context
from monitor.pipeline.extract import extract
from monitor.pipeline.knowledge import Knowledge
from monitor.pipeline.outcome import Result
from monitor.pipeline.poll import poll
from monitor.store.store import Store
from monitor.store.tables import metadata
from tests.builders import NOON, source
from tests.fakes import HandClock
from tests.fetch.servers import BRIEF, ROOMY, Asked, Server, serving
from tests.hostile.row import Answer, Reply, Row, Seen

CERTIFICATES = Path(__file__).parents[1] / "fetch" / "data"
ALLOWED = AllowedHosts.parse("127.0.0.1")
NAME = SourceId("press")
NAMES = {
    "inside.example": ("127.0.0.2",),
    "private.example": ("10.1.2.3",),
    "metadata.example": ("169.254.169.254",),
    "mixed.example": ("127.0.0.2", "192.168.1.1"),
    "six.example": ("::ffff:127.0.0.2",),
    "press.example": ("127.0.0.1",),
}


@dataclass
class LabTime(HandClock):
    """A clock that moves when somebody waits; also the waiter and the ticks of the fetcher."""

    waits: list[float] = field(default_factory=list)

    def ticks(self) -> float:
        return self.at.timestamp()

    def wait(self, timeout: float, /) -> bool:
        if timeout > 0:
            self.waits.append(timeout)
            self.forward(timedelta(seconds=timeout))
        return False


class Canary:
    """Listens on an address that is not allowed and counts who came."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.2", 0), backlog=64)
        self._listener.setblocking(False)
        self.address = f"http://127.0.0.2:{self._listener.getsockname()[1]}"

    @property
    def port(self) -> str:
        return self.address.rpartition(":")[2]

    def hits(self) -> int:
        """Connections since the last look."""
        count = 0
        while True:
            try:
                self._listener.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1

    def close(self) -> None:
        self._listener.close()


@dataclass
class Names:
    """The resolver: fixed names, and one that leads elsewhere at each second look."""

    looks: int = 0

    def __call__(self, host: str, port: int) -> Sequence[str]:
        if host == "rebinding.example":
            self.looks += 1
            return ("127.0.0.1",) if self.looks % 2 else ("127.0.0.2",)
        if host not in NAMES:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return NAMES[host]


class Lab:
    """The parts that rows share: workers, the canary and the store."""

    def __init__(self, workers: WorkerPool, canary: Canary, store: Store) -> None:
        self._workers, self.canary, self._store = workers, canary, store

    def play(self, row: Row) -> Seen:
        """Poll the row's source as often as it says, and tell what came of it."""
        clock = LabTime(NOON)
        store = self._emptied()
        with serving(tls=_certificate(row.tls)) as site, _fetcher(row, clock) as fetcher:
            ctx = Context(store=store, fetcher=fetcher, workers=self._workers, channels=dict, clock=clock,
                          knowledge=Knowledge(), chance=lambda: 0.5)  # fmt: skip
            addresses = {"@SITE@": site.url("").rstrip("/"), "@CANARY@": self.canary.address,
                         "@PORT@": str(site.port), "@CANARYPORT@": self.canary.port}  # fmt: skip
            watched = source(NAME, url=_filled(row.address, addresses), kind=row.kind)
            with store.write() as tx:
                tx.sources.put(watched, NOON)
            _place(site, row.pages, addresses)
            return self._polls(ctx, row, site, addresses, clock)

    def _emptied(self) -> Store:
        """The store as new; migrating one for each row would take longer than all the rows."""
        with self._store.write() as tx:
            for table in reversed(metadata.sorted_tables):
                tx.connection.execute(table.delete())
        return self._store

    def _polls(self, ctx: Context, row: Row, site: Server, addresses: dict[str, str], clock: LabTime) -> Seen:
        failures, notes, slowest, work, before = [], list[str](), 0.0, 0.0, _memory(reset=True)
        for number in range(row.rounds):
            answer = row.answers[min(number, len(row.answers) - 1)]
            _place(site, {"/source": answer}, addresses)
            began, worked = time.perf_counter(), time.process_time()
            outcome = poll(ctx, NAME)
            slowest, work = max(slowest, time.perf_counter() - began), max(work, time.process_time() - worked)
            failures.append(outcome.reason if outcome.result is Result.FAILED else "")
            if row.texts:
                notes += _get_texts(ctx)
            polled_at = clock.now()
            clock.forward(row.every)
        memory = _memory() - before
        with ctx.store.read() as tx:
            entries, articles = tx.entries.export(), tx.articles.listed()
            state = tx.sources.state(NAME)
        everything = "\n".join(map(repr, entries)) + "\n".join(f"{each!r} {each.text}" for each in articles)
        everything += state.page_text
        return Seen(
            failure=failures[-1],
            failures=tuple(failures),
            entries=entries,
            notes=notes,
            texts=[each.text for each in articles],
            everything=everything,
            state=state,
            asked=list(site.asked),
            waits=clock.waits,
            waited=_until_next(state, polled_at),
            slowest=slowest,
            work=work,
            memory=memory,
        )


def _until_next(state: SourceState, polled_at: datetime) -> timedelta:
    return state.next_poll_at - polled_at if state.next_poll_at else timedelta()


def _get_texts(ctx: Context) -> list[str]:
    with ctx.store.write() as tx:
        due = tx.entries.claim_due(ctx.clock.now(), timedelta(minutes=5), "lab", 1000)
    return [extract(ctx, entry.id).reason for entry in sorted(due, key=lambda entry: entry.id)]


def _place(site: Server, pages: Mapping[str, Answer], addresses: dict[str, str]) -> None:
    for path, answer in pages.items():
        site.paths[path] = _speaker(answer, addresses)


def _speaker(answer: Answer, addresses: dict[str, str]) -> Callable[[socket.socket, Asked], object]:
    if isinstance(answer, Reply):
        return lambda connection, asked: connection.sendall(answer.render(asked, addresses))
    return answer


def _filled(text: str, addresses: dict[str, str]) -> str:
    for name, address in addresses.items():
        text = text.replace(name, address)
    return text


def _certificate(name: str) -> ssl.SSLContext | None:
    if not name:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem")
    return context


@contextmanager
def _fetcher(row: Row, clock: LabTime) -> Iterator[HttpFetcher]:
    trusted = ssl.create_default_context(cafile=str(CERTIFICATES / "ca.pem")) if row.tls else None
    limits = FetchLimits() if row.real_limits else BRIEF if row.hangs else ROOMY
    client = HttpFetcher(
        clock=clock, contact="desk@press.example", limits=limits,
        manners=Manners(spacing=timedelta(seconds=row.spacing)), allow_hosts=ALLOWED, waiter=clock, resolve=Names(),
        tls=trusted, ticks=clock.ticks,
    )  # fmt: skip
    try:
        yield client
    finally:
        client.close()


def _memory(*, reset: bool = False) -> float:
    """Peak MiB of this process, since the last reset; 0 where the system does not tell."""
    try:
        if reset:
            Path("/proc/self/clear_refs").write_text("5", "ascii")
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
        wanted = "VmRSS" if reset else "VmHWM"
        return next(int(line.split()[1]) for line in lines if line.startswith(wanted)) / 1024
    except OSError:
        return 0.0
