"""What all commands share: options that go anywhere, examples in every help, lazy loading, one line for an error."""

from __future__ import annotations

import errno
import importlib
import math
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from monitor.core.errors import ConfigRefused, MonitorError, UserMistake

_META = "monitor."  # prefix of what the global options leave in the context
_WIDTH = 100
Example = tuple[str, str]  # a command line and what it does
NUMBER = click.IntRange(0, 2**31 - 1)  # of a development, article, alert or capture: what both databases take
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


class Amount(click.FloatRange):
    """A number within bounds. "nan", which no bound keeps out, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number."""
        found = super().convert(value, param, ctx)
        if math.isnan(found):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return found


def given(name: str) -> Any:
    """What a global option was given ("config", "database", "log_format", "verbosity"); None if it was not."""
    return click.get_current_context().meta.get(_META + name)


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value and param.name == "verbosity":
        ctx.meta[_META + "verbosity"] = ctx.meta.get(_META + "verbosity", 0) + value
    elif value is not None and value != 0:
        ctx.meta[_META + str(param.name)] = value


def _global_options() -> list[click.Parameter]:
    """Options that may stand before a command, between its words, and after it."""
    common: dict[str, Any] = {"expose_value": False, "callback": _remember}
    return [
        click.Option(["--config"], metavar="FILE", help="The feeds.toml to use (MONITOR_CONFIG).", **common),
        click.Option(["--database"], metavar="URL", **common,
                     help="A file, or postgresql://user:password@host/name (MONITOR_DATABASE_URL)."),
        click.Option(["--log-format"], type=click.Choice(["text", "json"]), help="How the log is written.", **common),
        click.Option(["-v", "verbosity"], count=True, help="Say more; -vv more still.", **common),
    ]  # fmt: skip


def _is_global(param: click.Parameter) -> bool:
    return isinstance(param, click.Option) and param.callback is _remember


def _write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Own options first, then those that every command takes."""
    own: list[tuple[str, str]] = []
    everywhere: list[tuple[str, str]] = []
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx) if isinstance(param, click.Option) else None
        if record is not None:
            (everywhere if _is_global(param) else own).append(record)
    for title, records in (("Options", own), ("Options of every command", everywhere)):
        if records:
            with formatter.section(title):
                formatter.write_dl(records)


def _write_examples(examples: Sequence[Example], formatter: click.HelpFormatter) -> None:
    if examples:
        with formatter.section("Examples"):
            for line, meaning in examples:
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
                if meaning:
                    formatter.write(f"{'':>{formatter.current_indent}}    {meaning}\n")


class Command(click.Command):
    """A command that takes the global options too and shows examples in its help."""

    def __init__(self, *args: Any, examples: Sequence[Example] = (), **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.examples = examples
        self.params.extend(_global_options())

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options in two sections."""
        _write_options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as click calls it
        """Write the examples."""
        _write_examples(self.examples, formatter)


class Group(click.Group):
    """A noun with its verbs."""

    command_class = Command

    def __init__(self, *args: Any, examples: Sequence[Example] = (), **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.examples = examples
        self.params.extend(_global_options())

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options in two sections."""
        self.format_commands(ctx, formatter)
        _write_options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as click calls it
        """Write the examples."""
        _write_examples(self.examples, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of that name, or a mistake that names the one most like it."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from monitor.config.suggest import did_you_mean

            hint = did_you_mean(args[0], self.list_commands(ctx))
            raise click.UsageError(f"no command {args[0]!r}: {hint}", ctx)
        return super().resolve_command(ctx, args)


class Program(Group):
    """The whole program. Commands are named by ``module:attribute`` and loaded when asked for.

    Every MonitorError becomes one line and an exit code; anything else that is raised is a bug and says so.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, str], **attributes: Any) -> None:
        settings = {"help_option_names": ["-h", "--help"], "max_content_width": _WIDTH}
        super().__init__(*args, context_settings=settings, **attributes)
        self._lazy = dict(lazy)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        """The commands in the order in which a new user meets them."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as click calls it
        """Load the command of that name."""
        if cmd_name not in self._lazy:
            return None
        module, _, attribute = self._lazy[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it raises is told in one line."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except MonitorError as error:
            for problem in error.problems if isinstance(error, ConfigRefused) else (error,):
                tell(str(problem))
            ctx.exit(2 if isinstance(error, UserMistake) else 1)
        except Exception as error:  # noqa: BLE001 - the last door: a person gets one line, with -v the rest
            ctx.exit(_told_bug(error, talkative=_is_talkative(ctx)))
        return code

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the program and end the process with its exit code: 0 fine, 1 failed, 2 wrong use, 130 interrupted."""
        _open_closed()
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")  # no text from the web may end a listing
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            code = 2
        except click.ClickException as error:
            tell(_in_words(error.format_message()))
            ctx = getattr(error, "ctx", None)
            if ctx is not None:
                click.echo(f"         see: {ctx.command_path} --help", err=True)
            code = error.exit_code
        except (click.Abort, KeyboardInterrupt):
            code = 130
        sys.exit(code if isinstance(code, int) else 0)


def _open_closed() -> None:
    """Streams that whoever started us has closed lead nowhere: a file that is opened next would take their place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as the process


def _in_words(problem: str) -> str:
    """A complaint of click without its names of types."""
    return problem.replace("a valid integer range", "a whole number").replace("a valid float range", "a number")


def tell(problem: str, kind: str = "") -> None:
    """Write one line for a person to the error stream, harmless whatever the text holds."""
    from monitor.core.inert import inert

    lead = f"monitor: {kind}: " if kind else "monitor: "
    click.echo(lead + inert(problem, 2_000), err=True)


def _is_talkative(ctx: click.Context) -> bool:
    return bool(ctx.meta.get(_META + "verbosity")) or os.environ.get("MONITOR_VERBOSITY", "0") not in ("", "0")


def _told_bug(error: Exception, *, talkative: bool) -> int:
    if isinstance(error, OSError) and error.errno == errno.EPIPE:  # whoever read our output has seen enough
        _write_nowhere()
        return 1
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        _write_nowhere()
        tell(f"{error.filename or 'the output'} cannot be written: {error.strerror}")
        return 1
    if talkative:
        traceback.print_exception(error)
        tell(f"{type(error).__name__}: {error}", "bug")
    else:
        tell(f"{type(error).__name__}: {error}; run again with -v for the traceback", "bug")
    return 1


def _write_nowhere() -> None:
    """What is still to be written is dropped, so that the end of the process does not try once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
