"""SIGTERM before the daemon is up: while it loads, and while it migrates."""

from __future__ import annotations

import fcntl
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from monitor.store.store import Store
from tests.acceptance.crash.harness import live
from tests.acceptance.daemon import PROGRAM, environment
from tests.acceptance.receivers import DEADLINE

SOON = 25.0  # seconds; half a second on an idle machine, while the lock would be waited for for 30
CONFIG = '[[source]]\nid = "quay"\nname = "Quay"\nurl = "http://127.0.0.1:9/feed"\n'


def start(folder: Path) -> subprocess.Popen[str]:
    (folder / "feeds.toml").write_text(CONFIG)
    return subprocess.Popen([str(PROGRAM), "run"], cwd=folder, env=environment(folder), stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # fmt: skip


def stopped(process: subprocess.Popen[str]) -> tuple[int, float, str]:
    """Exit code, seconds until the end, and what was said."""
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    try:
        _, said = process.communicate(timeout=DEADLINE)
    finally:
        process.kill()
    return process.returncode, time.monotonic() - begun, said


def wait_for(holds: Callable[[], bool]) -> None:
    pause, until = threading.Event(), time.monotonic() + DEADLINE
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        pause.wait(0.01)


@pytest.fixture
def half_made(tmp_path: Path) -> Path:
    """A database file in which another program may hold a lock; without tables, so that a start migrates."""
    with closing(sqlite3.connect(tmp_path / "monitor.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA user_version=0")
    return tmp_path / "monitor.db"


@pytest.fixture(params=["lock file", "database"])
def held(request: pytest.FixtureRequest, half_made: Path) -> Iterator[Path]:
    """The start of a migration is held up: by another monitor's lock file, or by a lock inside SQLite."""
    if request.param == "lock file":
        with Path(f"{half_made}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield half_made
    else:
        with closing(sqlite3.connect(half_made)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield half_made


def test_while_it_waits_to_migrate_it_ends_at_once_with_code_0(held: Path) -> None:
    process = start(held.parent)
    wait_for(lambda: opened(process.pid, held))
    code, took, said = stopped(process)
    assert (code, said) == (0, "")
    assert took < SOON


def opened(pid: int, path: Path) -> bool:
    """Whether the process has the database open, which it has from the first look at its version on."""
    try:
        return any(link.resolve() == path for link in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return False


def hears(pid: int) -> bool:
    """Whether the process has a way of its own to take SIGTERM (proc(5), SigCgt)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace").splitlines()
    caught = next(int(line.split()[1], 16) for line in lines if line.startswith("SigCgt:"))
    return bool(caught >> (signal.SIGTERM - 1) & 1)


@pytest.mark.parametrize("after", [0.0, 0.1, 0.2, 0.4, 0.7, 1.1])
def test_at_any_instant_of_the_start_it_ends_soon_and_the_database_is_usable(tmp_path: Path, after: float) -> None:
    process = start(tmp_path)
    live(process.pid, after)
    in_good_order = hears(process.pid)
    code, took, _ = stopped(process)
    assert code == 0 or (code == -signal.SIGTERM and not in_good_order)  # before Python itself is up
    assert took < SOON
    store = Store(f"sqlite:///{tmp_path / 'monitor.db'}")
    store.upgrade()
    store.check()
    store.close()
