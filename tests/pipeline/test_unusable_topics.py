"""A topic that cannot be looked for any more stops neither the others nor the monitor, and is named."""

from __future__ import annotations

import io

import pytest

from monitor.config.feeds_toml import parse
from monitor.core.errors import ConfigError
from monitor.core.model.ids import TopicId
from monitor.jobs.judging import judge_each
from monitor.jobs.runner import Runner
from monitor.services.declare import apply, assemble
from monitor.services.doctor import check_topics
from monitor.services.findings import Level
from monitor.services.topics import add_topic, remove_topic
from monitor.telemetry import Telemetry
from tests.builders import NOON, topic
from tests.pipeline.conftest import Bench

PORTS = '[concept.ports]\nterms = ["harbour", "port"]\n'
TOPIC = '[[topic]]\nname = "strike"\nquery = "dockers AND strike*"\n'


def test_the_others_go_on_and_it_is_told_once(bench: Bench) -> None:
    with bench.ctx.store.write() as tx:
        tx.topics.put(topic("own", "{ports} AND strike*"))
    waiting = bench.two_read()
    log = io.StringIO()
    runner = Runner(Telemetry(stream=log))
    assert judge_each(bench.ctx, runner, waiting, stuck=set(), stopping=lambda: False, alerted=lambda: None)
    bench.work()
    assert len(bench.channel.messages) == 2
    assert (log.getvalue().count('no concept named "ports"'), runner.faults) == (1, 0)


def test_the_doctor_names_it(bench: Bench) -> None:
    assert [finding.level for finding in check_topics(bench.ctx.store)] == [Level.OK]
    with bench.ctx.store.write() as tx:
        tx.topics.put(topic("own", "{ports} AND strike*"))
    (finding,) = check_topics(bench.ctx.store)
    assert "own" in finding.advice and "ports" in finding.text


def test_an_edit_of_feeds_toml_that_would_stop_a_topic_of_ones_own_is_refused_whole(bench: Bench) -> None:
    store = bench.ctx.store
    apply(store, assemble(parse(PORTS + TOPIC, "f")), NOON)
    add_topic(store, "own", "{ports} AND strike*", now=NOON)
    without = assemble(parse(TOPIC, "f"))
    with pytest.raises(ConfigError, match="monitor topic remove own"):
        apply(store, without, NOON)
    with store.read() as tx:
        assert [concept.name for concept in tx.topics.concepts()] == ["ports"]
        assert tx.topics.find(TopicId("own")) is not None
    remove_topic(store, "own", NOON)
    assert apply(store, without, NOON).fingerprint == without.fingerprint
