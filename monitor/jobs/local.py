"""The work in this process: threads that poll, extract, detect and deliver what the store says is due.

The store is the queue. Each sweep claims what is due and hands it to a pool; a job that made work for the next stage
sweeps that stage at once. Nothing is lost when the process dies between commit and hand-on: the next sweep finds it.
"""

from __future__ import annotations

import secrets
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from monitor.core.errors import MonitorError
from monitor.core.model.ids import ArticleId, ChannelId, SourceId
from monitor.core.urls import host_of
from monitor.jobs.backlog import judgeable
from monitor.jobs.gatherer import Gatherer
from monitor.jobs.judging import judge_each
from monitor.jobs.leftover import LeftOver
from monitor.jobs.presence import Presence
from monitor.jobs.runner import STOP_PATIENCE, Runner
from monitor.jobs.sender import PACE, Sender
from monitor.jobs.unjudged import Stuck
from monitor.jobs.watching import watch_over
from monitor.pipeline.context import Context
from monitor.pipeline.extract import DueText
from monitor.pipeline.hosts import HostBook
from monitor.pipeline.outcome import Outcome, Result
from monitor.store.sources import DuePoll

POLL_LEASE = timedelta(minutes=20)  # a host's sources are polled in turn, each within a minute and its spacing
EXTRACT_LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pools:
    """How many threads each stage has. Detection has one: decisions are one at a time."""

    polls: int = 16
    extracts: int = 6
    pace: float = PACE  # seconds between two messages to one channel; the daemon's own terminal takes them at once


