"""Who is told, and when: quiet hours, planned digests, mutes, rules of topics, the operator's own channels."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from monitor.config.feeds_toml import parse
from monitor.core.model.alert import ChannelSpec, DeliveryStatus, Message, SendFailed
from monitor.core.model.development import Novelty
from monitor.core.model.entry import Account
from monitor.core.model.fetched import FailureReason
from monitor.core.model.ids import DevelopmentId, TopicId
from monitor.core.model.route import ChannelPlan, Every, Mute, MuteAct, Quiet, Rule, Schedule
from monitor.core.model.source import SourceRank
from monitor.core.model.topic import Topic
from monitor.pipeline.audience import somebody_has_seen
from monitor.pipeline.digest import send_held
from monitor.pipeline.watch import watch_sources
from monitor.services.declare import apply, assemble
from tests.builders import HOUR, topic
from tests.pipeline.conftest import TERMINAL, Bench
from tests.pipeline.test_path import live

AT_NOON = Quiet(start=time(11), end=time(14))


def plan(bench: Bench, **settings: object) -> None:
    with bench.ctx.store.write() as tx:
        tx.channels.put(ChannelSpec(id=TERMINAL, url="terminal:", plan=ChannelPlan(**settings)))  # type: ignore[arg-type]


def reasons(bench: Bench) -> list[str]:
    return [entry.reason for entry in bench.entries() if entry.account is Account.SILENT]


def digests(bench: Bench, moment: datetime) -> list[Message]:
    """What is sent once it is that time."""
    bench.clock.at = moment
    send_held(bench.ctx, TERMINAL)
    before = len(bench.channel.messages)
    bench.work()
    return bench.channel.messages[before:]


def test_in_quiet_hours_alerts_wait_and_come_in_one_digest_when_they_are_over(bench: Bench) -> None:
    plan(bench, quiet=AT_NOON)
    live(bench, 1, 2)
    bench.work()
    assert bench.channel.messages == []
    assert digests(bench, datetime(2026, 3, 2, 13, 59, tzinfo=UTC)) == []
    (message,) = digests(bench, datetime(2026, 3, 2, 14, 0, tzinfo=UTC))
    assert "Held for this digest: quiet hours." in message.blocks[0].text
    assert sum(bool(line.label) for block in message.blocks for line in block.lines) == 2
    assert digests(bench, datetime(2026, 3, 2, 15, 0, tzinfo=UTC)) == []


def test_a_channel_with_daily_digests_gets_nothing_else_and_one_even_if_nothing_happened(bench: Bench) -> None:
    plan(bench, digest=Schedule(every=Every.DAILY, at=time(8)))
    send_held(bench.ctx, TERMINAL)
    live(bench, 1)
    bench.work()
    assert bench.channel.messages == []
    (first,) = digests(bench, datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
    assert first.title == "1 report on 1 topic"
    (second,) = digests(bench, datetime(2026, 3, 4, 9, 0, tzinfo=UTC))
    assert second.title.startswith("Nothing new on 1 topic; 1 of 1 source healthy; 0 items read")
    assert digests(bench, datetime(2026, 3, 4, 23, 0, tzinfo=UTC)) == []


def test_what_waits_for_a_channel_that_gets_another_name_in_feeds_toml_is_not_lost(bench: Bench) -> None:
    declared = (
        '[[source]]\nid = "court"\nname = "Court"\nurl = "https://court.example.org/feed"\n'
        '[[topic]]\nname = "strike"\nquery = "dockers AND strike*"\n'
        '[[channel]]\nname = "NAME"\nurl = "terminal:"\nquiet = "11:00-14:00"\n'
    )
    apply(bench.ctx.store, assemble(parse(declared.replace("NAME", "desk"), "f")), bench.clock.now())
    live(bench, 1, 2)
    bench.work()
    apply(bench.ctx.store, assemble(parse(declared.replace("NAME", TERMINAL), "f")), bench.clock.now())
    (message,) = digests(bench, datetime(2026, 3, 2, 14, 0, tzinfo=UTC))
    assert "quiet hours" in message.blocks[0].text
    assert sum(bool(line.label) for block in message.blocks for line in block.lines) == 2


def test_a_muted_development_is_filed_and_not_told(bench: Bench) -> None:
    live(bench, 1)
    with bench.ctx.store.write() as tx:
        mute = Mute(act=MuteAct.MUTE, at=bench.clock.at, until=bench.clock.at + HOUR)
        tx.mutes.put_development(DevelopmentId(1), mute)  # the one that is about to be opened
    bench.work()
    assert bench.channel.messages == []
    assert ["the development is muted" in reason for reason in reasons(bench)] == [True]


def test_a_mute_runs_out(bench: Bench) -> None:
    with bench.ctx.store.write() as tx:
        tx.mutes.put_topic(TopicId("strike"), Mute(act=MuteAct.MUTE, at=bench.clock.at, until=bench.clock.at + HOUR))
    live(bench, 1)
    bench.work()
    assert ["the topic is muted" in reason for reason in reasons(bench)] == [True]
    bench.clock.forward(2 * HOUR)
    bench.publish(2, 1)
    bench.poll()
    bench.work()
    assert len(bench.channel.messages) == 1


def test_a_topics_rule_decides_what_is_told(bench: Bench) -> None:
    plain = topic("strike", "dockers AND strike*")
    rule = Rule(verdicts=(Novelty.UPDATE,), least_rank=SourceRank.OFFICIAL)
    bench.watch(topics=(Topic(id=plain.id, title=plain.title, query=plain.query, rule=rule),))
    live(bench, 1)
    bench.work()
    assert bench.channel.messages == []
    assert ["does not want this kind of news" in reason for reason in reasons(bench)] == [True]


def test_an_operators_channel_gets_notices_and_no_news(bench: Bench) -> None:
    plan(bench, operator=True)
    with bench.ctx.store.write() as tx:
        tx.channels.put(ChannelSpec(id=TopicId("desk"), url="terminal:"))  # type: ignore[arg-type]
    live(bench, 1)
    bench.work()
    assert bench.channel.messages == []
    bench.web.pages["https://court.example.org/feed"] = FailureReason.DNS
    for _ in range(5):
        bench.clock.forward(HOUR)
        bench.poll()
    assert watch_sources(bench.ctx)
    with bench.ctx.store.read() as tx:
        told = {(each.alert.kind.value, each.delivery.channel_id) for each in tx.outbox.latest()}
    assert told == {("development", "desk"), ("notice", "terminal")}


def test_a_notice_waits_for_the_end_of_quiet_hours(bench: Bench) -> None:
    plan(bench, quiet=AT_NOON)
    live(bench)
    bench.web.pages["https://court.example.org/feed"] = FailureReason.DNS
    bench.clock.at -= 3 * HOUR
    for _ in range(4):
        bench.clock.forward(HOUR)
        bench.poll()
    assert watch_sources(bench.ctx)
    bench.work()
    assert bench.channel.messages == []
    bench.clock.at = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
    bench.work()
    assert len(bench.channel.messages) == 1


def test_what_a_channel_took_of_a_message_is_not_sent_to_it_again(bench: Bench) -> None:
    bench.channel.answer = SendFailed(detail="half of it", taken=("one",))
    live(bench, 1)
    bench.work()
    bench.channel.answer = SendFailed(detail="nothing at all")
    bench.clock.forward(timedelta(minutes=5))
    bench.work()
    bench.clock.forward(HOUR)
    bench.work()
    assert [message.taken for message in bench.channel.messages] == [(), ("one",), ("one",)]
    with bench.ctx.store.read() as tx:
        assert tx.outbox.counts() == {DeliveryStatus.PENDING: 1}


def test_with_a_web_page_an_alert_ends_with_signed_links(bench: Bench) -> None:
    bench.ctx = replace(bench.ctx, base_url="https://monitor.example")
    live(bench, 1)
    bench.work()
    (message,) = bench.channel.messages
    urls = [line.url for line in message.blocks[-1].lines]
    assert [url.partition("?")[0] for url in urls] == [
        f"https://monitor.example/feedback/1/{opinion}" for opinion in ("relevant", "not-relevant", "repeat")
    ]


def say(bench: Bench, act: MuteAct, number: int) -> None:
    with bench.ctx.store.write() as tx:
        tx.mutes.put_development(DevelopmentId(number), Mute(act=act, at=bench.clock.at))


def test_what_was_seen_or_muted_before_the_digest_is_left_out_and_counted(bench: Bench) -> None:
    plan(bench, quiet=AT_NOON)
    live(bench, 1, 2, 3)
    bench.work()
    say(bench, MuteAct.ACKNOWLEDGE, 1)
    say(bench, MuteAct.MUTE, 2)
    (message,) = digests(bench, datetime(2026, 3, 2, 14, 0, tzinfo=UTC))
    assert message.title == "1 report on 1 topic"
    assert "2 alerts left out: seen or muted meanwhile." in message.blocks[-1].text


def test_a_digest_of_which_everything_was_seen_is_not_sent(bench: Bench) -> None:
    plan(bench, quiet=AT_NOON)
    live(bench, 1)
    bench.work()
    say(bench, MuteAct.ACKNOWLEDGE, 1)
    assert digests(bench, datetime(2026, 3, 2, 14, 0, tzinfo=UTC)) == []
    with bench.ctx.store.read() as tx:
        assert tx.outbox.counts() == {DeliveryStatus.DROPPED: 1}


def test_a_repeat_leaves_a_development_seen_and_an_update_does_not(bench: Bench) -> None:
    live(bench, 1)
    bench.work()
    say(bench, MuteAct.ACKNOWLEDGE, 1)
    bench.clock.forward(HOUR)
    bench.publish(1, 11)  # the same story at another address
    bench.poll()
    bench.work()
    assert bench.accounts()[-1] is Account.REPEAT
    with bench.ctx.store.write() as tx:
        assert somebody_has_seen(tx, DevelopmentId(1), bench.clock.at)
        tx.developments.brought_news(DevelopmentId(1), bench.clock.at)
        assert not somebody_has_seen(tx, DevelopmentId(1), bench.clock.at)
