"""The daemon: start and stop order, signals, ticks, the watched configuration file.

``serve`` runs until a signal; ``run_once`` polls all that is due, works until idle, delivers and ends.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime
from types import FrameType

from monitor.app import BrokenChannel, Monitor, WebPage, check_web, read_declared
from monitor.config.mounted import mounted_from
from monitor.core.errors import ConfigError, MonitorError, StorageError
from monitor.core.message import counted
from monitor.core.model.fetched import FailureReason
from monitor.core.ports import JobQueue
from monitor.jobs import heap, heartbeat
from monitor.jobs.crew import Crew
from monitor.jobs.local import LocalWork
from monitor.jobs.pinging import Pinging
from monitor.jobs.runner import Runner
from monitor.jobs.scheduler import Scheduler
from monitor.jobs.watchdog import Watchdog
from monitor.pipeline.watch import tell_refused_edit
from monitor.services.declare import Assembled, apply
from monitor.services.status import Status, status
from monitor.store.versions import HEARTBEAT, LAST_TICK, MEMORY
from monitor.telemetry import Telemetry, resident_memory

TICK = 1.0  # seconds between looks for due work
TIDY = 30.0  # seconds between two times at which free memory is given back
WATCH = 5.0  # seconds between looks at health, digests and the configuration file
FIRST_LOOK_AFTER = 20.0  # seconds until a daemon that reaches nothing says so
TICK_STANDS = 45.0  # seconds without a finished tick after which the heartbeat is withheld


class Declaration:
    """The configuration file: applied at start, looked at again while running. A broken edit keeps the old state."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._taken: tuple[int, int] | None = None  # the file as it was when it was last taken, or refused and told
        self._mount = mounted_from(monitor.settings.config)
        self._refused: tuple[int, int] | None = None  # the file as it was when it was last refused
        self._asked = False
        self._unusable: dict[str, str] = {}

    def replaced(self) -> bool:
        """Whether to end now, so that whoever restarts the monitor mounts a file that this process cannot see.

        A container that mounts the single file holds on to the old one when an editor saves by renaming a new one over
        it. Told once where nobody would start the monitor again.
        """
        settings, before = self._monitor.settings, self._mount
        self._mount = mounted_from(settings.config) if before else ""
        if self._mount == before:
            return False
        self._monitor.telemetry.event(
            "config", "replaced", subject=str(settings.config), level=0,
            reason="a new file was put in its place, but this one is mounted by itself and shows only after a start: "
                   + ("ending, to be restarted" if settings.supervised else "restart the monitor"),
        )  # fmt: skip
        return settings.supervised

    def apply(self, assembled: Assembled) -> None:
        """Make the store hold what the file declares. Raises ConfigError, and StorageError."""
        plan = apply(self._monitor.store, assembled, self._monitor.context.clock.now())
        if plan.changes:
            more = f" and {len(plan.changes) - 5} more" if len(plan.changes) > 5 else ""
            shown = ", ".join(plan.changes[:5]) + more
            self._monitor.telemetry.event("config", "applied", subject=str(self._monitor.settings.config),
                                          reason=shown, level=0)  # fmt: skip
        self._say_unusable()

    def _say_unusable(self) -> None:
        """Name the channels that cannot be used, once each: their alerts would wait for days, and nobody be told."""
        for name, channel in self._monitor.context.channels().items():
            problem = channel.problem if isinstance(channel, BrokenChannel) else ""
            if problem and self._unusable.get(name) != problem:
                self._monitor.telemetry.event("channel", "unusable", subject=name,
                                              reason=f"{problem}; its alerts wait", level=0)  # fmt: skip
            self._unusable[name] = problem

    def look(self) -> None:
        """Take an edit that was made since the last look, or refuse it whole and tell the operator once.

        The first look takes the file once more: it may have been edited while the monitor started. What the storage
        does not take now is taken at a later look. Raises StorageError.
        """
        stamp = self._stamp()
        if stamp == self._taken and not self._asked:
            return
        if self._asked:
            self._asked = False
            self._monitor.telemetry.event("config", "read again", subject=str(self._monitor.settings.config), level=0)
        try:
            self.apply(read_declared(self._monitor.settings))
        except ConfigError as error:
            self._refuse(error, stamp)
        else:
            if self._refused is not None:
                self._monitor.telemetry.event("config", "good again", subject=str(self._monitor.settings.config),
                                              level=0)  # fmt: skip
            self._refused = None
        self._taken = stamp

    def _refuse(self, error: ConfigError, stamp: tuple[int, int]) -> None:
        if self._refused != stamp:
            self._refused = stamp
            self._monitor.telemetry.event("config", "refused", subject=str(self._monitor.settings.config),
                                          reason=f"{error} (the old state is kept)", level=0)  # fmt: skip
        tell_refused_edit(self._monitor.context, error, fingerprint=f"{stamp}")

    def read_again(self) -> None:
        """Have the next look take the file as edited, whether it was or not. Called by a signal: does nothing else."""
        self._asked = True

    def _stamp(self) -> tuple[int, int]:
        """By what an edit is seen; zeros for a file that is not there."""
        try:
            found = self._monitor.settings.config.stat()
        except OSError:
            return 0, 0
        return found.st_mtime_ns, found.st_size


