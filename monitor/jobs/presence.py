"""Who is alive: programs on one database see each other's sign of life and take over the claims of one that died.

A lease alone would hold a dead program's work for minutes. A program that only slept (a suspended machine) may find
that another has sent what it was about to send: the second message carries the same key and says that it may be a
repeat.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from monitor.core.errors import MonitorError
from monitor.core.model.alert import Message
from monitor.core.model.process import Process, Role
from monitor.core.notice import daemon_died, loop_turns, no_scheduler
from monitor.jobs.runner import Runner
from monitor.pipeline.audience import operator_routes
from monitor.pipeline.context import Context
from monitor.pipeline.outcome import Outcome, Result
from monitor.store.store import Transaction

EVERY = 2.0  # seconds between signs of life of a program that works with others
# How long a sign of life may stay away. Workers' jobs are to be redone within 15 seconds of their death; a monitor that
# is one process beats in the loop that also does its other work.
PATIENCE = {Role.ALL: timedelta(seconds=40)}
USUAL_PATIENCE = timedelta(seconds=10)
WORTH_TELLING = timedelta(minutes=2)  # without any daemon; less is a restart
TOLD_EVERY = timedelta(hours=1)  # a daemon that dies again and again is told once an hour
DEATH_TOLD = "daemon's death told"
UNSCHEDULED = "no scheduler since"


class Presence:
    """The sign of life of one program, known by the token under which it claims work."""

    def __init__(self, ctx: Context, token: str, role: Role = Role.ALL) -> None:
        self._ctx, self._token, self._role = ctx, token, role
        self._patience = PATIENCE.get(role, USUAL_PATIENCE)
        self._started: datetime | None = None
        self._last: datetime | None = None
        self._resumed: datetime | None = None  # when signs of life came again after a while in which they could not

    @property
    def is_steady(self) -> bool:
        """Whether others' silence means anything: this program itself gave its sign of life all the time."""
        return self._resumed is None or self._last is None or self._last - self._resumed > self._patience

    def beat(self) -> Outcome | None:
        """Say that this program lives, and take over from those that do not; an outcome if there were any.

        After a while in which the database did not answer, or this machine slept, the others are waited for first.
        """
        with self._ctx.store.write() as tx:
            now = tx.processes.now(self._ctx.clock.now())
            self._started = self._started or now
            if self._last is not None and now - self._last > self._patience / 2:
                self._resumed = now
            self._last = now
            tx.processes.put(Process(
                token=self._token, role=self._role, machine=socket.gethostname(), pid=os.getpid(),
                started_at=self._started, seen_at=now, patience=self._patience,
            ))  # fmt: skip
            silent = [each for each in tx.processes.all() if not each.is_alive(now)] if self.is_steady else []
            dead = [each for each in silent if tx.processes.forget(each.token)]
            for each in dead:
                _release(tx, each.token)
                tx.outbox.release_all(each.token)
            if dead:
                self._tell(tx, dead, now, self._started)
            if self._role.schedules:
                self._tell_return(tx, now)
        if not dead:
            return None
        reason = "no sign of life: its work is taken over"
        return Outcome(stage="daemon", subject=_names(dead), result=Result.TOLD, reason=reason)

    def _tell(self, tx: Transaction, dead: Sequence[Process], now: datetime, began: datetime) -> None:
        """Tell the operator, unless the gap was a mere restart or it was told a short while ago."""
        last_seen = max(each.seen_at for each in dead)
        if not any(each.role.schedules for each in tx.processes.all()):  # this one is a worker or a page
            if not tx.facts.get(UNSCHEDULED):
                tx.facts.put(UNSCHEDULED, last_seen.isoformat())
                key = f"no-scheduler-{dead[0].token}-{int(now.timestamp())}"
                self._add(tx, no_scheduler(_names(dead), key=key, now=now, last_seen=last_seen,
                                           zone=self._ctx.zone), now)  # fmt: skip
            return
        told = tx.facts.get(DEATH_TOLD)
        lately = told and now - datetime.fromisoformat(told) < TOLD_EVERY
        if lately or timedelta() < began - last_seen < WORTH_TELLING:
            return
        tx.facts.put(DEATH_TOLD, now.isoformat())
        message = daemon_died(_names(dead), key=f"daemon-{int(last_seen.timestamp())}-{dead[0].token}", now=now,
                              last_seen=last_seen, began=began, zone=self._ctx.zone)  # fmt: skip
        self._add(tx, message, now)

    def _tell_return(self, tx: Transaction, now: datetime) -> None:
        """A scheduler is there again, after the operator was told that none was left."""
        missing = tx.facts.get(UNSCHEDULED)
        if missing:
            tx.facts.put(UNSCHEDULED, "")
            since = datetime.fromisoformat(missing)
            key = f"scheduler-{self._token}-{int(now.timestamp())}"  # it may return again and again
            self._add(tx, loop_turns(key=key, now=now, since=since, until=now, zone=self._ctx.zone), now)

    def _add(self, tx: Transaction, message: Message, now: datetime) -> None:
        tx.outbox.add(message, operator_routes(tx, now, self._ctx.zone), now=now)

    def leave(self) -> None:
        """This program ends in good order: what it claimed and did not begin is free at once."""
        with self._ctx.store.write() as tx:
            tx.processes.forget(self._token)
            _release(tx, self._token)


def _names(dead: Sequence[Process]) -> str:
    return ", ".join(f"{each.role.value} {each.pid} on {each.machine}" for each in dead)


class Beating:
    """Gives the sign of life in a thread of its own, so that no slow work holds it up; runs ``also`` with it."""

    def __init__(self, presence: Presence, runner: Runner, also: Callable[[], None] | None = None) -> None:
        self._presence, self._runner, self._also = presence, runner, also
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="beat", daemon=True)
        self.last = 0.0  # when the last one was given, by time.monotonic

    def start(self) -> None:
        """Give the first sign now, before anything is claimed; raises StorageError. Then go on."""
        self._presence.beat()
        self.last = time.monotonic()
        self._thread.start()

    def stop(self) -> None:
        """Give no more, and say that this program ends in good order."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        with suppress(MonitorError):  # the others find out
            self._presence.leave()

    def _run(self) -> None:
        while not self._stop.wait(EVERY):
            self._runner.run("daemon", "presence", self._beat)

    def _beat(self) -> Outcome | None:
        outcome = self._presence.beat()
        self.last = time.monotonic()
        if self._also is not None:
            self._also()
        return outcome


def _release(tx: Transaction, token: str) -> None:
    tx.sources.release_all(token)
    tx.entries.release_all(token)
