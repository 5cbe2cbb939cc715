from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.core.model.alert import AlertKind, DeliveryStatus, Message, SendFailed, Sent
from monitor.core.model.process import Role
from monitor.core.model.source import Source
from monitor.core.policy.routing import Route
from monitor.jobs.presence import Presence
from monitor.pipeline.deliver import deliver, send
from monitor.pipeline.outcome import Result
from tests.builders import HOUR, source
from tests.pipeline.conftest import TERMINAL, Bench

pytestmark = pytest.mark.sqlite_only  # on PostgreSQL the server knows who lives: tests/store/test_together.py


def claim(bench: Bench, token: str) -> list[Source]:
    with bench.ctx.store.write() as tx:
        return tx.sources.claim_due(bench.clock.now(), HOUR, token, 10)


def test_a_living_daemons_work_is_left_alone(bench: Bench) -> None:
    one, other = Presence(bench.ctx, "one"), Presence(bench.ctx, "other")
    for _ in range(10):
        one.beat()
        claim(bench, "one")
        assert other.beat() is None
        assert claim(bench, "other") == []
        bench.clock.forward(timedelta(seconds=20))


def test_a_dead_daemons_work_is_taken_over_within_a_minute(bench: Bench) -> None:
    bench.watch(source("press"))
    Presence(bench.ctx, "dead").beat()
    assert claim(bench, "dead")
    bench.clock.forward(timedelta(seconds=45))
    assert Presence(bench.ctx, "other").beat() is not None
    assert [each.id for each in claim(bench, "other")] == ["court", "press"]
    assert Presence(bench.ctx, "other").beat() is None


def test_what_a_dead_daemon_was_sending_may_be_a_repeat(bench: Bench) -> None:
    message = Message(kind=AlertKind.TEST, key="k", title="t", blocks=(), at=bench.clock.now())
    to = Route(channel_id=TERMINAL, status=DeliveryStatus.PENDING, topics=(), reason="")
    Presence(bench.ctx, "dead").beat()
    with bench.ctx.store.write() as tx:
        tx.outbox.add(message, [to], now=bench.clock.now())
        assert tx.outbox.claim_due(bench.clock.now(), HOUR, "dead", TERMINAL)
    bench.clock.forward(timedelta(seconds=45))
    Presence(bench.ctx, "other").beat()
    deliver(bench.ctx, TERMINAL, "other")
    assert [sent.maybe_repeat for sent in bench.channel.messages] == [True]


def test_a_failure_that_is_told_late_has_a_message_that_another_sent_not_sent_again(bench: Bench) -> None:
    message = Message(kind=AlertKind.TEST, key="k", title="t", blocks=(), at=bench.clock.now())
    to = Route(channel_id=TERMINAL, status=DeliveryStatus.PENDING, topics=(), reason="")
    with bench.ctx.store.write() as tx:
        tx.outbox.add(message, [to], now=bench.clock.now())
    Presence(bench.ctx, "cut off").beat()
    bench.channel.answer = SendFailed(detail="took too long", unseen=True)
    save = send(bench.ctx, TERMINAL, "cut off")  # whose network is gone, and its way to the database
    bench.clock.forward(timedelta(seconds=45))
    Presence(bench.ctx, "other").beat()
    bench.channel.answer = Sent()
    assert [each and each.result for each in (deliver(bench.ctx, TERMINAL, "other"), save and save())] == [
        Result.SENT, Result.GONE,
    ]  # fmt: skip
    bench.clock.forward(HOUR)
    bench.work()
    assert [sent.maybe_repeat for sent in bench.channel.messages if sent.key == "k/terminal"] == [False, True]


def test_a_daemon_that_ends_in_good_order_leaves_nothing_behind(bench: Bench) -> None:
    one = Presence(bench.ctx, "one")
    one.beat()
    assert claim(bench, "one")
    one.leave()
    assert claim(bench, "other")
    bench.clock.forward(HOUR)
    assert Presence(bench.ctx, "other").beat() is None


def told(bench: Bench) -> list[str]:
    bench.work()
    return [message.title for message in bench.channel.messages]


