"""From a tree back to the topic language: what is printed reads back as the same tree."""

from __future__ import annotations

from monitor.core.query.ast import (
    And,
    AtLeast,
    ConceptRef,
    InField,
    Near,
    Node,
    Not,
    Or,
    Query,
    Term,
    TermKind,
    Within,
)

_EITHER, _BOTH, _UNARY, _CLOSE, _PRIMARY = range(5)


def print_query(query: Query) -> str:
    """The query on one line, in its plainest form; ``parse(print_query(q)) == q``."""
    return print_node(query.root)


def print_node(node: Node) -> str:
    """One part of a query, as ``print_query`` would print it."""
    return _print(node)[0]


def _print(node: Node) -> tuple[str, int]:
    """The text of a node and how tightly it binds."""
    match node:
        case Or(parts):
            return " OR ".join(_at(part, _BOTH) for part in parts), _EITHER
        case And(parts):
            return " AND ".join(_at(part, _UNARY) for part in parts), _BOTH
        case Not(part):
            return "NOT " + _at(part, _UNARY), _UNARY
        case Near(left, right, distance, ordered):
            operator = f"{'PRE' if ordered else 'NEAR'}/{distance}"
            return f"{_at(left, _CLOSE)} {operator} {_at(right, _PRIMARY)}", _CLOSE
        case Within(left, right, unit):
            return f"{_at(left, _CLOSE)} {unit} {_at(right, _PRIMARY)}", _CLOSE
        case AtLeast(count, part):
            return f"ATLEAST/{count}({print_node(part)})", _PRIMARY
        case InField(field, part):
            return f"{field}:{_at(part, _PRIMARY)}", _PRIMARY
        case ConceptRef(name):
            return f"{{{name}}}", _PRIMARY
        case Term(text, kind):
            return _term(text, kind), _PRIMARY


def _at(node: Node, level: int) -> str:
    text, binds = _print(node)
    return text if binds >= level else f"({text})"


def _term(text: str, kind: TermKind) -> str:
    if kind is TermKind.PHRASE:
        return f'"{text}"'
    return f"={text}" if kind is TermKind.EXACT else text
