"""Starts daemons quickly: a process that has imported everything forks one on request, kills it, waits for its end.

Imports take longer than the daemon lives here. What is forked is the program as ``monitor run`` wires it, but for a
fast clock (so that back-offs and leases pass in seconds) and for parsing in the process itself.

Commands on standard input, one JSON list a line: ["start", environment, options], ["kill"], ["term"]; each is answered
by one line when it is done; "start" by the daemon's process id.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.app.machine import Monitor, build, read_declared
from monitor.config.settings import Flags, read_settings
from monitor.core.model.alert import Message, SendResult, Sent
from monitor.core.model.ids import ChannelId
from monitor.core.ports import Channel
from monitor.daemon.serving import serve
from monitor.isolation.outcome import TaskDone, TaskFailed, TaskFault, TaskResult
from monitor.isolation.pool import WorkerPool
from monitor.pipeline.tasks import TASKS
from monitor.telemetry import quiet_libraries

NEEDED = ("sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.postgresql", "psycopg", "alembic.command", "httpx",
          "feedparser", "trafilatura", "apscheduler.schedulers.background", "monitor.channels.schemes",
          "monitor.fetch.client", "monitor.extraction.extractor")  # fmt: skip


class FastClock:
    """Runs ``speed`` times as fast as the machine's since ``began`` (seconds since 1970), the same in every process."""

    def __init__(self, began: float, speed: float) -> None:
        self._began, self._speed = began, speed

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._began, UTC) + timedelta(seconds=(time.time() - self._began) * self._speed)


class InProcess(WorkerPool):
    """Runs the tasks here, one at a time: a daemon that lives for a second has no time to start workers."""

    def __init__(self) -> None:
        super().__init__(TASKS)
        self._alone = threading.Lock()

    def run(self, task: str, header: Mapping[str, Any], body: bytes = b"") -> TaskResult:
        module, _, name = TASKS[task].partition(":")
        with self._alone:
            try:
                return TaskDone(header=getattr(importlib.import_module(module), name)(dict(header), body))
            except Exception as error:  # as a worker does
                return TaskFailed(reason=TaskFault.ERROR, detail=str(error))


class MarksFirst:
    """A wrong order, to see the audit fail: says "sent" and sends afterwards."""

    def __init__(self, real: Channel) -> None:
        self._real = real

    def send(self, message: Message) -> SendResult:
        threading.Thread(target=self._real.send, args=(message,), daemon=True).start()
        return Sent()

    def describe(self) -> str:
        return self._real.describe()


class NewKeys(MarksFirst):
    """A wrong order, to see the audit fail: sends before anything is stored, so no try knows of another."""

    def send(self, message: Message) -> SendResult:
        return self._real.send(replace(message, key=f"{message.key}-{time.time_ns()}", maybe_repeat=False))


WRONG_ORDERS = {"mark-then-send": MarksFirst, "send-then-store": NewKeys}


def wired(options: Mapping[str, Any]) -> tuple[Monitor, Any]:
    """The monitor for these options and what its feeds.toml declares."""
    settings = read_settings(Flags(), os.environ)
    quiet_libraries(0)
    assembled = read_declared(settings)
    monitor = build(settings, assembled.declared, spacing=timedelta())
    context = replace(monitor.context, clock=FastClock(options["began"], options["speed"]), workers=InProcess())
    wrong = WRONG_ORDERS.get(options["order"])
    if wrong is not None:
        real = context.channels

        def channels() -> Mapping[ChannelId, Channel]:
            return {name: wrong(channel) for name, channel in real().items()}

        context = replace(context, channels=channels)
    monitor.context = context
    return monitor, assembled


def child(environment: Mapping[str, str], options: Mapping[str, Any]) -> int:
    """The life of one daemon."""
    os.setsid()
    log = os.open(options["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.clear()
    os.environ.update(environment)
    monitor, assembled = wired(options)
    try:
        return serve(monitor, assembled)
    finally:
        monitor.close()


def main() -> None:
    """Serve commands until standard input ends; a daemon that still runs then is killed."""
    for module in NEEDED:
        importlib.import_module(module)
    running = 0
    print("ready", flush=True)
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        answer = ""
        if command == "start":
            running = os.fork()
            if not running:
                os._exit(child(*arguments))
            answer = str(running)
        elif running:
            os.kill(running, signal.SIGKILL if command == "kill" else signal.SIGTERM)
            answer = str(os.waitstatus_to_exitcode(os.waitpid(running, 0)[1]))
            running = 0
        print(answer or "done", flush=True)
    if running:
        os.kill(running, signal.SIGKILL)


if __name__ == "__main__":
    main()
