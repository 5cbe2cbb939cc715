"""Two daemons on one database: one of them is killed in the middle of work, the other one stands in."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from monitor.core.model.process import Role
from monitor.jobs.presence import PATIENCE
from monitor.store.store import Store
from tests.acceptance.crash.audit import Findings, InFlight, audit, in_flight
from tests.acceptance.crash.harness import Plan, met, nursery, settles, until
from tests.acceptance.crash.load import TOPIC, Press, press
from tests.acceptance.crash.sinks import sinks

SPEED = 1.0  # a sign of life comes every five real seconds, which must stay well under the forty of a dead daemon
STAND_IN = 60.0  # seconds by the clock that judges signs of life, in which the dead one's work is taken over
SILENT = 10.0  # real seconds in which nobody sends again what a killed daemon was sending
BURST = 12  # reports that are published round the kill
LOOK = 5.0  # real seconds between two looks for dead daemons: the fast clock counts them SPEED times


def run_pair(folder: Path, database: str, plan: Plan) -> Findings:
    """One trial in the empty ``folder`` on an empty database: ``plan.kills`` take-overs, in turn; what it found."""
    chance = random.Random(f"pair {plan.seed}")
    kills: list[InFlight] = []
    waits: list[float] = []
    left = 0
    with press(plan.sites, plan.seed) as outlets, sinks(plan.seed) as (mail, hook, channels), \
            nursery(folder, database, plan) as first, nursery(folder, database, plan) as second:  # fmt: skip
        outlets.moody, mail.calm, hook.calm = False, True, True
        text = f"{TOPIC}{outlets.sources()}{channels}[monitor]\nalerts_per_hour = 1000\n"
        (folder / "feeds.toml").write_text(text, encoding="utf-8")
        store = Store(database)
        store.upgrade()
        speed = 1.0 if store.is_shared else plan.speed  # a server's own clock judges signs of life, and is not sped up
        try:
            pids = {first: first.start(), second: second.start()}
            if not until(lambda: met(store, plan.sites) and _live(store, pids.values()), plan.drain):
                raise RuntimeError("the sites were not reached")
            for number in range(plan.kills):
                struck, other = (first, second)[:: 1 - 2 * (number % 2)]
                busy = threading.Thread(target=_burst, args=(outlets, plan.every))
                busy.start()
                threading.Event().wait(chance.uniform(0, BURST * plan.every))
                struck.kill()
                at = time.monotonic()
                kills.append(in_flight(store, at, at + SILENT))
                heir = _Heir(store, pids[struck], pids[other], LOOK * speed)
                taken_over = until(heir.has_taken_over, plan.drain)
                waits.append((time.monotonic() - at) * speed - heir.late if taken_over else STAND_IN * 100)
                busy.join()
                done = settles(store, outlets, plan.drain)
                left += 0 if done else 1
                pids[struck] = struck.start()
                until(lambda: _live(store, pids.values()), plan.drain)  # one that still loads has no say in how it ends
                plan.tell(len(kills))
            codes = [first.terminate(), second.terminate()]
            found = audit(store, outlets.published, (mail, hook), kills)
        finally:
            store.close()
    found.figures = {"take-overs": len(kills), "longest, seconds": round(max(waits)), **found.figures}
    most = STAND_IN + LOOK * (speed - 1)
    late = [f"{wait:.0f} s" for wait in waits if wait > most]
    found.expect_none("stand-ins that took over a minute", late)
    found.expect_none("take-overs after which work was left undone", [str(left)] if left else [])
    found.expect_none("exit codes other than 0 at the end", [str(code) for code in codes if code])
    return found


class _Heir:
    """The daemon that is to take over what a dead one had claimed.

    ``late`` is how much longer than usual its looks for dead ones were apart, in seconds by the clock that judges: the
    machine does much else. One that came much too late counts its patience from then.
    """

    def __init__(self, store: Store, dead: int, pid: int, look: float) -> None:
        self._store, self._dead, self._pid, self._look = store, dead, pid, look
        self._seen: datetime | None = None
        self.late = 0.0

    def has_taken_over(self) -> bool:
        with self._store.read() as tx:
            signs = {each.pid: each.seen_at for each in tx.processes.all()}
        seen = signs.get(self._pid)
        if seen is not None and self._seen is not None:
            gap, patience = seen - self._seen, PATIENCE[Role.ALL]
            self.late += max(0.0, gap.total_seconds() - self._look)
            self.late += patience.total_seconds() if gap > patience / 2 else 0.0
        self._seen = seen
        return self._dead not in signs


def _live(store: Store, pids: Collection[int]) -> bool:
    """Whether all of them gave a sign of life."""
    with store.read() as tx:
        return set(pids) <= {each.pid for each in tx.processes.all()}


def _burst(outlets: Press, every: float) -> None:
    pause = threading.Event()
    for _ in range(BURST):
        outlets.publish()
        pause.wait(every)
