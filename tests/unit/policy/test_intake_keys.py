from __future__ import annotations

from datetime import UTC, datetime

from monitor.core.policy.intake import keyed, triage
from tests.builders import NOON, found

LATER = NOON.replace(hour=15)
DAY = datetime(2026, 3, 2, tzinfo=UTC)


def new_after(first: dict[str, object], second: dict[str, object]) -> int:
    """How many entries the second poll brings when it tells one story otherwise than the first."""
    known = {key for item in keyed([found(1, **first)]) for key in item.keys}
    return len(triage(keyed([found(1, **second)]), known).new)


def test_without_a_link_a_rotating_id_is_seen_through() -> None:
    assert new_after({"url": "", "guid": "a", "published": NOON}, {"url": "", "guid": "b", "published": NOON}) == 0


def test_without_an_id_a_rotating_link_is_seen_through() -> None:
    link = "https://court.example.org/1?sid="
    assert (
        new_after(
            {"url": f"{link}1", "guid": "", "published": NOON}, {"url": f"{link}2", "guid": "", "published": NOON}
        )
        == 0
    )


TOLD = {"title": "Harbour master closes the fourth quay after nine ships ran aground", "published": NOON}


def session(number: int, **other: object) -> dict[str, object]:
    """A story whose link and id both carry a session's number."""
    link = f"https://court.example.org/1?sid={number}"
    return {"url": link, "guid": link, **TOLD, **other}


def test_a_link_and_an_id_that_rotate_together_are_seen_through() -> None:
    assert new_after(session(1), session(2)) == 0


def test_a_story_under_another_link_and_id_is_another_if_its_time_is_or_its_words_are_few() -> None:
    assert new_after(session(1), session(2, published=LATER)) == 1
    assert new_after(session(1, title="Decision"), session(2, title="Decision")) == 1


def test_one_title_at_another_time_is_another_story() -> None:
    assert new_after({"url": "", "guid": "a", "published": NOON}, {"url": "", "guid": "b", "published": LATER}) == 1


def test_one_title_on_one_day_under_two_links_is_two_stories() -> None:
    link = "https://court.example.org/"
    assert (
        new_after({"url": f"{link}1", "guid": "", "published": DAY}, {"url": f"{link}2", "guid": "", "published": DAY})
        == 1
    )


def test_one_title_twice_in_a_document_is_two_stories() -> None:
    twin = {"guid": "", "title": "Statement", "published": NOON}
    assert len(triage(keyed([found(1, **twin), found(2, **twin)]), ()).new) == 2
