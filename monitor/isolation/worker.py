"""The worker process, forked by ``template``: tasks on standard input, answers on standard output.

A request's header names the function as ``package.module:function``, its limits and its own header. Two frames come
back: ``started`` when everything is imported, then ``done`` or ``failed``. A task's module may have a function
``prepare()`` that loads heavy libraries: it is called once, before the limits are set, so that they do not count.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import queue
import threading
import traceback
from collections.abc import Callable
from types import ModuleType
from typing import Any

from monitor.isolation import frames, limits
from monitor.isolation.outcome import TaskFault

TaskFunction = Callable[[dict[str, Any], bytes], dict[str, Any]]
Request = tuple[dict[str, Any], bytes]

_DETAIL_LENGTH = 300


def main(prepared: set[str]) -> None:
    """Serve tasks until standard input ends, which it also does when the pool's process dies.

    ``prepared`` are the task modules whose libraries are loaded already.
    """
    answers = _take_standard_output()
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_read_requests, args=(requests,), daemon=True).start()
    while True:
        header, body = requests.get()
        reply = _serve(header, body, prepared, answers)
        _send(answers, reply)
        if reply.get("last"):
            os._exit(0)  # no clean-up: the reading thread holds standard input


def _take_standard_output() -> int:
    """Keep the pipe to the parent for answers alone: what libraries print goes nowhere."""
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _read_requests(requests: queue.SimpleQueue[Request]) -> None:
    """Feed the queue from standard input. A thread of its own, so that the parent's end is seen during a task too.

    PR_SET_PDEATHSIG would fire when the template ends, which is not the process that gives the tasks.
    """
    with contextlib.suppress(frames.BrokenFrame, OSError), open(0, "rb", closefd=False) as stream:
        while (frame := frames.read(stream.read)) is not None:
            requests.put(frame)
    os._exit(0)


def _serve(header: dict[str, Any], body: bytes, prepared: set[str], answers: int) -> dict[str, Any]:
    """Run one task under its limits. Whatever it raises becomes an answer: the worker lives on."""
    try:
        module, _, name = header["target"].partition(":")
        function: TaskFunction = getattr(load(module, prepared), name)
        _send(answers, {"event": "started"})
        limits.limit_cpu(header["cpu_seconds"])
        limits.limit_memory(header["memory_bytes"])
        before = limits.address_space()
        answer = function(header["header"], body)
        reply = {"event": "done", "header": answer, "last": _grown(before, header["memory_bytes"])}
    except MemoryError:
        reply = {"event": "failed", "reason": TaskFault.MEMORY.name, "detail": "memory limit reached", "last": True}
    except Exception as error:  # noqa: BLE001 - the one place where a task's own fault is turned into a value
        reply = {"event": "failed", "reason": TaskFault.ERROR.name, "detail": _one_line(error)}
    finally:
        limits.lift()
    return reply


def load(name: str, prepared: set[str]) -> ModuleType:
    """A task's module, with the libraries that its tasks need. Raises what the import does."""
    module = importlib.import_module(name)
    if name not in prepared:
        getattr(module, "prepare", lambda: None)()
        prepared.add(name)
    return module


def _grown(before: int | None, memory_bytes: int) -> bool:
    """Whether a task left so much memory behind that a fresh worker is cheaper."""
    after = limits.address_space()
    return before is not None and after is not None and after - before > memory_bytes // 2


def _one_line(error: Exception) -> str:
    """Type, text and place of an error, printable and short."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f" ({os.path.basename(frame.filename)}:{frame.lineno})"  # noqa: PTH119 - a label, not a path
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return "".join(char if char.isprintable() else "?" for char in text)[:_DETAIL_LENGTH] + place


def _send(answers: int, header: dict[str, Any]) -> None:
    try:
        data = memoryview(frames.encode(header))
    except (TypeError, ValueError) as error:
        detail = f"answer is not JSON: {_one_line(error)}"
        data = memoryview(frames.encode({"event": "failed", "reason": TaskFault.ERROR.name, "detail": detail}))
    while data:
        data = data[os.write(answers, data) :]
