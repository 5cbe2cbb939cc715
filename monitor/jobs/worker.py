"""A worker: takes jobs from the queue in PostgreSQL and runs their stages, as the pools of one process do.

procrastinate runs on an event loop in a thread of its own; the stages run in threads, as everywhere in the house. There
is a lane for each task, so that slow hosts hold up no messages and slow channels no polls.
"""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import psycopg
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker

from monitor.core.errors import MonitorError
from monitor.jobs import heap
from monitor.jobs.postgres import STALLED, hand_back, quiet, rescue, task
from monitor.jobs.queued import Job, Kind
from monitor.jobs.runner import STOP_PATIENCE, Runner
from monitor.jobs.stages import Stages
from monitor.pipeline.context import Context
from monitor.pipeline.hosts import HostBook
from monitor.pipeline.outcome import Outcome, Result

LANES = {task(Kind.POLL): 16, task(Kind.EXTRACT): 6, task(Kind.DELIVER): 8}  # jobs at once
BEAT = 2.0  # seconds between the signs of life of a lane
# Seconds between two looks of a lane for jobs: a new one wakes it, but a lock that was given back wakes nobody. No
# message waits for a lock: a channel has one job.
LOOK = {task(Kind.POLL): 0.5, task(Kind.EXTRACT): 0.5, task(Kind.DELIVER): 2.0}
TURN = 0.5  # seconds between two signs that the event loop turns
LANE_STANDS = 30.0  # seconds without a turn of the event loop after which the worker is not well
CARE = 10.0  # seconds between two looks for jobs whose end was not stored


@dataclass(kw_only=True)
class Lane:
    """One task's jobs in this worker."""

    queue: str
    worker: Worker | None = None


class QueueWorker:
    """The lanes on their event loop. Lanes that lost the database are opened again."""

    def __init__(self, ctx: Context, runner: Runner, stages: Stages) -> None:
        self._ctx, self._runner, self._stages = ctx, runner, stages
        self._lanes = [Lane(queue=queue) for queue in LANES]
        self._hosts = HostBook(ctx)
        self._lock = threading.Lock()
        self._running: set[int] = set()
        self._missing: dict[int, set[int]] = {}
        self._cared_at = 0.0
        self._turned = time.monotonic()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="lanes")

    def start(self) -> None:
        """Take jobs from now on."""
        quiet()
        self._thread.start()

    def turns(self) -> bool:
        """Whether the event loop turned a short while ago and every lane is open."""
        is_open = all(lane.worker is not None and lane.worker.worker_id is not None for lane in self._lanes)
        return is_open and time.monotonic() - self._turned < LANE_STANDS

    def has_ended(self) -> bool:
        """Whether the lanes are closed for good though nobody asked for it: a bug, and this process is of no use."""
        return not self._stopping and not self._thread.is_alive()

    def care(self, *, steady: bool) -> None:
        """What a worker does beside its jobs, every few seconds: jobs of dead workers, counts, memory. May raise.

        ``steady``: others' silence means that they are dead.
        """
        self._stages.left.settle()
        self._save_answers()
        redone = rescue(self._ctx.store) if steady else 0
        if redone:
            outcome = Outcome(stage="daemon", subject=f"{redone} jobs", result=Result.TOLD,
                              reason="their worker gives no sign of life: they are done again")  # fmt: skip
            self._runner.run("daemon", "jobs", lambda: outcome)
        if time.monotonic() - self._cared_at >= CARE:
            self._cared_at = time.monotonic()
            self._stages.send_what_waits()
            self._hand_back()
            self._hosts.write()
            self._ctx.workers.trim()
            heap.give_back()

    def stop(self) -> None:
        """Take no more jobs, finish what is being decided or sent, and give up what was not begun.

        As in one process: with ``Context.stopping`` what is being fetched or read is given up, and stays due.
        """
        self._stopping = True
        self._stages.stop()
        patience = time.monotonic() + STOP_PATIENCE
        while self._thread.is_alive():
            for lane in self._lanes:
                if lane.worker is not None:
                    lane.worker.stop()  # type: ignore[no-untyped-call]  # Procrastinate says no types there
            self._thread.join(0.1)
            if time.monotonic() > patience:
                self._ctx.workers.give_up()
        self._save_answers()
        with suppress(MonitorError):
            self._hosts.write(at_once=True)

    def _save_answers(self) -> None:
        """Store what channels answered while the storage failed."""
        for channel_id in self._stages.left.channels():
            save = partial(self._stages.left.deliver, channel_id, lambda: None)
            self._runner.run("deliver", channel_id, save)

    def _hand_back(self) -> None:
        with self._lock:
            running = set(self._running)
        numbers = [lane.worker.worker_id for lane in self._lanes if lane.worker is not None]
        self._missing = {
            number: hand_back(self._ctx.store, number, running, self._missing.get(number, set()))
            for number in numbers if number is not None
        }  # fmt: skip

    def _run(self) -> None:
        with ThreadPoolExecutor(sum(LANES.values()), "job") as threads, asyncio.Runner() as runner:
            loop = runner.get_loop()
            loop.set_default_executor(threads)
            loop.set_exception_handler(lambda _loop, _context: None)  # a lane's fault is told where it is opened
            runner.run(self._serve())

    async def _serve(self) -> None:
        connector = PsycopgConnector(conninfo=self._ctx.store.address, min_size=1, max_size=4)
        app = App(connector=connector)
        for queue in LANES:
            app.task(name=queue, pass_context=True)(self._do)
        while not self._stopping:
            try:
                async with app.open_async():
                    await asyncio.gather(self._turning(), *(self._keep_open(app, lane) for lane in self._lanes))
            except (ConnectorException, psycopg.Error) as error:  # the database went away while it was opened
                self._tell(error)
                await asyncio.sleep(1)

    async def _turning(self) -> None:
        while not self._stopping:
            self._turned = time.monotonic()
            await asyncio.sleep(TURN)

    async def _keep_open(self, app: App, lane: Lane) -> None:
        while not self._stopping:
            lane.worker = Worker(
                app=app, queues=[lane.queue], concurrency=LANES[lane.queue],
                fetch_job_polling_interval=LOOK[lane.queue], delete_jobs="successful",
                install_signal_handlers=False, update_heartbeat_interval=BEAT, stalled_worker_timeout=STALLED,
            )  # fmt: skip
            try:
                await lane.worker.run()  # type: ignore[no-untyped-call]  # nor there
            except ConnectorException as error:
                self._tell(error)
            if not self._stopping:
                await asyncio.sleep(1)

    def _tell(self, error: Exception) -> None:
        said = str(error.__cause__ or error).strip().splitlines()
        self._runner.fault("queue", "jobs", f"jobs cannot be taken: {said[0] if said else type(error).__name__}")

    def _do(self, context: JobContext, /, **said: Any) -> None:
        number = context.job.id or 0
        with self._lock:
            self._running.add(number)
        try:
            self._stages.do(Job(kind=Kind(said["kind"]), subjects=tuple(said["subjects"]), token=said["token"],
                                lock=context.job.lock or "", attempt=context.job.attempts))  # fmt: skip
        finally:
            with self._lock:
                self._running.discard(number)
