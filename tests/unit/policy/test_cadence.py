from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.core.model.ids import SourceId
from monitor.core.model.source import SourceKind, SourceState
from monitor.core.policy.cadence import (
    CEILING,
    Wish,
    bounds,
    has_moved,
    interval,
    moved,
    next_poll,
    resumed_poll,
    targets,
    wants_full,
)
from tests.builders import HOUR, NOON, fallback, source

MINUTE = timedelta(minutes=1)
FRESH = SourceState(source_id=SourceId("court"), full_at=NOON)
NEW_HOME = "https://new.example.org/feed"


def wait(state: SourceState = FRESH, *, jitter: float = 0.5, wish: Wish | None = None, **declared: Any) -> timedelta:
    return next_poll(source(**declared), state, NOON, wish=wish or Wish(), jitter=jitter) - NOON


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ({}, (15 * MINUTE, 2 * HOUR)),
        ({"interval": 6 * MINUTE}, (5 * MINUTE, 24 * MINUTE)),
        ({"interval": 2 * MINUTE}, (2 * MINUTE, 8 * MINUTE)),  # who asks for less than five minutes gets it
        ({"shortest": 20 * MINUTE, "longest": 45 * MINUTE}, (20 * MINUTE, 45 * MINUTE)),
        ({"interval": 6 * HOUR, "longest": 6 * HOUR}, (3 * HOUR, 6 * HOUR)),
    ],
)
def test_the_interval_stays_within_what_was_declared(declared: dict[str, Any], expected: object) -> None:
    assert bounds(source(**declared)) == expected


@pytest.mark.parametrize(
    ("gap", "kind", "expected"),
    [
        (None, SourceKind.FEED, 30 * MINUTE),
        (5 * MINUTE, SourceKind.FEED, 15 * MINUTE),
        (5 * HOUR, SourceKind.FEED, 37.5 * MINUTE),
        (3 * 24 * HOUR, SourceKind.LISTING, 2 * HOUR),
        (5 * MINUTE, SourceKind.PAGE, 30 * MINUTE),
    ],
)
def test_a_source_is_polled_by_its_rhythm(gap: timedelta | None, kind: SourceKind, expected: timedelta) -> None:
    assert interval(source(kind=kind), replace(FRESH, usual_gap=gap)) == expected


@pytest.mark.parametrize(
    ("asked", "declared", "expected"),
    [
        (HOUR, {}, HOUR),
        (24 * HOUR, {}, 2 * HOUR),  # a day's ttl is a habit of templates
        (HOUR, {"longest": 40 * MINUTE}, 40 * MINUTE),
        (MINUTE, {}, 30 * MINUTE),
    ],
)
def test_what_the_publisher_asks_is_kept_up_to_the_longest(
    asked: timedelta, declared: dict[str, Any], expected: timedelta
) -> None:
    assert interval(source(**declared), replace(FRESH, wait=asked)) == expected


def test_jitter_spreads_but_never_leaves_declared_bounds() -> None:
    assert [wait(jitter=j) for j in (0.0, 0.5)] == [27 * MINUTE, 30 * MINUTE]
    assert wait(jitter=0.0, shortest=30 * MINUTE) == 30 * MINUTE
    assert wait(jitter=0.99, longest=30 * MINUTE) == 30 * MINUTE
    assert wait(replace(FRESH, usual_gap=MINUTE), jitter=0.0, interval=6 * MINUTE) == 5 * MINUTE


def test_retry_after_goes_before_everything_and_holds_for_a_day_at_most() -> None:
    asked = Wish(retry_after=5 * HOUR)
    assert wait(wish=asked, longest=HOUR, jitter=0.0) == 5 * HOUR
    assert wait(wish=Wish(retry_after=90 * 24 * HOUR), jitter=0.0) == CEILING


def test_a_failing_source_is_slowed_unless_its_server_answers_well() -> None:
    failing = replace(FRESH, failures=4)
    assert wait(failing) == 2 * HOUR
    assert wait(replace(FRESH, failures=99)) == CEILING
    assert wait(failing, wish=Wish(answered=True)) == 30 * MINUTE


@pytest.mark.parametrize(
    ("hours", "expected"),
    [((), 30), ((12,), 60), ((12, 13, 14), 180), ((13,), 30), (tuple(range(24)), 30)],
)
def test_hours_that_the_feed_skips_are_skipped(hours: tuple[int, ...], expected: int) -> None:
    assert wait(replace(FRESH, skip_hours=hours)) == expected * MINUTE


def test_skipped_hours_do_not_go_beyond_a_declared_longest() -> None:
    assert wait(replace(FRESH, skip_hours=(12, 13, 14)), longest=HOUR) == HOUR


def test_unchanged_answers_are_distrusted_now_and_then() -> None:
    quiet = replace(FRESH, unchanged=7)
    assert not wants_full(quiet, NOON)
    assert wants_full(replace(quiet, unchanged=40), NOON)
    assert wants_full(quiet, NOON + timedelta(days=1))
    assert not wants_full(replace(FRESH, unchanged=0), NOON + timedelta(days=1))


def test_a_permanent_redirect_counts_when_it_stays() -> None:
    (own,) = targets(source(), FRESH)
    state = FRESH
    for polls in range(3):
        assert not has_moved(state)
        state = moved(state, own, NEW_HOME)
        assert wants_full(state, NOON) == (polls < 2)
    assert [target.url for target in targets(source(), state)] == [NEW_HOME, source().url]


def test_another_target_begins_anew_and_none_ends_the_move() -> None:
    (own,) = targets(source(), FRESH)
    state = moved(moved(FRESH, own, NEW_HOME), own, "https://third.example.org/feed")
    assert state.moved_polls == 1
    assert moved(state, own, "") == FRESH


def test_a_fallback_that_redirects_moves_nothing() -> None:
    pair = source(fallbacks=(fallback("https://court.example.org/news"),))
    _, other = targets(pair, FRESH)
    assert moved(FRESH, other, NEW_HOME) == FRESH


@pytest.mark.parametrize(
    ("known", "minutes"),
    [
        ({}, 0),
        ({"next_poll_at": NOON + 2 * HOUR}, 0),  # by its interval
        ({"failures": 2, "polled_at": NOON - MINUTE, "next_poll_at": NOON + 29 * MINUTE}, 0),  # by its failures
        ({"failures": 1, "polled_at": NOON - MINUTE, "next_poll_at": NOON + 3 * HOUR}, 180),  # as its server asked
        ({"skip_hours": (12,)}, 60),
    ],
)
def test_a_resumed_source_is_polled_at_once_unless_its_server_asked_for_rest(
    known: dict[str, Any], minutes: int
) -> None:
    assert resumed_poll(source(), replace(FRESH, **known), NOON) == NOON + minutes * MINUTE


def test_a_new_address_that_moves_on_is_followed_and_otherwise_kept() -> None:
    state = replace(FRESH, moved_to=NEW_HOME, moved_polls=3)
    new, _ = targets(source(), state)
    onward = moved(state, new, "https://third.example.org/feed")
    assert [target.url for target in targets(source(), onward)] == ["https://third.example.org/feed", source().url]
    assert moved(state, new, NEW_HOME) == moved(state, new, "") == state


def test_while_a_fallback_is_in_use_each_tenth_poll_tries_the_first_address_again() -> None:
    watched = source(fallbacks=(fallback("https://court.example.org/news"),))
    on_fallback = replace(FRESH, address=1)
    first = [targets(watched, replace(on_fallback, polls=polls))[0].index for polls in range(1, 21)]
    assert [polls for polls, index in enumerate(first, 1) if index == 0] == [10, 20]
