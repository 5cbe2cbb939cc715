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

words = st.sampled_from(["ICC", "sanction", "суд", "المحكمة", "pre-trial", "e1", "法院", "court*", "*gericht", "U.S."])
terms = st.builds(Term, words) | st.builds(
    Term, st.sampled_from(["Rome Statute", "amend* of", "AND or"]), st.just(TermKind.PHRASE)
)
leaves = terms | st.builds(Term, st.sampled_from(["judge", "MKC"]), st.just(TermKind.EXACT))
placed = st.recursive(
    leaves | st.builds(ConceptRef, st.sampled_from(["icc", "rome-statute"])),
    lambda parts: (
        st.builds(Or, st.lists(parts.filter(lambda p: not isinstance(p, Or)), min_size=2, max_size=3).map(tuple))
        | st.builds(Near, parts, parts, st.integers(1, 20), st.booleans())
        | st.builds(Within, parts, parts, st.sampled_from(Unit))
    ),
    max_leaves=6,
)
facts = st.builds(InField, st.just(FieldName.LANG), st.builds(Term, st.sampled_from(["en", "fr"])))


def both(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(And, st.lists(parts.filter(lambda p: not isinstance(p, And)), min_size=2, max_size=3).map(tuple))


trees = st.recursive(
    placed | st.builds(AtLeast, st.integers(1, 5), placed) | st.builds(InField, st.just(FieldName.TITLE), placed),
    lambda parts: (
        both(parts | st.builds(Not, parts) | facts)
        | st.builds(Or, st.lists(parts.filter(lambda p: not isinstance(p, Or)), min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=8,
)


@given(trees)
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
