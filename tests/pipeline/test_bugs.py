"""What met a bug of the monitor is tried again at growing pauses, and then given up where people can see it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.core.errors import StorageError
from monitor.core.matching.index import TopicIndex
from monitor.core.model.alert import AlertKind, DeliveryStatus, Message, SendResult, Sent
from monitor.core.model.entry import Account, Entry
from monitor.core.model.fetched import FetchRequest, FetchResult
from monitor.core.model.ids import ArticleId, ChannelId, SourceId, TopicId
from monitor.core.model.topic import Topic
from monitor.core.policy.retry import MOST_ATTEMPTS
from monitor.core.ports import Channel
from monitor.jobs.gatherer import Gatherer
from monitor.jobs.judging import judge_each
from monitor.jobs.leftover import LeftOver
from monitor.jobs.local import LocalWork
from monitor.jobs.runner import Runner
from monitor.jobs.sender import Sender
from monitor.pipeline.audience import route_to
from monitor.pipeline.context import Context
from monitor.pipeline.digest import STUCK_AFTER, send_standing
from monitor.pipeline.knowledge import Knowledge
from monitor.services.export import explain
from monitor.store.store import Store, Transaction
from monitor.telemetry import Telemetry
from tests.builders import HOUR, source
from tests.fakes import Recorder
from tests.pipeline import press
from tests.pipeline.conftest import TERMINAL, Bench

FEED, PAGE = "https://court.example.org/feed", "https://court.example.org/1"
WHY = "a bug of the monitor: KeyError: 'title'"
STEP = timedelta(minutes=5)
DESK = ChannelId("desk")


def breaks(request: FetchRequest) -> FetchResult:
    raise KeyError("title")


class NoTopics(Knowledge):
    """Cannot even make the topics ready."""

    def topics(self, tx: Transaction) -> tuple[TopicIndex, dict[TopicId, Topic]]:
        raise KeyError("title")


def gatherer(bench: Bench, log: io.StringIO | None = None) -> Gatherer:
    return Gatherer(bench.ctx, Runner(Telemetry(stream=log or io.StringIO())), LeftOver(bench.ctx.store))


def listed(bench: Bench) -> Entry:
    """One live entry whose page breaks what reads it."""
    bench.publish()
    bench.poll()
    bench.publish(1)
    bench.poll()
    bench.web.pages[PAGE] = breaks
    return bench.entries()[0]


def tries(bench: Bench, due: Callable[[], bool]) -> list[int]:
    """Minutes from the start at which something was due, of the next four hours."""
    found = []
    for minute in range(0, 240, 5):
        if due():
            found.append(minute)
        bench.clock.forward(STEP)
    return found


def test_an_entry_that_met_a_bug_is_judged_by_its_title_in_the_end(bench: Bench) -> None:
    entry = listed(bench)
    work = gatherer(bench)

    def due() -> bool:
        with bench.ctx.store.write() as tx:
            claimed = tx.entries.claim_due(bench.clock.now(), STEP, "bench", 10)
        return bool([work.extract(each.id) for each in claimed])

    assert tries(bench, due) == [0, 5, 10, 25]
    after = bench.entries()[0]
    assert (after.attempts, after.next_attempt, after.account) == (3, None, Account.PENDING)
    with bench.ctx.store.read() as tx:
        assert after.article_id is not None
        held = tx.articles.find(after.article_id)
    assert held is not None
    assert held.title == entry.title


def test_an_entry_that_waits_says_which_bug_it_met(bench: Bench) -> None:
    entry, log = listed(bench), io.StringIO()
    gatherer(bench, log).extract(entry.id)
    assert bench.entries()[0].reason == WHY
    assert "bug: KeyError: 'title'" in log.getvalue()


def test_an_entry_that_cannot_be_judged_at_all_is_set_aside_with_the_reason(bench: Bench) -> None:
    entry = listed(bench)
    broken = gatherer(replace(bench, ctx=replace(bench.ctx, knowledge=NoTopics())))
    for _ in range(4):
        broken.extract(entry.id)
    after = bench.entries()[0]
    assert (after.account, after.reason, after.next_attempt) == (Account.NO_TEXT, WHY, None)


def test_a_source_that_meets_a_bug_fails_and_is_asked_more_rarely(bench: Bench) -> None:
    bench.web.pages[FEED] = breaks
    work = gatherer(bench)

    def due() -> bool:
        with bench.ctx.store.write() as tx:
            claimed = tx.sources.claim_due(bench.clock.now(), timedelta(minutes=20), "bench", 10)
        return bool([work.poll(each.id) for each in claimed])

    assert tries(bench, due) == [0, 15, 45, 105, 225]
    with bench.ctx.store.read() as tx:
        state = tx.sources.state(SourceId("court"))
    assert (state.failures, state.failure) == (5, WHY)


def test_a_bug_in_a_run_that_lost_its_claim_counts_nothing(bench: Bench) -> None:
    bench.web.pages[FEED] = breaks
    with bench.ctx.store.write() as tx:
        tx.sources.claim_due(bench.clock.now(), STEP, "one", 10)

    def lost(request: FetchRequest) -> FetchResult:
        with bench.ctx.store.write() as tx:
            tx.sources.take_over([SourceId("court")], ["one"], "another", bench.clock.now() + STEP)
        raise KeyError("title")

    bench.web.pages[FEED] = lost
    gatherer(bench).poll(SourceId("court"), claim="one")
    with bench.ctx.store.read() as tx:
        assert tx.sources.state(SourceId("court")).failures == 0
        assert tx.sources.is_claimed(SourceId("court"), "another")


def test_a_later_look_that_meets_a_bug_is_one_of_its_six(bench: Bench) -> None:
    listed(bench)
    bench.web.pages[PAGE] = press.page(1)
    bench.work()
    bench.web.pages[PAGE] = breaks
    work, looks = gatherer(bench), 0
    for _ in range(31 * 24):
        with bench.ctx.store.write() as tx:
            due = tx.rechecks.claim_due(bench.clock.now(), STEP, 10)
        looks += len([work.recheck(number) for number in due])
        bench.clock.forward(timedelta(hours=1))
    assert looks == 6
    with bench.ctx.store.read() as tx:
        assert tx.rechecks.checks(ArticleId(1)) == 6


def test_an_article_that_met_a_bug_while_it_was_judged_says_so_and_holds_up_no_summary(bench: Bench) -> None:
    bench.publish(1)
    bench.poll()
    entry = bench.entries()[0]
    gatherer(bench).extract(entry.id)
    broken, stuck = replace(bench.ctx, knowledge=NoTopics()), set[ArticleId]()
    judge_each(broken, Runner(Telemetry(stream=io.StringIO())), [ArticleId(1)], stuck=stuck, stopping=lambda: False,
               alerted=lambda: None)  # fmt: skip
    assert stuck == {ArticleId(1)}
    (explained,) = explain(bench.ctx.store, PAGE)
    assert explained.entry.account is Account.PENDING
    assert explained.reason == f"not judged: {WHY}; it is tried again, ever more rarely"
    assert send_standing(bench.ctx) is None
    bench.clock.forward(STUCK_AFTER + STEP)
    assert send_standing(bench.ctx) is not None


@pytest.mark.sqlite_only
def test_the_running_monitor_asks_for_such_a_page_four_times_and_goes_on(bench: Bench, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'monitor.db'}")
    store.upgrade()
    running = replace(bench, ctx=replace(bench.ctx, store=store))
    running.watch(source())
    listed(running)
    work = LocalWork(running.ctx, Runner(Telemetry(stream=io.StringIO())))
    for _ in range(12):
        work.wait_idle(step=0.01)
        running.clock.forward(STEP)
    work.stop()
    assert running.accounts() == [Account.ALERTED]
    assert [request.url for request in running.web.asked].count(PAGE) == 4
    store.close()


class Picky(Recorder):
    """A channel with a bug that one message meets."""

    def send(self, message: Message) -> SendResult:
        super().send(message)
        return {"good": Sent()}[message.title]


def add_messages(bench: Bench, *titles: str) -> None:
    with bench.ctx.store.write() as tx:
        for title in titles:
            message = Message(kind=AlertKind.TEST, key=title, title=title, blocks=(), at=bench.clock.now())
            tx.outbox.add(message, [route_to(tx, DESK)], now=bench.clock.now())


def sender(ctx: Context) -> Sender:
    return Sender(ctx, Runner(Telemetry(stream=io.StringIO())), LeftOver(ctx.store), token="t", pace=0)


def test_a_message_that_meets_a_bug_holds_up_no_other_and_is_given_up_in_the_end(bench: Bench) -> None:
    desk = Picky()
    ctx = replace(bench.ctx, channels=lambda: {TERMINAL: bench.channel, DESK: desk})
    add_messages(bench, "bad", "good")
    for _ in range(2):
        sender(ctx).work_off(DESK)
        bench.clock.forward(HOUR)
    assert [(each.title, each.maybe_repeat) for each in desk.messages] == [
        ("bad", False), ("good", False), ("bad", True),
    ]  # fmt: skip
    for _ in range(100):
        sender(ctx).work_off(DESK)
        bench.clock.forward(HOUR)
    assert len(desk.messages) == MOST_ATTEMPTS + 1
    with bench.ctx.store.read() as tx:
        (dead,) = tx.outbox.latest(status=DeliveryStatus.DEAD)
    assert dead.delivery.detail == "a bug of the monitor: KeyError"


def test_a_storage_fault_before_a_message_is_sent_makes_no_repeat_of_it(bench: Bench) -> None:
    def cannot_be_read() -> dict[ChannelId, Channel]:
        raise StorageError("database is away")

    add_messages(bench, "good")
    sender(replace(bench.ctx, channels=cannot_be_read)).work_off(DESK)
    desk = Picky()
    sender(replace(bench.ctx, channels=lambda: {DESK: desk})).work_off(DESK)
    assert [each.maybe_repeat for each in desk.messages] == [False]


def test_an_article_that_met_a_passing_bug_is_judged_a_minute_later(bench: Bench) -> None:
    bench.two_read()
    ctx = replace(bench.ctx, knowledge=NoTopics())
    work = LocalWork(ctx, Runner(Telemetry(stream=io.StringIO())))
    work.wait_idle()
    assert bench.accounts() == [Account.PENDING] * 2
    object.__setattr__(ctx, "knowledge", Knowledge())
    bench.clock.forward(timedelta(minutes=1))
    work.wait_idle()
    work.stop()
    assert bench.accounts() == [Account.ALERTED] * 2
