"""SIGTERM before the daemon takes it over: while the program loads, reads its files and migrates.

As process 1 of a container a program without a handler ignores SIGTERM and is killed at the end of the grace period.
What is under way is given up: every change to the database is one transaction, so nothing is left half done.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from types import FrameType

PATIENCE = 1.0  # seconds in which a long call into a library may end by itself


def end_on_sigterm() -> None:
    """From now on SIGTERM ends the process with exit code 0, at once or, amid a long call, within ``PATIENCE``.

    Python runs its own handler only between two steps of Python code; the thread sees the signal amid a library's call
    too (a migration's statement, waiting for a lock). ``daemon.serving`` puts its own handler in place of this one.
    """
    if os.name != "posix":
        return
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.detach(), warn_on_full_buffer=False)
    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_insist, args=(reader,), name="sigterm", daemon=True).start()


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _insist(reader: socket.socket) -> None:
    while True:
        if signal.SIGTERM in reader.recv(1) and signal.getsignal(signal.SIGTERM) is _end:
            threading.Event().wait(PATIENCE)
            os._exit(0)
