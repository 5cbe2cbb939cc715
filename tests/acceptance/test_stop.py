"""SIGTERM while every source hangs: the daemon does not wait for them, and nothing that it gave up is lost."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from monitor.core.model.source import SourceState
from monitor.store.store import Store
from tests.acceptance.conftest import Setting
from tests.acceptance.daemon import Daemon
from tests.acceptance.receivers import DEADLINE
from tests.acceptance.stories import EMPTIED

CONNECT, ANSWER = 10.0, 30.0  # seconds for which each would hang; the end takes half of one on an idle machine
SOURCES = 61  # as in the feeds.toml that comes with the program


@pytest.fixture(params=["connect", "answer"])
def hanging(request: pytest.FixtureRequest) -> Iterator[tuple[int, float]]:
    """A port where connections are not taken up, or are taken and never answered; for how long that is waited for."""
    full = request.param == "connect"
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("0.0.0.0", 0), backlog=0 if full else 128))
        port = int(listener.getsockname()[1])
        for _ in range(4 if full else 0):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.1", port))
        yield port, CONNECT if full else ANSWER


def declare(folder: Path, port: int) -> None:
    (folder / "feeds.toml").write_text("".join(
        f'[[source]]\nid = "quay-{n}"\nname = "Quay {n}"\nurl = "http://127.0.1.{n + 1}:{port}/feed"\n'
        for n in range(SOURCES)
    ))  # fmt: skip


def took_to_stop(daemon: Daemon) -> float:
    began = time.monotonic()
    assert daemon.terminate() == 0, daemon.tail()
    return time.monotonic() - began


def states(folder: Path) -> list[SourceState]:
    store = Store(f"sqlite:///{folder / 'monitor.db'}")
    with store.read() as tx:
        found = list(tx.sources.states().values())
    store.close()
    return found


def test_sources_that_hang_do_not_hold_up_the_end_nor_do_they_count_as_failed(
    tmp_path: Path, hanging: tuple[int, float]
) -> None:
    port, seconds = hanging
    declare(tmp_path, port)
    for start in range(3):  # the second and third as after a restart
        daemon = Daemon(tmp_path, tmp_path / f"log-{start}")
        try:
            wait_until_polls_hang(daemon.pid, port)
            assert took_to_stop(daemon) < seconds - 1
        finally:
            daemon.close()
    assert {state.failures for state in states(tmp_path)} == {0}


def wait_until_polls_hang(pid: int, port: int) -> None:
    pause, until = threading.Event(), time.monotonic() + DEADLINE
    while hanging_polls(pid, port) < 10:
        assert time.monotonic() < until, "no polls hang"
        pause.wait(0.02)


def hanging_polls(pid: int, port: int) -> int:
    """How many connections to that port the process has open or under way (proc(5): 01 open, 02 asked for)."""
    lines = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    return sum(line[2].endswith(f":{port:04X}") and line[3] in ("01", "02") for line in lines)


def test_a_page_that_was_being_read_is_read_after_the_restart(setting: Setting) -> None:
    gazette = setting.outlet("gazette")
    setting.declare()
    daemon = setting.watching()
    gazette.pages_wait.clear()
    gazette.publish(EMPTIED, in_full=False)
    gazette.wait_until_asked(f"/{EMPTIED.slug}")
    assert took_to_stop(daemon) < ANSWER - 1
    gazette.pages_wait.set()
    setting.start()
    assert [call["title"] for call in setting.hook.wait_for(1)] == [EMPTIED.title]
