"""Start and stop order, signals and ticks.

``serve`` runs until a signal; ``run_once`` polls all that is due, works until idle, delivers and ends.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

from monitor.app.machine import Monitor
from monitor.app.page import WebPage, check_web
from monitor.core.model.fetched import FailureReason
from monitor.core.ports import JobQueue
from monitor.core.wording import counted
from monitor.daemon.declaration import Declaration
from monitor.daemon.pulse import Guard, Pulse
from monitor.jobs import heap
from monitor.jobs.crew import Crew
from monitor.jobs.local import LocalWork
from monitor.jobs.pinging import Pinging
from monitor.jobs.pruning import Pruning
from monitor.jobs.runner import Runner
from monitor.jobs.scheduler import Scheduler
from monitor.jobs.watchdog import Watchdog
from monitor.services.declare import Assembled
from monitor.services.status import Status, status
from monitor.telemetry import Telemetry

TICK = 1.0  # seconds between looks for due work
TIDY = 10.0  # seconds between two times at which free memory is given back: what waits for it makes the peaks
WATCH = 5.0  # seconds between looks at health, digests and the configuration file
PRUNE = 60.0  # seconds between looks whether old texts are to be let go; they are once a day
SAME_KEY = 0.5  # seconds within which two SIGINT are one: timeout(1) and other wrappers pass on what came already
FIRST_LOOK_AFTER = 20.0  # seconds until a daemon that reaches nothing says so


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

    pruning = Pruning(monitor.context, runner)
    _start_clock(scheduler, tick, watch, pruning.look)
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
    pruning.stop()
    page.close()
    scheduler.stop()
    work.stop()
    guard.run(pulse.end)
    monitor.telemetry.event("daemon", "stopped", level=0)
    return 0


def _start_clock(scheduler: Scheduler, tick: Callable[[], None], watch: Callable[[], None],
                 prune: Callable[[], None]) -> None:  # fmt: skip
    scheduler.every(TICK, tick, "tick")
    scheduler.every(WATCH, watch, "watch")
    scheduler.every(TIDY, heap.give_back, "tidy")
    scheduler.every(PRUNE, prune, "prune")
    scheduler.start()


def run_once(monitor: Monitor, assembled: Assembled) -> int:
    """Poll all that is due, work until nothing is, deliver, prune if it is time, and end.

    Exit code 0, 1 after a storage fault or a bug.
    """
    stop = threading.Event()
    stop_on_signals(stop)
    runner = Runner(monitor.telemetry, verbosity=monitor.settings.verbosity)
    work = LocalWork(monitor.context, runner)
    begin(monitor, Declaration(monitor), assembled)
    pruning = Pruning(monitor.context, runner)
    worker = threading.Thread(target=lambda: _work_through(work, pruning, stop), name="once")
    worker.start()
    stop.wait()
    monitor.stopping.set()
    pruning.stop()
    work.stop()
    worker.join()
    pulse = Pulse(monitor)
    pulse.beat()
    pulse.end()
    say_if_offline(monitor.telemetry, status(monitor.store))
    return 1 if runner.crashes or runner.storage_fault else 0


def _work_through(work: LocalWork, pruning: Pruning, stop: threading.Event) -> None:
    try:
        work.wait_idle()
        work.watch()
        work.wait_idle()
        pruning.look()
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


def stop_on_signals(stop: threading.Event, hung_up: Callable[[], object] = bool) -> None:
    """Set ``stop`` at SIGTERM and SIGINT, and at SIGHUP where a terminal is there to be closed; else ``hung_up()``."""
    if threading.current_thread() is not threading.main_thread():
        return
    at_terminal, asked_at = any(map(os.isatty, range(3))), 0.0

    def on_signal(number: int, _frame: FrameType | None) -> None:
        nonlocal asked_at
        if stop.is_set() and number == signal.SIGINT and time.monotonic() - asked_at > SAME_KEY:
            raise KeyboardInterrupt  # asked twice at the keyboard: end at once; nothing is lost
        if number == signal.SIGHUP and not at_terminal:  # a service: the signal's custom is "read your file again"
            hung_up()
            return
        asked_at = asked_at or time.monotonic()
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup leaves it
        signal.signal(signal.SIGHUP, on_signal)
