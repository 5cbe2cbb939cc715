"""The one line on what a report adds."""

from __future__ import annotations

from monitor.core.novelty.features import features
from monitor.core.novelty.memory import Memory
from monitor.core.novelty.whatsnew import whats_new
from tests.unit.novelty.test_memory import MATCHES, STORY, article, file


def added(text: str) -> str:
    memory = Memory()
    _, report = file(memory, article(1, STORY))
    come = article(2, text)
    return whats_new(come, features(come, MATCHES), [report])


def test_the_sentence_with_new_names_and_numbers_is_quoted() -> None:
    line = "Its captain, Idris Vaughan, was told to pay 7,500 to the fishermen of Tarn."
    assert added(f"{STORY} {line} It was a cold day for the people in the harbour.") == line


def test_a_rewrite_adds_nothing_and_a_scrap_is_not_quoted() -> None:
    assert added("The harbour court at Saltmouth and judge Okabe fined the line Ellery 40 million for oil.") == ""
    assert added(STORY + " So did Idris Vaughan.") == ""
