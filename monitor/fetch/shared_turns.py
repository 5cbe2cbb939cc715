"""Turns at hosts shared by all programs of one user on one machine, by a small file of locks and times.

The running monitor and a command beside it (``monitor source check``) must not ask one host at once, nor too soon after
each other. Each host has a place in the file, found by its name's hash: a lock while it is asked, then the time of the
end. The system gives the locks of a program back however it ends. Linux and macOS; times are of the system's monotonic
clock, which all programs share.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_PLACES = 4_096
_RECORD = struct.Struct("<Qd")  # the host's tag (two hosts may share a place), when a request to it ended
_STEP = 0.1  # seconds between two looks at a place that another program holds
NEVER = float("-inf")


class SharedTurns:
    """The turns in one file. Safe to use from several threads. Where the file cannot be used, nothing is shared."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._file: int | None = None
        self._users = 0
        self._closed = False

    @contextmanager
    def turn(self, site: str, wait: Callable[[float], None]) -> Iterator[float]:
        """Hold the host's turn among programs; gives when it was last asked by any of them, NEVER if that is unknown.

        ``wait`` is called with seconds while another program holds it, and may raise to give up.
        """
        with self._opened() as file:
            if file is None:
                yield NEVER
                return
            with _held(file, site, wait) as ended:
                yield ended

    def close(self) -> None:
        """Take no more turns; the file is given back when the last one ends."""
        with self._lock:
            self._closed = True
            self._give_back()

    @contextmanager
    def _opened(self) -> Iterator[int | None]:
        """The open file, which stays open meanwhile; None where there is none."""
        with self._lock:
            if self._file is None and not self._closed:
                try:
                    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
                    self._file = os.open(self._path, flags, 0o600)
                except OSError:  # a read-only folder: manners then hold within this program
                    self._closed = True
            file = self._file
            self._users += file is not None
        try:
            yield file
        finally:
            with self._lock:
                self._users -= file is not None
                self._give_back()

    def _give_back(self) -> None:
        if self._closed and not self._users and self._file is not None:
            os.close(self._file)
            self._file = None


@contextmanager
def _held(file: int, site: str, wait: Callable[[float], None]) -> Iterator[float]:
    tag = int.from_bytes(hashlib.sha256(site.encode("utf-8", "surrogatepass")).digest()[:8], "little")
    place = tag % _PLACES * _RECORD.size
    while not _locked(file, place):
        wait(_STEP)
    try:
        yield _ended(file, place, tag)
    finally:
        _put_down(file, place, tag)


def _locked(file: int, place: int) -> bool:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _RECORD.size, place)
    except (BlockingIOError, PermissionError):  # which of the two is the system's choice (fcntl(2))
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _ended(file: int, place: int, tag: int) -> float:
    try:
        record = os.pread(file, _RECORD.size, place)
    except OSError:
        return NEVER
    if len(record) < _RECORD.size:
        return NEVER
    of, ended = _RECORD.unpack(record)
    return ended if of == tag and ended <= time.monotonic() else NEVER  # a later time is of before a restart


def _put_down(file: int, place: int, tag: int) -> None:
    try:
        os.pwrite(file, _RECORD.pack(tag, time.monotonic()), place)
        fcntl.lockf(file, fcntl.LOCK_UN, _RECORD.size, place)
    except OSError:  # a full disk: nothing that a request should fail for
        return
