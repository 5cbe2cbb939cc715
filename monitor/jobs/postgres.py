"""The queue in PostgreSQL. procrastinate lives here; docs/decisions/0015 tells why, and how.

Jobs are written in the transaction in which their subjects are claimed, over the connection that the store lends. The
queue's tables are procrastinate's own; they are made and brought up to date by its own files, once, by whichever
program starts first.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job as QueueJob
from procrastinate.manager import JobManager
from procrastinate.schema import SchemaManager
from procrastinate.sync_psycopg_connector import SyncPsycopgConnector

from monitor.core.errors import StorageError
from monitor.jobs.queued import Job, Kind
from monitor.store.store import Store, Transaction

STALLED = 8.0  # seconds without a worker's sign of life after which its jobs are done by another
TASKS = {Kind.POLL: "poll_host", Kind.DELIVER: "deliver"}  # the other kinds are "work"
_PRIORITY, _URGENT = {Kind.DETECT: 10, Kind.RECHECK: -10}, 5
_SCHEMA = "queue schema"  # fact: procrastinate's last migration that the queue's tables hold
_MAKING = "the queue's tables are made"
_RESCUE = "stalled jobs are rescued"


class Lent(SyncPsycopgConnector):
    """procrastinate's way to the database: the connection of a transaction of the store, and nothing of its own."""

    def __init__(self, tx: Transaction) -> None:
        super().__init__()
        self._connection = tx.lend()

    def execute_query(self, query: Any, **arguments: Any) -> None:
        """Run a query, without its rows. Raises StorageError."""
        with _as_storage_faults():
            self._connection.execute(query, self._wrap_json(arguments))

    def execute_query_all(self, query: Any, **arguments: Any) -> list[dict[str, Any]]:
        """Run a query; its rows. Raises StorageError."""
        with _as_storage_faults():
            return self.execute_query_all_with_connection(self._connection, query, **arguments)

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        """The same for those parts of procrastinate that are written for an event loop."""
        self.execute_query(query, **arguments)

    async def execute_query_all_async(self, query: Any, **arguments: Any) -> list[dict[str, Any]]:
        """The same for those parts of procrastinate that are written for an event loop."""
        return self.execute_query_all(query, **arguments)


@contextmanager
def _as_storage_faults() -> Iterator[None]:
    """What the database refuses the queue is a fault of the storage like any other."""
    try:
        yield
    except (ConnectorException, psycopg.Error) as error:
        said = str(error.__cause__ or error).strip().splitlines() or [type(error).__name__]
        raise StorageError(f"the queue in the database fails: {said[0]}") from error


class Queue:
    """Jobs that wait for a worker. Every call takes part in the transaction that it is given."""

    def put(self, tx: Transaction, jobs: Sequence[Job]) -> None:
        """Queue these; workers see them when the transaction is committed."""
        if not jobs:
            return
        JobManager(Lent(tx)).batch_defer_jobs([
            QueueJob(queue=task(each.kind), task_name=task(each.kind), lock=each.lock or None, queueing_lock=None,
                     priority=_PRIORITY.get(each.kind, 0) + _URGENT * each.urgent,
                     task_kwargs={"kind": each.kind.value, "subjects": list(each.subjects), "token": each.token})
            for each in jobs
        ])  # fmt: skip

    def unfinished(self, tx: Transaction) -> dict[str, int]:
        """How many jobs wait or are under way, by task."""
        rows = JobManager(Lent(tx)).list_queues()
        return {row["name"]: row["todo"] + row["doing"] for row in rows}

    def locks(self, tx: Transaction, kind: Kind) -> set[str]:
        """The locks of the waiting jobs of a kind and of those under way."""
        manager = JobManager(Lent(tx))
        return {
            job.lock or ""
            for status in ("todo", "doing")
            for job in manager.list_jobs(queue=task(kind), status=status)
            if job.task_kwargs["kind"] == kind.value
        }


def task(kind: Kind) -> str:
    """The task that does jobs of this kind; also the name of its queue."""
    return TASKS.get(kind, "work")


def rescue(store: Store) -> int:
    """Have the jobs of workers that give no sign of life done by others; how many. By one program at a time."""
    with store.write() as tx:
        if not tx.only_one(_RESCUE):
            return 0
        return asyncio.run(_rescue(JobManager(Lent(tx))))


async def _rescue(manager: JobManager) -> int:
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED))
    for job in stalled:
        await manager.retry_job(job)
    return len(stalled)


def hand_back(store: Store, worker: int, running: set[int], before: set[int]) -> set[int]:
    """Queue again what a living worker is said to do and does not: the word that it ended was lost with a connection.

    ``before`` is what was found missing at the last look: between beginning and end there are moments in which a job
    is not seen. Gives what is missing now.
    """
    with store.write() as tx:
        manager = JobManager(Lent(tx))
        said = {job.id for job in manager.list_jobs(status="doing", worker_id=worker) if job.id is not None}
        missing = said - running
        for number in missing & before:
            manager.retry_job_by_id(number, datetime.now(UTC))
        return missing - before


def prepare(store: Store) -> None:
    """Make the queue's tables, or bring them to the version of the installed procrastinate. Raises StorageError."""
    quiet()
    while _prepare_step(store):
        pass


def quiet() -> None:
    """Keep procrastinate's own log to what nobody else tells."""
    for name in ("procrastinate", "psycopg.pool", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _prepare_step(store: Store) -> bool:
    """One step in a transaction of its own, as procrastinate wants it; whether there may be more to do."""
    with store.write() as tx:
        tx.wait_for(_MAKING)
        lent, held, files = Lent(tx), tx.facts.get(_SCHEMA), _migrations()
        there = bool(lent.execute_query_all("SELECT to_regclass('procrastinate_jobs') AS found")[0]["found"])
        if there and not held:
            raise StorageError(f"database {store.name} holds a queue of another program: give the monitor its own")
        newer = [file for file in files if file.name > held] if there else files[-1:]
        if not newer:
            return False
        try:
            if there:
                lent.execute_query(newer[0].read_text(encoding="utf-8").replace("%", "%%"))
            else:
                SchemaManager(lent).apply_schema()
        except StorageError as error:
            raise StorageError(f"database {store.name}: the queue's tables cannot be made: {error}") from error
        tx.facts.put(_SCHEMA, newer[0].name)
        return len(newer) > 1


def _migrations() -> list[Path]:
    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
