"""The tree of a query. Every node is frozen and hashable, so that equal parts of many topics are looked up once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class TermKind(StrEnum):
    """How a term's words are compared."""

    WORD = "word"  # inflections match, by the stemmer for the article's language
    EXACT = "exact"  # =word: this form only
    PHRASE = "phrase"  # "these words": in this order, these forms only; trunc* works inside


class Unit(StrEnum):
    """What two parts must share."""

    SENTENCE = "/s"
    PARAGRAPH = "/p"


class FieldName(StrEnum):
    """Where a part must hold."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"
    SOURCE = "source"
    LANG = "lang"
    URL = "url"
    RANK = "rank"

    @property
    def is_text(self) -> bool:
        """Whether it names a stretch of text rather than a fact about the article."""
        return self in {FieldName.TITLE, FieldName.LEAD, FieldName.BODY}


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase. ``text`` is as typed, without ``=`` and quotes; ``*`` marks truncation."""

    text: str
    kind: TermKind = TermKind.WORD

    def __hash__(self) -> int:
        return hash(self.text)  # terms are looked up often, and an enum's hash is slow


@dataclass(frozen=True, slots=True)
class ConceptRef:
    """``{name}``: any of a concept's terms."""

    name: str


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold. Never nested directly in another And."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any part holds. Never nested directly in another Or."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Node


@dataclass(frozen=True, slots=True)
class Near:
    """Both parts with at most ``distance`` words between their starts; ``ordered`` wants the left one first."""

    left: Node
    right: Node
    distance: int
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Within:
    """Both parts in the same sentence or paragraph."""

    left: Node
    right: Node
    unit: Unit


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The part stands at least ``count`` times in the article."""

    count: int
    part: Node


@dataclass(frozen=True, slots=True)
class InField:
    """The part holds in one field."""

    field: FieldName
    part: Node


Node = Term | ConceptRef | And | Or | Not | Near | Within | AtLeast | InField


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query: its tree, and the text it was read from."""

    root: Node


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node."""
    match node:
        case And(parts) | Or(parts):
            return parts
        case Not(part) | AtLeast(_, part) | InField(_, part):
            return (part,)
        case Near(left, right) | Within(left, right):
            return (left, right)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(children(current)))