class LocalWork:
    """Sweeps and pools of one process. ``tick`` may be called from any thread, as often as wanted."""

    def __init__(self, ctx: Context, runner: Runner, pools: Pools | None = None) -> None:
        self._ctx, self._runner, self._pools = ctx, runner, pools or Pools()
        self._left = LeftOver(ctx.store)
        self._gatherer = Gatherer(ctx, runner, self._left)
        self._token = secrets.token_hex(8)
        self._lock = threading.RLock()
        self._busy: dict[str, int] = defaultdict(int)  # jobs in hand
        self._begun = 0  # jobs handed to the pools so far
        self._at_hosts: dict[str, dict[SourceId, DuePoll]] = {}  # claimed and not begun, by the hosts in hand
        self._sending: set[ChannelId] = set()
        self._stuck = Stuck(ctx.clock.now)
        self._stopping = False
        self._changed = threading.Condition(self._lock)
        self._polling = ThreadPoolExecutor(self._pools.polls, "poll")
        self._extracting = ThreadPoolExecutor(self._pools.extracts, "extract")
        self._detecting = ThreadPoolExecutor(1, "detect")
        self._delivering: dict[ChannelId, ThreadPoolExecutor] = {}
        self._sender = Sender(ctx, runner, self._left, token=self._token, pace=self._pools.pace)
        self._hosts = HostBook(ctx)
        self._presence = Presence(ctx, self._token)
        self._announced = False

    def tick(self) -> None:
        """Claim and hand out everything that is due now."""
        if not self._announced:  # before anything is claimed: a daemon that nobody knows of is not missed when it dies
            self._announced = self._runner.run("daemon", "presence", self._announce) is None
        for name, sweep in (("release", self._left.settle), ("poll", self._sweep_polls),
                            ("extract", self._sweep_extracts), ("detect", self._sweep_detects),
                            ("deliver", self._sweep_deliveries), ("recheck", self._sweep_rechecks)):  # fmt: skip
            self._sweep(name, sweep)

    def _announce(self) -> Outcome | None:
        self._presence.beat()
        return None

    def watch(self) -> None:
        """Tell the operator what changed in the sources' health; send digests that are due."""
        self._runner.run("daemon", "presence", self._presence.beat)
        watch_over(self._ctx, self._runner)
        self._runner.run("watch", "", self._count_hosts)
        self._ctx.workers.trim()
        self._sweep("deliver", self._sweep_deliveries)

    def _count_hosts(self) -> Outcome | None:
        self._hosts.write()
        return None

    def idle(self) -> bool:
        """Whether nothing is under way and nothing is due."""
        with self._lock:
            begun = self._begun
            if any(self._busy.values()):
                return False
        now = self._ctx.clock.now()
        with self._ctx.store.read() as tx:
            aside = self._stuck.aside()
            undetected = set(tx.articles.undetected(1 + len(aside))) - aside
            if undetected or tx.entries.claimable(now) or tx.outbox.pending(due_before=now):
                return False
        with self._lock:  # what a job that had just ended followed up with is claimed, and so not seen as due
            return self._begun == begun

    def wait_idle(self, *, step: float = 0.2) -> None:
        """Work until nothing is under way and nothing is due; deliveries put off for later are not waited for."""
        while not self._stopping:
            self.tick()
            with self._changed:
                while any(self._busy.values()) and not self._stopping:
                    self._changed.wait(step)
            if self._runner.storage_fault or self.idle():
                return

    def stop(self) -> None:
        """Take no more work, finish what is being decided or sent, and give up the claims on the rest.

        With ``Context.stopping``, what is being fetched is given up at once and what is being read after a moment: it
        stays due and is asked for again at the next start. A message under way to a channel ends by itself.
        """
        with self._lock:
            self._stopping = True
            self._changed.notify_all()
            self._sender.stop()
            pools = [self._polling, self._extracting, self._detecting, *self._delivering.values()]
        for pool in pools:
            pool.shutdown(wait=False, cancel_futures=True)
        if self._ctx.stopping():
            with self._changed:
                self._changed.wait_for(lambda: not any(self._busy.values()), STOP_PATIENCE)
            self._ctx.workers.give_up()
        for pool in pools:
            pool.shutdown(wait=True)
        for channel_id in self._left.channels():
            self._runner.run("deliver", channel_id, partial(self._left.deliver, channel_id, lambda: None))
        try:
            self._presence.leave()
            self._hosts.write(at_once=True)
        except MonitorError:
            return  # the leases run out by themselves

    def _sweep(self, name: str, sweep: Callable[[], None]) -> None:
        with self._lock:
            if self._stopping:
                return
            try:
                sweep()
            except MonitorError as error:
                self._runner.fault(name, "store", str(error))

    def _sweep_polls(self) -> None:
        """Claim a batch when threads are free, or when half of the hosts in hand are done: one by one costs far more.

        A host is one job, whatever is claimed of it meanwhile: one with many sources holds up no other.
        """
        free = self._pools.polls * 4 - self._busy["poll"]
        if free <= 0 or (self._busy["poll"] >= self._pools.polls and free < self._pools.polls * 2):
            return
        now = self._ctx.clock.now()
        with self._ctx.store.write() as tx:
            claimed = tx.sources.claim_polls(now, POLL_LEASE, self._token, free)
        by_host: defaultdict[str, dict[SourceId, DuePoll]] = defaultdict(dict)
        for due in claimed:
            by_host[host_of(due.source.url)][due.source.id] = due
        for host, polls in by_host.items():
            if (waiting := self._at_hosts.get(host)) is None:
                self._begin_at(host, polls)
            else:  # what waits there longer than its lease is there already
                waiting.update((each, due) for each, due in polls.items() if each not in waiting)

    def _begin_at(self, host: str, polls: dict[SourceId, DuePoll]) -> None:
        self._at_hosts[host] = polls
        try:
            self._submit("poll", self._polling, partial(self._poll_host, host))
        except RuntimeError:  # no thread for it: the host is not in hand, or nothing would ever ask it again
            del self._at_hosts[host]
            raise

    def _poll_host(self, host: str) -> None:
        waiting, first = self._at_hosts.get(host), True
        try:
            while (due := self._next_at(host)) is not None:
                known = due if first else None  # the later ones wait for their turns: what was known may be out of date
                outcome, first = self._gatherer.poll(due.source.id, due=known), False
                if outcome is not None and outcome.facts.get("entries"):
                    self._sweep("extract", self._sweep_extracts)
        finally:
            with self._lock:
                if self._at_hosts.get(host) is waiting:  # this job met a bug: the next one begins anew
                    self._at_hosts.pop(host, None)

    def _next_at(self, host: str) -> DuePoll | None:
        """The source at that host that waits longest; None, and the host is no longer in hand, if there is none."""
        with self._lock:
            waiting = self._at_hosts.get(host)
            if not waiting or self._stopping:
                self._at_hosts.pop(host, None)
                return None
            return waiting.pop(next(iter(waiting)))

    def _sweep_extracts(self) -> None:
        free = self._pools.extracts * 2 - self._busy["extract"]
        if free < self._pools.extracts:
            return
        with self._ctx.store.write() as tx:
            claimed = tx.entries.claim_due(self._ctx.clock.now(), EXTRACT_LEASE, self._token, free)
            sources = {each: tx.sources.find(each) for each in {entry.source_id for entry in claimed}}
            own = {entry.id for entry in claimed if tx.entries.owns_link(entry)}
        if not claimed:
            return
        with self._ctx.store.read() as tx:  # not above: to compile changed topics takes a while
            index, _ = self._ctx.knowledge.topics(tx)
        for entry in claimed:
            due = DueText(entry=entry, source=sources[entry.source_id], index=index, own_page=entry.id in own)
            self._submit("extract", self._extracting, partial(self._extract, due))

    def _extract(self, due: DueText) -> None:
        outcome = self._gatherer.extract(due.entry.id, due=due)
        if outcome is None or outcome.result is not Result.STORED or outcome.then is not None:
            return
        if not due.entry.baseline:  # those wait for each other
            self._sweep("detect", self._sweep_detects)

    def _sweep_rechecks(self) -> None:
        """Later looks wait until nothing new is to be read."""
        if self._busy["extract"] or self._busy["recheck"]:
            return
        with self._ctx.store.write() as tx:
            due = tx.rechecks.claim_due(self._ctx.clock.now(), EXTRACT_LEASE, self._pools.extracts)
        for article_id in due:
            self._submit("recheck", self._extracting, partial(self._recheck, article_id))

    def _recheck(self, article_id: ArticleId) -> None:
        outcome = self._gatherer.recheck(article_id)
        if outcome is not None and outcome.facts.get("alert"):
            self._sweep("deliver", self._sweep_deliveries)

    def _sweep_detects(self) -> None:
        if self._busy["detect"]:
            return
        with self._ctx.store.read() as tx:
            polling = self._busy["poll"] > 0
            waiting = judgeable(tx, self._ctx.clock.now(), stuck=self._stuck.aside(), polling=polling)
        if waiting:
            self._submit("detect", self._detecting, partial(self._detect_all, waiting))

    def _detect_all(self, article_ids: Sequence[ArticleId]) -> bool:
        return judge_each(
            self._ctx, self._runner, article_ids, stuck=self._stuck, stopping=lambda: self._stopping,
            alerted=lambda: self._sweep("deliver", self._sweep_deliveries),
        )  # fmt: skip

    def _sweep_deliveries(self) -> None:
        with self._ctx.store.read() as tx:
            due = tx.outbox.channels_due(self._ctx.clock.now())
        for channel_id in dict.fromkeys((*due, *self._left.channels())):
            if channel_id not in self._sending:
                pool = self._delivering.setdefault(channel_id, ThreadPoolExecutor(1, f"deliver-{channel_id}"))
                self._submit("deliver", pool, partial(self._deliver_all, channel_id))
                self._sending.add(channel_id)

    def _deliver_all(self, channel_id: ChannelId) -> None:
        try:
            self._sender.work_off(channel_id)
        finally:
            with self._lock:
                self._sending.discard(channel_id)

    def _submit(self, name: str, pool: ThreadPoolExecutor, work: Callable[[], bool | None]) -> None:
        """Have ``work`` done; unless it gives False, more of its kind is looked for at once. Called with the lock held.

        Raises RuntimeError where the system gives no thread; then nothing counts as under way.
        """

        def done(future: Future[bool | None]) -> None:
            with self._changed:
                self._busy[name] -= 1
                if not any(self._busy.values()):
                    self._changed.notify_all()
            if not self._stopping and not future.cancelled() and future.result() is not False:
                self._follow_up(name)

        submitted = pool.submit(work)
        self._begun += 1
        self._busy[name] += 1
        submitted.add_done_callback(done)

    def _follow_up(self, name: str) -> None:
        """A finished job made room: look for more of the same at once, so that a backlog drains at full speed."""
        if self._runner.storage_fault:
            return  # the next tick tries again: no hot loop on a full disk
        sweeps = {"extract": self._sweep_extracts, "detect": self._sweep_detects, "poll": self._sweep_polls}
        if name in sweeps:
            self._sweep(name, sweeps[name])