def serve(monitor: Monitor, assembled: Assembled, *, stop: threading.Event | None = None,
          ready: Callable[[], None] | None = None, runner: Runner | None = None,
          queue: JobQueue | None = None, crew: Crew | None = None) -> int:  # fmt: skip
    """Run until SIGTERM or SIGINT (or ``stop``); finish what is under way. Returns the exit code.

    SIGHUP ends it too where it was started at a terminal, which is gone then; elsewhere the file is read again. Work is
    done by threads of this process, and the web page is served; with ``queue`` by whoever takes it from there, and
    other processes serve the page; ``crew`` knows of them.
    """
    stop, declaration, scheduler = stop or threading.Event(), Declaration(monitor), Scheduler()
    stop_on_signals(stop, declaration.read_again)
    runner = runner or Runner(monitor.telemetry, verbosity=monitor.settings.verbosity)
    if queue is None:
        check_web(monitor)
    work: JobQueue = queue or LocalWork(monitor.context, runner)
    begin(monitor, declaration, assembled)
    pulse, guard = Pulse(monitor, runner.met), Guard(monitor.telemetry)
    watchdog = Watchdog(monitor.context, runner, pulse.turns, crew=crew)
    pulse.begin()
    watchdog.catch_up()

    def tick() -> None:
        work.tick()
        pulse.ticked(well=not runner.storage_fault)

    def watch() -> None:
        guard.run(declaration.look)
        guard.run(pulse.beat)
        guard.run(watchdog.catch_up)
        if declaration.replaced():
            stop.set()
        work.watch()

    scheduler.every(TICK, tick, "tick")
    scheduler.every(WATCH, watch, "watch")
    scheduler.every(TIDY, heap.give_back, "tidy")
    scheduler.start()
    pinging = Pinging(monitor.context, runner, pulse.turns)
    page = WebPage(monitor)
    if not stop.is_set():
        tick()
        if queue is None:
            page.open()
        guard.run(pulse.beat)  # well from the first turn on and when the page answers, not from the next watch
        pinging.start()
        watchdog.start()
    if ready is not None:
        ready()
    if not stop.wait(FIRST_LOOK_AFTER):
        guard.run(lambda: say_if_offline(monitor.telemetry, status(monitor.store)))
    stop.wait()
    monitor.telemetry.event("daemon", "stopping", reason="finishing what is being decided or sent", level=0)
    monitor.stopping.set()
    watchdog.stop()
    pinging.stop()
    page.close()
    scheduler.stop()
    work.stop()
    monitor.telemetry.event("daemon", "stopped", level=0)
    return 0


