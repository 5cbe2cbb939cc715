"""What the operator is told when storage or work loop fail: past the outbox, once, and once when it is over."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from datetime import time, timedelta

import pytest

from monitor.core.errors import StorageError
from monitor.core.model.alert import ChannelSpec, SendFailed
from monitor.core.model.route import ChannelPlan, Quiet
from monitor.jobs.runner import Runner
from monitor.jobs.scheduler import Scheduler
from monitor.jobs.watchdog import EVERY, TRY_AGAIN, Watchdog
from monitor.pipeline.outcome import Outcome
from monitor.telemetry import Telemetry
from tests.pipeline.conftest import TERMINAL, Bench

pytestmark = pytest.mark.sqlite_only  # its full disk is made by SQLite's own means


class Watch:
    """A watchdog on a bench, whose seconds pass by hand; ``act`` is what the daemon does between two looks."""

    def __init__(self, bench: Bench, turns: Callable[[], bool] = lambda: True) -> None:
        self.bench, self.seconds = bench, 0.0
        self.runner = Runner(Telemetry(stream=io.StringIO()))
        self.dog = Watchdog(bench.ctx, self.runner, turns, monotonic=lambda: self.seconds)
        self.dog.catch_up()

    def write(self) -> Outcome | None:
        """As much as an alert takes."""
        with self.bench.ctx.store.write() as tx:
            for number in range(20):
                tx.facts.put(f"probe {number}", "x" * 4000)
            for number in range(20):
                tx.facts.put(f"probe {number}", "")
        return None

    def go_on(self, seconds: float, *, writes: bool = True) -> list[str]:
        """Let so much time pass; the titles of everything that was told until now."""
        until = self.seconds + seconds
        while self.seconds < until:
            self.seconds += EVERY
            self.bench.clock.forward(timedelta(seconds=EVERY))
            if writes:
                self.runner.run("detect", "1", self.write)
            if not self.runner.storage_fault:
                self.dog.catch_up()
            self.dog.look()
        if not self.runner.storage_fault:
            self.bench.work()
        return [message.title for message in self.bench.channel.messages]


def set_room(bench: Bench, pages: int) -> None:
    with bench.ctx.store.write() as tx:
        held = tx.connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {held + pages}")


def test_a_full_database_is_told_once_past_the_outbox_and_its_end_once_through_it(bench: Bench) -> None:
    watch = Watch(bench)
    assert watch.go_on(60, writes=False) == []
    set_room(bench, 0)
    with pytest.raises(StorageError, match="the disk is full"):
        watch.write()
    assert watch.go_on(600) == ["Storage fails: the disk is full"]
    set_room(bench, 1000)
    assert watch.go_on(900) == ["Storage fails: the disk is full", "Storage works again"]
    over = bench.channel.messages[-1]
    assert {line.label: line.text for line in over.blocks[0].lines}["Lasted"] == "9 minutes"


def test_a_recipient_that_does_not_take_it_is_tried_again_and_then_left_alone(bench: Bench) -> None:
    watch = Watch(bench)
    set_room(bench, 0)
    bench.channel.answer = SendFailed(detail="no line", unseen=True)
    assert len(watch.go_on(TRY_AGAIN)) == 1
    assert len(watch.go_on(TRY_AGAIN)) == 2
    first, second = bench.channel.messages
    assert (first.key, first.maybe_repeat, second.maybe_repeat) == (second.key, False, True)
    bench.channel.answer = SendFailed(detail="never", permanent=True)
    assert len(watch.go_on(10 * TRY_AGAIN)) == 3


def test_in_the_operators_quiet_hours_it_waits_for_their_end(bench: Bench) -> None:
    plan = ChannelPlan(quiet=Quiet(start=time(11), end=time(12, 10)))
    with bench.ctx.store.write() as tx:
        tx.channels.put(ChannelSpec(id=TERMINAL, url="terminal:", plan=plan))
    watch = Watch(bench)
    set_room(bench, 0)
    assert watch.go_on(9 * 60) == []
    assert watch.go_on(3 * 60) == ["Storage fails: the disk is full"]


def test_a_stopped_scheduler_is_told_once_and_so_is_that_it_works_again(bench: Bench) -> None:
    turned = threading.Event()
    scheduler = Scheduler()
    scheduler.every(0.05, turned.set, "tick")
    scheduler.start()
    assert turned.wait(100)
    watch = Watch(bench, turned.is_set)
    assert watch.go_on(60) == []
    scheduler.stop()
    turned.clear()
    assert watch.go_on(600, writes=False) == ["The monitor's scheduler has stopped"]
    again = Scheduler()
    again.every(0.05, turned.set, "tick")
    again.start()
    assert turned.wait(100)
    said = watch.go_on(600)
    again.stop()
    assert said == ["The monitor's scheduler has stopped", "The monitor's scheduler works again"]


def test_a_loop_that_waits_for_the_storage_is_told_as_what_it_is(bench: Bench) -> None:
    watch = Watch(bench, lambda: False)
    set_room(bench, 0)
    assert watch.go_on(600) == ["Storage fails: the disk is full"]


def test_two_programs_that_met_one_outage_tell_its_end_once_and_go_on(bench: Bench) -> None:
    both = (Watch(bench), Watch(bench))

    def go_on(seconds: float) -> None:
        for _ in range(int(seconds / EVERY)):
            bench.clock.forward(timedelta(seconds=EVERY))
            for each in both:
                each.seconds += EVERY
                each.runner.run("detect", "1", each.write)
                if not each.runner.storage_fault:
                    each.dog.catch_up()
                each.dog.look()

    set_room(bench, 0)
    go_on(60)
    set_room(bench, 1000)
    go_on(600)
    bench.work()
    assert [message.title for message in bench.channel.messages].count("Storage works again") == 1
