"""A pool of worker processes: started when needed, replaced when dead or worn, ended when idle."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

from monitor.isolation.outcome import TaskFailed, TaskFault, TaskResult
from monitor.isolation.process import WorkerProcess

MIB = 1024 * 1024


class WorkerPool:
    """Runs named tasks in at most ``workers`` processes; ``run`` may be called from any number of threads.

    ``tasks`` maps a name to ``package.module:function``; the function takes ``(header: dict, body: bytes)`` and gives
    a dict, all JSON-able. ``cpu_seconds`` and ``memory_bytes`` bound one task (memory: growth of the address space
    over what the worker held before it), ``wall_seconds`` bounds it from its start. A worker is replaced after
    ``recycle_after`` tasks and ended after ``idle_seconds`` without one, at the next ``run`` or ``trim``.
    """

    def __init__(
        self,
        tasks: Mapping[str, str],
        *,
        workers: int = 2,
        cpu_seconds: float = 10,
        memory_bytes: int = 256 * MIB,
        wall_seconds: float = 30,
        recycle_after: int = 2_000,  # a start costs 1.2 s of CPU; measured: no growth from page 500 to 2,000
        idle_seconds: float = 120,
    ) -> None:
        self._tasks = dict(tasks)
        self._cpu_seconds, self._memory_bytes, self._wall_seconds = cpu_seconds, memory_bytes, wall_seconds
        self._recycle_after, self._idle_seconds = recycle_after, idle_seconds
        self._idle: list[WorkerProcess] = []  # the last used is used first, so that the rest can go
        self._busy: set[WorkerProcess] = set()
        self._free = threading.Semaphore(workers)
        self._lock = threading.Lock()
        self._closed = False
        self._given_up = False

    def run(self, task: str, header: Mapping[str, Any], body: bytes = b"") -> TaskResult:
        """Run one task and wait for it. Waits for a free worker first, which no limit counts.

        KeyError for an unknown task and RuntimeError after ``close`` are bugs of the caller; anything that the task
        or its process does is a ``TaskFailed``.
        """
        request = {
            "target": self._tasks[task],
            "cpu_seconds": self._cpu_seconds,
            "memory_bytes": self._memory_bytes,
            "header": dict(header),
        }
        with self._free:
            worker = self._take()
            if worker is None:
                return TaskFailed(reason=TaskFault.STOPPED)
            try:
                answer = worker.run(request, body, wall_seconds=self._wall_seconds)
                killed = self._given_up and isinstance(answer, TaskFailed)
                return TaskFailed(reason=TaskFault.STOPPED) if killed else answer
            except BaseException:
                worker.kill()  # interrupted in the middle of a frame: its pipes can no longer be trusted
                raise
            finally:
                self._give_back(worker)

    def trim(self) -> int:
        """End the workers that have been idle for long; gives how many. Call it now and then."""
        limit = time.monotonic() - self._idle_seconds
        with self._lock:
            old = [worker for worker in self._idle if worker.idle_since < limit]
            self._idle = [worker for worker in self._idle if worker.idle_since >= limit]
        for worker in old:
            worker.stop()
        return len(old)

    def close(self) -> None:
        """End all idle workers now and each busy one when its task is done. ``run`` may not be called any more."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.dismiss()
        for worker in idle:
            worker.stop()

    def give_up(self) -> None:
        """Kill the busy workers: their tasks, and all that come later, fail as STOPPED."""
        with self._lock:
            self._given_up = True
            busy = list(self._busy)
        for worker in busy:
            worker.signal_kill()

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers that wait for a task."""
        with self._lock:
            return tuple(worker.pid for worker in self._idle)

    def _take(self) -> WorkerProcess | None:
        """A worker to use; None after ``give_up``."""
        self.trim()
        dead: list[WorkerProcess] = []
        found: WorkerProcess | None = None
        with self._lock:
            if self._closed:
                raise RuntimeError("the worker pool is closed")
            if self._given_up:
                return None
            while self._idle and found is None:
                worker = self._idle.pop()
                if worker.alive:
                    found = worker
                else:
                    dead.append(worker)
        for worker in dead:
            worker.kill()
        return self._made_busy(found if found is not None else WorkerProcess())

    def _made_busy(self, worker: WorkerProcess) -> WorkerProcess:
        with self._lock:
            self._busy.add(worker)
            late = self._given_up
        if late:
            worker.signal_kill()
        return worker

    def _give_back(self, worker: WorkerProcess) -> None:
        worn = worker.spent or worker.tasks_done >= self._recycle_after
        with self._lock:
            self._busy.discard(worker)
            keep = not worn and not self._closed
            if keep:
                self._idle.append(worker)
        if not keep:
            worker.stop()
