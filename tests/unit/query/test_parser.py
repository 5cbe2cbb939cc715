"""Queries are read as a lawyer means them; mistakes say where, what was expected, and how it is written."""

from __future__ import annotations

import pytest

from monitor.core.errors import QueryError
from monitor.core.query.ast import (
    And,
    AtLeast,
    ConceptRef,
    FieldName,
    InField,
    Near,
    Not,
    Or,
    Term,
    TermKind,
    Unit,
    Within,
)
from monitor.core.query.parser import parse

ICC, A, B, C = Term("ICC"), Term("a1"), Term("b1"), Term("c1")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("ICC", ICC),
        ("a1 AND b1 OR c1", Or((And((A, B)), C))),
        ("a1 b1", And((A, B))),
        ("a1 and not b1", And((A, Not(B)))),
        ("(a1 OR b1) AND c1", And((Or((A, B)), C))),
        ("a1 NEAR/5 b1 AND c1", And((Near(A, B, 5), C))),
        ("a1 PRE/3 b1", Near(A, B, 3, ordered=True)),
        ("a1 /s b1 /p c1", Within(Within(A, B, Unit.SENTENCE), C, Unit.PARAGRAPH)),
        ("ATLEAST/3(ICC)", AtLeast(3, ICC)),
        ("“Rome  Statute”", Term("Rome Statute", TermKind.PHRASE)),
        ("=judge", Term("judge", TermKind.EXACT)),
        ("title:(a1 OR b1)", InField(FieldName.TITLE, Or((A, B)))),
        ("{icc} AND lang:fr", And((ConceptRef("icc"), InField(FieldName.LANG, Term("fr"))))),
        ("ICC rank:<=2", And((ICC, InField(FieldName.RANK, Term("<=2"))))),
        ("МУС", Term("МУС")),
        ("pre-trial", Term("pre-trial")),
        ("U.S.", Term("U.S.")),
        ("国际刑事法院", Term("国际刑事法院")),
        ("*gericht*", Term("*gericht*")),
    ],
)
def test_a_query_reads_as_this_tree(text: str, tree: object) -> None:
    assert parse(text).root == tree


@pytest.mark.parametrize(
    ("text", "line", "column", "says", "hints"),
    [
        ("ATLEAST/2 ICC", 1, 11, "expected a bracket after ATLEAST/2", "ATLEAST/2(ICC)"),
        ("ICC NEAR sanctions", 1, 5, "NEAR needs a number", "NEAR/5"),
        ("ICC AND\nsanctions PRE x", 2, 11, "PRE needs a number", "PRE/5"),
        ("ATLEAST(ICC)", 1, 1, "ATLEAST needs a number", "ATLEAST/3(ICC)"),
        ("ICC AND", 1, 8, "after AND", "ICC AND sanctions"),
        ("(ICC OR x", 1, 10, "never closed", "add )"),
        ("ICC)", 1, 4, "never opened", "remove it"),
        ('"Rome Statute', 1, 1, "never closed", '"Rome Statute"'),
        ("ICC /q x", 1, 5, 'no operator "/q"', "/s"),
        ("headline:ICC", 1, 9, "no such field", "title:"),
        ("{rome statute}", 1, 1, "one name in braces", "{icc}"),
        ("OR ICC", 1, 1, "before OR", "both sides"),
        ("ab*", 1, 1, "at least 3 letters", "sanction*"),
        ("ICC AND rank:7", 1, 9, 'no rank "7"', "rank:official"),
        ("a1 NEAR/5 (NOT b1)", 1, 12, "NOT cannot stand inside", "AND NOT"),
        ("a1 /s lang:en", 1, 7, "lang: has no place", "outside"),
        ("", 1, 1, "empty", "ICC"),
        ("ICC w/5 sanctions", 1, 6, 'no operator "w/5"', "NEAR/5"),
        ("ICC w/s sanctions", 1, 5, 'no operator "w/s"', "ICC /s sanctions"),
        ("ICC NEAR5 sanctions", 1, 5, "NEAR needs a slash", "NEAR/5"),
        ("sanction!", 1, 9, "not understood", "sanction*"),
        ("ICC && sanctions", 1, 5, "not understood", "AND"),
        ("'Rome Statute'", 1, 1, "not understood", '"Rome Statute"'),
    ],
)
def test_a_mistake_is_placed_and_explained(text: str, line: int, column: int, says: str, hints: str) -> None:
    with pytest.raises(QueryError) as mistake:
        parse(text)
    assert (mistake.value.line, mistake.value.column) == (line, column), mistake.value
    assert says in mistake.value.problem
    assert hints in mistake.value.hint


@pytest.mark.parametrize(
    "text", ["NOT ICC", "lang:en", "ICC OR NOT x1", "the", "source:reuters", "rank:1 OR ICC", "of AND the"]
)
def test_a_query_that_could_match_everything_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="could match every article"):
        parse(text)


def test_absurd_queries_are_refused_at_once() -> None:
    for text in ("(" * 100 + "ICC" + ")" * 100, "ICC " * 6000, "NOT " * 300 + "ICC"):
        with pytest.raises(QueryError):
            parse(text)
