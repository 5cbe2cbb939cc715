"""The worker process, ``python -m monitor.isolation.worker``: tasks on standard input, answers on standard output.

A request's header names the function as ``package.module:function``, its limits and its own header. Two frames come
back: ``started`` when everything is imported, then ``done`` or ``failed``. A task's module may have a function
``prepare()`` that loads heavy libraries: it is called once, before the limits are set, so that they do not count.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any

from monitor.isolation import frames, limits
from monitor.isolation.outcome import TaskFault

TaskFunction = Callable[[dict[str, Any], bytes], dict[str, Any]]
Request = tuple[dict[str, Any], bytes]

_DETAIL_LENGTH = 300


def main() -> None:
    """Serve tasks until standard input ends, which it also does when the parent dies."""
    limits.forbid_core_dumps()
    answers = _take_standard_output()
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_read_requests, args=(requests,), daemon=True).start()
    prepared: dict[str, TaskFunction] = {}
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

    PR_SET_PDEATHSIG would fire when the parent's *thread* that started this process ends, which is too early.
    """
    stream = sys.stdin.buffer
    with contextlib.suppress(frames.BrokenFrame, OSError):
        while (frame := frames.read(stream.read)) is not None:
            requests.put(frame)
    os._exit(0)


def _serve(header: dict[str, Any], body: bytes, prepared: dict[str, TaskFunction], answers: int) -> dict[str, Any]:
    """Run one task under its limits. Whatever it raises becomes an answer: the worker lives on."""
    try:
        function = _function(header["target"], prepared)
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


def _function(target: str, prepared: dict[str, TaskFunction]) -> TaskFunction:
    if target not in prepared:
        module_name, _, name = target.partition(":")
        module = importlib.import_module(module_name)
        getattr(module, "prepare", lambda: None)()
        prepared[target] = getattr(module, name)
    return prepared[target]


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


if __name__ == "__main__":
    main()
