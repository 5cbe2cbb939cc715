from __future__ import annotations

import fcntl
import json
import os
import re
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

import pytest

from monitor.cli.table import print_table
from tests.cli.conftest import Program, Site, feed


def levels(program: Program) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in json.loads(program("doctor", "--json").stdout):
        found.setdefault(each["subject"], set()).add(each["level"])
    return found


def test_a_good_installation_has_nothing_to_mend(monitor: Program, site: Site) -> None:
    url = site.put("/rss.xml", feed("One"), "application/rss+xml")
    monitor.write((monitor.folder / "feeds.toml").read_text().replace("https://gazette.example/rss.xml", url))
    monitor.good("db", "upgrade")
    found = levels(monitor)
    assert monitor("doctor").exit_code == 0
    assert {found["feeds.toml"].pop(), found["workers"].pop(), found["network"].pop()} == {"ok"}
    assert found["database"] == {"ok"}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("[[source\n", "feeds.toml"),
        ('packs = ["icc"]\n[[topic]]\nname = "x"\nquery = "a NEAR b"\n', "feeds.toml"),
        ('packs = ["icc"]\n[[channel]]\nname = "desk"\nurl = "env:NOT_SET_HERE"\n', "channel desk"),
        ('packs = ["icc"]\n[[channel]]\nname = "desk"\nurl = "foo://x"\n', "channel desk"),
    ],
)
def test_what_is_wrong_is_named_and_fails(monitor: Program, text: str, subject: str) -> None:
    monitor.good("db", "upgrade")
    monitor.write(text)
    assert "fail" in levels(monitor)[subject]
    assert monitor("doctor").exit_code == 1


@pytest.mark.sqlite_only  # its database is a file
def test_a_broken_database_is_named_beside_the_rest(monitor: Program) -> None:
    monitor.database.parent.mkdir()
    monitor.database.write_bytes(b"junk")
    monitor.database.chmod(0o600)
    found = levels(monitor)
    assert found["database"] == {"fail"}
    assert found["feeds.toml"] == {"ok"}


def test_a_secret_in_clear_is_warned_about_and_not_shown(monitor: Program) -> None:
    monitor.good("db", "upgrade")
    hook = "https://hooks.slack.com/services/T0/B0/SECRET"
    monitor.write(f'packs = ["icc"]\n[[channel]]\nname = "desk"\nurl = "{hook}"\n')
    assert "warn" in levels(monitor)["channel desk"]
    assert "SECRET" not in monitor("doctor").output


@pytest.mark.sqlite_only  # its database is a file
def test_doctor_makes_no_database(monitor: Program) -> None:
    assert levels(monitor)["database"] == {"warn"}
    assert not monitor.database.exists()


def test_pack_cases_pass_and_are_listed(monitor: Program) -> None:
    results = json.loads(monitor.good("pack", "test", "icc", "--json"))
    assert len(results) == json.loads(monitor.good("pack", "list", "--json"))[0]["cases"]
    assert all(each["passed"] for each in results)


def test_an_unknown_pack_is_wrong_use(monitor: Program) -> None:
    assert monitor("pack", "test", "nope").exit_code == 2


def test_into_a_pipe_each_row_is_one_line_with_nothing_cut(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("name", "text"), [("a", "long " * 100 + "end"), ("b", "short")])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[1].endswith("end")
    assert all(line == line.rstrip() for line in lines)


def everything(terminal: int) -> bytes:
    """What was written to a terminal whose other end is closed; it comes piece by piece."""
    read = b""
    with suppress(OSError):  # the end
        while piece := os.read(terminal, 65_536):
            read += piece
    return read


def test_on_a_narrow_terminal_no_word_is_lost(monitor: Program) -> None:
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    environ = {**os.environ, "TERM": "xterm", "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-m", "monitor", "topic", "list"], stdout=theirs, env=environ, check=True)
    os.close(theirs)
    shown = everything(ours).decode()
    os.close(ours)
    assert "\x1b[" in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert "Sanctions on the International Criminal Court" in " ".join(plain.split())
    assert "feeds.toml" in plain
