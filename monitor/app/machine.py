"""The machine: every part wired for the given settings. ``build`` starts nothing."""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, TextIO

from monitor.app.channels import ChannelBook, channel_opener
from monitor.config.database_url import sqlite_file
from monitor.config.declared import Declared
from monitor.config.feeds_toml import load
from monitor.config.settings import Settings
from monitor.core.model.alert import ChannelSpec
from monitor.core.ports import Channel, Turns
from monitor.pipeline.context import Context
from monitor.pipeline.knowledge import Knowledge
from monitor.pipeline.tasks import TASKS
from monitor.services.declare import Assembled, assemble, verify
from monitor.store.store import Store
from monitor.telemetry import Telemetry

if TYPE_CHECKING:
    from monitor.fetch.client import HttpFetcher

OWN_SPACING = timedelta(seconds=1)  # between two requests to a host that the operator lists in MONITOR_ALLOW_HOSTS


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)


@dataclass(kw_only=True)
class Monitor:
    """The wired machine. Nothing runs until ``daemon.serve`` or a command uses it."""

    settings: Settings
    store: Store
    context: Context
    telemetry: Telemetry
    stopping: threading.Event
    open_channel: Callable[[ChannelSpec], Channel]
    _closers: list[Callable[[], None]] = field(default_factory=list)

    @property
    def zone(self) -> tzinfo:
        """The zone in which times are shown."""
        return self.context.zone

    def closing(self, closer: Callable[[], None]) -> None:
        """Call this too when everything is closed."""
        self._closers.append(closer)

    def close(self) -> None:
        """Undo ``build`` in reverse."""
        self.stopping.set()
        for closer in reversed(self._closers):
            closer()


def read_declared(settings: Settings) -> Assembled:
    """What feeds.toml declares, with its packs; raises ConfigError. Queries are verified when it is applied."""
    return assemble(load(settings.config, shortest=settings.shortest_interval))


def verified(settings: Settings) -> Assembled:
    """What feeds.toml declares, with every query and pack found right; raises ConfigError."""
    assembled = read_declared(settings)
    verify(assembled)
    return assembled


def open_store(settings: Settings) -> Store:
    """The database, migrated to this version. Raises StorageError or ConfigError."""
    store = Store(settings.database_url)
    store.upgrade()
    store.check()
    return store


def build(settings: Settings, declared: Declared | None = None, *, stream: TextIO | None = None,
          spacing: timedelta | None = None) -> Monitor:  # fmt: skip
    """Wire every part for these settings; ``declared`` fills in what they leave open. Starts nothing.

    ``stream`` is where the terminal channel writes. ``spacing`` overrides the least time between two requests to a
    host: for a press world on this machine only.
    """
    from monitor.isolation.pool import WorkerPool

    if declared is not None:
        settings = settings.completed_by(declared.monitor)
    store, clock, stopping = open_store(settings), SystemClock(), threading.Event()
    if spacing is None and declared is not None:
        spacing = declared.monitor.spacing
    fetcher = make_fetcher(settings, spacing, clock, stopping, _turns(settings, store))
    workers = WorkerPool(TASKS, workers=2)
    opener = channel_opener(settings, fetcher, stream or sys.stdout, store)
    context = Context(
        store=store, fetcher=fetcher, workers=workers, channels=ChannelBook(store, opener, settings.mail), clock=clock,
        knowledge=Knowledge(), hosts=fetcher.hosts, robots=fetcher.robots, chance=random.random,
        stopping=stopping.is_set, zone=settings.timezone, base_url=settings.web_url,
    )  # fmt: skip
    telemetry = Telemetry(as_json=settings.log_format.value == "json", verbosity=settings.verbosity)
    return Monitor(settings=settings, store=store, context=context, telemetry=telemetry, stopping=stopping,
                   open_channel=opener, _closers=[store.close, workers.close, fetcher.close])  # fmt: skip


def make_fetcher(settings: Settings, spacing: timedelta | None, clock: SystemClock,
                 stopping: threading.Event, turns: Turns | None) -> HttpFetcher:  # fmt: skip
    """A fetcher with the manners, the guard and the name that the settings give it. The caller closes it."""
    from monitor.fetch.client import HttpFetcher
    from monitor.fetch.guard import AllowedHosts
    from monitor.fetch.politeness import Manners

    manners = Manners(own_spacing=OWN_SPACING) if spacing is None else Manners(spacing=spacing)
    return HttpFetcher(
        clock=clock, contact=settings.contact, manners=manners, waiter=stopping,
        allow_hosts=AllowedHosts.parse(",".join(settings.allow_hosts)), shared=turns,
    )  # fmt: skip


def _turns(settings: Settings, store: Store) -> Turns | None:
    """The turns at hosts that all programs on one database keep: through the server, or by a file beside the file."""
    from monitor.fetch.shared_turns import SharedTurns

    if store.is_shared:
        return store.turns()
    file = sqlite_file(settings.database_url)
    return SharedTurns(file.with_name(f"{file.name}.turns")) if file else None
