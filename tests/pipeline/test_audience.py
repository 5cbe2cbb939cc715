"""Who is told, and when: quiet hours, planned digests, mutes, rules of topics, the operator's own channels."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from monitor.config.feeds_toml import parse
from monitor.core.model.alert import ChannelSpec, DeliveryStatus, Message, SendFailed
from monitor.core.model.development import Novelty
from monitor.core.model.entry import Account
from monitor.core.model.fetched import FailureReason
from monitor.core.model.ids import ChannelId, DevelopmentId, TopicId
from monitor.core.model.route import ChannelPlan, Every, Mute, MuteAct, Quiet, Rule, Schedule
from monitor.core.model.source import SourceRank
from monitor.core.model.topic import Topic
from monitor.pipeline.audience import somebody_has_seen
from monitor.pipeline.digest import send_held
from monitor.pipeline.watch import watch_sources
from monitor.services.declare import apply, assemble
from tests.builders import HOUR, source, topic
from tests.pipeline import press
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


@pytest.mark.parametrize(
    ("rule", "second", "titles"),
    [
        (Rule(), SourceRank.PRESS, 1),
        (Rule(least_rank=SourceRank.OFFICIAL), SourceRank.OFFICIAL, 1),
        (Rule(least_rank=SourceRank.OFFICIAL), SourceRank.SPECIALIST, 0),
        (Rule(least_rank=SourceRank.OFFICIAL, verdicts=(Novelty.UPDATE,)), SourceRank.OFFICIAL, 0),
    ],
)
def test_the_first_report_that_a_topics_rule_lets_through_is_told_whoever_told_of_it_before(
    bench: Bench, rule: Rule, second: SourceRank, titles: int
) -> None:
    plain = topic("strike", "dockers AND strike*")
    bench.watch(source("gazette", rank=second), topics=(replace(plain, rule=rule),))
    bench.publish(source="gazette")
    bench.poll("gazette")
    live(bench, 1)
    bench.work()
    for _ in range(2):  # the other one's report, and another of theirs
        bench.clock.forward(HOUR)
        number = 1 + 10 * len(bench.entries())
        bench.web.pages[f"https://gazette.example.org/{number}"] = press.page(1).replace("said", f"said at {number}")
        bench.publish(number, source="gazette")
        bench.poll("gazette")
        bench.work()
    assert [message.novelty for message in bench.channel.messages] == [Novelty.NEW] * titles


def test_a_desk_that_was_told_nothing_of_a_development_hears_of_it_by_a_repeat(bench: Bench) -> None:
    desk, other = ChannelId("desk"), ChannelId("other")
    with bench.ctx.store.write() as tx:
        for each in (desk, other):
            tx.channels.put(ChannelSpec(id=each, url="terminal:"))
    bench.watch(source("gazette"), topics=(topic("strike", "dockers AND strike*", desk),
                                           topic("pilots", "pilots AND strike*", other)))  # fmt: skip
    bench.publish(source="gazette")
    bench.poll("gazette")
    live(bench, 1)
    bench.work()
    for number in (1, 2):
        page = (
            press.page(1)
            .replace("The dockers", f"The dockers and {number + 1}00 pilots")
            .replace("Dockers", "Dockers and pilots")
        )
        bench.web.pages[f"https://gazette.example.org/{number}1"] = page
        bench.publish(number * 10 + 1, source="gazette")
        bench.poll("gazette")
        bench.work()
    with bench.ctx.store.read() as tx:
        told = [
            (each.delivery.channel_id, each.alert.message.novelty)
            for each in tx.outbox.of_development(DevelopmentId(1))
        ]
    assert told == [(desk, Novelty.NEW), (other, Novelty.NEW)]


def test_a_page_that_an_aggregator_found_first_is_told_when_its_own_office_lists_it(bench: Bench) -> None:
    rule = Rule(least_rank=SourceRank.OFFICIAL)
    bench.watch(source("search", rank=SourceRank.AGGREGATOR), source(rank=SourceRank.OFFICIAL),
                topics=(replace(topic("strike", "dockers AND strike*"), rule=rule),))  # fmt: skip
    address = "https://court.example.org"
    bench.web.pages["https://search.example.org/feed"] = press.feed(address)
    bench.poll("search")
    bench.publish()
    bench.poll()
    bench.publish(1)
    bench.web.pages["https://search.example.org/feed"] = press.feed(address, 1)
    for name in ("search", "court"):
        bench.poll(name)
        bench.work()
    assert bench.accounts() == [Account.SILENT, Account.ALERTED]
    assert "official source" in str(bench.channel.messages[0].blocks[0].lines)


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