def run_once(monitor: Monitor, assembled: Assembled) -> int:
    """Poll all that is due, work until nothing is, deliver, and end. Exit code 0, 1 after a storage fault or a bug."""
    stop = threading.Event()
    stop_on_signals(stop)
    runner = Runner(monitor.telemetry, verbosity=monitor.settings.verbosity)
    work = LocalWork(monitor.context, runner)
    begin(monitor, Declaration(monitor), assembled)
    worker = threading.Thread(target=lambda: _work_through(work, stop), name="once")
    worker.start()
    stop.wait()
    monitor.stopping.set()
    work.stop()
    worker.join()
    Pulse(monitor).beat()
    say_if_offline(monitor.telemetry, status(monitor.store))
    return 1 if runner.crashes or runner.storage_fault else 0


def _work_through(work: LocalWork, stop: threading.Event) -> None:
    try:
        work.wait_idle()
        work.watch()
        work.wait_idle()
    finally:
        stop.set()


def say_if_offline(telemetry: Telemetry, found: Status) -> None:
    """When no source at all can be reached, say so in one line."""
    if found.all_failing:
        reasons = sorted({each.state.failure for each in found.sources if each.condition == "failing"})
        advice = "check this machine's network; `make demo` shows the monitor at work without one"
        if reasons == [FailureReason.BLOCKED_ADDRESS]:
            advice = "hosts of your own network are asked only if MONITOR_ALLOW_HOSTS lists them"
        telemetry.event(
            "daemon", "offline", level=0,
            reason=f"none of {counted(found.watched, 'source')} can be reached ({'; '.join(reasons[:3])}): {advice}",
        )  # fmt: skip


def begin(monitor: Monitor, declaration: Declaration, assembled: Assembled) -> None:
    """What comes before the first tick: take back a dead daemon's claims, apply the file, say what is watched."""
    alone = monitor.store.alone()
    if alone:
        monitor.store.release_orphans()
    declaration.apply(assembled)
    found = status(monitor.store)
    monitor.telemetry.event(
        "daemon", "started", level=0,
        reason=f"{counted(found.watched, 'source')}, {counted(found.topics, 'topic')}, "
               f"{found.channels or 'terminal as'} channel"
               f"{'s' if found.channels > 1 else ''}, database {found.database} ({monitor.store.library})",
    )  # fmt: skip
    if not alone and not monitor.store.is_shared:  # on PostgreSQL several are usual
        monitor.telemetry.event(
            "daemon", "beside another", level=0,
            reason="another monitor runs on this database: they share the work and nothing is told twice; "
                   "end one of them if it was not meant",
        )  # fmt: skip
    for doubt, advice in monitor.store.doubts():
        monitor.telemetry.event("database", "doubtful", reason=f"{doubt}: {advice}", level=0)


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
        self.beat()
        if self._monitor.settings.heartbeat is not None:
            self._monitor.settings.heartbeat.unlink(missing_ok=True)

    def beat(self) -> None:
        """Beat; the file is left alone while the loop stands still. Raises StorageError."""
        try:
            with self._monitor.store.write() as tx:
                tx.facts.put(HEARTBEAT, self._monitor.context.clock.now().isoformat())
                tx.facts.put(MEMORY, str(resident_memory()))
                if self._well is not None:
                    tx.facts.put(LAST_TICK, self._well.isoformat())
        except StorageError as error:
            if self._met is not None:
                self._met(str(error))
            raise
        path = self._monitor.settings.heartbeat
        if path is not None and self.turns():
            try:
                heartbeat.beat(str(path))
            except OSError as error:
                raise StorageError(f"heartbeat file {path} cannot be written: {error.strerror}") from error


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


def stop_on_signals(stop: threading.Event, hung_up: Callable[[], object] = bool) -> None:
    """Set ``stop`` at SIGTERM and SIGINT, and at SIGHUP where a terminal is there to be closed; else ``hung_up()``."""
    if threading.current_thread() is not threading.main_thread():
        return
    at_terminal = any(map(os.isatty, range(3)))

    def on_signal(number: int, _frame: FrameType | None) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt  # asked twice at the keyboard: end at once; nothing is lost
        if number == signal.SIGHUP and not at_terminal:  # a service: the signal's custom is "read your file again"
            hung_up()
            return
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup leaves it
        signal.signal(signal.SIGHUP, on_signal)
