"""What people say of alerts: mute, acknowledge, retry, drop, judge."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.core.model.alert import DeliveryStatus
from monitor.core.model.ids import ChannelId
from monitor.store.store import Store
from tests.cli.conftest import JUDGES, STAFF, Program

NOW = datetime(2026, 6, 21, tzinfo=UTC)


@pytest.fixture
def filed(monitor: Program) -> Program:
    monitor.hear(JUDGES, STAFF)
    return monitor


@pytest.fixture
def store(filed: Program) -> Iterator[Store]:
    opened = Store(filed.database_url)
    yield opened
    opened.close()


def fail(store: Store, detail: str = "no such address") -> list[int]:
    """Every delivery to the terminal is refused for good; their numbers."""
    numbers: list[int] = []
    while True:
        with store.write() as tx:
            each = tx.outbox.claim_due(datetime.now(UTC), timedelta(days=1), "t", ChannelId("terminal"))
            if each is None:
                return numbers
            tx.outbox.save(each.id, DeliveryStatus.DEAD, attempts=1, next_attempt=NOW, detail=detail, claim="t")
            numbers.append(int(each.id))


def as_json(program: Program, *words: str) -> Any:
    return json.loads(program.good(*words, "--json"))


def test_dead_alerts_are_in_the_status_and_can_be_sent_again_or_given_up(filed: Program, store: Store) -> None:
    first, second = fail(store)
    assert "2 alerts to terminal: no such address" in filed.good("status")
    assert as_json(filed, "status")["dead"] == [
        {"channel": "terminal", "to": "terminal", "alerts": 2, "detail": "no such address"}
    ]
    assert "1 alert will be sent" in filed.good("alert", "retry", str(first))
    assert "1 alert dropped" in filed.good("alert", "drop", str(second))
    assert {each["id"]: each["status"] for each in as_json(filed, "alert", "list")} == {
        first: "pending", second: "dropped",
    }  # fmt: skip
    assert "Nothing is dead" in filed.good("alert", "retry", "--dead")


def test_an_alert_is_shown_as_it_is_sent_with_its_deliveries(filed: Program) -> None:
    number = as_json(filed, "alert", "list")[-1]["id"]
    shown = as_json(filed, "alert", "show", str(number))
    assert shown["title"] == JUDGES.title and JUDGES.title in shown["text"]
    assert [each["channel"] for each in shown["deliveries"]] == ["terminal"]
    assert JUDGES.url in filed.good("alert", "show", str(number))


def test_what_was_sent_is_never_sent_again(filed: Program, store: Store) -> None:
    with store.write() as tx:
        each = tx.outbox.claim_due(datetime.now(UTC), timedelta(days=1), "t", ChannelId("terminal"))
        assert each is not None
        tx.outbox.save(each.id, DeliveryStatus.SENT, attempts=1, next_attempt=NOW, detail="", sent_at=NOW)
    for verb in ("retry", "drop"):
        result = filed("alert", verb, str(each.id))
        assert result.exit_code == 2 and "was sent to terminal already" in result.stderr


@pytest.mark.parametrize(
    "words",
    [("alert", "show", "99"), ("alert", "show", "9" * 20), ("development", "show", "9" * 20),
     ("alert", "retry", "99"), ("alert", "retry"), ("alert", "retry", "1", "--dead"),
     ("alert", "drop", "99"), ("development", "mute", "99"), ("development", "mute", "1", "--for", "soon"),
     ("development", "unmute", "1"), ("development", "ack", "99"), ("topic", "mute", "nope"),
     ("topic", "unmute", "sanctions"), ("feedback", "99", "relevant"), ("feedback", "alert:99", "relevant"),
     ("feedback", "https://nowhere.example/", "repeat"), ("feedback", "x", "repeat"), ("digest", "preview", "nope"),
     ("channel", "add", "c", "terminal:", "--quiet", "late"), ("topic", "add", "t", "a", "--language", "English")],
)  # fmt: skip
def test_what_cannot_be_done_is_wrong_use_in_one_line(filed: Program, words: tuple[str, ...]) -> None:
    result = filed(*words)
    assert result.exit_code == 2
    said, *where = result.stderr.splitlines()
    assert said.startswith("monitor: ")
    assert [line.split()[0] for line in where] in ([], ["see:"])


def test_a_muted_development_says_so_until_it_is_unmuted(filed: Program) -> None:
    assert "is muted until monitor development unmute 1" in filed.good("development", "mute", "1")
    assert [each["muted"] for each in as_json(filed, "development", "list")] == [False, True]
    assert "muted" in filed.good("development", "show", "1")
    assert "no longer muted" in filed.good("development", "unmute", "1")
    filed.good("development", "mute", "1", "--for", "7d")
    assert as_json(filed, "development", "show", "1")["muted_until"] is not None


def test_what_was_acknowledged_is_seen_until_it_brings_more(filed: Program) -> None:
    filed.good("development", "ack", "1", "2")
    assert filed.good("development", "list", "--unseen").startswith("No developments")
    assert [each["seen"] for each in as_json(filed, "development", "list")] == [True, True]


def test_a_topic_of_the_file_can_be_muted(filed: Program) -> None:
    filed.good("topic", "mute", "sanctions", "--for", "12h")
    assert {each["name"]: each["muted"] for each in as_json(filed, "topic", "list")} == {
        "sanctions": True, "icpa": False,
    }  # fmt: skip
    assert "no longer" in filed.good("topic", "unmute", "sanctions")


def test_readers_words_add_up_to_a_precision_for_each_topic_and_source(filed: Program) -> None:
    assert "Nobody has judged" in filed.good("precision")
    alert = as_json(filed, "alert", "list")[0]
    filed.good("feedback", JUDGES.url, "not-relevant", "--note", "old news")
    filed.good("feedback", JUDGES.url, "relevant")  # the latest word counts
    filed.good("feedback", f"alert:{alert['id']}", "repeat")
    assert as_json(filed, "precision") == [
        {"of": of, "name": name, "alerted": 2, "relevant": 1, "not-relevant": 0, "repeat": 1, "precision": 0.5}
        for of, name in (("all", ""), ("topic", "sanctions"), ("source", "harbour-gazette"))
    ]
    assert "50%" in filed.good("precision")


def test_a_digest_can_be_looked_at_before_it_is_sent(filed: Program) -> None:
    assert "Nothing new on" in filed.good("digest", "preview", "terminal")


def test_a_channel_and_a_topic_are_added_with_what_they_are_to_tell(filed: Program) -> None:
    plan = ("--quiet", "22:00-07:00", "--digest", "daily 08:00", "--budget", "3")
    filed.good("channel", "add", "night", "terminal:", *plan)
    assert "digest daily 08:00, quiet 22:00-07:00, 3 an hour" in filed.good("channel", "list")
    filed.good("topic", "add", "t", "harbour", "--alerts", "new", "--least-rank", "2", "--language", "en")
    assert "new only; sources of rank 2 or better; in en" in filed.good("topic", "show", "t")
