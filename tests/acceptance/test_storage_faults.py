"""The daemon on storage that fails: it says so in clear words and once, loses nothing, and goes on by itself."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.core.model.entry import Account
from tests.acceptance.conftest import Setting
from tests.acceptance.daemon import Daemon
from tests.acceptance.receivers import NOTICE
from tests.acceptance.stories import COLLAPSED, EMPTIED, MUSEUM

pytestmark = pytest.mark.sqlite_only  # the disk under SQLite's file

MANY = 20  # lines about one fault; it is told some times, and a hot loop writes hundreds


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True,
                             check=False) if os.geteuid() == 0 else None  # fmt: skip
    if mounted is None or mounted.returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Take all the room that is left."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for piece in (1 << 16, 1 << 12):
            try:
                while file.write(b"x" * piece) == piece:
                    pass
            except OSError:
                continue
    return ballast


def told_of(daemon: Daemon, words: str) -> int:
    return sum(words in str(event.get("reason", "")) for event in daemon.events)


def all_alerted(setting: Setting, *titles: str) -> None:
    setting.hook.wait_for(len(titles))
    setting.mail.wait_for(len(titles))
    assert sorted(call["title"] for call in setting.hook.alerts()) == sorted(titles)
    assert len(setting.mail.alerts()) == len(titles)
    assert {entry.account for entry in setting.entries()} <= {Account.ALERTED, Account.NO_MATCH}


def test_a_full_disk_is_told_and_what_comes_meanwhile_is_alerted_once_there_is_room(setting: Setting) -> None:
    gazette = setting.outlet("gazette")
    with small_disk(setting.folder, "8m"):
        setting.declare()
        daemon = setting.watching()
        gazette.publish(EMPTIED)
        setting.hook.wait_for(1)
        ballast = fill(setting.folder)
        gazette.publish(COLLAPSED)
        daemon.wait_for_words("the disk is full")
        gazette.publish(MUSEUM)
        setting.hook.wait_for(1, NOTICE)  # past the outbox, which has no room
        setting.mail.wait_for(1, NOTICE)
        ballast.unlink()
        daemon.wait_for(event="detect", title=MUSEUM.title)
        all_alerted(setting, EMPTIED.title, COLLAPSED.title)
        assert told_of(daemon, "disk is full") <= MANY
        assert [call["title"] for call in setting.hook.alerts(NOTICE)] == ["Storage fails: the disk is full"]
        assert daemon.terminate() == 0
        daemon.close()


def test_a_file_at_its_size_limit_is_told_and_recovered_from(setting: Setting) -> None:
    gazette = setting.outlet("gazette")
    setting.declare()
    daemon = setting.watching()
    pages = resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    gazette.publish(EMPTIED)
    daemon.wait_for_words("cannot be")
    resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, pages)
    all_alerted(setting, EMPTIED.title)
    assert told_of(daemon, "cannot be") <= MANY
    assert daemon.terminate() == 0


def test_a_start_on_a_read_only_disk_is_one_clear_line(setting: Setting) -> None:
    setting.outlet("gazette")
    with small_disk(setting.folder, "8m"):
        setting.declare()
        daemon = setting.watching()
        assert daemon.terminate() == 0
        daemon.close()
        log = setting.folder.parent / "refused.log"
        subprocess.run(["mount", "-o", "remount,ro", str(setting.folder)], check=True)
        refused = Daemon(setting.folder, log)
        assert refused.wait_for_end() == 1
        refused.close()
        said = log.read_text()
    assert "cannot be written" in said and "monitor.db" in said and len(said.splitlines()) == 1
