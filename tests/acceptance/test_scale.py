"""The monitor in several programs on PostgreSQL: two schedulers, two workers, and one of them is killed under load."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.config.feeds_toml import load
from monitor.core.model.alert import AlertKind, DeliveryStatus
from monitor.core.model.entry import Account
from monitor.core.model.process import Role
from monitor.jobs.handout import LEASE
from monitor.jobs.postgres import STALLED
from monitor.jobs.presence import EVERY
from monitor.jobs.worker import BEAT
from monitor.services.declare import apply, assemble
from monitor.store.store import Store
from tests.acceptance.daemon import Daemon
from tests.acceptance.receivers import DEADLINE, Hook, hook
from tests.acceptance.town import TOPIC, Town, town

HOSTS, FEEDS, ALERTS = 20, 10, 20  # a second is left between two messages to a channel
SPACING = 1.0  # seconds
LATE = 2.0  # seconds after which a host at the latest takes up a request, whoever sent it being dead
REDONE_WITHIN = 15.0  # seconds from a worker's death until its jobs are done by another, on an idle machine


@dataclass
class Fleet:
    """The programs, the town that they watch, and what they send to."""

    folder: Path
    database: str
    town: Town
    hook: Hook
    store: Store
    daemons: dict[str, Daemon]

    def start(self, name: str, role: Role) -> Daemon:
        daemon = Daemon(self.folder, self.folder / f"{name}.log", "--role", role.value, database=self.database)
        self.daemons[name] = daemon
        return daemon

    def wait(self, holds: Callable[[], bool], what: str, seconds: float = DEADLINE) -> None:
        """Look every tenth of a second."""
        until = time.monotonic() + seconds
        with self.town.hosts[0].state.changed as _:
            while not holds():
                if time.monotonic() > until:
                    logs = "\n".join(f"{name}: {each.tail()}" for name, each in self.daemons.items())
                    raise AssertionError(f"waited {seconds:.0f} s in vain for {what}\n{logs}")
                self.town.hosts[0].state.changed.wait(0.1)

    def polled(self) -> Counter[int]:
        """How many sources were polled how often, as the store has it."""
        with self.store.read() as tx:
            return Counter(state.polls for state in tx.sources.states().values())

    def settled(self) -> bool:
        """Every source was polled, every entry has its final account, every alert went out."""
        with self.store.read() as tx:
            done = not tx.entries.counts().get(Account.PENDING) and tx.entries.count() == ALERTS
            return done and not tx.outbox.counts().get(DeliveryStatus.PENDING) and 0 not in self.polled()


@pytest.fixture
def fleet(tmp_path: Path, postgres_url: str) -> Iterator[Fleet]:
    store = Store(postgres_url)
    with town(HOSTS, FEEDS) as built, hook() as posted:
        channel = f'[[channel]]\nname = "hook"\nurl = "{posted.url}"\n'
        more = '[monitor]\nspacing = "1s"\nalerts_per_hour = 1000\n'
        (tmp_path / "feeds.toml").write_text(TOPIC + built.sources() + channel + more, encoding="utf-8")
        made = Fleet(tmp_path, postgres_url, built, posted, store, {})
        try:
            yield made
        finally:
            for daemon in made.daemons.values():
                daemon.close()
            store.close()


def declare_as_met(fleet: Fleet) -> None:
    """The declared sources, all due now, as if their first contact were behind them: what they list is news."""
    fleet.store.upgrade()
    now = datetime.now(UTC)
    apply(fleet.store, assemble(load(fleet.folder / "feeds.toml")), now)
    with fleet.store.write() as tx:
        for source in tx.sources.all():
            state = tx.sources.state(source.id)
            tx.sources.save_state(replace(state, baseline_at=now, met=(source.url,), next_poll_at=now))


def test_a_worker_killed_under_load_costs_no_poll_no_alert_and_no_manners(fleet: Fleet) -> None:
    declare_as_met(fleet)
    fleet.town.publish(ALERTS)
    for name, role in (("scheduler 1", Role.SCHEDULER), ("scheduler 2", Role.SCHEDULER), ("worker 1", Role.WORKER),
                       ("worker 2", Role.WORKER)):  # fmt: skip
        fleet.start(name, role)
    fleet.wait(lambda: fleet.town.polls().total() >= HOSTS * 3, "a third of the polls")
    for worker in ("worker 1", "worker 2"):
        fleet.daemons[worker].wait_for(event="poll")
    fleet.daemons["worker 1"].kill()
    killed = time.monotonic()
    fleet.daemons["worker 2"].wait_for_words("they are done again")
    assert time.monotonic() - killed < LEASE.total_seconds() / 10  # by its signs of life, not by the end of a lease
    assert STALLED + BEAT + EVERY < REDONE_WITHIN
    fleet.wait(fleet.settled, "everything to be done", 2 * DEADLINE)
    assert fleet.polled() == {1: HOSTS * FEEDS}
    assert_manners(fleet, killed)
    assert_alerts(fleet)
    for name in ("scheduler 1", "scheduler 2", "worker 2"):
        assert fleet.daemons[name].terminate() == 0, fleet.daemons[name].tail()


def assert_manners(fleet: Fleet, killed: float) -> None:
    """Never two requests at once, never too soon; a feed twice only where the worker was killed before it stored it.

    robots.txt is each program's own to read.
    """
    assert sum(host.overlaps for host in fleet.town.hosts) == 0
    assert min(min(host.gaps()) for host in fleet.town.hosts) > SPACING * 0.98
    for host in fleet.town.hosts:
        asked = Counter(each.path for each in host.requests if each.path != "/robots.txt")
        again = {path for path, count in asked.items() if count > 1}
        cut = {each.path for each in host.requests if each.begun - LATE < killed < each.ended + 10}
        assert again <= cut


def assert_alerts(fleet: Fleet) -> None:
    """None lost, none repeated unless its answer was never stored."""
    with fleet.store.read() as tx:
        listed = [each for each in tx.outbox.latest(limit=1000) if each.alert.kind is AlertKind.DEVELOPMENT]
    assert len(listed) == ALERTS
    assert {each.delivery.status for each in listed} == {DeliveryStatus.SENT}
    told = fleet.hook.alerts()
    assert {body["title"] for body in told} == {each.alert.message.title for each in listed}
    assert max(Counter(body["title"] for body in told if not body["maybe_repeat"]).values()) == 1
    assert sum(body["maybe_repeat"] for body in told) <= 1  # what was on its way to the one channel
