"""What is printed reads back as the same tree; no text makes the parser raise anything but QueryError."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.errors import QueryError
from monitor.core.query.ast import (
    And,
    AtLeast,
    ConceptRef,
    FieldName,
    InField,
    Near,
    Node,
    Not,
    Or,
    Query,
    Term,
    TermKind,
    Unit,
    Within,
)
from monitor.core.query.parser import parse
from monitor.core.query.printer import print_query

WORDS = ("ICC", "sanction", "суд", "المحكمة", "pre-trial", "e1", "法院", "court*", "*gericht", "U.S.")
PHRASES = ("Rome Statute", "amend* of", "AND or")
Draw = st.DrawFn


def leaf(draw: Draw) -> Node:
    match draw(st.integers(0, 3)):
        case 0:
            return Term(draw(st.sampled_from(PHRASES)), TermKind.PHRASE)
        case 1:
            return Term(draw(st.sampled_from(("judge", "MKC"))), TermKind.EXACT)
        case 2:
            return ConceptRef(draw(st.sampled_from(("icc", "rome-statute"))))
        case _:
            return Term(draw(st.sampled_from(WORDS)))


def placed(draw: Draw, depth: int) -> Node:
    """A part that stands somewhere: what NEAR and ATLEAST may take."""
    kind = draw(st.integers(0, 3)) if depth else 3
    if kind == 0:
        return Near(placed(draw, depth - 1), placed(draw, depth - 1), draw(st.integers(1, 20)), draw(st.booleans()))
    if kind == 1:
        return Within(placed(draw, depth - 1), placed(draw, depth - 1), draw(st.sampled_from(Unit)))
    if kind == 2:
        parts = [placed(draw, depth - 1) for _ in range(2)]
        return leaf(draw) if any(isinstance(part, Or) for part in parts) else Or(tuple(parts))
    return leaf(draw)


def any_part(draw: Draw, depth: int) -> Node:
    kind = draw(st.integers(0, 6)) if depth else 6
    if kind == 0:
        return AtLeast(draw(st.integers(1, 5)), placed(draw, depth - 1))
    if kind == 1:
        return InField(FieldName.TITLE, placed(draw, depth - 1))
    if kind == 2:
        return Not(any_part(draw, depth - 1))
    if kind == 3:
        return InField(FieldName.LANG, Term(draw(st.sampled_from(("en", "fr")))))
    if kind in (4, 5):
        joined = And if kind == 4 else Or
        parts = [any_part(draw, depth - 1) for _ in range(draw(st.integers(2, 3)))]
        return leaf(draw) if any(isinstance(part, joined) for part in parts) else joined(tuple(parts))
    return placed(draw, depth)


@st.composite
def trees(draw: Draw) -> Node:
    return any_part(draw, 3)


@given(trees())
def test_printing_and_reading_give_the_same_tree(root: Node) -> None:
    query = Query(root)
    printed = print_query(query)
    try:
        read = parse(printed)
    except QueryError as refused:
        assert "match every article" in refused.problem, printed
    else:
        assert read == query, printed
        assert print_query(read) == printed


@given(st.text(max_size=60) | st.text(alphabet='ab ICC"(){}*/=:,NOTANDEARs5<', max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as refused:
        assert refused.line >= 1 and refused.column >= 1 and refused.problem
    else:
        assert parse(print_query(query)) == query
