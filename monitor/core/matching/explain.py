"""Why a topic did or did not match: which clause held, and by which words; and what fell one clause short."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.matching.evaluate import Evaluation
from monitor.core.matching.index import CompiledTopic, TopicIndex
from monitor.core.matching.matcher import graded
from monitor.core.matching.reading import Reading
from monitor.core.matching.signals import Signals, measure, reporting_sentences
from monitor.core.model.article import Article
from monitor.core.model.ids import TopicId
from monitor.core.model.match import Match
from monitor.core.query.ast import And, Near, Node, Not, Or, Within
from monitor.core.query.printer import print_node

MAX_WORDS = 8  # different words shown for one clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause of a query, as the query language prints it.

    ``words`` are those of the article by which it held, as written there; ``depth`` is how far it is nested.
    """

    text: str
    held: bool
    words: tuple[str, ...] = ()
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One topic's answer for an article, clause by clause. ``match`` is None where the query does not hold.

    ``signals`` are those of the whole text, also where the match is that of one of its items.
    """

    topic_id: TopicId
    clauses: tuple[Clause, ...]
    match: Match | None = None
    signals: Signals | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A topic that one clause keeps from matching."""

    topic_id: TopicId
    missing: str  # the clause that does not hold
    words: tuple[str, ...]  # words of the article by which the other clauses held


def explain(article: Article, index: TopicIndex) -> tuple[Explanation, ...]:
    """For each topic, in order, which clause held and which did not."""
    evaluation = Evaluation(Reading(article), index)
    return tuple(_explain(evaluation, topic) for topic in index.topics)


def near_misses(article: Article, index: TopicIndex) -> tuple[NearMiss, ...]:
    """The topics that would match if one clause more held, and had some word of theirs in the article."""
    evaluation = Evaluation(Reading(article), index)
    found: list[NearMiss] = []
    for topic in index.topics:
        if evaluation.holds(topic.query.root) is None:
            short = _one_short(evaluation, topic.query.root)
            if short is not None:
                missing, held = short
                words = tuple(dict.fromkeys(word for part in held for word in _words(evaluation, part)))
                found.append(NearMiss(topic_id=topic.topic.id, missing=print_node(missing), words=words[:MAX_WORDS]))
    return tuple(found)


def _explain(evaluation: Evaluation, topic: CompiledTopic) -> Explanation:
    clauses = tuple(_clauses(evaluation, topic.query.root, 0))
    if evaluation.holds(topic.query.root) is None:
        return Explanation(topic_id=topic.topic.id, clauses=clauses)
    signals = measure(evaluation, topic, reporting_sentences(evaluation, topic))
    return Explanation(topic_id=topic.topic.id, clauses=clauses, match=graded(evaluation, topic), signals=signals)


def _clauses(evaluation: Evaluation, node: Node, depth: int) -> list[Clause]:
    """The node and, for AND and OR, the parts below it, two levels down."""
    held = evaluation.holds(node) is not None
    clause = Clause(text=print_node(node), held=held, words=_words(evaluation, node), depth=depth)
    if not isinstance(node, And | Or) or depth >= 2:
        return [clause]
    return [clause, *(below for part in node.parts for below in _clauses(evaluation, part, depth + 1))]


def _words(evaluation: Evaluation, node: Node) -> tuple[str, ...]:
    """Different words of the article by which the node holds, as written."""
    words: dict[str, None] = {}
    reading = evaluation.reading
    for first, last in (evaluation.holds(node) or [])[:200]:
        span, field = reading.span_of(first, last), reading.folded(first)
        words.setdefault(field.original[span.start : span.end])
        if len(words) >= MAX_WORDS:
            break
    return tuple(words)


def _one_short(evaluation: Evaluation, node: Node) -> tuple[Node, list[Node]] | None:
    """The one part that is missing, and those that hold by words; None if more or nothing at all is missing."""
    match node:
        case And(parts):
            missing = [part for part in parts if evaluation.holds(part) is None]
            held = [part for part in parts if evaluation.holds(part)]
            if len(missing) != 1 or not held:
                return None
            below = _one_short(evaluation, missing[0])
            return (below[0], held + below[1]) if below else (missing[0], held)
        case Or(parts):
            return next((short for part in parts if (short := _one_short(evaluation, part)) is not None), None)
        case Near(left, right) | Within(left, right):
            sides = [side for side in (left, right) if evaluation.holds(side)]
            if len(sides) == 2:
                return node, sides
            return (right if sides[0] == left else left, sides) if sides else None
        case Not():
            return None
        case _:
            return None
