"""One worker process as its pool sees it: hand it a task, read its answer, kill it."""

from __future__ import annotations

import os
import selectors
import signal
import time
from collections.abc import Mapping
from typing import Any

from monitor.isolation import frames
from monitor.isolation.forks import START_SECONDS, Fork
from monitor.isolation.outcome import TaskDone, TaskFailed, TaskFault, TaskResult

_CHUNK = 1 << 16


class _Late(Exception):
    """The deadline passed."""


class _Ended(Exception):
    """The process closed its pipe."""


class WorkerProcess:
    """A child that runs one task at a time. Not safe for use by two threads at once."""

    def __init__(self, fork: Fork) -> None:
        self._fork = fork
        self.prepared = fork.prepared  # task modules whose libraries it shares with the other workers
        self.tasks_done = 0
        self.idle_since = time.monotonic()
        self.spent = False  # must not be used again

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._fork.pid

    @property
    def alive(self) -> bool:
        """Whether the child, which has no task, still runs."""
        return self._fork.alive

    def run(self, request: Mapping[str, Any], body: bytes, *, wall_seconds: float) -> TaskResult:
        """Hand over one task and wait for its answer, at most ``wall_seconds`` from when it has started.

        After anything but an answer the child is gone and ``spent`` is set.
        """
        self.tasks_done += 1
        try:
            answer = self._exchange(frames.encode(request, body), wall_seconds)
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
        self._fork.close(self._fork.stdin)

    def stop(self) -> None:
        """End an idle child in good order, and wait for its end."""
        self.dismiss()
        if self._fork.wait(1) is None:
            self.signal_kill()
        self._reap()

    def kill(self) -> None:
        """End the child at once, whatever it does."""
        self.spent = True
        self.signal_kill()
        self._reap()

    def signal_kill(self) -> None:
        """Send SIGKILL, from any thread; whoever runs a task in the child then sees it end."""
        self._fork.kill()

    def _reap(self) -> None:
        self._fork.wait()
        self._fork.close()

    def _how_it_ended(self, error: Exception) -> TaskFailed:
        """Read the cause from the exit status. A child that broke the protocol but lives is killed."""
        code = self._fork.wait(5)  # the template may be loading libraries before it tells
        self.kill()
        if code is None:
            return TaskFailed(reason=TaskFault.CRASHED, detail=f"broke the protocol: {error}")
        if code == -signal.SIGXCPU:
            return TaskFailed(reason=TaskFault.CPU, detail="CPU limit reached")
        if code == -signal.SIGKILL:  # not by us: the kernel ran out of memory
            return TaskFailed(reason=TaskFault.MEMORY, detail="killed by the system")
        ended = f"signal {-code}" if code < 0 else f"exit code {code}"
        return TaskFailed(reason=TaskFault.CRASHED, detail=f"ended with {ended}")

    def _exchange(self, outgoing: bytes, wall_seconds: float) -> dict[str, Any]:
        """Write everything and read the answer, whichever the child is ready for; its time begins when it says so."""
        if self.spent:
            raise _Ended("no pipe")
        with selectors.PollSelector() as selector:  # cheaper for two pipes than epoll, itself a file
            selector.register(self._fork.stdout, selectors.EVENT_READ)
            selector.register(self._fork.stdin, selectors.EVENT_WRITE)
            left, first = self._talk(selector, memoryview(outgoing), time.monotonic() + START_SECONDS)
            if first.get("event") != "started":
                return first
            return self._talk(selector, left, time.monotonic() + wall_seconds)[1]

    def _talk(
        self, selector: selectors.BaseSelector, to_write: memoryview, deadline: float
    ) -> tuple[memoryview, dict[str, Any]]:
        """Read one frame and write meanwhile, until ``deadline``; what is left to write, and the frame's header."""
        received = bytearray()
        while missing := _missing(received):
            left = deadline - time.monotonic()
            if left <= 0:
                raise _Late
            for key, _ in selector.select(left):
                if key.fd == self._fork.stdout:
                    received += _read_some(key.fd, missing)
                    break  # what is missing has changed
                to_write = to_write[os.write(key.fd, to_write[:_CHUNK]) :]
                if not to_write:
                    selector.unregister(key.fd)
        return to_write, frames.decode_header(bytes(received[frames.PREFIX_SIZE :]))


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
