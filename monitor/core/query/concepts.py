"""Concepts in the topic language: which of them a query names, and how the names in a concept are written."""

from __future__ import annotations

import re

from monitor.core.errors import QueryError
from monitor.core.query.ast import ConceptRef, Term, TermKind, walk
from monitor.core.query.checks import MIN_STEM, is_telling
from monitor.core.query.parser import parse
from monitor.core.text.normalize import fold, fold_plain
from monitor.core.text.tokens import is_unspaced, tokenize

LONGEST_NAME = 200  # characters
_OPERATOR = re.compile(r"(?<!\S)(?:AND|OR|NOT|NEAR/\d+|PRE/\d+)(?!\S)")


def concepts_in(query: str) -> frozenset[str]:
    """The names of the concepts that a query asks for. Raises QueryError."""
    return frozenset(node.name for node in walk(parse(query).root) if isinstance(node, ConceptRef))


def check_name(text: str) -> None:
    """Raise QueryError, with the column of the fault, for a name that a concept cannot be known by.

    A name is a word or a phrase without quotes; ``trunc*`` is allowed. One that has no word would never be found, one
    of words such as "the" in every text.
    """
    if len(text) > LONGEST_NAME:
        raise QueryError(f"is longer than {LONGEST_NAME} characters", column=LONGEST_NAME + 1, hint="one name a line")
    for mark, hint in (('"', "a name needs no quotes"), ("{", "write the names themselves"), ("}", "")):
        if mark in text:
            raise QueryError(f"{mark} does not belong in a name", column=text.index(mark) + 1, hint=hint)
    operator = _OPERATOR.search(text)
    if operator and not text.isupper():
        problem = f"{operator.group()} joins parts of a query, not names"
        raise QueryError(problem, column=operator.start() + 1, hint="one name a line")
    for piece in re.finditer(r"\S*\*\S*", text):
        _check_star(piece)
    if not tokenize(fold(text)):
        raise QueryError("there is no word here", hint="it would never be found")
    if not is_telling(Term(" ".join(text.split()), TermKind.PHRASE)):
        raise QueryError("stands in almost every text", hint="add a word that tells something")


def _check_star(piece: re.Match[str]) -> None:
    word, column = piece.group(), piece.start() + 1
    inner = word.strip("*").find("*")
    if inner >= 0:
        at = column + len(word) - len(word.lstrip("*")) + inner
        raise QueryError("* stands at the beginning or the end of a word", column=at, hint="sanction* or *gericht*")
    letters = fold_plain(word.replace("*", ""))
    if len(letters) < MIN_STEM and not any(is_unspaced(letter) for letter in letters):
        raise QueryError(f"* needs at least {MIN_STEM} letters beside it", column=column, hint="sanction*")
