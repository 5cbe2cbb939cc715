"""The program ``monitor``: its commands by name. Loads nothing that a command does not need."""

from __future__ import annotations

import click

from monitor import __version__
from monitor.cli.program import Program

COMMANDS = {
    "init": "monitor.cli.run:init",
    "run": "monitor.cli.run:run",
    "demo": "monitor.cli.run:demo",
    "status": "monitor.cli.look:status",
    "source": "monitor.cli.source:source",
    "hosts": "monitor.cli.hosts:hosts",
    "topic": "monitor.cli.topic:topic",
    "concept": "monitor.cli.concept:concept",
    "channel": "monitor.cli.channel:channel",
    "development": "monitor.cli.development:development",
    "capture": "monitor.cli.capture:capture",
    "alert": "monitor.cli.alert:alert",
    "digest": "monitor.cli.feedback:digest",
    "feedback": "monitor.cli.feedback:feedback",
    "precision": "monitor.cli.feedback:precision",
    "web": "monitor.cli.web:web",
    "explain": "monitor.cli.explain:explain",
    "export": "monitor.cli.look:export",
    "replay": "monitor.cli.replay:replay",
    "pack": "monitor.cli.pack:pack",
    "doctor": "monitor.cli.db:doctor",
    "db": "monitor.cli.db:db",
    "backup": "monitor.cli.care:backup",
    "restore": "monitor.cli.care:restore",
    "prune": "monitor.cli.care:prune",
    "completion": "monitor.cli.completion:completion",
}


@click.group(
    "monitor",
    cls=Program,
    lazy=COMMANDS,
    examples=(
        ("monitor init", "write feeds.toml: sources and topics to start from"),
        ("monitor run", "watch, and alert in this terminal until Ctrl-C"),
        ("monitor demo", "see it at work without a network"),
        ("monitor topic try '\"Rome Statute\" AND amend*'", "what would a topic have found?"),
    ),
)
@click.version_option(__version__, message="monitor %(version)s")
def cli() -> None:
    """Watch feeds and pages, and be told once when something new happens on a topic."""


def main() -> None:
    """The entry point of the installed command."""
    cli(prog_name="monitor")
