"""What each kind of job does: the stages of one process, run for jobs that a worker took from the queue."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial

from monitor.core.model.ids import ArticleId, ChannelId, EntryId, SourceId
from monitor.jobs.backlog import ahead_of_live, is_being_read, judgeable
from monitor.jobs.gatherer import Gatherer, free_entry, free_source
from monitor.jobs.handout import LEASE, Handout, is_polling
from monitor.jobs.judging import judge_each
from monitor.jobs.leftover import LeftOver
from monitor.jobs.postgres import Queue
from monitor.jobs.queued import Job, Kind
from monitor.jobs.runner import Runner
from monitor.jobs.sender import PACE, Sender
from monitor.jobs.unjudged import Stuck
from monitor.pipeline.context import Context
from monitor.pipeline.outcome import Outcome, Result
from monitor.store.store import Transaction


class Stages:
    """What each kind of job does. ``stop`` ends them after the unit under way and gives up what they did not begin."""

    def __init__(self, ctx: Context, runner: Runner, handout: Handout, token: str) -> None:
        self._ctx, self._runner, self._handout = ctx, runner, handout
        self.left = LeftOver(ctx.store)
        self._gatherer = Gatherer(ctx, runner, self.left)
        self._sender = Sender(ctx, runner, self.left, token=token, pace=PACE)
        self._deciding = threading.Lock()  # decisions are one at a time, and the index is one thread's
        self._stuck = Stuck(ctx.clock.now)
        self._stopping = False
        self._does: dict[Kind, Callable[[Job], None]] = {
            Kind.POLL: self._poll, Kind.EXTRACT: self._extract, Kind.DETECT: self._detect,
            Kind.RECHECK: self._recheck, Kind.DELIVER: self._deliver,
        }  # fmt: skip

    def do(self, job: Job) -> None:
        """Do a job. Never raises: what came of it is logged by the runner, and what is left is due again."""
        work = partial(self.left.work, partial(self._done, job), partial(_free_job, job))
        self._runner.run(job.kind.value, job.lock, work)

    def send_what_waits(self) -> None:
        """Queue messages that are due, whether or not a scheduler lives: that none does is itself a message."""
        self._handout.deliveries()

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopping = True
        self._sender.stop()

    def _done(self, job: Job) -> Outcome | None:
        self._does[job.kind](job)
        return None

    def _poll(self, job: Job) -> None:
        sources = [SourceId(each) for each in job.subjects]
        with self._ctx.store.write() as tx:
            mine = tx.sources.take_over(sources, job.earlier, job.claim, self._ctx.clock.now() + LEASE)
        for source_id in (each for each in sources if each in mine):
            if self._stopping:
                self._give_up(partial(free_source, source_id, job.claim))
                continue
            outcome = self._gatherer.poll(source_id, claim=job.claim)
            if outcome is not None and outcome.facts.get("entries"):
                self._handout.extracts()

    def _extract(self, job: Job) -> None:
        entries = [EntryId(int(each)) for each in job.subjects]
        with self._ctx.store.read() as tx:
            mine = tx.entries.claimed(entries, job.token)
        for entry_id in (each for each in entries if each in mine):
            if self._stopping:
                self._give_up(partial(free_entry, entry_id))
                continue
            outcome = self._gatherer.extract(entry_id)
            if outcome is not None and outcome.result is Result.STORED and outcome.then is None:
                self._judge_if_live(ArticleId(int(outcome.facts["article"])))

    def _judge_if_live(self, article_id: ArticleId) -> None:
        """What waits for what was there at first contact, or is itself that, is left to a job of its own."""
        with self._ctx.store.read() as tx:
            article = tx.articles.find(article_id)
            if article is None or article.baseline or is_being_read(tx, self._ctx.clock.now()):
                return
            before = ahead_of_live(tx, self._stuck.aside())
        self._judge([*before, article_id])

    def _judge(self, article_ids: Sequence[ArticleId]) -> bool:
        with self._deciding:
            return judge_each(
                self._ctx, self._runner, article_ids, stuck=self._stuck, stopping=lambda: self._stopping,
                alerted=self._handout.deliveries,
            )  # fmt: skip

    def _detect(self, job: Job) -> None:  # noqa: ARG002 - called as the other kinds are
        """Judge what nobody did: a backlog, and what a worker that died had read."""
        goes_on = True
        while goes_on and not self._stopping:
            with self._ctx.store.read() as tx:
                polling = is_polling(Queue().unfinished(tx))
                waiting = judgeable(tx, self._ctx.clock.now(), stuck=self._stuck.aside(), polling=polling)
            if not waiting:
                return
            goes_on = self._judge(waiting)

    def _recheck(self, job: Job) -> None:
        for article_id in (ArticleId(int(each)) for each in job.subjects):
            if self._stopping:
                return
            outcome = self._gatherer.recheck(article_id)
            if outcome is not None and outcome.facts.get("alert"):
                self._handout.deliveries()

    def _deliver(self, job: Job) -> None:
        for channel in job.subjects:
            self._sender.work_off(ChannelId(channel))

    def _give_up(self, release: Callable[[Transaction], None]) -> None:
        with self._ctx.store.write() as tx:
            release(tx)


def _free_job(job: Job, tx: Transaction) -> None:
    tx.sources.release_job(job.token)
    tx.entries.release_all(job.token)
