"""Tables as they are printed: whole into a pipe, without a word lost on a narrow terminal."""

from __future__ import annotations

import fcntl
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
from tests.cli.conftest import Program


@pytest.mark.parametrize("forced", ["", "1"])
def test_into_a_pipe_each_row_is_one_line_with_nothing_cut(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, forced: str
) -> None:
    monkeypatch.setenv("FORCE_COLOR", forced)
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
