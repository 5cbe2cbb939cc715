"""Plays the made-up press world to the real daemon: each act is narrated, what the monitor makes of it follows."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from monitor.app import Monitor, build, read_declared
from monitor.config.settings import LogFormat, Settings, sqlite_url
from monitor.core.message import inert
from monitor.daemon import Declaration, serve
from monitor.demo.story import Act, AddRow, Edit, Fail, Publish, Repair, Resurface, Withdraw
from monitor.demo.texts import texts_of
from monitor.demo.world import ALLOW_HOSTS, PressWorld
from monitor.jobs.local import LocalWork
from monitor.jobs.runner import Runner
from monitor.services.declare import Assembled

INTERVAL = timedelta(seconds=2)
SETTLE = 8.0  # seconds after the last act: every source is polled again and what it brought is worked through

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The world, and the monitor that watches it."""

    world: PressWorld
    monitor: Monitor
    assembled: Assembled


@contextmanager
def staged(*, speed: float, stream: TextIO, verbosity: int = 0, log_format: LogFormat = LogFormat.TEXT,
           zone: str = "") -> Iterator[Stage]:  # fmt: skip
    """A world on loopback and a monitor with a database of its own, both gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="monitor-demo-") as name:
        folder, started = Path(name), datetime.now(UTC)
        with PressWorld(started=started, speed=speed) as world:
            config = folder / "feeds.toml"
            config.write_text(world.feeds_toml(INTERVAL), encoding="utf-8")
            settings = Settings(
                config=config, database_url=sqlite_url(folder / "monitor.db"), allow_hosts=(ALLOW_HOSTS,), zone=zone,
                shortest_interval=timedelta(seconds=1), verbosity=verbosity, log_format=log_format,
            )  # fmt: skip
            assembled = read_declared(settings)
            monitor = build(settings, assembled.declared, stream=stream, spacing=timedelta())
            try:
                yield Stage(world=world, monitor=monitor, assembled=assembled)
            finally:
                monitor.close()


def play(stage: Stage, say: Say, stop: threading.Event) -> None:
    """The story in its own time, with the daemon beside it; ends early when ``stop`` is set."""
    ready, done = threading.Event(), threading.Event()

    def run() -> None:
        try:
            serve(stage.monitor, stage.assembled, stop=done, ready=ready.set)
        finally:
            ready.set()

    daemon = threading.Thread(target=run, name="daemon")
    daemon.start()
    ready.wait()
    began = datetime.now(UTC)
    for act in stage.world.play(stop.wait, began):
        say(told(act))
    stop.wait(SETTLE)
    done.set()
    daemon.join()


def step_through(stage: Stage, say: Say, stop: threading.Event) -> None:
    """The story act by act without waiting: after each, every source is polled and all work is done."""
    monitor = stage.monitor
    runner = Runner(monitor.telemetry, verbosity=monitor.settings.verbosity)
    work = LocalWork(monitor.context, runner)
    Declaration(monitor).apply(stage.assembled)
    try:
        _round(stage, work)
        for number in range(1, len(stage.world.story) + 1):
            if stop.is_set():
                return
            for act in stage.world.advance_to(number):
                say(told(act))
            _round(stage, work)
    finally:
        work.stop()


def _round(stage: Stage, work: LocalWork) -> None:
    with stage.monitor.store.write() as tx:
        tx.sources.poll_now(stage.monitor.context.clock.now())
    work.wait_idle()
    work.watch()
    work.wait_idle()


def told(act: Act) -> str:
    """One line that says what just happened in the world, and what a reader would make of it."""
    where = act.outlet.replace("-", " ").title()
    change = act.change
    if isinstance(change, Publish):
        what = f"publishes “{_title(change.text)}”"
    elif isinstance(change, Edit):
        what = f"changes “{_title(change.text)}”"
    elif isinstance(change, Withdraw):
        what = f"takes down “{_title(change.text)}”"
    elif isinstance(change, Resurface):
        what = f"lists an old article as new: “{_title(change.text)}”"
    elif isinstance(change, AddRow):
        what = f"adds a row to its table: {change.cells[0]}"
    else:
        assert isinstance(change, Fail | Repair)
        what = f"answers {change.status} to everything" if isinstance(change, Fail) else "answers again"
    return inert(f"{where} {what} ({act.meant.value})", 200)


def _title(key: str) -> str:
    return next(text.title for text in texts_of(key.split("/", maxsplit=1)[0]) if text.key == key)
