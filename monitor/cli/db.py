"""Care: ``monitor db`` and ``monitor doctor``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from monitor.cli.program import Command, Group

if TYPE_CHECKING:
    from monitor.app.machine import Monitor
    from monitor.config.settings import Settings
    from monitor.services.findings import Finding


@click.group("db", cls=Group, examples=(("monitor db check", ""), ("monitor db upgrade", "")))
def db() -> None:
    """The database: its version and its health. `monitor run` upgrades it by itself."""


@db.command("upgrade", examples=(("monitor db upgrade", "make it, or bring it to this program's version"),))
def upgrade() -> None:
    """Bring the database to this program's version; make it if there is none."""
    from monitor.cli.session import read_settings
    from monitor.store.store import Store

    store = Store(read_settings().database_url)
    try:
        done = store.upgrade()
        click.echo(f"{store.name} {'is now' if done else 'was already'} of this program's version.")
    finally:
        store.close()


@db.command("check", examples=(("monitor db check", "exit code 1 if it is damaged or of another version"),))
def check() -> None:
    """Say whether the database is whole and of this program's version. Changes nothing."""
    from monitor.cli.session import read_settings
    from monitor.config.database_url import sqlite_file
    from monitor.core.errors import StorageError
    from monitor.store.store import Store

    settings = read_settings()
    path = sqlite_file(settings.database_url)
    if path is not None and not path.exists():
        raise StorageError(f"database {path} is not there: `monitor db upgrade` makes one, `monitor run` does so too")
    store = Store(settings.database_url)
    try:
        store.check()
        click.echo(f"{store.name} is whole and of this program's version.")
    finally:
        store.close()


@click.command(
    "doctor",
    cls=Command,
    examples=(("monitor doctor", "before asking for help"), ("monitor doctor --json", "")),
)
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
def doctor(as_json: bool) -> int:
    """Say what is right, what is not, and what to do.

    Looks at the file, the database, the channels, the clock and the network. Exit code 1 if something fails.
    """
    from monitor.cli import table
    from monitor.cli.session import read_settings
    from monitor.services.findings import Level

    found = []
    for finding in _findings(read_settings()):
        found.append(finding)
        if not as_json:
            _print(finding)
            sys.stdout.flush()
    if as_json:
        table.print_json([{"level": each.level.value, "subject": each.subject, "text": each.text,
                           "advice": each.advice} for each in found])  # fmt: skip
    return 1 if any(each.level is Level.FAIL for each in found) else 0


def _findings(settings: Settings) -> Iterator[Finding]:
    from monitor.app.machine import read_declared, verified
    from monitor.cli.session import now
    from monitor.config.database_url import sqlite_file
    from monitor.services import doctor as services
    from monitor.services import surroundings
    from monitor.services.findings import Level
    from monitor.telemetry import quiet_libraries

    quiet_libraries(settings.verbosity)
    yield from services.check_machine(now())
    yield from surroundings.check_places(settings)
    config = list(services.check_config(settings, lambda: verified(settings)))
    yield from config
    if not any(each.level is Level.FAIL for each in config):
        completed = settings.completed_by(read_declared(settings).declared.monitor)
        yield from surroundings.check_zone(completed)
        yield from surroundings.check_manners(completed)
    database = list(services.check_database(settings))
    yield from database
    path = sqlite_file(settings.database_url)
    if any(each.level is Level.FAIL for each in (*config, *database)):
        return
    if path is None or path.exists():
        yield from _inside(settings)
    else:
        yield from _before_the_first_start(settings)


def _before_the_first_start(settings: Settings) -> Iterator[Finding]:
    """What is declared is looked at as if it were taken over, in a database that is gone afterwards."""
    import tempfile
    from dataclasses import replace
    from pathlib import Path

    from monitor.config.database_url import sqlite_url

    with tempfile.TemporaryDirectory(prefix="monitor-doctor-") as folder:
        for finding in _inside(replace(settings, database_url=sqlite_url(Path(folder) / "monitor.db"))):
            if finding.subject != "daemon":  # that it has not run yet was said of the database
                yield finding


def _inside(settings: Settings) -> Iterator[Finding]:
    """What can be looked at only with a good file and a database."""
    from monitor.app.machine import build, read_declared
    from monitor.cli.session import now
    from monitor.services import doctor as services
    from monitor.services import surroundings
    from monitor.services.access import password_hash
    from monitor.services.channels import list_channels
    from monitor.services.declare import apply
    from monitor.services.sources import list_sources

    assembled = read_declared(settings)
    monitor: Monitor = build(settings, assembled.declared)
    try:
        apply(monitor.store, assembled, now())
        yield from services.check_daemon(monitor.store, now())
        yield from services.check_twins(monitor.store, settings.config)
        yield from services.check_taken_over(monitor.store, now())
        yield from services.check_topics(monitor.store)
        yield from surroundings.check_reach(monitor.settings, has_password=bool(password_hash(monitor.store)))
        yield from services.check_channels(list_channels(monitor.store), monitor.open_channel)
        yield from services.check_deliveries(monitor.store, now())
        yield from services.check_workers(monitor.context.workers)
        sources = [each.source for each in list_sources(monitor.store)]
        yield from services.check_network(monitor.context.fetcher, sources, now())
    finally:
        monitor.close()


def _print(finding: Finding) -> None:
    from monitor.cli import table
    from monitor.core.inert import inert

    colours = {"ok": "green", "warn": "yellow", "fail": "red"}
    level = table.paint(finding.level.value.ljust(4), fg=colours[finding.level.value])
    advice = f" → {finding.advice}" if finding.advice else ""
    click.echo(f"{level}  {finding.subject:<12} {inert(finding.text + advice, 2_000)}")
