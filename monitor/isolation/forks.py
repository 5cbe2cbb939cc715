"""The pool's end of the template process: ask it for workers, hear how they end."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

START_SECONDS = 60.0  # to start the interpreter and import a task's libraries, also on a busy small host
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR")
_LINE = 65_536


class Fork:
    """One forked process: its id, and the pool's ends of its pipes as file descriptors that do not block.

    ``prepared`` are the task modules whose libraries it shares with the template.
    """

    def __init__(self, forks: Forks, pid: int, prepared: frozenset[str], stdin: int, stdout: int) -> None:
        self._forks, self.pid, self.prepared, self.stdin, self.stdout = forks, pid, prepared, stdin, stdout
        for pipe in (stdin, stdout):
            os.set_blocking(pipe, False)
        self._open = {stdin, stdout}

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        return self._forks.wait(self.pid, 0)

    @property
    def alive(self) -> bool:
        """Whether it runs and has not closed its output; to be asked while it has no task."""
        return self.poll() is None and not _readable(self.stdout)

    def wait(self, seconds: float | None = None) -> int | None:
        """The exit code once it has ended; None if it runs on after so many seconds."""
        return self._forks.wait(self.pid, seconds)

    def kill(self) -> None:
        """Send SIGKILL to it and all that it started."""
        if self.poll() is None:
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):  # it ended meanwhile, or has no group of its own yet
                with suppress(ProcessLookupError):
                    os.kill(self.pid, signal.SIGKILL)

    def close(self, *pipes: int) -> None:
        """Close these pipes, or both; each only once."""
        for pipe in pipes or (self.stdin, self.stdout):
            if pipe in self._open:
                self._open.discard(pipe)
                os.close(pipe)


class Forks:
    """A template process and those that it forked. Safe to use from several threads."""

    def __init__(self) -> None:
        self._channel, far = socket.socketpair()
        self._popen = subprocess.Popen(
            [sys.executable, "-P", "-m", "monitor.isolation.template"],
            stdin=far.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # libraries print what they read: not onto the operator's terminal
            env=_environment(),
            start_new_session=True,  # Ctrl-C in the terminal is for the parent, which drains first
        )
        far.close()
        self._asking = threading.Lock()
        self._told = threading.Condition()
        self._asked = 0  # requests so far
        self._answers: dict[int, dict[str, Any]] = {}  # by the number of the request: one may come too late
        self._running: set[int] = set()
        self._codes: dict[int, int] = {}
        self._gone = False
        threading.Thread(target=self._listen, name="workers", daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether it can fork."""
        return not self._gone

    def fork(self, module: str, *, patience: float = START_SECONDS) -> Fork:
        """A new worker that has ``module`` and all asked for before loaded.

        Raises OSError if there is none after ``patience`` (seconds); one that comes later ends by itself.
        """
        ours, theirs = os.pipe(), os.pipe()  # (read, write) of the worker's standard input, and of its output
        try:
            answer = self._ask(module, [ours[0], theirs[1]], patience)
        except BaseException:
            os.close(ours[1])
            os.close(theirs[0])
            raise
        finally:
            os.close(ours[0])
            os.close(theirs[1])
        return Fork(self, answer["forked"], frozenset(answer["prepared"]), ours[1], theirs[0])

    def wait(self, pid: int, seconds: float | None) -> int | None:
        """The exit code of a fork; None if it runs on after so many seconds."""
        with self._told:
            self._told.wait_for(lambda: pid in self._codes, seconds)
            return self._codes.get(pid)

    def close(self) -> None:
        """End the template. The workers should have ended before."""
        with suppress(OSError):
            self._channel.shutdown(socket.SHUT_RDWR)
        self._popen.wait()

    def _ask(self, module: str, pipes: list[int], patience: float) -> dict[str, Any]:
        with self._asking, self._told:
            number = self._asked = self._asked + 1
            self._answers.clear()
            line = json.dumps({"request": number, "module": module}).encode("ascii") + b"\n"
            socket.send_fds(self._channel, [line], pipes)
            self._told.wait_for(lambda: number in self._answers or self._gone, patience)
            answer = self._answers.get(number, {})
            if "forked" not in answer:
                raise OSError(f"no worker: {answer.get('failed', 'the process that starts them ended or is too slow')}")
            return answer

    def _listen(self) -> None:
        waiting = b""
        while True:
            try:
                data = self._channel.recv(_LINE)
            except OSError:
                data = b""
            if not data:
                break
            *lines, waiting = (waiting + data).split(b"\n")
            for line in lines:
                self._hear(json.loads(line))
        self._lost()

    def _hear(self, said: dict[str, Any]) -> None:
        with self._told:
            if "ended" in said:
                self._running.discard(said["ended"])
                self._codes[said["ended"]] = said["code"]
            else:
                self._answers[said["request"]] = said
                if "forked" in said:
                    self._running.add(said["forked"])
                    self._codes.pop(said["forked"], None)  # of an earlier process with that id
            self._told.notify_all()

    def _lost(self) -> None:
        """The template ended: nobody tells any more how its workers end, so they end now."""
        with self._told:
            self._gone = True
            for pid in self._running:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)
                self._codes[pid] = -signal.SIGKILL
            self._running.clear()
            self._told.notify_all()
        self._channel.close()
        self._popen.kill()  # it ends by itself when its socket closes
        self._popen.wait()


def _environment() -> dict[str, str]:
    """What workers need to import their tasks, and nothing that could hold a secret."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return kept | {
        "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path),  # noqa: PTH109 - as the import system
        "PYTHONUTF8": "1",
        "MALLOC_ARENA_MAX": "1",  # an arena per thread reserves 64 MiB of the address space that is limited
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _readable(pipe: int) -> bool:
    """Whether something, or the end, waits to be read."""
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    return bool(poll.poll(0))
