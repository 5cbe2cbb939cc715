"""The reference page names every command and option that there is."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from monitor.cli.main import COMMANDS, cli

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"
EVERYWHERE = {"config", "database", "log_format", "verbosity", "help"}


def commands() -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        verbs = command.commands if isinstance(command, click.Group) else {"": command}
        found += [(f"monitor {name} {verb}".strip(), each) for verb, each in verbs.items()]
    return found


@pytest.mark.parametrize(("path", "command"), commands())
def test_a_command_stands_on_the_page_with_its_options(path: str, command: click.Command) -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if path in line]
    assert lines
    for param in command.params:
        if isinstance(param, click.Option) and param.name not in EVERYWHERE:
            assert any(param.opts[0] in line for line in lines), param.opts[0]
