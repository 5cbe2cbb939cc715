"""Starts, kills and starts again; then lets the rest drain and audits."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from monitor.store.store import Store
from tests.acceptance.crash.audit import Findings, InFlight, audit, in_flight, settled
from tests.acceptance.crash.load import LISTED, TOPIC, Press, press
from tests.acceptance.crash.sinks import sinks
from tests.acceptance.daemon import environment

ROOT = Path(__file__).parents[3]
EARLY = 6
START = 0.35  # seconds of CPU time that a start takes, about
SILENT = 0.1  # seconds in which a daemon that was started sends nothing yet, however quick the machine is
PATIENCE = 200.0  # seconds for what comes at once on an idle machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How hard. Lives are in seconds of the daemon's own CPU time once it works, so that it comes to its work on a busy
    machine too; one in ``EARLY`` ends while it starts. ``every`` is the time between two published reports, and
    ``drain`` how long nothing may change at the end. ``tell`` is told after each kill how many there were.
    """

    kills: int = 40
    seed: int = 1
    seconds: float = 1e9  # stop killing after so long
    shortest_life: float = 0.02
    longest_life: float = 0.6
    every: float = 0.12
    sites: int = 4
    speed: float = 200.0
    order: str = "sound"  # or one of nursery.WRONG_ORDERS
    drain: float = PATIENCE
    tell: Callable[[int], None] = lambda _kills: None


class Nursery:
    """The process that forks daemons."""

    def __init__(self, folder: Path, database: str, plan: Plan) -> None:
        self._environment = environment(folder, database) | {"MONITOR_VERBOSITY": "1"}
        self._options = {"began": time.time(), "speed": plan.speed, "order": plan.order, "log": str(folder / "log")}
        self._log, self._said = folder / "log", 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.acceptance.crash.nursery"], cwd=ROOT, text=True, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._answer()

    def start(self) -> int:
        """A daemon; its process id."""
        self._said = self._log.stat().st_size if self._log.exists() else 0
        return int(self._ask("start", self._environment, self._options))

    def wait_until_it_works(self) -> None:
        """Wait for the first line that the daemon says: it has made itself ready."""
        until(lambda: self._log.exists() and self._log.stat().st_size > self._said, PATIENCE, step=0.01)

    def kill(self) -> None:
        """SIGKILL, and wait until the process is gone."""
        self._ask("kill")

    def terminate(self) -> int:
        return int(self._ask("term"))

    def close(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()

    def _ask(self, *command: Any) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        return self._answer()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        answer = self._process.stdout.readline().strip()
        if not answer:
            raise RuntimeError("the process that starts the daemons died")
        return answer


@contextmanager
def nursery(folder: Path, database: str, plan: Plan) -> Iterator[Nursery]:
    opened = Nursery(folder, database, plan)
    try:
        yield opened
    finally:
        opened.close()


def run(folder: Path, database: str, plan: Plan) -> Findings:
    """One whole trial in ``folder``, which is empty, on an empty database; what it found."""
    chance = random.Random(f"kills {plan.seed}")
    over = threading.Event()
    with press(plan.sites, plan.seed) as outlets, sinks(plan.seed) as (mail, hook, channels), \
            nursery(folder, database, plan) as daemons:  # fmt: skip
        text = f"{TOPIC}{outlets.sources()}{channels}[monitor]\nalerts_per_hour = 1000\n"
        (folder / "feeds.toml").write_text(text, encoding="utf-8")
        store = Store(database)
        store.upgrade()
        try:
            _meet(daemons, store, plan)

            def publish() -> None:
                while not over.wait(plan.every):
                    if len(outlets.published) - _held(store) < LISTED // 2:  # what a feed drops unread is nobody's loss
                        outlets.publish()

            publisher = threading.Thread(target=publish)
            publisher.start()
            try:
                kills = _kill_often(daemons, store, plan, chance)
            finally:
                over.set()
                publisher.join()
            outlets.moody, mail.calm, hook.calm = False, True, True
            daemons.start()
            daemons.wait_until_it_works()  # one that is still loading has no say in how it ends
            drained = settles(store, outlets, plan.drain)
            code = daemons.terminate()
            found = audit(store, outlets.published, (mail, hook), kills)
        finally:
            store.close()
    found.figures = {"kills": len(kills), **found.figures}
    found.expect_none("left undone after the drain", [] if drained else ["the work did not end"])
    found.expect_none("exit codes other than 0 at the end", [] if code == 0 else [str(code)])
    return found


def _meet(daemons: Nursery, store: Store, plan: Plan) -> None:
    """First contact with the empty sites, so that nothing of the load is a baseline."""

    daemons.start()
    if not until(lambda: met(store, plan.sites), plan.drain):
        raise RuntimeError("the sites were not reached")
    daemons.terminate()


def met(store: Store, sites: int) -> bool:
    """Whether every site was read once."""
    with store.read() as tx:
        states = tx.sources.states()
    return len(states) == sites and all(state.baseline_at for state in states.values())


def _kill_often(daemons: Nursery, store: Store, plan: Plan, chance: random.Random) -> list[InFlight]:
    kills: list[InFlight] = []
    until = time.monotonic() + plan.seconds
    while len(kills) < plan.kills and time.monotonic() < until:
        pid = daemons.start()
        kills[-1:] = [replace(kill, until=time.monotonic() + SILENT) for kill in kills[-1:]]
        if chance.randrange(EARLY) == 0:
            live(pid, chance.uniform(0, START))
        else:
            daemons.wait_until_it_works()
            live(pid, cpu_seconds(pid) + chance.uniform(plan.shortest_life, plan.longest_life))
        daemons.kill()
        kills.append(in_flight(store, at := time.monotonic(), at))
        plan.tell(len(kills))
    return kills


def live(pid: int, seconds: float) -> None:
    """Wait until the process has used so many seconds of CPU, or for eight times as long: an idle one uses few."""
    pause, latest = threading.Event(), time.monotonic() + 8 * seconds
    while cpu_seconds(pid) < seconds and time.monotonic() < latest:
        pause.wait(0.01)


def cpu_seconds(pid: int) -> float:
    """The CPU time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _held(store: Store) -> int:
    with store.read() as tx:
        return tx.entries.count()


def settles(store: Store, outlets: Press, patience: float) -> bool:
    """Wait until nothing is left to do; False if nothing changed for ``patience`` seconds before that."""
    pause, before, latest = threading.Event(), None, time.monotonic() + patience
    while not settled(store, outlets.published):
        with store.read() as tx:
            now = (tx.entries.counts(), tx.outbox.counts())
        if now != before:
            before, latest = now, time.monotonic() + patience
        if time.monotonic() > latest:
            return False
        pause.wait(0.3)
    return True


def until(holds: Any, seconds: float, step: float = 0.2) -> bool:
    """Wait until ``holds``; False if it does not within so many seconds."""
    latest = time.monotonic() + seconds
    pause = threading.Event()
    while not (done := holds()) and time.monotonic() < latest:
        pause.wait(step)
    return bool(done)
