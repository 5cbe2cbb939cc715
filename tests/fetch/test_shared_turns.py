"""Turns at hosts among programs on one machine."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.fetch.politeness import HostTurns, Manners
from monitor.fetch.shared_turns import NEVER, SharedTurns

HOLDER = """
import sys
from pathlib import Path
from monitor.fetch.shared_turns import SharedTurns
with SharedTurns(Path(sys.argv[1])).turn("court.example", print):
    print("held", flush=True)
    sys.stdin.read()
"""


class Notes(list[float]):
    """A waiter that writes down and does not wait."""

    def wait(self, timeout: float, /) -> bool:
        self.append(timeout)
        return False


class GivenUp(Exception):
    """Raised instead of waiting."""


def give_up(seconds: float) -> None:
    raise GivenUp


def program(path: Path, waits: Notes) -> HostTurns:
    manners = Manners(spacing=timedelta(seconds=5))
    return HostTurns(manners, waits, time.monotonic, shared=SharedTurns(path))


@contextmanager
def another_program(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds a host's turn until it is ended."""
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_pause_counts_from_the_last_request_of_any_program(tmp_path: Path) -> None:
    waits = Notes()
    for _ in range(2):
        with program(tmp_path / "turns", waits).turn("court.example"):
            pass
    with program(tmp_path / "turns", waits).turn("another.example"):
        pass
    assert [round(wait) for wait in waits if wait] == [5]


def test_a_host_is_asked_by_one_program_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "turns"
    with another_program(path) as process, ExitStack() as stack:
        with pytest.raises(GivenUp):
            stack.enter_context(SharedTurns(path).turn("court.example", give_up))
        with SharedTurns(path).turn("another.example", give_up):
            pass
        process.kill()  # the system gives back what it held
        process.wait()
        with SharedTurns(path).turn("court.example", give_up):
            pass


def test_a_time_of_before_a_restart_of_the_machine_means_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = SharedTurns(tmp_path / "turns")
    with turns.turn("court.example", give_up):
        pass
    monkeypatch.setattr(time, "monotonic", lambda: 1.0)
    with turns.turn("court.example", give_up) as ended:
        assert ended == NEVER


def test_where_no_file_can_be_there_turns_hold_within_the_program(tmp_path: Path) -> None:
    with SharedTurns(tmp_path / "no" / "folder").turn("court.example", give_up) as ended:
        assert ended == NEVER


def test_closing_waits_for_the_turns_under_way(tmp_path: Path) -> None:
    turns = SharedTurns(tmp_path / "turns")
    with turns.turn("court.example", give_up):
        turns.close()
    with turns.turn("court.example", give_up) as ended:
        assert ended == NEVER
    with SharedTurns(tmp_path / "turns").turn("court.example", give_up) as ended:
        assert ended > time.monotonic() - 60


def test_threads_of_one_program_do_not_take_each_other_for_another(tmp_path: Path) -> None:
    turns, found = SharedTurns(tmp_path / "turns"), list[float]()

    def look() -> None:
        with turns.turn("court.example", give_up) as ended:
            found.append(ended)

    with turns.turn("court.example", give_up):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert found == [NEVER]
