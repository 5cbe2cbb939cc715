"""Turns at hosts shared by all programs of one user on one machine, by a small file of locks and times.

The running monitor and a command beside it (``monitor source check``) must not ask one host at once, nor too soon
after each other. Each host has a place in the file, found by its name's hash: a lock while it is asked, then the time
at which it may be asked again, and until when it asked to be left alone (Retry-After). The system gives the locks of a
program back however it ends. Linux and macOS. Pauses are of the system's monotonic clock, which all programs share;
holds are of its calendar clock, for they outlast a restart of the machine.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import struct
import threading
import time
from datetime import timedelta
from pathlib import Path

from monitor.core.model.host import CUT_OFF, Turn
from monitor.core.policy.cadence import CEILING

_PLACES = 4_096
_RECORD = struct.Struct("<Qdd")  # the host's tag (two hosts may share a place), when it may be asked again, held until
_LONGEST = 600.0  # seconds; no pause is longer: a time further off is of before the machine was started
_LONGEST_HOLD = CEILING.total_seconds()  # no hold is longer: a time further off is of a clock that was wrong


class SharedTurns:
    """The turns in one file, the ``Turns`` of a machine. Where the file cannot be used, nothing is shared.

    Safe to use from several threads. The longer pause that a robots.txt asks for is not passed on: a command ends soon.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._file: int | None = None
        self._taken: set[str] = set()
        self._closed = False

    def take(self, host: str, *, pause: float, heed_hold: bool) -> Turn:
        """Take the host's turn if no other program has it, its pause is over and it did not ask to be left alone."""
        with self._lock:
            file = self._opened()
            if file is None or host in self._taken:  # threads of one program settle it among themselves
                return Turn(granted=True)
            tag, place = _place(host)
            if not _locked(file, place):
                return Turn(granted=False)
            free_at, held_until = _times(file, place, tag)
            wait, held = free_at - time.monotonic(), held_until - time.time()
            if 0 < wait <= _LONGEST or (heed_hold and 0 < held <= _LONGEST_HOLD):
                _unlocked(file, place)
                return Turn(granted=False, wait=max(wait, 0.0), held=max(held, 0.0))
            _note(file, place, tag, time.monotonic() + pause + CUT_OFF, held_until)
            self._taken.add(host)
            return Turn(granted=True)

    def give_back(self, host: str, pause: float) -> None:
        """End the turn: the host may be asked again after so many seconds."""
        with self._lock:
            if self._file is not None and host in self._taken:
                tag, place = _place(host)
                _note(self._file, place, tag, time.monotonic() + pause, _times(self._file, place, tag)[1])
                _unlocked(self._file, place)
            self._taken.discard(host)
            self._give_back_file()

    def hold(self, host: str, pause: timedelta) -> None:
        """The host asked to be left alone for so long from now; at most a day is kept."""
        with self._lock:
            file = self._opened()
            if file is not None:
                tag, place = _place(host)
                free_at, before = _times(file, place, tag)
                asked = time.time() + min(pause.total_seconds(), _LONGEST_HOLD)
                _note(file, place, tag, free_at, max(asked, before if before - time.time() <= _LONGEST_HOLD else 0.0))

    def slow_down(self, host: str, seconds: float) -> None:
        """Nothing: a host's pause is what the last program to ask it left."""

    def close(self) -> None:
        """Take no more turns; the file is given back when the last one ends."""
        with self._lock:
            self._closed = True
            self._give_back_file()

    def _opened(self) -> int | None:
        if self._file is None and not self._closed:
            try:
                flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
                self._file = os.open(self._path, flags, 0o600)
            except OSError:  # a read-only folder: manners then hold within this program
                self._closed = True
        return None if self._closed else self._file

    def _give_back_file(self) -> None:
        if self._closed and not self._taken and self._file is not None:
            os.close(self._file)
            self._file = None


def _place(host: str) -> tuple[int, int]:
    tag = int.from_bytes(hashlib.sha256(host.encode("utf-8", "surrogatepass")).digest()[:8], "little")
    return tag, tag % _PLACES * _RECORD.size


def _locked(file: int, place: int) -> bool:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _RECORD.size, place)
    except (BlockingIOError, PermissionError):  # which of the two is the system's choice (fcntl(2))
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _times(file: int, place: int, tag: int) -> tuple[float, float]:
    """When the host may be asked again (monotonic), and until when it is held (since 1970); zeros = not known."""
    try:
        record = os.pread(file, _RECORD.size, place)
    except OSError:
        return 0.0, 0.0
    if len(record) < _RECORD.size:
        return 0.0, 0.0
    of, free_at, held_until = _RECORD.unpack(record)
    return (float(free_at), float(held_until)) if of == tag else (0.0, 0.0)


def _unlocked(file: int, place: int) -> None:
    try:
        fcntl.lockf(file, fcntl.LOCK_UN, _RECORD.size, place)
    except OSError:
        return


def _note(file: int, place: int, tag: int, free_at: float, held_until: float) -> None:
    try:
        os.pwrite(file, _RECORD.pack(tag, free_at, held_until), place)
    except OSError:  # a full disk: nothing that a request should fail for
        return
