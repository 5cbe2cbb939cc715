"""The lock files beside a SQLite database: one for "I write now", one for "a daemon runs here"."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.core.errors import StorageError

_STEP = 0.01  # seconds between two tries


class FileLocks:
    """Advisory locks on files beside ``path``; they end with the process, however it ends."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name
        self._daemon: int | None = None

    @contextmanager
    def writing(self, patience: float) -> Iterator[None]:
        """Keep every other program from writing. Waits at most ``patience`` seconds; raises StorageError."""
        handle = self._open("lock")
        try:
            self._wait_for(handle, time.monotonic() + patience)
            yield
        finally:
            os.close(handle)

    def hold_alone(self) -> bool:
        """Say "a daemon runs here", to the end; False if another one does. Raises StorageError."""
        if self._daemon is None:
            handle = self._open("daemon")
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(handle)
                return False
            self._daemon = handle
        return True

    def close(self) -> None:
        """Give up what is held."""
        if self._daemon is not None:
            os.close(self._daemon)
            self._daemon = None

    def _open(self, kind: str) -> int:
        try:
            return os.open(f"{self._path}.{kind}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StorageError(f"database {self._name} cannot be written: {error.strerror}") from error

    def _wait_for(self, handle: int, until: float) -> None:
        """Not for ever: a program that hangs may hold the lock."""
        while True:
            try:
                return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    words = f"database {self._name} is locked by another program: end it and try again"
                    raise StorageError(words) from None
                time.sleep(_STEP)
