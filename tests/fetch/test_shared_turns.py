"""Turns at hosts among programs on one machine."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.core.model.host import CUT_OFF, Turn
from monitor.fetch.politeness import HostTurns, Manners
from monitor.fetch.shared_turns import SharedTurns

GRANTED, BUSY = Turn(granted=True), Turn(granted=False)
HOLDER = """
import sys
from pathlib import Path
from monitor.fetch.shared_turns import SharedTurns
turns = SharedTurns(Path(sys.argv[1]))
assert turns.take("court.example", pause=300, heed_hold=True).granted
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_program(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds a host's turn until it is ended."""
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def take(turns: SharedTurns, host: str = "court.example") -> Turn:
    return turns.take(host, pause=5, heed_hold=True)


def test_the_pause_counts_from_the_last_request_of_any_program(tmp_path: Path) -> None:
    one, other = SharedTurns(tmp_path / "turns"), SharedTurns(tmp_path / "turns")
    assert take(one) == GRANTED
    one.give_back("court.example", 500)
    found = take(other)
    assert (found.granted, 400 < found.wait <= 500) == (False, True)
    assert take(other, "another.example") == GRANTED


def test_a_program_waits_out_the_pause_that_another_left(tmp_path: Path) -> None:
    class Gone(Exception):
        pass

    class Impatient:
        def wait(self, timeout: float, /) -> bool:
            if timeout > 1:
                raise Gone(timeout)
            return False

    manners = Manners(spacing=timedelta(seconds=500), longest_wait=timedelta(seconds=500))
    one, other = (
        HostTurns(manners, Impatient(), time.monotonic, shared=SharedTurns(tmp_path / "turns")) for _ in range(2)
    )
    with one.turn("court.example"):
        pass
    with pytest.raises(Gone) as left, other.turn("court.example"):
        pass
    assert 400 < left.value.args[0] <= 500


def test_a_host_is_asked_by_one_program_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "turns"
    turns = SharedTurns(path)
    with another_program(path) as process:
        assert take(turns) == BUSY
        assert take(turns, "another.example") == GRANTED
        process.kill()  # the system gives back what it held, and the host is left alone for a moment
        process.wait()
        found = take(turns)
        assert (found.granted, 200 < found.wait <= 300 + CUT_OFF) == (False, True)


def test_a_time_of_before_a_restart_of_the_machine_means_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = SharedTurns(tmp_path / "turns")
    take(turns)
    with monkeypatch.context() as patched:
        patched.setattr(time, "monotonic", lambda: 1e9)
        turns.give_back("court.example", 5)
    assert take(turns) == GRANTED


def test_where_no_file_can_be_there_turns_hold_within_the_program(tmp_path: Path) -> None:
    assert take(SharedTurns(tmp_path / "no" / "folder")) == GRANTED


def test_closing_waits_for_the_turns_under_way(tmp_path: Path) -> None:
    turns = SharedTurns(tmp_path / "turns")
    take(turns)
    turns.close()
    turns.give_back("court.example", 30)
    assert not take(SharedTurns(tmp_path / "turns")).granted


def test_threads_of_one_program_do_not_take_each_other_for_another(tmp_path: Path) -> None:
    turns, found = SharedTurns(tmp_path / "turns"), list[Turn]()
    take(turns)
    thread = threading.Thread(target=lambda: found.append(take(turns)))
    thread.start()
    thread.join()
    assert found == [GRANTED]


def test_a_host_that_asked_one_program_for_patience_is_left_alone_by_the_next(tmp_path: Path) -> None:
    one = SharedTurns(tmp_path / "turns")
    take(one)
    one.hold("court.example", timedelta(hours=1))
    one.hold("court.example", timedelta(minutes=1))  # the longer wish stands
    one.give_back("court.example", 0)
    next_one = SharedTurns(tmp_path / "turns")
    found = take(next_one)
    assert (found.granted, 3500 < found.held <= 3600) == (False, True)
    assert take(next_one, "another.example") == GRANTED
    assert next_one.take("court.example", pause=0, heed_hold=False) == GRANTED  # a message goes out all the same
    next_one.give_back("court.example", 0)
    assert take(next_one).held > 3500


def test_a_hold_is_never_longer_than_a_day_whatever_the_clock_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = SharedTurns(tmp_path / "turns")
    turns.hold("court.example", timedelta(days=9))
    assert 86_000 < take(turns).held <= 86_400
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: 4e9)
        turns.hold("court.example", timedelta(hours=1))
    assert take(turns) == GRANTED
