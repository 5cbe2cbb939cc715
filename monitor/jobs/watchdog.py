"""The watchdog: a thread of its own that sees when storage, work loop or workers fail, and says so past all of them.

One outage is one notice, and one when it is over. The first goes straight to the operator's channels, to each until it
took it or the outage ended; the second through the outbox, which works again by then. The thread itself never asks the
database, which may be what hangs: whom to tell is looked up by the work loop while it turns (``catch_up``).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from monitor.core.model.alert import Message
from monitor.core.notice import loop_stands, loop_turns, no_worker, storage_fails, storage_works, workers_again
from monitor.core.policy.alarm import Fault, Patience, Say, watched
from monitor.jobs.crew import Crew
from monitor.jobs.runner import Runner
from monitor.pipeline.audience import operator_routes
from monitor.pipeline.context import Context
from monitor.pipeline.hotline import Line, is_quiet_now, lines, say
from monitor.pipeline.outcome import Outcome, Result

EVERY = 5.0  # seconds between two looks
STORAGE = Patience(tell_after=15.0, steady=300.0)
LOOP = Patience(tell_after=30.0, steady=60.0)  # on top of the time after which a loop counts as standing
WORKERS = Patience(tell_after=60.0, steady=30.0)  # a new version of them may be starting
TRY_AGAIN = 60.0  # seconds until a recipient that did not take a notice is tried again
LOOK_UP = 60.0  # seconds between two looks at who is the operator
_STORAGE, _LOOP, _WORKERS = "storage", "loop", "workers"


@dataclass
class Call:
    """A notice on its way past the outbox."""

    message: Message
    done: set[str] = field(default_factory=set)  # lines that have it, or refused it for good
    unseen: set[str] = field(default_factory=set)  # lines that may have it
    next_try: float = 0.0


class Watchdog:
    """Looks every few seconds until it is stopped; ``look`` may be called by hand."""

    def __init__(self, ctx: Context, runner: Runner, turns: Callable[[], bool], *, crew: Crew | None = None,
                 monotonic: Callable[[], float] = time.monotonic) -> None:  # fmt: skip
        """``turns`` says whether the work loop turned a short while ago; ``monotonic`` gives seconds.

        ``crew`` is for one of several programs on a database: not all of them say the same.
        """
        self._ctx, self._runner, self._turns, self._monotonic = ctx, runner, turns, monotonic
        self._crew = crew
        self._lines: list[Line] = []
        self._looked_up = float("-inf")
        self._faults_seen = runner.faults
        self._faults: dict[str, Fault | None] = dict.fromkeys((_STORAGE, _LOOP, _WORKERS))
        self._calls: dict[str, Call] = {}
        self._over: list[Message] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; a notice under way ends by itself."""
        self._stop.set()

    def catch_up(self) -> None:
        """What needs the store, for the work loop: who is to be told, and what is over. Raises StorageError."""
        now = self._monotonic()
        if now - self._looked_up >= LOOK_UP:
            self._lines = lines(self._ctx)
            self._looked_up = now
        if self._crew is not None:
            self._crew.look()
        while self._over:
            with self._ctx.store.write() as tx:
                tx.decide_alone()  # another program may have met the outage in the same second, and tell its end too
                at = self._ctx.clock.now()
                if not tx.outbox.has(self._over[0].key):
                    tx.outbox.add(self._over[0], operator_routes(tx, at, self._ctx.zone), now=at)
            del self._over[0]

    def look(self) -> Outcome | None:
        """See what fails now, and tell what is to be told."""
        now, met = self._monotonic(), self._runner.faults
        reason = self._runner.fault_reason if met != self._faults_seen else ""
        self._faults_seen = met
        self._step(_STORAGE, reason if self._crew is None or self._crew.tells_storage else "", now, STORAGE)
        # A loop that waits for the database is no fault of its own.
        stands = not self._turns() and self._faults[_STORAGE] is None
        self._step(_LOOP, "the work loop stands still" if stands else "", now, LOOP)
        self._step(_WORKERS, self._crew.lack if self._crew is not None else "", now, WORKERS)
        for call in self._calls.values():
            self._say(call, now)
        return None

    def _run(self) -> None:
        while not self._stop.wait(EVERY):
            self._runner.run("watchdog", "", self.look, storage=False)

    def _step(self, name: str, reason: str, now: float, patience: Patience) -> None:
        before = self._faults[name]
        after, told = watched(before, reason, now, patience)
        self._faults[name] = after
        if told is Say.BEGUN and after is not None:
            self._calls[name] = Call(self._begun(name, after, now))
        elif told is Say.OVER and before is not None:
            self._calls.pop(name, None)
            self._over.append(self._ended(name, before, now))

    def _begun(self, name: str, fault: Fault, now: float) -> Message:
        at = self._ctx.clock.now()
        since = at - timedelta(seconds=now - fault.first)
        key, zone = f"{name}-{int(since.timestamp())}", self._ctx.zone
        if name == _LOOP:
            return loop_stands(key=key, now=at, since=since, zone=zone)
        if name == _WORKERS:
            return no_worker(key=key, now=at, since=since, zone=zone)
        return storage_fails(fault.reason, key=key, now=at, since=since, zone=zone)

    def _ended(self, name: str, fault: Fault, now: float) -> Message:
        at = self._ctx.clock.now()
        since, until = (at - timedelta(seconds=now - each) for each in (fault.first, fault.last))
        key, zone = f"{name}-{int(since.timestamp())}-over", self._ctx.zone
        if name == _LOOP:
            return loop_turns(key=key, now=at, since=since, until=until, zone=zone)
        if name == _WORKERS:
            return workers_again(key=key, now=at, since=since, until=until, zone=zone)
        return storage_works(fault.reason, key=key, now=at, since=since, until=until, zone=zone)

    def _say(self, call: Call, now: float) -> None:
        """Tell it to all that do not have it yet, at the same time: one that hangs holds up nobody else."""
        waiting = [line for line in self._lines if line.name not in call.done and not is_quiet_now(self._ctx, line)]
        if not waiting or now < call.next_try:
            return
        call.next_try = now + TRY_AGAIN
        with ThreadPoolExecutor(len(waiting), "hotline") as pool:
            for line in waiting:
                pool.submit(self._try, call, line)

    def _try(self, call: Call, line: Line) -> None:
        work = partial(say, line, call.message, again=line.name in call.unseen)
        outcome = self._runner.run("hotline", line.spec.id, work, storage=False)
        if outcome is None or outcome.result is not Result.RETRY:
            call.done.add(line.name)
        elif outcome.facts.get("unseen"):
            call.unseen.add(line.name)
