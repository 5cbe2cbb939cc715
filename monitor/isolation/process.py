"""One worker process as its pool sees it: start it, hand it a task, kill it."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

from monitor.isolation import frames
from monitor.isolation.outcome import TaskDone, TaskFailed, TaskFault, TaskResult

START_SECONDS = 60.0  # to start the interpreter and import a task's libraries, also on a busy small host
_CHUNK = 1 << 16
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR")


class _Late(Exception):
    """The deadline passed."""


class _Ended(Exception):
    """The process closed its pipe."""


class WorkerProcess:
    """A child that runs one task at a time. Not safe for use by two threads at once."""

    def __init__(self) -> None:
        self._popen = subprocess.Popen(
            [sys.executable, "-P", "-m", "monitor.isolation.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # libraries print what they read: not onto the operator's terminal
            env=_environment(),
            start_new_session=True,  # Ctrl-C in the terminal is for the parent, which drains first
            bufsize=0,
        )
        self.tasks_done = 0
        self.idle_since = time.monotonic()
        self.spent = False  # must not be used again
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._popen.pid

    @property
    def alive(self) -> bool:
        """Whether the child still runs."""
        return self._popen.poll() is None

    def run(self, request: Mapping[str, Any], body: bytes, *, wall_seconds: float) -> TaskResult:
        """Hand over one task and wait for its answer, at most ``wall_seconds`` from when it has started.

        After anything but an answer the child is gone and ``spent`` is set.
        """
        self.tasks_done += 1
        try:
            started = self._exchange(frames.encode(request, body), time.monotonic() + START_SECONDS)
            answer = started
            if started.get("event") == "started":
                answer = self._exchange(b"", time.monotonic() + wall_seconds)
        except _Late:
            self.kill()
            return TaskFailed(reason=TaskFault.WALL, detail=f"no answer within {wall_seconds:g} s")
        except (_Ended, frames.BrokenFrame, OSError) as error:
            return self._how_it_ended(error)
        self.idle_since = time.monotonic()
        self.spent = bool(answer.get("last"))
        return _result(answer)

    def dismiss(self) -> None:
        """Let an idle child go, without waiting for its end: it leaves when its standard input closes."""
        self.spent = True
        if self._popen.stdin is not None:
            self._popen.stdin.close()

    def stop(self) -> None:
        """End an idle child in good order, and wait for its end."""
        self.dismiss()
        try:
            self._popen.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self.signal_kill()
        self._reap()

    def kill(self) -> None:
        """End the child at once, whatever it does."""
        self.spent = True
        self.signal_kill()
        self._reap()

    def signal_kill(self) -> None:
        """Send SIGKILL, from any thread; whoever runs a task in the child then sees it end."""
        if self._popen.poll() is None:
            try:
                os.killpg(self._popen.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):  # it ended meanwhile, or has no group of its own yet
                self._popen.kill()

    def _reap(self) -> None:
        self._popen.wait()
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                pipe.close()

    def _how_it_ended(self, error: Exception) -> TaskFailed:
        """Read the cause from the exit status. A child that broke the protocol but lives is killed."""
        try:
            code = self._popen.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self.kill()
            return TaskFailed(reason=TaskFault.CRASHED, detail=f"broke the protocol: {error}")
        self.kill()
        if code == -signal.SIGXCPU:
            return TaskFailed(reason=TaskFault.CPU, detail="CPU limit reached")
        if code == -signal.SIGKILL:  # not by us: the kernel ran out of memory
            return TaskFailed(reason=TaskFault.MEMORY, detail="killed by the system")
        ended = f"signal {-code}" if code < 0 else f"exit code {code}"
        return TaskFailed(reason=TaskFault.CRASHED, detail=f"ended with {ended}")

    def _exchange(self, outgoing: bytes, deadline: float) -> dict[str, Any]:
        """Write everything and read one frame's header, whichever the child is ready for, until ``deadline``."""
        stdin, stdout = self._popen.stdin, self._popen.stdout
        if stdin is None or stdout is None or stdin.closed:
            raise _Ended("no pipe")
        to_write, received = memoryview(outgoing), bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(stdout.fileno(), selectors.EVENT_READ)
            if to_write:
                selector.register(stdin.fileno(), selectors.EVENT_WRITE)
            while missing := _missing(received):
                left = deadline - time.monotonic()
                if left <= 0:
                    raise _Late
                for key, _ in selector.select(left):
                    if key.fd == stdout.fileno():
                        received += _read_some(key.fd, missing)
                        break  # what is missing has changed
                    to_write = to_write[os.write(key.fd, to_write[:_CHUNK]) :]
                    if not to_write:
                        selector.unregister(key.fd)
        return frames.decode_header(bytes(received[frames.PREFIX_SIZE :]))


def _read_some(fd: int, missing: int) -> bytes:
    """Some of the missing bytes, and none of the frame after."""
    data = os.read(fd, min(missing, _CHUNK))
    if not data:
        raise _Ended("pipe closed")
    return data


def _missing(received: bytearray) -> int:
    """How many bytes of the first frame are still to come, as far as is known."""
    if len(received) < frames.PREFIX_SIZE:
        return frames.PREFIX_SIZE - len(received)
    return frames.PREFIX_SIZE + sum(frames.sizes(bytes(received[: frames.PREFIX_SIZE]))) - len(received)


def _result(answer: Mapping[str, Any]) -> TaskResult:
    if answer.get("event") == "done" and isinstance(answer.get("header"), dict):
        return TaskDone(header=answer["header"])
    name = str(answer.get("reason", ""))
    reason = TaskFault[name] if name in TaskFault.__members__ else TaskFault.ERROR
    return TaskFailed(reason=reason, detail=str(answer.get("detail", "answer is not an object")))


def _environment() -> dict[str, str]:
    """What a worker needs to import its tasks, and nothing that could hold a secret."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return kept | {
        "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path),  # noqa: PTH109 - as the import system
        "PYTHONUTF8": "1",
        "MALLOC_ARENA_MAX": "1",  # an arena per thread reserves 64 MiB of the address space that is limited
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
