"""The health check as a container runs it: a file and three modules of the standard library."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.jobs import heartbeat


def check(path: Path) -> tuple[int, str]:
    command = [sys.executable, "-I", "-S", heartbeat.__file__, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_fresh_heartbeat_is_well_and_costs_next_to_nothing(tmp_path: Path) -> None:
    heartbeat.beat(str(tmp_path / "beat"))
    assert check(tmp_path / "beat") == (0, "well\n")
    assert cost(heartbeat.__file__, str(tmp_path / "beat")) <= 2 * cost("-c", "pass") + 0.02


def cost(*program: str) -> float:
    """CPU seconds of a bare Python that runs it; the least of several is what it takes on an idle machine."""
    return min(_cost(program) for _ in range(5))


def _cost(program: tuple[str, ...]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-I", "-S", *program], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("content", ["", "junk", "nan", "99999999999.0", "-500.0"])
def test_anything_else_is_sick(tmp_path: Path, content: str) -> None:
    (tmp_path / "beat").write_text(content)
    assert check(tmp_path / "beat")[0] == 1


def test_no_heartbeat_is_sick(tmp_path: Path) -> None:
    assert check(tmp_path / "beat") == (1, f"no heartbeat yet: {tmp_path}/beat is not there\n")


@pytest.mark.parametrize(("age", "well"), [(0, True), (59, True), (61, False), (-1, False)])
def test_only_a_minute_may_pass(tmp_path: Path, age: float, well: bool) -> None:
    (tmp_path / "beat").write_text("1000.0\n")
    assert (heartbeat.problem(str(tmp_path / "beat"), 1000.0 + age) == "") is well
