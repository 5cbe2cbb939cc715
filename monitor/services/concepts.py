"""Concepts: listing them, and writing those that feeds.toml does not declare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.config.values import read_line
from monitor.core.errors import DeclaredElsewhere, NotFound, QueryError, UserMistake
from monitor.core.model.ids import TopicId
from monitor.core.model.source import Owner
from monitor.core.model.topic import Concept, Topic
from monitor.core.query.concepts import check_name as check_term
from monitor.core.query.concepts import concepts_in
from monitor.services.marks import check_unchanged, mark_of
from monitor.services.names import check_name
from monitor.store.store import Store, Transaction
from monitor.store.versions import TOPICS_VERSION

LISTS = ("terms", "ambiguous", "context", "refused_by")
MOST_NAMES = 1_000  # in one list


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptRow:
    """A concept with the topics whose queries name it."""

    concept: Concept
    topics: tuple[TopicId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong in one of the ``LISTS``.

    It stands at ``column`` (from 1) of ``text``, its line; they are 0 and "" for a fault of the whole list.
    """

    list_name: str
    line: int
    column: int
    text: str
    problem: str


def list_concepts(store: Store) -> list[ConceptRow]:
    """All concepts by name."""
    with store.read() as tx:
        topics = tx.topics.all()
        named = {topic.id: names_of(topic) for topic in topics}
        return [ConceptRow(concept=each, topics=tuple(name for name, used in named.items() if each.name in used))
                for each in tx.topics.concepts()]  # fmt: skip


def show_concept(store: Store, name: str) -> ConceptRow:
    """One concept; NotFound."""
    for row in list_concepts(store):
        if row.concept.name == name:
            return row
    raise _unknown(name)


def names_of(topic: Topic) -> frozenset[str]:
    """The concepts that a topic's query or report clause names; none where it cannot be read."""
    try:
        return concepts_in(topic.query) | (concepts_in(topic.report) if topic.report else frozenset())
    except QueryError:
        return frozenset()


def faults_in(lists: Mapping[str, Sequence[str]]) -> tuple[Fault, ...]:
    """Everything that is wrong in what a person wrote; ``lists`` are lines by the names in ``LISTS``."""
    found = [fault for name in LISTS for fault in _faults(name, lists.get(name, ()))]
    terms, loose = _kept(lists.get("terms", ())), _kept(lists.get("ambiguous", ()))
    if not terms and not loose:
        found.append(Fault(list_name="terms", line=0, column=0, text="", problem="write at least one name"))
    if loose and not _kept(lists.get("context", ())) and not set(terms) - set(loose):
        problem = "they never count alone: add a name that is not ambiguous, or words that must stand in the same text"
        found.append(Fault(list_name="ambiguous", line=0, column=0, text="", problem=problem))
    return tuple(found)


def read_concept(name: str, lists: Mapping[str, Sequence[str]]) -> Concept:
    """The concept that a person wrote. UserMistake for its name or the first fault in its lists."""
    for fault in faults_in(lists):
        where = f"{fault.list_name}, line {fault.line}, column {fault.column}" if fault.line else fault.list_name
        raise UserMistake(f"{where}: {fault.problem}")
    kept = {key: _kept(lists.get(key, ())) for key in LISTS}
    terms = tuple(dict.fromkeys([*kept["terms"], *kept["ambiguous"]]))  # an ambiguous term is a term as well
    return Concept(name=check_name("concept", name), terms=terms, ambiguous=kept["ambiguous"], owner=Owner.USER,
                   context=kept["context"], refused_by=kept["refused_by"])  # fmt: skip


def put_concept(store: Store, concept: Concept, now: datetime, *, seen: str = "") -> Concept:
    """Add or replace a concept that a person wrote. DeclaredElsewhere for one of feeds.toml or of a pack.

    ChangedMeanwhile if the one to be replaced no longer has the mark ``seen``.
    """
    with store.write() as tx:
        held = _own(tx, concept.name)
        if held is not None:
            check_unchanged(mark_of(held), seen)
        tx.topics.put_concept(concept)
        tx.facts.put(TOPICS_VERSION, f"{now.isoformat()} concept {concept.name}")
    return concept


def remove_concept(store: Store, name: str, now: datetime) -> None:
    """Forget a concept that a person wrote. NotFound, DeclaredElsewhere, UserMistake while a topic names it."""
    with store.write() as tx:
        if _own(tx, name) is None:
            raise _unknown(name)
        using = [topic.id for topic in tx.topics.all() if name in names_of(topic)]
        if using:
            raise UserMistake(f"concept {name!r} is used by {', '.join(using)}: change their queries first")
        tx.topics.remove_concept(name)
        tx.facts.put(TOPICS_VERSION, f"{now.isoformat()} -concept {name}")


def _own(tx: Transaction, name: str) -> Concept | None:
    held = next((each for each in tx.topics.concepts() if each.name == name), None)
    if held is not None and held.owner is Owner.FILE:
        raise DeclaredElsewhere(f"concept {name!r} is declared in feeds.toml or comes with a pack: a [concept.{name}] "
                                "table there changes it; one of your own needs another name")  # fmt: skip
    return held


def _unknown(name: str) -> NotFound:
    return NotFound(f"no concept {name!r}: `monitor concept list` shows those there are")


def _kept(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))


def _faults(name: str, lines: Sequence[str]) -> list[Fault]:
    found = []
    if len(lines) > MOST_NAMES:
        found.append(Fault(list_name=name, line=0, column=0, text="", problem=f"at most {MOST_NAMES:,} names"))
    for number, line in enumerate(lines[:MOST_NAMES], start=1):
        if not line.strip():
            continue
        try:
            read_line(line)
            check_term(line.rstrip())
        except QueryError as error:
            words = error.problem + (f" ({error.hint})" if error.hint else "")
            found.append(Fault(list_name=name, line=number, column=error.column, text=line, problem=words))
        except ValueError as error:
            found.append(Fault(list_name=name, line=number, column=1, text=line, problem=str(error)))
    return found
