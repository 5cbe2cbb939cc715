"""The monitor in several programs on one PostgreSQL database: schedulers, workers, pages. One role a process.

What a scheduler runs is the daemon with another queue; workers and pages have loops of their own here.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from monitor.app.machine import Monitor
from monitor.app.page import WebPage, check_web
from monitor.core.errors import ConfigError, StorageError
from monitor.core.model.process import Role
from monitor.daemon.pulse import Guard
from monitor.daemon.serving import WATCH, serve, stop_on_signals
from monitor.jobs import heartbeat
from monitor.jobs.crew import Crew
from monitor.jobs.presence import Beating, Presence
from monitor.jobs.runner import Runner
from monitor.jobs.watchdog import Watchdog
from monitor.services.declare import Assembled

SILENT = 45.0  # seconds without an answer of the database after which the heartbeat is withheld


def serve_role(monitor: Monitor, assembled: Assembled, role: Role, said_by: str) -> int:
    """Run one role until SIGTERM or SIGINT. Returns the exit code.

    Raises ConfigError where it cannot be run, which names ``said_by``, the option or variable that asked for it.
    """
    if role is Role.ALL:
        return serve(monitor, assembled)
    if role is Role.WEB:
        return _serve_web(monitor, said_by)
    if not monitor.store.is_shared:
        raise ConfigError(f"{role.value} needs PostgreSQL, and the database is {monitor.store.name}: set "
                          "MONITOR_DATABASE_URL, or run everything in one process (all)", key=said_by)  # fmt: skip
    _prepare_queue(monitor, said_by)
    return _serve_scheduler(monitor, assembled) if role is Role.SCHEDULER else _serve_worker(monitor)


def _prepare_queue(monitor: Monitor, said_by: str) -> None:
    try:
        from monitor.jobs.postgres import prepare
    except ModuleNotFoundError as error:
        raise ConfigError("needs the extra `scale`: pip install '.[scale]' in the source tree", key=said_by) from error
    prepare(monitor.store)


def _serve_scheduler(monitor: Monitor, assembled: Assembled) -> int:
    from monitor.jobs.handout import Handout
    from monitor.jobs.postgres import Queue

    runner, token = Runner(monitor.telemetry, verbosity=monitor.settings.verbosity), secrets.token_hex(8)
    beating = Beating(Presence(monitor.context, token, Role.SCHEDULER), runner)
    beating.start()
    handout = Handout(monitor.context, runner, Queue(), beating)
    return serve(monitor, assembled, runner=runner, queue=handout, crew=Crew(monitor.context, token, Role.SCHEDULER))


def _serve_worker(monitor: Monitor) -> int:
    from monitor.jobs.handout import Handout
    from monitor.jobs.postgres import Queue
    from monitor.jobs.stages import Stages
    from monitor.jobs.worker import QueueWorker

    runner, token = Runner(monitor.telemetry, verbosity=monitor.settings.verbosity), secrets.token_hex(8)
    stages = Stages(monitor.context, runner, Handout(monitor.context, runner, Queue()), token)
    worker = QueueWorker(monitor.context, runner, stages)
    presence = Presence(monitor.context, token, Role.WORKER)
    beating = Beating(presence, runner, lambda: worker.care(steady=presence.is_steady))
    beating.start()
    worker.start()
    watchdog = Watchdog(monitor.context, runner, lambda: True, crew=Crew(monitor.context, token, Role.WORKER))
    part = Part(role=Role.WORKER, beating=beating, watchdog=watchdog, is_well=worker.turns,
                has_ended=worker.has_ended)  # fmt: skip
    return _stay(monitor, part, worker.stop)


def _serve_web(monitor: Monitor, said_by: str) -> int:
    if monitor.settings.web is None:
        raise ConfigError("web has nothing to serve: MONITOR_WEB is off; give it an address, as in 127.0.0.1:8080",
                          key=said_by)  # fmt: skip
    check_web(monitor)
    runner, token = Runner(monitor.telemetry, verbosity=monitor.settings.verbosity), secrets.token_hex(8)
    beating = Beating(Presence(monitor.context, token, Role.WEB), runner)
    beating.start()
    page = WebPage(monitor)
    if not page.open():
        beating.stop()
        return 1
    watchdog = Watchdog(monitor.context, runner, lambda: True, crew=Crew(monitor.context, token, Role.WEB))
    return _stay(monitor, Part(role=Role.WEB, beating=beating, watchdog=watchdog), page.close)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A running worker or page, and how to know that it is well."""

    role: Role
    beating: Beating
    watchdog: Watchdog
    is_well: Callable[[], bool] = lambda: True
    has_ended: Callable[[], bool] = lambda: False


def _stay(monitor: Monitor, part: Part, end: Callable[[], None]) -> int:
    """Keep the heartbeat until a signal comes, then ``end`` in good order. The exit code; 1 if it ended by itself."""
    stop, guard, telemetry = threading.Event(), Guard(monitor.telemetry), monitor.telemetry
    stop_on_signals(stop)
    telemetry.event("daemon", "started", reason=f"{part.role.value}, database {monitor.store.name}", level=0)

    def beat() -> None:
        path = monitor.settings.heartbeat
        if path is None or not part.is_well() or time.monotonic() - part.beating.last > SILENT:
            return
        try:
            heartbeat.beat(str(path))
        except OSError as error:
            raise StorageError(f"heartbeat file {path} cannot be written: {error.strerror}") from error

    guard.run(beat)
    guard.run(part.watchdog.catch_up)
    part.watchdog.start()
    while not stop.wait(1.0 if monitor.settings.heartbeat and not part.is_well() else WATCH) and not part.has_ended():
        guard.run(beat)
        guard.run(part.watchdog.catch_up)
    code = int(part.has_ended())
    telemetry.event("daemon", "stopping", reason="finishing what is being decided or sent", level=0)
    monitor.stopping.set()
    part.watchdog.stop()
    end()
    part.beating.stop()
    telemetry.event("daemon", "stopped", level=0)
    return code
