"""The work of one process: what is in hand, and when it is at its end; a job that has ended may have made more."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.core.model.fetched import FailureReason, FetchFailed, FetchRequest, FetchResult
from monitor.jobs.local import LocalWork
from monitor.jobs.runner import Runner
from monitor.store.store import Store, Transaction
from monitor.telemetry import Telemetry
from tests.builders import HOUR, NOON, source
from tests.pipeline.conftest import Bench

pytestmark = pytest.mark.sqlite_only  # it is about the threads of one process


class Interrupted(Store):
    """Something happens before the next look at the store."""

    meanwhile: Callable[[], None] | None = None

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()
        with super().read() as tx:
            yield tx


def test_what_is_claimed_between_two_looks_is_not_taken_for_done(bench: Bench, tmp_path: Path) -> None:
    store = Interrupted(f"sqlite:///{tmp_path / 'monitor.db'}")
    store.upgrade()
    made, go_on = replace(bench, ctx=replace(bench.ctx, store=store)), threading.Event()
    made.watch(source())
    made.publish(1)
    made.poll()

    def answers_late(request: FetchRequest) -> FetchResult:
        go_on.wait(200)
        return FetchFailed(url=request.url, reason=FailureReason.NOT_FOUND)

    made.web.pages["https://court.example.org/1"] = answers_late
    work = LocalWork(made.ctx, Runner(Telemetry(stream=io.StringIO())))
    store.meanwhile = work.tick
    assert not work.idle()
    go_on.set()
    work.wait_idle()
    assert work.idle()
    work.stop()
    store.close()


def test_a_host_with_many_sources_holds_up_no_other(bench: Bench, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'monitor.db'}")
    store.upgrade()
    made, go_on, asked = replace(bench, ctx=replace(bench.ctx, store=store)), threading.Event(), threading.Event()
    slow = [source(f"slow{number}", url=f"https://slow.example.org/{number}") for number in range(100)]

    def never_answers(request: FetchRequest) -> FetchResult:
        go_on.wait(200)
        return FetchFailed(url=request.url, reason=FailureReason.TIMEOUT)

    def answers(request: FetchRequest) -> FetchResult:
        asked.set()
        return FetchFailed(url=request.url, reason=FailureReason.NOT_FOUND)

    with store.write() as tx:
        for each in slow:
            tx.sources.put(each, NOON - HOUR)
    made.watch(source())
    made.web.pages |= {each.url: never_answers for each in slow}
    made.web.pages[source().url] = answers
    work = LocalWork(made.ctx, Runner(Telemetry(stream=io.StringIO())))
    for _ in range(3):
        work.tick()
    assert asked.wait(20)
    go_on.set()
    work.wait_idle()
    with store.read() as tx:
        assert all(state.polls == 1 for state in tx.sources.states().values())
    work.stop()
    store.close()


def test_hosts_for_which_there_was_no_thread_are_asked_later(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(f"sqlite:///{tmp_path / 'monitor.db'}")
    store.upgrade()
    made = replace(bench, ctx=replace(bench.ctx, store=store))
    with store.write() as tx:
        for number in range(3):
            tx.sources.put(source(f"s{number}", url=f"https://host{number}.example.org/feed"), NOON - HOUR)

    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    work = LocalWork(made.ctx, Runner(Telemetry(stream=io.StringIO())))
    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr(threading.Thread, "start", refuse)  # as the system does at its limit
        work.tick()
    made.clock.forward(HOUR)  # what was claimed then is free again
    work.wait_idle()
    with store.read() as tx:
        assert [state.polls for state in tx.sources.states().values()] == [1, 1, 1]
    work.stop()
    store.close()
