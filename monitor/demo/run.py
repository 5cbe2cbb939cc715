"""Plays the made-up press world to the real daemon: each act is narrated, what the monitor makes of it follows."""

from __future__ import annotations

import secrets
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from monitor.app.machine import Monitor, build, read_declared
from monitor.config.bind import Bind
from monitor.config.database_url import sqlite_url
from monitor.config.settings import Settings
from monitor.core.errors import UserMistake
from monitor.core.model.alert import DeliveryStatus
from monitor.daemon.declaration import Declaration
from monitor.daemon.pulse import Pulse
from monitor.daemon.serving import begin, serve
from monitor.demo.narrator import Narrator
from monitor.demo.world import ALLOW_HOSTS, PressWorld
from monitor.jobs.local import LocalWork
from monitor.jobs.runner import Runner
from monitor.services.declare import Assembled
from monitor.store.store import Store

INTERVAL = timedelta(seconds=2)
PASSWORD = "a made-up press"  # noqa: S105 - of a page on loopback, over made-up news; see ``password_for``
FIRST_LOOKS = 20.0  # seconds at most that the story waits for the first look at every source
SETTLE = 8.0  # seconds after the last act: every source is polled again and what it brought is worked through


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The world, and the monitor that watches it."""

    world: PressWorld
    monitor: Monitor
    assembled: Assembled
    narrator: Narrator


@contextmanager
def staged(*, speed: float, stream: TextIO, zone: str = "", verbosity: int = 0, web: Bind | None = None,
           password: str = PASSWORD, database_url: str = "") -> Iterator[Stage]:  # fmt: skip
    """A world on loopback and a monitor, both gone afterwards; ``web`` for its page, behind ``password``.

    Its database goes with them too, unless an empty one is given by ``database_url``.
    """
    with tempfile.TemporaryDirectory(prefix="monitor-demo-") as name:
        folder, started = Path(name), datetime.now(UTC)
        with PressWorld(started=started, speed=speed) as world:
            config = folder / "feeds.toml"
            config.write_text(world.feeds_toml(INTERVAL), encoding="utf-8")
            settings = Settings(
                config=config, database_url=database_url or sqlite_url(folder / "monitor.db"), zone=zone,
                allow_hosts=(ALLOW_HOSTS,),
                shortest_interval=timedelta(seconds=1), verbosity=verbosity, web=web,
                web_password=password if web else "",
            )  # fmt: skip
            assembled, narrator = read_declared(settings), Narrator(stream)
            monitor = build(settings, assembled.declared, stream=stream, spacing=timedelta())
            monitor.telemetry = narrator
            try:
                yield Stage(world=world, monitor=monitor, assembled=assembled, narrator=narrator)
            finally:
                monitor.close()


def password_for(bind: Bind) -> str:
    """The password of a page there: the known one where only this machine reaches it, else one that nobody knows."""
    return PASSWORD if bind.is_loopback else secrets.token_urlsafe(9)


def check_free(bind: Bind) -> None:
    """Raise UserMistake where another program has that address: its page would be taken for this."""
    family = socket.AF_INET6 if ":" in bind.host else socket.AF_INET
    try:
        socket.create_server((bind.host, bind.port), family=family).close()
    except OSError as error:
        raise UserMistake(f"the web page cannot listen on {bind.shown}: {error.strerror or error}; name another "
                          "address, as in MONITOR_WEB=127.0.0.1:8090 monitor demo --web") from error  # fmt: skip


def play(stage: Stage, stop: threading.Event, *, stay: bool = False) -> None:
    """The story in its own time, with the daemon beside it; ends early when ``stop`` is set (``stay``: only then)."""
    ready, done = threading.Event(), threading.Event()

    def run() -> None:
        try:
            serve(stage.monitor, stage.assembled, stop=done, ready=ready.set)
        finally:
            ready.set()

    daemon = threading.Thread(target=run, name="daemon")
    daemon.start()
    try:
        ready.wait()
        stage.narrator.say(
            "the monitor", "looks at every source for the first time: what is there is filed, not alerted"
        )
        _await_first_looks(stage.monitor.store, stop)
        for act in stage.world.play(stop.wait, datetime.now(UTC)):
            stage.narrator.act(act)
        stop.wait(None if stay else SETTLE)
    finally:
        done.set()
        daemon.join()


def _await_first_looks(store: Store, stop: threading.Event) -> None:
    """Until what the press shows already is judged and summed up, so that a reader can tell it from the story."""
    ends = time.monotonic() + FIRST_LOOKS
    while time.monotonic() < ends and not stop.wait(0.1):
        with store.read() as tx:
            if any(each.delivery.status is DeliveryStatus.SENT for each in tx.outbox.latest(limit=1)):
                return


def step_through(stage: Stage, stop: threading.Event) -> None:
    """The story act by act without waiting: after each, every source is polled and all work is done."""
    monitor = stage.monitor
    runner = Runner(monitor.telemetry, verbosity=monitor.settings.verbosity)
    work = LocalWork(monitor.context, runner)
    begin(monitor, Declaration(monitor), stage.assembled)
    pulse = Pulse(monitor)
    try:
        _round(stage, work, pulse)
        for number in range(1, len(stage.world.story) + 1):
            if stop.is_set():
                return
            for act in stage.world.advance_to(number):
                stage.narrator.act(act)
            _round(stage, work, pulse)
    finally:
        work.stop()


def _round(stage: Stage, work: LocalWork, pulse: Pulse) -> None:
    with stage.monitor.store.write() as tx:
        tx.sources.poll_now(stage.monitor.context.clock.now())
    work.wait_idle()
    work.watch()
    work.wait_idle()
    pulse.ticked()
    pulse.beat()
