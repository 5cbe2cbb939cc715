"""What `monitor demo` shows: the whole story, stepped through by the real program on the made-up press."""

from __future__ import annotations

import io
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.config.bind import Bind
from monitor.core.errors import UserMistake
from monitor.core.model.alert import AlertKind, DeliveryStatus
from monitor.core.model.development import Novelty
from monitor.core.model.entry import Account
from monitor.core.policy.routing import WhyNot
from monitor.demo.narrator import Narrator
from monitor.demo.run import PASSWORD, check_free, password_for, staged, step_through
from monitor.services.status import Status, status
from monitor.store.outbox import Listed


@dataclass
class Shown:
    """What the reader saw, and what the store says afterwards."""

    text: str
    status: Status
    alerts: list[Listed]
    developments: int


@pytest.fixture(scope="module")
def shown() -> Iterator[Shown]:
    stream = io.StringIO()
    with staged(speed=1, stream=stream) as stage:
        step_through(stage, threading.Event())
        with stage.monitor.store.read() as tx:
            listed = [each for each in tx.outbox.latest() if each.alert.kind is AlertKind.DEVELOPMENT]
            developments = tx.developments.count()
        found = status(stage.monitor.store)
        yield Shown(text=stream.getvalue(), status=found, alerts=listed, developments=developments)


def test_what_was_there_before_the_story_is_no_part_of_it() -> None:
    stream = io.StringIO()
    narrator = Narrator(stream)
    narrator.live = True
    narrator.event("detect", "new", reason=f"{WhyNot.BASELINE}; first report on its topic")
    narrator.event("detect", "new", reason="nothing like it in the last 60 days")
    assert len(stream.getvalue().splitlines()) == 1 and "first report" not in stream.getvalue()


@pytest.mark.parametrize("topic", ["sanctions", "rome-statute-amendments", "icpa"])
def test_each_topic_has_a_new_development(shown: Shown, topic: str) -> None:
    titles = {"sanctions": "Sanctions on the International", "rome-statute-amendments": "Amendments of the Rome",
              "icpa": "International Centre for the Prosecution"}  # fmt: skip
    new = [each.alert.message for each in shown.alerts if each.alert.message.novelty is Novelty.NEW]
    assert any(titles[topic] in named for message in new for named in message.topics)


def test_updates_and_corrections_are_told_as_such(shown: Shown) -> None:
    told = {each.alert.message.novelty for each in shown.alerts}
    assert {Novelty.UPDATE, Novelty.CORRECTION} <= told


def test_reprints_mentions_and_traps_are_not_alerted(shown: Shown) -> None:
    titles = " | ".join(each.alert.message.title for each in shown.alerts)
    for silent in ("American blacklist", "first hotel", "Ranford", "arbitration rules", "МКС", "close ranks"):
        assert silent in shown.text
        assert silent not in titles
    assert shown.status.accounts[Account.MENTION] == 2
    assert shown.status.accounts[Account.REPEAT] >= 4


def test_a_source_that_fails_and_recovers_is_told(shown: Shown) -> None:
    assert "cannot read journal-quai: server error answer (500)" in shown.text
    assert "reads journal-quai again" in shown.text


def test_status_and_developments_agree_with_what_was_shown(shown: Shown) -> None:
    assert sum(shown.status.accounts.values()) == shown.status.entries
    assert Account.PENDING not in shown.status.accounts
    edits = sum(1 for each in shown.alerts if each.alert.message.novelty is Novelty.CORRECTION)
    assert shown.status.accounts[Account.ALERTED] == len(shown.alerts) - edits
    assert shown.status.developments == shown.developments
    assert all(each.delivery.status is DeliveryStatus.SENT for each in shown.alerts)
    assert shown.status.tick is not None
    assert shown.status.count("healthy") == len(shown.status.sources) == 9


def test_where_other_machines_reach_its_page_nobody_knows_the_password() -> None:
    assert password_for(Bind(host="127.0.0.1", port=8080)) == PASSWORD
    made = {password_for(Bind(host="0.0.0.0", port=8080)) for _ in range(9)}
    assert len(made) == 9 and PASSWORD not in made
    assert all(len(each) >= 10 for each in made)


def test_the_page_of_another_program_is_not_taken_for_its_own() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        bind = Bind(host="127.0.0.1", port=taken.getsockname()[1])
        with pytest.raises(UserMistake, match="name another"):
            check_free(bind)
    check_free(bind)


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md", "docs/how-to/why-did-i-get-this.md"])
def test_the_pages_quote_the_reasons_that_it_gives(shown: Shown, page: str) -> None:
    text = (Path(__file__).parents[2] / page).read_text(encoding="utf-8")
    quoted = re.findall(r"same (?:act|\w+ names), [^)\n…]*", text)
    assert quoted
    assert [each for each in quoted if each not in shown.text] == []
