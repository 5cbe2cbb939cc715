from __future__ import annotations

import io
from datetime import timedelta

from monitor.core.errors import ConfigError
from monitor.core.model.alert import AlertKind, ChannelSpec, Message, SendFailed
from monitor.core.model.fetched import FailureReason
from monitor.core.model.ids import ChannelId, SourceId
from monitor.core.model.route import ChannelPlan
from monitor.jobs.runner import Runner
from monitor.jobs.watching import watch_over
from monitor.pipeline.watch import OUTAGE, tell_dead_channel, tell_refused_edit, watch_sources
from monitor.telemetry import Telemetry
from tests.builders import HOUR, NOON, source
from tests.pipeline import press
from tests.pipeline.conftest import TERMINAL, Bench
from tests.pipeline.test_path import live

NAMES = [f"outlet{number}" for number in range(8)]


def outlets(bench: Bench, answer: str | FailureReason) -> None:
    bench.watch(*(source(name) for name in NAMES))
    for name in NAMES:
        feed = press.feed(f"https://{name}.example.org")
        bench.web.pages[f"https://{name}.example.org/feed"] = answer if isinstance(answer, FailureReason) else feed
        bench.poll(name)


def notices(bench: Bench) -> list[Message]:
    watch_sources(bench.ctx)
    bench.work()
    return bench.channel.messages


def test_an_outage_of_many_sources_is_one_notice_and_one_when_it_is_over(bench: Bench) -> None:
    outlets(bench, FailureReason.DNS)
    assert [message.title for message in notices(bench)] == ["8 of 8 sources fail"]
    assert len(notices(bench)) == 1
    outlets(bench, "")
    assert [message.title for message in notices(bench)][1:] == ["The outage is over"]
    assert len(notices(bench)) == 2


def test_when_an_outage_is_over_what_still_fails_is_tried_again_at_once(bench: Bench) -> None:
    outlets(bench, FailureReason.DNS)
    notices(bench)
    bench.clock.forward(3 * HOUR)
    for name in NAMES[1:]:
        bench.publish(source=name)
        bench.poll(name)
    over = notices(bench)[-1]
    assert [(line.label, line.text) for line in over.blocks[0].lines] == [
        ("Healthy", "7 of 8 sources"), ("Lasted", "3 hours"),
        ("Fails", "Outlet0: name not found, since 2 Mar 2026, 12:00 UTC"),
    ]  # fmt: skip
    with bench.ctx.store.read() as tx:
        assert tx.sources.state(SourceId(NAMES[0])).next_poll_at == bench.clock.now()


def test_one_dead_source_is_told_after_an_hour_and_when_it_is_back(bench: Bench) -> None:
    outlets(bench, "")
    bench.web.pages["https://outlet0.example.org/feed"] = FailureReason.NOT_FOUND
    bench.poll("outlet0")
    assert notices(bench) == []
    for _ in range(3):
        bench.clock.forward(HOUR)
        bench.poll("outlet0")
    (notice,) = notices(bench)
    assert notice.title == "Source fails: Outlet0"
    assert notice.blocks[0].text.endswith("monitor source check outlet0")
    assert len(notices(bench)) == 1
    bench.publish(source="outlet0")
    bench.poll("outlet0")
    back = notices(bench)[-1]
    assert back.title == "Source works again: Outlet0"
    assert back.blocks[0].lines[0].text == "Outlet0: had failed for 3 hours (not found)"


def test_a_paused_source_is_no_outage(bench: Bench) -> None:
    outlets(bench, FailureReason.DNS)
    with bench.ctx.store.write() as tx:
        for name in NAMES:
            tx.sources.pause(SourceId(name), True)
    assert notices(bench) == []


def test_a_refused_edit_is_told_once_for_each_version_of_the_file(bench: Bench) -> None:
    problem = ConfigError("unknown key", file="feeds.toml", line=3)
    for version in ("a", "a", "b"):
        tell_refused_edit(bench.ctx, problem, version)
    bench.work()
    assert [message.title for message in bench.channel.messages] == ["Configuration change refused"] * 2


def test_a_dead_channel_is_told_through_another_one(bench: Bench) -> None:
    bench.channel.answer = SendFailed(detail="no such address", permanent=True)
    bench.publish()
    bench.poll()
    bench.publish(1)
    bench.poll()
    bench.work()
    assert tell_dead_channel(bench.ctx, TERMINAL, "no such address") is None  # there is no other one
    with bench.ctx.store.write() as tx:
        tx.channels.put(ChannelSpec(id=TERMINAL, url="terminal:"))
        tx.channels.put(ChannelSpec(id=ChannelId("mail"), url="env:MAIL"))
    assert tell_dead_channel(bench.ctx, TERMINAL, "no such address") is not None
    assert tell_dead_channel(bench.ctx, TERMINAL, "no such address") is None
    with bench.ctx.store.read() as tx:
        assert tx.outbox.channels_due(NOON + timedelta(days=1)) == [ChannelId("mail")]


def test_a_bug_in_the_notices_keeps_no_digest_back(bench: Bench) -> None:
    live(bench, 1)
    with bench.ctx.store.write() as tx:
        tx.channels.put(ChannelSpec(id=TERMINAL, url="terminal:", plan=ChannelPlan(budget=1)))
        tx.facts.put(OUTAGE, "no time at all")
    bench.publish(2, 1)
    bench.poll()
    bench.work()
    bench.clock.forward(HOUR)
    runner = Runner(Telemetry(stream=io.StringIO()))
    watch_over(bench.ctx, runner)
    bench.work()
    assert [message.kind for message in bench.channel.messages][:2] == [AlertKind.DEVELOPMENT, AlertKind.DIGEST]
    assert runner.crashes == 1
