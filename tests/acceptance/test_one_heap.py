"""The threads of a running monitor share one heap of the C library: in its map of memory there is no other."""

from __future__ import annotations

import platform
from itertools import pairwise
from pathlib import Path

import pytest

from tests.acceptance.conftest import Setting

HEAP = 64 << 20  # bytes: glibc reserves so much, at a multiple of it, for each heap besides the first (malloc/arena.c)


@pytest.mark.sqlite_only  # it is about the process, whatever its database
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives threads heaps of their own")
def test_no_thread_has_a_heap_of_its_own(setting: Setting) -> None:
    setting.outlet("gazette")
    setting.declare()
    daemon = setting.start()
    daemon.wait_for(event="poll", subject="gazette")
    assert heaps(daemon.pid) == []
    assert daemon.terminate() == 0


def heaps(pid: int) -> list[str]:
    """Where a reserved piece of that size begins, of which the first part is in use."""
    rows = [line.split() for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines()]
    spans = [(*_bounds(row[0]), row[1]) for row in rows]
    return [f"{start:x}" for (start, _, first), (_, end, rest) in pairwise(spans)
            if start % HEAP == 0 and end == start + HEAP and first[:2] == "rw" and rest[:3] == "---"]  # fmt: skip


def _bounds(written: str) -> tuple[int, int]:
    start, _, end = written.partition("-")
    return int(start, 16), int(end, 16)
