"""Polling sources and reading pages, one at a time, the same in one process and in a worker of several.

A bug that is met on the way is logged by the runner; what it was met for is put off, so that it is not due at once.
"""

from __future__ import annotations

from functools import partial

from monitor.core.model.ids import ArticleId, EntryId, SourceId
from monitor.jobs.leftover import LeftOver
from monitor.jobs.runner import Runner
from monitor.pipeline.context import Context
from monitor.pipeline.extract import DueText, extract
from monitor.pipeline.outcome import Outcome
from monitor.pipeline.poll import poll
from monitor.pipeline.put_off import put_off_entry, put_off_look, put_off_poll, set_aside_entry
from monitor.pipeline.recheck import recheck
from monitor.store.sources import DuePoll
from monitor.store.store import Transaction


class Gatherer:
    """Runs the stages that ask the web. Their claims are given up through ``left`` if the storage fails."""

    def __init__(self, ctx: Context, runner: Runner, left: LeftOver) -> None:
        self._ctx, self._runner, self._left = ctx, runner, left

    def poll(self, source_id: SourceId, *, due: DuePoll | None = None, claim: str = "") -> Outcome | None:
        """Poll a claimed source. ``due`` and ``claim`` as for the stage."""
        free = partial(free_source, source_id, claim)
        work = partial(self._left.work, partial(poll, self._ctx, source_id, due=due, claim=claim), free)
        outcome = self._runner.run("poll", source_id, work)
        if outcome is None or not outcome.bug:
            return outcome
        work = partial(self._left.work, partial(put_off_poll, self._ctx, source_id, outcome.bug, claim=claim), free)
        return self._runner.run("poll", source_id, work)

    def extract(self, entry_id: EntryId, *, due: DueText | None = None) -> Outcome | None:
        """Read the page of a claimed entry. ``due`` as for the stage."""
        outcome = self._read(entry_id, partial(extract, self._ctx, entry_id, due=due))
        for otherwise in (put_off_entry, set_aside_entry):
            if outcome is None or not outcome.bug:
                break
            outcome = self._read(entry_id, partial(otherwise, self._ctx, entry_id, outcome.bug))
        return outcome

    def recheck(self, article_id: ArticleId) -> Outcome | None:
        """Look at a reported article again."""
        outcome = self._runner.run("recheck", str(article_id), partial(recheck, self._ctx, article_id))
        if outcome is None or not outcome.bug:
            return outcome
        put_off = partial(put_off_look, self._ctx, article_id, outcome.bug)
        return self._runner.run("recheck", str(article_id), put_off)

    def _read(self, entry_id: EntryId, work: partial[Outcome]) -> Outcome | None:
        work_or_free = partial(self._left.work, work, partial(free_entry, entry_id))
        return self._runner.run("extract", str(entry_id), work_or_free)


def free_entry(entry_id: EntryId, tx: Transaction) -> None:
    """Give up the claim on an entry."""
    tx.entries.release(entry_id)


def free_source(source_id: SourceId, claim: str, tx: Transaction) -> None:
    """Give up the claim on a source, unless another run took it over from ``claim`` ("" = nobody could)."""
    tx.sources.release(source_id, claim)
