"""Handing out: what is due is claimed and queued for workers, claim and job in one transaction.

The ``JobQueue`` of a monitor in several programs. Any number of schedulers may do this at once: a claim is one
statement. A job that is lost costs a lease, never its subjects: what is due stands in the store.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from monitor.core.errors import MonitorError
from monitor.core.model.process import Role
from monitor.core.urls import host_of
from monitor.jobs.backlog import judgeable
from monitor.jobs.postgres import Queue, task
from monitor.jobs.presence import Beating
from monitor.jobs.queued import Job, Kind
from monitor.jobs.runner import Runner
from monitor.jobs.unjudged import Unjudged
from monitor.jobs.watching import watch_over
from monitor.pipeline.context import Context
from monitor.store.store import Transaction

LEASE = timedelta(minutes=20)  # how long a job may wait and last before its subjects are queued again
MOST_POLLS = 1_000  # jobs that may be unfinished before no more are queued: without workers they would pile up
MOST_WORK = 60  # the same of pages; what is live is queued beyond that, before what slow hosts listed at first contact
MOST_LIVE = 300
SOURCES_AT_ONCE, ENTRIES_AT_ONCE, RECHECKS_AT_ONCE = 5_000, 200, 20
BATCH = 8  # entries a job
LEFT_BEHIND = timedelta(seconds=5)  # an article is judged by the worker that read it, unless that one died
DETECT_EVERY = timedelta(seconds=3)

Unfinished = Mapping[str, int]  # jobs that wait or are under way, by task
Sweep = Callable[[Transaction, datetime, Unfinished], None]
Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)


class Handout:
    """Sweeps of a scheduler; some are also run by workers that made more work. Safe to use from several threads."""

    def __init__(self, ctx: Context, runner: Runner, queue: Queue, beating: Beating | None = None) -> None:
        self._ctx, self._runner, self._queue, self._beating = ctx, runner, queue, beating
        self._stopping = False
        self._detect_at: datetime | None = None
        self._tried = Unjudged()

    def tick(self) -> None:
        """Claim everything that is due now and queue it."""
        self._sweep("tick", self._polls, self._extracts, self._detects, self._deliveries, self._rechecks)

    def watch(self) -> None:
        """Tell the operator what changed in the sources' health; have digests sent."""
        watch_over(self._ctx, self._runner)

    def stop(self) -> None:
        """Queue no more. What is queued stays so: workers may go on."""
        self._stopping = True
        if self._beating is not None:
            self._beating.stop()

    def extracts(self) -> None:
        """Queue the entries whose text is due: after a poll that brought some."""
        self._sweep("extract", self._extracts)

    def deliveries(self) -> None:
        """Queue the channels to which something is due: after an alert."""
        self._sweep("deliver", self._deliveries)

    def _sweep(self, name: str, *sweeps: Sweep) -> None:
        """Run these in one transaction: a tick of several costs a third of as many apart."""
        if self._stopping:
            return
        try:
            with self._ctx.store.write() as tx:
                now, unfinished = self._ctx.clock.now(), self._queue.unfinished(tx)
                for sweep in sweeps:
                    sweep(tx, now, unfinished)
        except MonitorError as error:
            self._runner.fault(name, "store", str(error))

    def _polls(self, tx: Transaction, now: datetime, unfinished: Unfinished) -> None:
        if unfinished.get(task(Kind.POLL), 0) >= MOST_POLLS:
            return
        token = secrets.token_hex(8)
        due = tx.sources.claim_due(now, LEASE, token, SOURCES_AT_ONCE)
        hosts = grouped(due, lambda source: host_of(source.url))
        self._queue.put(tx, [
            Job(kind=Kind.POLL, subjects=tuple(source.id for source in sources), lock=host, token=token)
            for host, sources in hosts.items()
        ])  # fmt: skip

    def _extracts(self, tx: Transaction, now: datetime, unfinished: Unfinished) -> None:
        waiting = unfinished.get(task(Kind.EXTRACT), 0)
        if waiting >= MOST_LIVE:
            return
        token, busy = secrets.token_hex(8), waiting >= MOST_WORK
        claimed = tx.entries.claim_due(now, LEASE, token, ENTRIES_AT_ONCE, live_only=busy)
        hosts = grouped(claimed, lambda entry: (host_of(entry.url) if entry.url else "", entry.baseline))
        self._queue.put(tx, [
            Job(kind=Kind.EXTRACT, subjects=tuple(str(entry.id) for entry in part), token=token,
                lock=f"pages of {host}" if host else "", urgent=not baseline)
            for (host, baseline), found in hosts.items() for part in batches(found)
        ])  # fmt: skip

    def _detects(self, tx: Transaction, now: datetime, unfinished: Unfinished) -> None:
        if self._detect_at is not None and timedelta() <= now - self._detect_at < DETECT_EVERY:
            return
        workers = [each.started_at for each in tx.processes.all() if each.role is Role.WORKER] if self._tried else []
        aside = self._tried.set_aside(now, newest_worker=max(workers, default=None))
        oldest = tx.articles.oldest_undetected(besides=aside)
        if oldest is None or now - oldest < LEFT_BEHIND:
            return
        waiting = judgeable(tx, now, stuck=aside, polling=is_polling(unfinished))
        if waiting and "detect" not in self._queue.locks(tx, Kind.DETECT):
            self._detect_at = now
            self._tried.queued(waiting, now)
            self._queue.put(tx, [Job(kind=Kind.DETECT, lock="detect")])

    def _deliveries(self, tx: Transaction, now: datetime, unfinished: Unfinished) -> None:  # noqa: ARG002 - as others
        due = tx.outbox.channels_due(now)
        if not due:
            return
        queued = self._queue.locks(tx, Kind.DELIVER)
        jobs = [Job(kind=Kind.DELIVER, subjects=(channel,), lock=f"channel {channel}") for channel in due]
        self._queue.put(tx, [job for job in jobs if job.lock not in queued])

    def _rechecks(self, tx: Transaction, now: datetime, unfinished: Unfinished) -> None:
        """Later looks wait until little that is new is to be read."""
        if unfinished.get(task(Kind.RECHECK), 0) >= RECHECKS_AT_ONCE:
            return
        due = tx.rechecks.claim_due(now, LEASE, RECHECKS_AT_ONCE)
        self._queue.put(tx, [Job(kind=Kind.RECHECK, subjects=(str(each),)) for each in due])


def is_polling(unfinished: Unfinished) -> bool:
    """Whether some poll is queued or under way."""
    return unfinished.get(task(Kind.POLL), 0) > 0


def grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """The items by their key, in their order."""
    found: dict[Key, list[Item]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return found


def batches(items: Sequence[Item]) -> list[Sequence[Item]]:
    """The items in parts of at most BATCH."""
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
