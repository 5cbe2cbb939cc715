from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.core.model.ids import SourceId
from monitor.core.model.source import SourceState
from monitor.core.policy.drift import accepted, drift, place, remembered, seen
from tests.builders import HOUR, NOON

NEWS = [f"https://court.example.org/news/{number}" for number in range(30)]
MENU = [f"https://court.example.org/about/{number}" for number in range(30)]


def state(polls: int = 6, urls: list[str] = NEWS) -> SourceState:
    made = SourceState(source_id=SourceId("court"))
    for _ in range(polls):
        made = remembered(made, seen(urls))
    return made


@pytest.mark.parametrize(
    ("urls", "reason"),
    [
        (NEWS, ""),
        (NEWS[:7], ""),
        (NEWS[:2], "lists 2 links, usually 30"),
        (NEWS[:1], "lists 1 link, usually 30"),
        (MENU, "lists links to court.example.org/about, usually to court.example.org/news"),
        ([*MENU, NEWS[0]], ""),
    ],
)
def test_a_list_unlike_its_history_is_named(urls: list[str], reason: str) -> None:
    assert drift(state(), seen(urls)) == reason


def test_nothing_is_unusual_before_enough_was_seen() -> None:
    assert drift(state(polls=4), seen(NEWS[:1])) == ""


def test_a_list_that_is_always_short_may_shrink() -> None:
    assert drift(state(urls=NEWS[:5]), seen(NEWS[:1])) == ""


def test_a_new_year_in_the_path_is_the_same_place() -> None:
    assert place("https://www.court.example.org/2026/a") == place("https://court.example.org/2027/b")


def test_a_drift_that_stays_for_a_week_is_the_new_normal() -> None:
    drifting = replace(state(), failure="lists 2 links, usually 30", failing_since=NOON)
    assert not accepted(drifting, NOON + 6 * 24 * HOUR)
    assert accepted(drifting, NOON + 7 * 24 * HOUR)
    assert not accepted(replace(drifting, failure="name not found"), NOON + 7 * 24 * HOUR)