def test_a_daemon_that_died_is_told_once_by_the_one_that_starts_later(bench: Bench) -> None:
    Presence(bench.ctx, "dead").beat()
    bench.clock.forward(3 * HOUR)
    next_one = Presence(bench.ctx, "next")
    for _ in range(3):
        next_one.beat()
    assert told(bench) == ["The monitor had stopped"]
    facts = {line.label: line.text for line in bench.channel.messages[0].blocks[0].lines}
    assert facts["Watch"] == "nothing was watched for 3 hours"


def test_of_two_daemons_the_living_one_tells_that_the_other_stopped(bench: Bench) -> None:
    one, other = Presence(bench.ctx, "one"), Presence(bench.ctx, "other")
    other.beat()
    one.beat()
    for _ in range(12):
        bench.clock.forward(timedelta(seconds=5))
        other.beat()
    assert told(bench) == ["One monitor has stopped, another goes on"]


def test_a_restart_is_not_told_nor_is_a_daemon_that_dies_every_few_minutes_told_every_time(bench: Bench) -> None:
    for number in range(20):
        Presence(bench.ctx, f"life {number}").beat()
        bench.clock.forward(timedelta(seconds=50))
    assert told(bench) == []
    for number in range(20):
        Presence(bench.ctx, f"longer {number}").beat()
        bench.clock.forward(timedelta(minutes=5))
    assert len(told(bench)) == 2


def test_that_no_scheduler_is_left_is_told_by_a_worker_and_so_is_its_return(bench: Bench) -> None:
    worker = Presence(bench.ctx, "worker", Role.WORKER)
    worker.beat()
    Presence(bench.ctx, "scheduler", Role.SCHEDULER).beat()
    for _ in range(20):
        bench.clock.forward(timedelta(seconds=5))
        worker.beat()
    assert told(bench) == ["The monitor's scheduler has stopped"]
    again = Presence(bench.ctx, "again", Role.SCHEDULER)
    for _ in range(3):
        again.beat()
    assert told(bench)[1:] == ["The monitor's scheduler works again"]


def test_schedulers_that_sleep_or_die_again_and_again_are_told_each_time(bench: Bench) -> None:
    worker, scheduler = Presence(bench.ctx, "worker", Role.WORKER), Presence(bench.ctx, "scheduler", Role.SCHEDULER)
    for _ in range(3):
        scheduler.beat()
        for _ in range(5):
            worker.beat()
            bench.clock.forward(timedelta(seconds=5))
    scheduler.beat()
    assert told(bench) == ["The monitor's scheduler has stopped", "The monitor's scheduler works again"] * 3


def test_a_worker_that_dies_beside_others_is_no_stopped_scheduler(bench: Bench) -> None:
    Presence(bench.ctx, "dead", Role.WORKER).beat()
    scheduler = Presence(bench.ctx, "scheduler", Role.SCHEDULER)
    for _ in range(5):
        scheduler.beat()
        bench.clock.forward(timedelta(seconds=5))
    assert told(bench) == ["One monitor has stopped, another goes on"]


def test_a_worker_is_missed_sooner_than_a_whole_monitor(bench: Bench) -> None:
    Presence(bench.ctx, "worker", Role.WORKER).beat()
    Presence(bench.ctx, "whole").beat()
    bench.clock.forward(timedelta(seconds=12))
    outcome = Presence(bench.ctx, "other").beat()
    assert outcome is not None
    assert "worker" in outcome.subject and "all" not in outcome.subject


def test_after_an_outage_that_silenced_all_nobody_is_buried_before_they_could_speak(bench: Bench) -> None:
    one, other = Presence(bench.ctx, "one", Role.WORKER), Presence(bench.ctx, "other", Role.WORKER)
    one.beat()
    other.beat()
    bench.clock.forward(timedelta(seconds=30))
    assert one.beat() is None
    assert [one.is_steady] == [False]
    for _ in range(3):
        bench.clock.forward(timedelta(seconds=4))
        outcome = one.beat()
    assert [one.is_steady] == [True]
    assert outcome is not None  # the other one stayed away
