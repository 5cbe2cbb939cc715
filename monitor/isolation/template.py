"""The template process, ``python -m monitor.isolation.template``: loads the libraries of tasks once and forks workers.

Forked workers share the libraries' pages, and the 67 MB of the language model, with each other; and one starts in
milliseconds, where importing all of it takes more than a second of CPU. The template reads nothing that comes from
outside: its requests are made by the pool alone. A worker that a document takes over can change only its own copy.

A request is one line of JSON on the socket that is standard input, with the two ends of pipes that become the worker's
standard input and output. Lines back say ``forked`` with the process id and the modules that it shares, or ``failed``,
both with the number of the request; and ``ended`` with the exit code. The process has one thread, as forking needs it,
and ends when its socket closes.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import selectors
import signal
import socket
from typing import Any

from monitor.isolation import limits, worker

_LINE = 65_536


def main() -> None:
    """Serve requests until the socket closes."""
    limits.forbid_core_dumps()
    channel = socket.socket(fileno=os.dup(0))
    woken, wake = socket.socketpair()
    for end in (woken, wake):
        end.setblocking(False)
    signal.set_wakeup_fd(wake.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    prepared: set[str] = set()
    with selectors.DefaultSelector() as selector:
        for each in (channel, woken):
            selector.register(each, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is woken:
                    woken.recv(_LINE)
                    _reap(channel)
                else:
                    _serve(channel, prepared, close=(selector, woken, wake))


def _reap(channel: socket.socket) -> None:
    """Tell how each worker ended that did."""
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            _say(channel, {"ended": pid, "code": os.waitstatus_to_exitcode(status)})


def _serve(channel: socket.socket, prepared: set[str], close: tuple[Any, ...]) -> None:
    line, pipes, _, _ = socket.recv_fds(channel, _LINE, 2)
    if not line or len(pipes) != 2:
        os._exit(0)
    asked = json.loads(line)
    _prepare(str(asked["module"]), prepared)
    try:
        pid = os.fork()
    except OSError as error:
        _say(channel, {"request": asked["request"], "failed": str(error)})
    else:
        if pid == 0:
            _become_worker(pipes, prepared, (channel, *close))
        _say(channel, {"request": asked["request"], "forked": pid, "prepared": sorted(prepared)})
    for pipe in pipes:
        os.close(pipe)


def _prepare(module: str, prepared: set[str]) -> None:
    """Load a task's libraries. What fails to load fails again in the worker, which says so."""
    if module in prepared:
        return
    with contextlib.suppress(Exception):
        worker.load(module, prepared)
    gc.collect()
    limits.give_back()  # what loading needed and nobody needs again would be copied into every worker
    gc.freeze()  # the collector of a worker leaves these objects alone, so that their pages stay shared


def _become_worker(pipes: list[int], prepared: set[str], close: tuple[Any, ...]) -> None:
    """In the forked process: leave the template's group, socket and signals behind and serve tasks. Never returns."""
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for each in close:
            each.close()
        for number, pipe in enumerate(pipes):
            os.dup2(pipe, number)
            os.close(pipe)
        worker.main(prepared)
    finally:
        os._exit(1)


def _say(channel: socket.socket, answer: dict[str, Any]) -> None:
    try:
        channel.sendall(json.dumps(answer).encode("ascii") + b"\n")
    except OSError:  # the pool is gone
        os._exit(0)


if __name__ == "__main__":
    main()
