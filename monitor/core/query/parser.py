"""Reads a query. Mistakes are told as a person would: where, what was expected, and how it is written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

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
from monitor.core.query.checks import check
from monitor.core.query.grammar import GRAMMAR
from monitor.core.query.hints import explain_failure

MAX_LENGTH = 20_000  # characters of one query
MAX_DEPTH = 60  # brackets within brackets
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | {"\u2019": "'"})


def parse(text: str) -> Query:
    """The tree of a query.

    Raises QueryError with line, column, what was expected and, where one can be given, a suggestion; also for a query
    that could match every article.
    """
    _check_size(text)
    plain = text.translate(_QUOTES)
    import lark

    try:
        tree = _parser().parse(plain)
    except lark.exceptions.UnexpectedInput as failure:
        raise explain_failure(plain, failure) from None
    root = _build(tree.children[0])
    check(root, plain)
    return Query(root)


def _check_size(text: str) -> None:
    if not text.strip():
        raise QueryError("the query is empty", hint="write at least one word, such as ICC")
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"the query is longer than {MAX_LENGTH} characters", hint="put long lists into a concept, and name it {so}"
        )
    depth = deepest = 0
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
        if deepest > MAX_DEPTH:
            line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
            raise QueryError(f"more than {MAX_DEPTH} brackets within brackets", line=line, column=column)
    if len(re.findall(r"\bNOT\b", text, re.IGNORECASE)) > 200:
        raise QueryError("more than 200 times NOT in one query")


@lru_cache(maxsize=1)
def _parser() -> Any:
    import lark

    return lark.Lark(GRAMMAR, parser="lalr", propagate_positions=True, maybe_placeholders=False)


def _build(tree: Any) -> Node:
    """From lark's tree to ours."""
    kind: str = tree.data
    leaf = _LEAVES.get(kind)
    if leaf is not None:
        return leaf(tree.children[0])
    if kind in {"near", "pre"}:
        left, operator, right = tree.children
        return Near(_build(left), _build(right), _number(operator), ordered=kind == "pre")
    if kind in {"same_sentence", "same_paragraph"}:
        left, _, right = tree.children
        unit = Unit.SENTENCE if kind == "same_sentence" else Unit.PARAGRAPH
        return Within(_build(left), _build(right), unit)
    if kind == "at_least":
        return AtLeast(_number(tree.children[0]), _build(tree.children[1]))
    if kind == "in_field":
        return InField(FieldName(tree.children[0][:-1].lower()), _build(tree.children[1]))
    parts = tuple(_build(child) for child in tree.children)
    if kind == "negation":
        return Not(parts[0])
    return _flat(Or if kind == "either" else And, parts)


def _flat(kind: type[And] | type[Or], parts: tuple[Node, ...]) -> Node:
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else (part,))
    return kind(tuple(flat))


def _number(operator: str) -> int:
    return int(operator.split("/")[1])


def _phrase(token: str) -> Node:
    return Term(" ".join(token[1:-1].split()), TermKind.PHRASE)


_LEAVES: dict[str, Callable[[Any], Node]] = {
    "word": lambda token: Term(str(token)),
    "exact": lambda token: Term(str(token)[1:], TermKind.EXACT),
    "phrase": _phrase,
    "concept": lambda token: ConceptRef(str(token)[1:-1]),
    "compare": lambda token: Term("".join(str(token).split()), TermKind.WORD),
}


def nearest(name: str, known: list[str]) -> str:
    """The known name that looks most like ``name``; "" if none comes close."""
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.5)), "")
