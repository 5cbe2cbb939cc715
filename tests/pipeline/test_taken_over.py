"""What people added beside feeds.toml: what becomes of it when the file declares the same name, or another one."""

from __future__ import annotations

import pytest

from monitor.config.feeds_toml import parse
from monitor.core.model.ids import TopicId
from monitor.core.model.source import Owner
from monitor.services.channels import add_channel, untold_topics
from monitor.services.declare import apply, assemble
from monitor.services.taken_over import TOLD_FOR, taken_over
from monitor.services.topics import add_topic
from monitor.store.store import Store
from tests.builders import NOON, source

TOPIC = '[[topic]]\nname = "harbour"\ntitle = "The harbour"\nquery = "{}"\n'
CHANNEL = '[[channel]]\nname = "{}"\nurl = "{}"\n'
PLAIN = '[monitor]\nzone = "UTC"\n'
SOURCE = '[[source]]\nid = "court"\nname = "C"\nurl = "{}"\n'


@pytest.fixture
def store(bare_store: Store) -> Store:
    """With a topic, a channel and a source that a person added."""
    with bare_store.write() as tx:
        tx.sources.put(source(owner=Owner.USER), NOON)
    add_topic(bare_store, "harbour", "dock*", now=NOON)
    add_channel(bare_store, "desk", "terminal:")
    return bare_store


def declare(store: Store, *tables: str) -> None:
    apply(store, assemble(parse("".join((*tables, PLAIN)), "feeds.toml")), NOON)


def test_what_a_table_takes_the_place_of_is_told_for_a_while(store: Store) -> None:
    declare(store, SOURCE.format("https://other.example/"), TOPIC.format("harbour"), CHANNEL.format("desk", "env:DESK"))
    assert [line.partition(" is ")[0] for line in taken_over(store, NOON)] == [
        "channel desk", "source court", "topic harbour",
    ]  # fmt: skip
    assert taken_over(store, NOON + TOLD_FOR) == []
    declare(store)
    assert taken_over(store, NOON) == []


def test_what_is_moved_into_the_file_as_it_is_takes_nothing_over(store: Store) -> None:
    declare(store, SOURCE.format(source().url), TOPIC.format("dock*"), CHANNEL.format("desk", "terminal:"))
    declare(store, TOPIC.format("harbour"))  # the file's own by now
    assert taken_over(store, NOON) == []


def test_a_topic_of_ones_own_goes_on_with_a_channel_that_got_another_name(store: Store) -> None:
    declare(store, CHANNEL.format("team", "env:TEAM"))
    add_topic(store, "quay", "quay*", channels=["team"], now=NOON)
    declare(store, CHANNEL.format("crew", "env:TEAM"))
    with store.read() as tx:
        topic = tx.topics.find(TopicId("quay"))
    assert topic is not None and topic.channels == ("crew",) and untold_topics(store) == []
    declare(store)
    assert [each.id for each in untold_topics(store)] == ["quay"]
