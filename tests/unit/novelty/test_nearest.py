"""Which known report a text is most like, and what takes from the likeness."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.core.novelty.features import features
from monitor.core.novelty.memory import Memory
from monitor.core.novelty.nearest import Nearest, nearest
from monitor.core.novelty.settings import DEFAULT, Settings
from monitor.core.novelty.similarity import Query
from tests.unit.novelty.test_memory import MATCHES, OTHER, STORY, article, file

TOPICS = [match.topic_id for match in MATCHES]


BLIND = replace(DEFAULT, other_day=1.0)


def like(text: str, *known: str, settings: Settings = DEFAULT) -> Nearest:
    memory = Memory()
    for number, one in enumerate(known, 1):
        file(memory, article(number, one), development=number)
    asked = article(99, text)
    facts = features(asked, MATCHES)
    found = nearest(asked, facts, memory, Query(facts, memory, TOPICS, settings))
    assert found is not None
    return found


def test_likeness_to_other_developments_is_taken_off() -> None:
    text = (
        "A judge at Saltmouth fined a shipping line for oil. The harbour court was full, and Okabe spoke for an hour."
    )
    alone, beside = like(text, STORY, OTHER), like(text, STORY, OTHER, STORY.replace("Ellery", "Brandvold") + " Again.")
    assert alone.margin > 0.9 * alone.score
    assert beside.margin < 0.9 * beside.score


def test_news_of_days_apart_is_less_alike_than_news_of_one_day() -> None:
    told = "The harbour court at Saltmouth heard judge Okabe and the Ellery line about 5 January. Many people came."
    again = (
        "About {day} the Ellery line met judge Okabe at the court of the harbour in Saltmouth, and it was a long day."
    )
    same, other = (
        like(again.format(day=day), told).score / like(again.format(day=day), told, settings=BLIND).score
        for day in ("5 January", "9 January")
    )
    assert same == 1.0
    assert other == pytest.approx(DEFAULT.other_day)
