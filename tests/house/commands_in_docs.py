"""The `monitor …` commands that the papers name, and what is wrong with one, by the program's own command tree."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click

from monitor.cli.main import cli

_FENCE = re.compile(r"^[ ]*```.*?^[ ]*```[ ]*$", re.MULTILINE | re.DOTALL)
_IN_FENCE = re.compile(r"(?:^|\|\s|&&\s|\$\()\s*(?:\$ )?(monitor(?: .*)?)$")
_INLINE = re.compile(r"`(monitor [^`]+)`")
_ENDS = frozenset({"|", ">", "<", "&&", ";", "||"})


def commands(markdown: str) -> Iterator[str]:
    """Every command line that begins with the program's name, in fenced blocks and between backquotes."""
    for fence in _FENCE.findall(markdown):
        for line in fence.splitlines()[1:-1]:
            found = _IN_FENCE.search(line)
            if found and not line.strip().startswith("monitor,"):  # the last line of an alert
                yield found.group(1)
    for span in _INLINE.findall(_FENCE.sub("", markdown)):
        yield " ".join(span.split())


def fault(line: str) -> str:
    """What the program would not understand in a command line; "" if nothing. Values are not judged."""
    command: click.Command = cli
    words = _words(line)[1:]
    while words and words[0] not in _ENDS:
        word = words.pop(0).strip("[]…")
        if word.startswith("-") and word != "-":
            problem = _option(command, word, words)
            if problem:
                return problem
        elif isinstance(command, click.Group) and not word.isupper():  # COMMAND stands for any
            inner = command.get_command(click.Context(command), word)
            if inner is None:
                return f"no command {word}"
            command = inner
    return ""


def _option(command: click.Command, word: str, rest: list[str]) -> str:
    """What is wrong with an option; takes its value off the rest."""
    name, given, _ = word.partition("=")
    if name.strip("v") == "-":  # -v, -vv
        name = "-v"
    option = _options(command).get(name)
    if option is None:
        return f"{command.name} has no option {name}"
    takes_value = not (option.is_flag or option.count or given)
    if takes_value and rest and not rest[0].startswith(("-", "[")):
        rest.pop(0)
    return ""


def every_command() -> Iterator[str]:
    """All commands of the program, as they are called."""
    yield from _below(cli, "monitor")


def _below(group: click.Group, path: str) -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _below(command, f"{path} {name}")
        else:
            yield f"{path} {name}"


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line, comments=True)
    except ValueError:  # a quote that closes on the next line
        return line.split()


def _options(command: click.Command) -> dict[str, click.Option]:
    with click.Context(command, info_name="monitor", help_option_names=["-h", "--help"]) as context:
        found = [param for param in command.get_params(context) if isinstance(param, click.Option)]
    return {name: option for option in found for name in (*option.opts, *option.secondary_opts)}
