"""Judging goes on past a bug, and waits for a storage that failed."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.core.errors import QueryError
from monitor.core.model.ids import ArticleId
from monitor.jobs.judging import judge_each
from monitor.jobs.runner import Runner
from monitor.pipeline.knowledge import Knowledge
from monitor.store.store import Store
from monitor.telemetry import Telemetry
from tests.builders import source
from tests.pipeline.conftest import Bench
from tests.pipeline.test_bugs import NoTopics


class Clears(io.StringIO):
    """A log during whose every line another thread does a piece of work that goes well."""

    runner: Runner

    def write(self, text: str) -> int:
        self.runner.run("other", "", lambda: None)
        return super().write(text)


@pytest.fixture
def runner() -> Runner:
    log = Clears()
    log.runner = Runner(Telemetry(stream=log))
    return log.runner


@pytest.mark.sqlite_only  # its fault is made of the lock file
def test_an_article_that_the_storage_failed_for_is_judged_when_it_works_again(
    bench: Bench, sqlite_url: str, open_store: Callable[[str], Store], tmp_path: Path, runner: Runner
) -> None:
    store = open_store(sqlite_url)
    store.upgrade()
    made = replace(bench, ctx=replace(bench.ctx, store=store, knowledge=Knowledge()))
    made.watch(source())
    waiting = made.two_read()
    lock, stuck = next(tmp_path.glob("*.lock")), set[ArticleId]()

    def judge() -> bool:
        return judge_each(made.ctx, runner, waiting, stuck=stuck, stopping=lambda: False, alerted=lambda: None)

    lock.unlink()
    lock.mkdir()
    assert judge() is False
    assert (stuck, runner.faults, runner.storage_fault) == (set(), 1, "")
    lock.rmdir()
    assert judge() is True
    with made.ctx.store.read() as tx:
        assert tx.articles.undetected(10) == []


def test_an_article_that_met_a_bug_is_set_aside_and_the_others_go_on(bench: Bench, runner: Runner) -> None:
    made, stuck = replace(bench, ctx=replace(bench.ctx, knowledge=NoTopics())), set[ArticleId]()
    waiting = bench.two_read()
    assert judge_each(made.ctx, runner, waiting, stuck=stuck, stopping=lambda: False, alerted=lambda: None) is True
    assert stuck == set(waiting)


def test_faults_that_come_by_turns_are_told_once_each() -> None:
    log = io.StringIO()
    runner = Runner(Telemetry(stream=log))
    for _ in range(20):
        for reason in ("the server is starting up", "connection refused"):
            runner.fault("poll", "court", reason)
    assert len(log.getvalue().splitlines()) == 2
    assert runner.faults == 40


def test_a_mistake_that_no_stage_should_meet_is_a_bug_and_no_fault_of_the_storage() -> None:
    runner = Runner(Telemetry(stream=io.StringIO()))

    def mistaken() -> None:
        raise QueryError("no such concept")

    outcome = runner.run("detect", "1", mistaken)
    assert outcome is not None and outcome.bug
    assert (runner.faults, runner.crashes) == (0, 1)
