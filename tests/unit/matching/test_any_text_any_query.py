"""Whatever the text and whatever the query: an answer, in bounded time, with true offsets."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.matching.compile import compile_topics
from monitor.core.matching.explain import explain, near_misses
from monitor.core.matching.index import TopicIndex
from monitor.core.matching.matcher import match
from monitor.core.model.article import Article
from monitor.core.model.match import Field
from monitor.packs.loader import load_pack
from tests.unit.matching.texts import article, index

PACK = load_pack("icc")
DEFAULT = compile_topics(PACK.topics, PACK.concepts)
PIECES = [
    "ICC", "the", "court", "sanctions", "Rome Statute", "amend", "\n", ". ", "« ", "санкції", "МКС", "المحكمة",
    "国际刑事法院", "\u00ad", "e\u0301", "I.C.C.", "ICPA", "Read more: ", "(2023)", "\ud83d\ude00", "ﬁ", "İ", "ß",
    "U.S.", " ",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map(" ".join) | st.text(max_size=200)
QUERIES = [
    "ICC AND sanctions", "court NEAR/3 ICC OR rome /s amend*", "ATLEAST/2(tribunal OR court) AND NOT title:ICC",
    "*court*",
    "(ICC /p court) PRE/9 sanctions", "lead:sanctions lang:(en OR uk)", '"the court" AND {icc}', "国际 OR санкція",
]  # fmt: skip


@settings(max_examples=150)
@given(texts, texts, st.sampled_from(QUERIES), st.sampled_from(["", "en", "uk", "ar", "zz"]))
def test_an_answer_with_true_offsets(title: str, text: str, query: str, language: str) -> None:
    one = article(text, title, language)
    topics = index(query, *PACK.concepts)
    for found in (*match(one, topics), *match(one, DEFAULT)):
        assert 0 <= found.score <= 1
        for evidence in found.evidence:
            whole = one.title if evidence.field is Field.TITLE else one.text
            assert whole[evidence.span.start : evidence.span.end] == evidence.quote
            assert all(0 <= term.start < term.end <= len(whole) for term in evidence.terms)
    assert len(explain(one, topics)) == 1
    near_misses(one, topics)


@pytest.mark.parametrize(
    "unit",
    [
        "a ",
        "ICC sanctions court. ",
        "ICC ",
        "the ICC\n",
        "(((",
        "A" * 50 + " ",
        "国际刑事法院",
        "Smith (2023) ",
        "...",
        "\u0301",
        "Donate now ",
    ],
)
def test_ten_thousand_characters_take_less_than_half_a_second(unit: str) -> None:
    one = article((unit * 10_000)[:10_000], "ICC sanctions", "en")
    for topics in (DEFAULT, *(index(query, *PACK.concepts) for query in (*QUERIES, nested()))):
        match(one, topics)  # the first call loads the stemmer
        assert min(processor_time(one, topics) for _ in range(3)) < 0.5


def processor_time(one: Article, topics: TopicIndex) -> float:
    start = time.process_time()
    match(one, topics)
    return time.process_time() - start


def nested() -> str:
    """NEAR within NEAR, twelve deep."""
    query = "ICC"
    for number in range(12):
        query = f"({query} NEAR/{number + 3} (court OR sanctions)) OR (ICC /s sanction*)"
    return query
