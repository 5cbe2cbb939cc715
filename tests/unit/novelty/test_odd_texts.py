"""Inputs as the web gives them: headlines alone, shouting, no capitals, live blogs, two stories on one page."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest

from monitor.core.model.article import Article
from monitor.core.model.development import Novelty
from monitor.core.novelty.features import BODY_WORDS, features
from monitor.core.novelty.memory import Memory
from monitor.core.novelty.names import names_in
from monitor.core.novelty.terms import tokens
from tests.unit.novelty.test_memory import MATCHES, OTHER, STORY, article, file

TITLE = "Ellery shipping line fined 40 million by judge Okabe over Saltmouth spill"


def verdict(one: Article, two: Article) -> tuple[Novelty, int]:
    memory = Memory()
    file(memory, article(9, OTHER))
    file(memory, one)
    found, _ = file(memory, two)
    return found.novelty, int(found.development_id or 0)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="headline alone"),
        pytest.param(STORY.upper(), id="shouting"),
        pytest.param(STORY.lower(), id="no capitals"),
        pytest.param(STORY + "\n" + OTHER, id="two stories"),
        pytest.param("The judge Okabe from harbour court gave a fine to shipping company Ellery of 40 million, because "
                     "oil was spilled by it near to Saltmouth.", id="machine translation"),
    ],
)  # fmt: skip
def test_the_same_happening_in_another_dress_repeats(text: str) -> None:
    two = replace(article(2, text or "x", title=TITLE), text=text)
    assert verdict(article(1, STORY, title="Court fines Ellery line over spill"), two) == (Novelty.REPEAT, 1)


def test_another_happening_in_the_same_dress_is_new() -> None:
    shout = article(
        2, "NORVANIA'S FISHERMEN LEAVE THE RIVER COURT, SAYS MINISTER KARLSEN.", title="FISHERMEN LEAVE COURT"
    )
    assert verdict(article(1, STORY.upper(), title=TITLE.upper()), shout)[0] is Novelty.NEW


def test_a_text_all_in_capitals_has_no_names_and_one_headline_of_them_does_not_make_any() -> None:
    assert not names_in(tokens(STORY.upper()))
    assert "okabe" in names_in(tokens(STORY))
    shouted = features(article(1, STORY, title=TITLE.upper()), MATCHES)
    assert set(shouted.headline) <= set(features(article(1, STORY, title=TITLE), MATCHES).names)


def test_a_live_blog_costs_no_more_than_its_first_words() -> None:
    blog = "\n".join(f"{hour}:15 {OTHER} {STORY}" for hour in range(400))
    began = process_time()
    facts = features(article(1, blog), MATCHES)
    assert process_time() - began < 0.5
    assert facts.words == BODY_WORDS


@pytest.mark.parametrize("letter", ["a", "A", "ß", "خ", "ख", "한", "国", "ガ", "'", "\u0301"])
def test_one_endless_word_costs_no_more_than_a_text(letter: str) -> None:
    began = process_time()
    features(article(1, letter * 50_000, title=letter * 5_000), MATCHES)
    assert process_time() - began < 1.0
