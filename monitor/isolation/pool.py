"""A pool of worker processes: forked when needed, replaced when dead or worn, ended when idle."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from monitor.isolation.forks import Forks
from monitor.isolation.outcome import TaskFailed, TaskFault, TaskResult
from monitor.isolation.process import WorkerProcess

MIB = 1024 * 1024


class WorkerPool:
    """Runs named tasks in at most ``workers`` processes; ``run`` may be called from any number of threads.

    ``tasks`` maps a name to ``package.module:function``; the function takes ``(header: dict, body: bytes)`` and gives
    a dict, all JSON-able. ``cpu_seconds`` and ``memory_bytes`` bound one task (memory: growth of the address space
    over what the worker held before it), ``wall_seconds`` bounds it from its start. A worker is replaced after
    ``recycle_after`` tasks and ended after ``idle_seconds`` without one, at the next ``run`` or ``trim``. The template
    that they are forked from ends with them, and when a kind of task whose libraries it holds was idle for so long.
    """

    def __init__(
        self,
        tasks: Mapping[str, str],
        *,
        workers: int = 2,
        cpu_seconds: float = 10,
        memory_bytes: int = 256 * MIB,
        wall_seconds: float = 30,
        recycle_after: int = 2_000,  # measured: no growth from page 500 to 2,000
        idle_seconds: float = 120,
    ) -> None:
        self._tasks = dict(tasks)
        self._cpu_seconds, self._memory_bytes, self._wall_seconds = cpu_seconds, memory_bytes, wall_seconds
        self._recycle_after, self._idle_seconds = recycle_after, idle_seconds
        self._idle: list[WorkerProcess] = []  # the last used is used first, so that the rest can go
        self._busy: set[WorkerProcess] = set()
        self._free = threading.Semaphore(workers)
        self._lock = threading.Lock()
        self._forks: Forks | None = None
        self._used: dict[str, float] = {}  # when each task module that the template holds was used last
        self._under_way = 0  # runs between taking a worker and giving it back
        self._closed = False
        self._given_up = False

    def run(self, task: str, header: Mapping[str, Any], body: bytes = b"") -> TaskResult:
        """Run one task and wait for it. Waits for a free worker first, which no limit counts.

        KeyError for an unknown task and RuntimeError after ``close`` are bugs of the caller; anything that the task
        or its process does is a ``TaskFailed``.
        """
        target = self._tasks[task]
        request = {
            "target": target,
            "cpu_seconds": self._cpu_seconds,
            "memory_bytes": self._memory_bytes,
            "header": dict(header),
        }
        with self._free, self._counted():
            try:
                worker = self._take(target.partition(":")[0])
            except OSError as error:
                return TaskFailed(reason=TaskFault.CRASHED, detail=str(error))
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
            holds_too_much = self._under_way == 0 and any(used < limit for used in self._used.values())
            old = [worker for worker in self._idle if holds_too_much or worker.idle_since < limit]
            self._idle = [worker for worker in self._idle if worker not in old]
        for worker in old:
            worker.stop()
        self._end_template()
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
        self._end_template()

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

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self._under_way += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1
                ended = self._closed
            if ended:
                self._end_template()

    def _take(self, module: str) -> WorkerProcess | None:
        """A worker to use, that shares what ``module`` needs; None after ``give_up``. Raises OSError if none starts."""
        with self._lock:
            if self._closed:
                raise RuntimeError("the worker pool is closed")
            if self._given_up:
                return None
            self._used[module] = time.monotonic()
            found, dropped = self._chosen(module)
        for worker in dropped:
            worker.stop() if worker.alive else worker.kill()
        return self._made_busy(found if found is not None else self._new(module))

    def _chosen(self, module: str) -> tuple[WorkerProcess | None, list[WorkerProcess]]:
        """An idle worker, if one will do, and those that are of no use: dead, idle for long, or made before others."""
        limit, dropped = time.monotonic() - self._idle_seconds, []
        found: WorkerProcess | None = None
        while self._idle and found is None:
            worker = self._idle.pop()
            if worker.alive and module in worker.prepared:
                found = worker
            else:  # to load the libraries by itself would cost it what the others share
                dropped.append(worker)
        old = [worker for worker in self._idle if worker.idle_since < limit]
        self._idle = [worker for worker in self._idle if worker not in old]
        return found, dropped + old

    def _new(self, module: str) -> WorkerProcess:
        for last in (False, True):
            with self._lock:
                if self._forks is None or not self._forks.alive:
                    self._forks, self._used = Forks(), {module: time.monotonic()}
                forks = self._forks
            try:
                fork = forks.fork(module)
            except OSError:
                if last or forks.alive:
                    raise
            else:
                return WorkerProcess(fork)
        raise AssertionError("two tries were made")

    def _end_template(self) -> None:
        """End the template when no worker is left."""
        with self._lock:
            if self._under_way or self._idle or self._busy:
                return
            forks, self._forks = self._forks, None
            self._used = {}
        if forks is not None:
            forks.close()

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
