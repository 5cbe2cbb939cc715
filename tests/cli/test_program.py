from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from monitor.cli.main import COMMANDS, cli
from monitor.cli.program import Program

HEAVY = ("sqlalchemy", "alembic", "httpx", "feedparser", "trafilatura", "apprise", "lark", "pydantic", "rich", "lxml",
         "Stemmer", "ahocorasick_rs", "apscheduler", "procrastinate", "psycopg", "fastapi", "uvicorn", "jinja2",
         "argon2", "authlib", "pypdf")  # fmt: skip
planted = Program("monitor", lazy={name: f"tests.cli.planted:{name}" for name in ("bug", "interrupted", "options")})


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(planted, list(words), prog_name="monitor")
    return result.exit_code, result.stdout, result.stderr


def test_help_loads_no_heavy_library() -> None:
    code = f"""
import sys
from monitor.cli.main import cli
try:
    cli(["--help"], prog_name="monitor")
except SystemExit:
    pass
print("LOADED", *[name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1].strip() == "LOADED"


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "monitor", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("monitor ")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_its_verbs_have_help_with_an_example(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    verbs = list(command.commands.values()) if isinstance(command, click.Group) else []
    for each in [command, *verbs]:
        assert each.help
        assert getattr(each, "examples", ())
        words = [name] if each is command else [name, str(each.name)]
        assert "Examples:" in CliRunner().invoke(cli, [*words, "--help"]).stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--config", "a", "--database", "b", "-vv", "options"),
        ("options", "--config", "a", "--database", "b", "-vv"),
        ("-v", "--config", "a", "options", "-v", "--database", "b"),
    ],
)
def test_global_options_may_stand_before_and_after_the_command(words: tuple[str, ...]) -> None:
    assert run(*words) == (0, "a b 2\n", "")


def test_an_option_after_the_command_wins() -> None:
    assert run("--config", "a", "options", "--config", "c")[1].startswith("c ")


def test_a_bug_is_one_line_without_escapes() -> None:
    code, out, err = run("bug")
    assert (code, out) == (1, "")
    assert err == "monitor: bug: KeyError: 'planted\\x1b[31m'; run again with -v for the traceback\n"


def test_a_bug_with_v_has_its_traceback() -> None:
    code, _, err = run("bug", "-v")
    assert code == 1
    assert "Traceback" in err
    assert "planted.py" in err


def test_ctrl_c_ends_with_130() -> None:
    code, out, err = run("interrupted")
    assert (code, out, err.strip()) == (130, "", "")


def test_an_unknown_command_names_the_nearest() -> None:
    result = CliRunner().invoke(cli, ["sorce", "list"], prog_name="monitor")
    assert result.exit_code == 2
    assert "no command 'sorce': did you mean 'source'?" in result.stderr


def test_what_is_no_number_is_told_in_plain_words() -> None:
    said = CliRunner().invoke(cli, ["development", "show", "abc"], prog_name="monitor").stderr
    assert "'abc' is not a whole number" in said
    for words in (("topic", "try", "x", "--weeks", "nan"), ("demo", "--speed", "nan")):
        result = CliRunner().invoke(cli, [*words], prog_name="monitor")
        assert (result.exit_code, "'nan' is not a number" in result.stderr) == (2, True)


def test_an_unknown_option_is_wrong_use() -> None:
    result = CliRunner().invoke(cli, ["topic", "list", "--bogus"], prog_name="monitor")
    assert result.exit_code == 2
    assert "--bogus" in result.stderr
    assert "see: monitor topic list --help" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
def test_an_output_that_is_full_is_told_in_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-m", "monitor", "pack", "list", "--json"], stdout=full,
                              stderr=subprocess.PIPE, text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "monitor: the output cannot be written: No space left on device\n")


def test_streams_that_are_closed_are_no_bug() -> None:
    done = subprocess.run(["sh", "-c", 'exec "$0" -m monitor pack list <&- >&-', sys.executable],
                          stderr=subprocess.PIPE, text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_goes_away_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([sys.executable, "-m", "monitor", "pack", "test", "--json"], stdout=write,
                          stderr=subprocess.PIPE, text=True, check=False)  # fmt: skip
    os.close(write)
    assert done.stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_program(shell: str) -> None:
    assert "_MONITOR_COMPLETE" in CliRunner().invoke(cli, ["completion", shell]).stdout
