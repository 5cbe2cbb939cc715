"""An expression tried only at its cues finds what it finds by itself."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.novelty import claims, origin
from monitor.core.novelty.cues import Cued
from tests.golden.novelty.test_sequences import SEQUENCES

EVERY = {
    f"{room.__name__.rsplit('.', 1)[-1]}.{name}": found
    for room in (claims, origin)
    for name, found in vars(room).items()
    if isinstance(found, Cued)
}
TEXTS = [f"{report['title']}\n{report['text']}" for sequence in SEQUENCES for report in sequence["report"]]


def _spans(matches: re.Pattern[str] | Cued, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in matches.finditer(text)]


@pytest.mark.parametrize("name", EVERY)
def test_whatever_the_expression_can_match_begins_with_a_cue(name: str) -> None:
    cued = EVERY[name]

    @given(st.from_regex(cued.pattern, fullmatch=True), st.sampled_from(["", "He said: ", "x", "\n", "1"]))
    @settings(max_examples=200)
    def finds_the_same(match: str, before: str) -> None:
        text = before + match + " and so on"
        assert bool(cued.search(text)) == bool(cued.pattern.search(text)), text

    finds_the_same()


@pytest.mark.parametrize("name", EVERY)
def test_in_news_the_same_matches_are_found(name: str) -> None:
    for text in TEXTS:
        assert _spans(EVERY[name], text) == _spans(EVERY[name].pattern, text)


def test_a_letter_whose_lower_case_is_two_letters_moves_no_match() -> None:
    cued = Cued(re.compile(r"\btold\b", re.IGNORECASE), "told")
    assert _spans(cued, "İİ Told") == [(3, 7)]


def test_matches_do_not_overlap() -> None:
    cued = Cued(re.compile(r"told( told)?"), "told")
    assert _spans(cued, "told told told") == [(0, 9), (10, 14)]
