"""What a command works with: the settings, the store with what feeds.toml declares in it, and the user's time zone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from monitor.cli.program import given, tell

if TYPE_CHECKING:
    from monitor.app.machine import Monitor
    from monitor.config.settings import Settings
    from monitor.core.errors import ConfigError
    from monitor.services.declare import Assembled
    from monitor.store.store import Store


@dataclass(frozen=True, kw_only=True)
class Session:
    """``assembled`` is None where there is no feeds.toml or it is broken."""

    settings: Settings
    store: Store
    assembled: Assembled | None

    @property
    def zone(self) -> tzinfo:
        """The zone in which times are shown."""
        return self.settings.timezone


def now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


def read_settings() -> Settings:
    """The settings of this call: options, then the environment, then defaults. Raises ConfigError."""
    from monitor.config import settings

    flags = settings.Flags(config=given("config"), database=given("database"), log_format=given("log_format"),
                           verbosity=given("verbosity") or 0)  # fmt: skip
    return settings.read_settings(flags, os.environ)


def config_was_named() -> bool:
    """Whether the user said which feeds.toml to use, so that a missing one is a mistake."""
    return bool(given("config") or os.environ.get("MONITOR_CONFIG", "").strip())


@contextmanager
def session(*, makes: bool = False) -> Iterator[Session]:
    """The store, holding what feeds.toml declares now. A broken file is a warning here: what was taken last is used.

    ``makes`` is for commands that bring something in, and may begin a database. Raises StorageError, and UserMistake
    where there is neither a file nor a database yet, or where the database that was named is not there.
    """
    from monitor.store.store import Store

    settings = read_settings()
    _refuse_nowhere(settings, makes=makes)
    assembled = declared_or_warn(settings)
    if assembled is not None:
        settings = settings.completed_by(assembled.declared.monitor)
    store = Store(settings.database_url)
    try:
        store.upgrade()
        if assembled is not None and not _applied(store, assembled):
            assembled = None
        yield Session(settings=settings, store=store, assembled=assembled)
    finally:
        store.close()


@contextmanager
def machine(*, makes: bool = False) -> Iterator[Monitor]:
    """The whole monitor, wired and not running: for commands that ask the web or a channel; ``makes`` as in session.

    What was asked of each host is counted with what the running monitor asks, however the command ends.
    """
    from monitor.app.machine import build
    from monitor.pipeline.hosts import HostBook
    from monitor.telemetry import quiet_libraries

    settings = read_settings()
    _refuse_nowhere(settings, makes=makes)
    quiet_libraries(settings.verbosity)
    assembled = declared_or_warn(settings)
    monitor = build(settings, assembled.declared if assembled else None)
    try:
        if assembled is not None:
            _applied(monitor.store, assembled)
        yield monitor
    finally:
        try:
            HostBook(monitor.context).write(at_once=True)
        finally:
            monitor.close()


def declared_or_warn(settings: Settings) -> Assembled | None:
    """What feeds.toml declares; None, with a warning, where it cannot be taken."""
    from monitor.app.machine import read_declared
    from monitor.core.errors import ConfigError

    if not settings.config.exists() and not config_was_named():
        return None
    try:
        return read_declared(settings)
    except ConfigError as error:
        if not settings.config.exists():
            raise
        _warn(error, str(settings.config))
        return None


def _applied(store: Store, assembled: Assembled) -> bool:
    """Make the store hold what the file declares; False, with a warning, if a query or a pack is not right."""
    from monitor.core.errors import ConfigError
    from monitor.services.declare import apply

    try:
        apply(store, assembled, now())
    except ConfigError as error:
        _warn(error, assembled.declared.file)
        return False
    return True


def _warn(error: ConfigError, file: str) -> None:
    from monitor.core.errors import ConfigRefused

    for problem in error.problems if isinstance(error, ConfigRefused) else (error,):
        tell(str(problem), "warning")
    tell(f"{file} is refused: shown is what was taken from it last", "warning")


def _refuse_nowhere(settings: Settings, *, makes: bool) -> None:
    """A listing in the wrong folder, or with a slip in the name of the database, must not make one."""
    from monitor.config.database_url import sqlite_file
    from monitor.core.errors import UserMistake

    path = sqlite_file(settings.database_url)
    if path is None or path.exists():
        return
    if given("database") or os.environ.get("MONITOR_DATABASE_URL") or os.environ.get("MONITOR_DATABASE_URL_FILE"):
        if not makes:
            raise UserMistake(f"there is no database {path}: is the name right? `monitor run` would make it")
        return
    if not settings.config.exists() and not config_was_named():
        raise UserMistake(f"there is no {settings.config} and no database: write a file with `monitor init`, or name "
                          "one with --config or MONITOR_CONFIG")  # fmt: skip
