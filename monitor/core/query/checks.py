"""What a well-formed query must still keep: it asks for something, and each operator has parts that it can work on."""

from __future__ import annotations

import re

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
    Term,
    TermKind,
    Within,
    children,
    walk,
)
from monitor.core.query.printer import print_node
from monitor.core.text.languages import is_function_word
from monitor.core.text.normalize import fold, fold_plain
from monitor.core.text.tokens import is_unspaced, tokenize

MIN_STEM = 3  # letters beside a `*`
MAX_NODES = 2000
_QUOTED = re.compile(r'"[^"]*"|\{[^}]*\}')
_LEXIS = re.compile(r"(?i)(?<![\w/])w/([sp])(?!\w)")  # would be the word "w" beside something
_GLUED = re.compile(r"(?i)(near|pre|atleast)(\d+)")
_RANKS = frozenset({"1", "2", "3", "4", "official", "specialist", "press", "aggregator"})


def check(root: Node, text: str) -> None:
    """Raise QueryError if the tree asks for nothing, for everything, or for what an operator cannot do."""
    _check_foreign(text)
    nodes = list(walk(root))
    if len(nodes) > MAX_NODES:
        raise QueryError(f"more than {MAX_NODES} parts in one query", hint="put long lists into a concept")
    _check_parts(root, text, in_fact=None)
    if not anchored(root):
        raise QueryError(
            "this could match every article",
            hint="ask for at least one word, phrase or {concept} that must be there, outside NOT and lang: or rank:",
        )


def _check_foreign(text: str) -> None:
    """What other search languages write so and what would be taken for a word here: ``w/s``."""
    bare = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), text)
    if found := _LEXIS.search(bare):
        way = found.group(1).lower()
        raise _at(text, found.group(), f'no operator "{found.group()}"', f"write /{way} alone: ICC /{way} sanctions")


def anchored(node: Node) -> bool:
    """Whether the node holds only where some telling word stands."""
    match node:
        case ConceptRef():
            return True
        case Term():
            return is_telling(node)
        case And(parts):
            return any(anchored(part) for part in parts)
        case Or(parts):
            return all(anchored(part) for part in parts)
        case Near(left, right) | Within(left, right):
            return anchored(left) or anchored(right)
        case AtLeast(count, part):
            return count > 0 and anchored(part)
        case InField(field, part):
            return field.is_text and anchored(part)
        case _:
            return False


def is_telling(term: Term) -> bool:
    """Whether a term has a word that not almost every text holds."""
    words = [token.text for token in tokenize(fold(term.text))]
    return any(not is_function_word(word) or _is_acronym(term.text) for word in words)


def _is_acronym(text: str) -> bool:
    return text.isalpha() and text.isupper() and 1 < len(text) <= 6


def _check_parts(node: Node, text: str, in_fact: FieldName | None) -> None:
    match node:
        case Term():
            _check_fact(node, in_fact, text) if in_fact else _check_term(node, text)
        case Near(left, right) | Within(left, right):
            for part in (left, right):
                _check_positional(part, text)
        case AtLeast(count, part):
            if count < 1:
                raise _at(text, "ATLEAST/0", "ATLEAST needs a number from 1 on", "ATLEAST/3(ICC)")
            _check_positional(part, text)
        case InField(field, part):
            if in_fact is not None or (field.is_text is False and not _only_terms(part)):
                raise _at(text, f"{field}:", f"{field}: takes words, OR, AND, NOT and brackets only", _example(field))
            in_fact = None if field.is_text else field
    for part in children(node):
        _check_parts(part, text, in_fact)


def _only_terms(node: Node) -> bool:
    return all(isinstance(part, Term | And | Or | Not) for part in walk(node))


def _check_positional(part: Node, text: str) -> None:
    """Proximity and counting need parts that stand somewhere: no NOT, and no facts about the article."""
    for inner in walk(part):
        if isinstance(inner, Not):
            raise _at(text, "NOT", "NOT cannot stand inside NEAR, PRE, /s, /p or ATLEAST", "a NEAR/5 b AND NOT c")
        if isinstance(inner, InField) and not inner.field.is_text:
            hint = f"put {print_node(inner)} outside, joined with AND"
            raise _at(text, f"{inner.field}:", f"{inner.field}: has no place among words", hint)


def _check_term(term: Term, text: str) -> None:
    shown = print_node(term)
    if not tokenize(fold(term.text)):
        raise _at(text, shown, "there is no word here", 'a phrase needs words: "Rome Statute"')
    if term.kind is TermKind.WORD and (glued := _GLUED.fullmatch(term.text)):
        name = glued.group(1).upper()
        raise _at(text, shown, f"{name} needs a slash before its number", f"{name}/{glued.group(2)}")
    if term.kind is TermKind.WORD and term.text.startswith("<="):
        raise _at(text, "<=", "a comparison stands after rank: only", "rank:<=2")
    for piece in term.text.split():
        if "*" not in piece:
            continue
        letters = fold_plain(piece.replace("*", ""))
        if piece.strip("*").count("*"):
            raise _at(text, shown, "* stands at the beginning or the end of a word", "sanction* or *gericht*")
        if len(letters) < MIN_STEM and not any(is_unspaced(letter) for letter in letters):
            raise _at(text, shown, f"* needs at least {MIN_STEM} letters beside it", "sanction*")


def _check_fact(term: Term, field: FieldName, text: str) -> None:
    value = term.text.lower()
    if field is FieldName.RANK and value.removeprefix("<=") not in _RANKS:
        raise _at(text, "rank:", f'no rank "{term.text}": 1 (official) to 4 (aggregator)', "rank:official or rank:<=2")
    if field is FieldName.LANG and not re.fullmatch(r"[a-z]{2,3}(-\w+)?", value):
        raise _at(text, "lang:", f'no language code "{term.text}"', "two letters: lang:fr")


def _example(field: FieldName) -> str:
    return {"lang": "lang:(en OR fr)", "rank": "rank:<=2", "url": 'url:"/press/"'}.get(field, f"{field}:reuters")


def _at(text: str, needle: str, problem: str, hint: str) -> QueryError:
    """A QueryError at the first place of ``needle`` in the query."""
    place = max(text.lower().find(needle.lower()), 0)
    line = text.count("\n", 0, place) + 1
    return QueryError(problem, line=line, column=place - text.rfind("\n", 0, place), hint=hint)
