"""Commands that go wrong in every way, to see what the program makes of it."""

from __future__ import annotations

import click

from monitor.cli.program import Command, given


@click.command("bug", cls=Command)
def bug() -> None:
    raise KeyError("planted\x1b[31m")


@click.command("interrupted", cls=Command)
def interrupted() -> None:
    raise KeyboardInterrupt


@click.command("options", cls=Command)
def options() -> None:
    click.echo(f"{given('config')} {given('database')} {given('verbosity')}")
