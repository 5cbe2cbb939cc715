"""The sign of life, and what keeps a fault of the storage from ending the loop that gives it."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.app.machine import Monitor
from monitor.core.errors import MonitorError, StorageError
from monitor.core.model.process import Process
from monitor.jobs import heartbeat
from monitor.store.store import Transaction
from monitor.store.versions import HEARTBEAT, LAST_TICK, MEMORY, STOPPED
from monitor.telemetry import Telemetry, resident_memory

SET_BACK = timedelta(minutes=1)  # less is a clock that is kept right by small steps
TICK_STANDS = 45.0  # seconds without a finished tick after which the heartbeat is withheld


class Pulse:
    """Says that the daemon is alive: in the database, which shows that it answers, then in the heartbeat file."""

    def __init__(self, monitor: Monitor, met: Callable[[str], None] | None = None) -> None:
        """``met`` is told when the database does not take the sign of life."""
        self._monitor, self._met = monitor, met
        self._turned = time.monotonic()
        self._well: datetime | None = None

    def ticked(self, *, well: bool = True) -> None:
        """The loop turned once; ``well``: and the database took what there was to store."""
        self._turned = time.monotonic()
        if well:
            self._well = self._monitor.context.clock.now()

    def turns(self) -> bool:
        """Whether the loop turned a short while ago."""
        return time.monotonic() - self._turned < TICK_STANDS

    def begin(self) -> None:
        """Beat for the first time. The file, if it can be written, is taken away again: nothing is well yet."""
        with self._monitor.store.write() as tx:
            tx.facts.put(STOPPED, "")
        self.beat()
        if self._monitor.settings.heartbeat is not None:
            self._monitor.settings.heartbeat.unlink(missing_ok=True)

    def end(self) -> None:
        """Say that the daemon ended in good order, unless another one goes on. Raises StorageError.

        To be called when this one's sign of life among the programs on the database was taken back.
        """
        with self._monitor.store.write() as tx:
            now = self._monitor.context.clock.now()
            at = tx.processes.now(now)
            if not any(each.role.schedules and _goes_on(each, at) for each in tx.processes.all()):
                tx.facts.put(STOPPED, now.isoformat())

    def beat(self) -> None:
        """Beat; the file is left alone while the loop stands still. Raises StorageError."""
        self._monitor.store.alone()  # once the one beside this has ended: a restore must see that this one runs
        ahead = timedelta()
        try:
            with self._monitor.store.write() as tx:
                now = self._monitor.context.clock.now()
                if not self._monitor.store.is_shared:
                    ahead = _set_right(tx, now)
                tx.facts.put(HEARTBEAT, now.isoformat())
                tx.facts.put(MEMORY, str(resident_memory()))
                if self._well is not None:
                    tx.facts.put(LAST_TICK, self._well.isoformat())
        except StorageError as error:
            if self._met is not None:
                self._met(str(error))
            raise
        if ahead:
            reason = f"by {ahead}: what waits for a time is due that much sooner"
            self._monitor.telemetry.event("daemon", "clock set back", reason=reason, level=0)
        path = self._monitor.settings.heartbeat
        if path is not None and self.turns():
            try:
                heartbeat.beat(str(path))
            except OSError as error:
                raise StorageError(f"heartbeat file {path} cannot be written: {error.strerror}") from error


def _set_right(tx: Transaction, now: datetime) -> timedelta:
    """Move what was planned by a clock that was ahead; by how much that was, as far as the last beat tells."""
    last = tx.facts.get(HEARTBEAT)
    ahead = datetime.fromisoformat(last) - now if last else timedelta()
    if ahead < SET_BACK:
        return timedelta()
    tx.set_back(ahead, now)
    return ahead


def _goes_on(process: Process, at: datetime) -> bool:
    """Whether another program still runs: one of this machine that was killed just now is seen to be gone."""
    if process.machine != socket.gethostname():
        return process.is_alive(at)
    try:
        os.kill(process.pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        pass
    return process.is_alive(at)


class Guard:
    """Runs what must not end the daemon; says a fault when it comes and when it is over, not at every turn."""

    def __init__(self, telemetry: Telemetry) -> None:
        self._telemetry = telemetry
        self._told: dict[Callable[[], None], str] = {}

    def run(self, act: Callable[[], None]) -> None:
        """Run ``act``; a MonitorError is logged."""
        try:
            act()
        except MonitorError as error:
            if self._told.get(act) != str(error):
                self._told[act] = str(error)
                self._telemetry.event("watch", "failed", reason=str(error), level=0)
            return
        if self._told.pop(act, ""):
            self._telemetry.event("watch", "recovered", level=0)
