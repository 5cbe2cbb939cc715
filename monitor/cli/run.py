"""Starting: ``monitor init``, ``run`` and ``demo``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from monitor.cli.program import Amount, Command

if TYPE_CHECKING:
    from monitor.core.model.process import Role


@click.command(
    "init",
    cls=Command,
    examples=(
        ("monitor init", "write ./feeds.toml"),
        ("monitor init ~/.config/monitor", "write feeds.toml into that folder"),
        ("monitor init --force", "write it again; what stands there is kept as feeds.toml.old"),
    ),
)
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def init(path: Path | None, force: bool) -> None:
    """Write a commented feeds.toml to start from."""
    from monitor.services.start import write_config

    written, kept = write_config(path or Path("feeds.toml"), force=force)
    if kept is not None:
        click.echo(f"The file that was there is now {kept}.")
    click.echo(f"Wrote {written}. Read it, change what you like, then start: monitor run")


@click.command(
    "run",
    cls=Command,
    examples=(
        ("monitor run", "poll, match and alert until Ctrl-C or SIGTERM"),
        ("monitor run --once", "poll all that is due, deliver, and end: for cron"),
        ("monitor run --config /etc/monitor/feeds.toml --log-format json", ""),
        ("monitor run --role worker", "one of several processes on one PostgreSQL database"),
    ),
)
@click.option("--once", is_flag=True, help="Poll all that is due, work until idle, deliver, and end.")
@click.option("--role", type=click.Choice(["all", "scheduler", "worker", "web"]), default="all", show_default=True,
              help="What this process does: everything, or its part of a monitor in several processes.")  # fmt: skip
def run(once: bool, role: str) -> int:
    """Watch the sources and alert.

    Looks at every source when it is due, reads what is new, and tells each new development once. What is there already
    at first contact is stored and shown, not alerted. An edited feeds.toml is taken without a restart.
    """
    from monitor.jobs import heap

    heap.keep_small()  # before there are threads: each that is there already keeps a heap of its own

    from monitor.cli import stopping

    stopping.end_on_sigterm()  # a thread; before anything slow is loaded or done

    from monitor.app.machine import build, read_declared
    from monitor.cli.session import read_settings
    from monitor.core.errors import UserMistake
    from monitor.core.model.process import Role
    from monitor.daemon.serving import run_once
    from monitor.roles import serve_role
    from monitor.telemetry import quiet_libraries

    part, said_by = _role(role)
    if once and part is not Role.ALL:
        raise UserMistake(f"--once does everything in one process: leave {said_by} away")
    settings = read_settings()
    quiet_libraries(settings.verbosity)
    assembled = read_declared(settings)
    monitor = build(settings, assembled.declared)
    try:
        return run_once(monitor, assembled) if once else serve_role(monitor, assembled, part, said_by)
    finally:
        monitor.close()


def _role(given: str) -> tuple[Role, str]:
    """What the process does, and what says so. Raises ConfigError for a variable that names no role."""
    from monitor.core.errors import ConfigError
    from monitor.core.model.process import Role

    said = os.environ.get("MONITOR_ROLE", "").strip()
    if not said or click.get_current_context().get_parameter_source("role") is not ParameterSource.DEFAULT:
        return Role(given), "--role"
    if said not in [role.value for role in Role]:
        raise ConfigError(f"there is no role {said!r}: use {', '.join(role.value for role in Role)}",
                          key="MONITOR_ROLE")  # fmt: skip
    return Role(said), "MONITOR_ROLE"


@click.command(
    "demo",
    cls=Command,
    examples=(
        ("monitor demo", "two minutes of made-up news, alerts in this terminal"),
        ("monitor demo --speed 4", "the same in half a minute"),
        ("monitor demo --web", "with its web page, until Ctrl-C"),
    ),
)
@click.option("--speed", type=Amount(min=0.1, max=100), default=1.0, show_default=True, metavar="FACTOR",
              help="How much faster than real the story is told.")  # fmt: skip
@click.option("--fast", is_flag=True, help="As fast as the machine can, for tests.")
@click.option("--web", is_flag=True, help="Show the web page too, until Ctrl-C.")
def demo(speed: float, fast: bool, web: bool) -> int:
    """See it at work without a network.

    A made-up press on this machine: stories break, are reprinted, followed up and withdrawn within two minutes, and
    the real program watches them. Nothing of yours is read or changed.
    """
    import threading
    from dataclasses import replace

    from monitor.cli import look, session
    from monitor.cli.development import print_developments
    from monitor.core.errors import UserMistake
    from monitor.demo.run import check_free, password_for, play, staged, step_through
    from monitor.services.developments import list_developments
    from monitor.services.status import status
    from monitor.telemetry import quiet_libraries

    if fast and web:
        raise UserMistake("--fast ends with the story, and its page with it: use --web with --speed 20 instead")
    settings = session.read_settings()
    quiet_libraries(settings.verbosity)
    stop = threading.Event()
    bind = settings.web if web else None
    password = ""
    if bind is not None:
        check_free(bind)
        password = password_for(bind)
    with staged(speed=speed, stream=sys.stdout, zone=str(settings.timezone), verbosity=settings.verbosity,
                web=bind, password=password) as stage:  # fmt: skip
        click.echo("A made-up press on this machine: nine outlets, invented news, three topics. Ctrl-C ends it.\n")
        if bind is not None:
            click.echo(f"The web page is at http://{bind.reached} ; its password is: {password}\n")
        try:
            if fast:
                step_through(stage, stop)
            else:
                play(stage, stop, stay=bind is not None)
        except KeyboardInterrupt:
            stop.set()
        store, zone = stage.monitor.store, stage.monitor.zone
        click.echo("\n$ monitor status")
        as_it_ran = replace(status(store), stopped=None)  # it ends with its story, and nobody has to start it again
        look.print_status(as_it_ran, zone, session.now())
        click.echo("\n$ monitor development list")
        print_developments(list_developments(store), zone)
    click.echo("\nThat was made up, and is gone now. On a web page: monitor demo --web. On the real press: monitor run")
    return 0
