"""The reference page of the topic language tells the truth: each of its examples is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.core.errors import QueryError
from monitor.core.matching.signals import Signals
from monitor.core.query.parser import parse
from monitor.core.query.printer import print_query
from tests.unit.matching.texts import holds

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "topic-language.md").read_text(encoding="utf-8")
QUERIES = [line for block in re.findall(r"```query\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
ANSWERS = re.findall(r"^\| `([^`]+)` \| (.+?) \| (yes|no) \|$", PAGE, re.MULTILINE)
REFUSALS = re.findall(r"^\| `([^`]+)` \| (line \d.*) \|$", PAGE, re.MULTILINE)


def test_the_page_has_examples_of_each_kind() -> None:
    assert len(QUERIES) > 10 and len(ANSWERS) > 20 and len(REFUSALS) > 5


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_of_the_page_reads(query: str) -> None:
    assert parse(print_query(parse(query))) == parse(query)


@pytest.mark.parametrize(("query", "text", "answer"), ANSWERS)
def test_an_example_holds_as_the_page_says(query: str, text: str, answer: str) -> None:
    language = next((code for sign, code in (("Das ", "de"), ("La ", "fr"), ("Решение", "ru")) if sign in text), "en")
    assert holds(query, text, language=language) is (answer == "yes")


@pytest.mark.parametrize(("query", "said"), REFUSALS)
def test_a_mistake_is_told_as_the_page_says(query: str, said: str) -> None:
    with pytest.raises(QueryError) as mistake:
        parse(query)
    assert str(mistake.value) == said


def test_every_signal_is_explained() -> None:
    for name in Signals.__dataclass_fields__:
        assert f"`{name}`" in PAGE, name
