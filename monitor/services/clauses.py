"""Which clauses of a topic's query hold in an article and which do not: the answer to "why (not)?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.matching.compile import compile_topics
from monitor.core.matching.evaluate import Evaluation
from monitor.core.matching.index import CompiledTopic, TopicIndex
from monitor.core.matching.matcher import match
from monitor.core.matching.reading import Reading
from monitor.core.model.article import Article
from monitor.core.model.match import Match
from monitor.core.model.topic import Concept, Topic
from monitor.core.query.ast import And, ConceptRef, Node, Not, Or, Term
from monitor.core.query.printer import print_node

WORDS_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One part of a query. ``words`` are those of the article by which it holds; ``depth`` is 0 for the whole."""

    text: str
    holds: bool
    depth: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicAnswer:
    """What one topic says of an article: its match (None = the query does not hold) and its query clause by clause."""

    topic: Topic
    match: Match | None
    clauses: tuple[Clause, ...]


def answers(article: Article, topics: Sequence[Topic], concepts: Sequence[Concept]) -> list[TopicAnswer]:
    """Every topic's answer for one article, in the order of the topics. Raises QueryError."""
    index = compile_topics(topics, concepts)
    found = {each.topic_id: each for each in match(article, index)}
    evaluation = Evaluation(Reading(article), index)
    return [
        TopicAnswer(topic=compiled.topic, match=found.get(compiled.topic.id),
                    clauses=tuple(_clauses(evaluation, compiled.query.root, 0)))
        for compiled in index.topics
    ]  # fmt: skip


def one_short(article: Article, index: TopicIndex) -> str:
    """The one clause that keeps the first topic's query from holding; "" if it holds, or more than one is missing."""
    compiled: CompiledTopic = index.topics[0]
    if not isinstance(compiled.query.root, And):
        return ""
    evaluation = Evaluation(Reading(article), index)
    if not evaluation.places:
        return ""
    parts = compiled.query.root.parts
    failing = [part for part in parts if evaluation.holds(part) is None]
    wanted = [part for part in parts if not isinstance(part, Not)]
    if len(failing) != 1 or failing == wanted:  # a query of one wanted clause is not nearly held by nothing
        return ""
    return print_node(failing[0])


def _clauses(evaluation: Evaluation, node: Node, depth: int) -> list[Clause]:
    """The node and, where they tell more than the node itself, its parts."""
    places = evaluation.holds(node)
    own = Clause(text=print_node(node), holds=places is not None, depth=depth,
                 words=_words(evaluation, places or []))  # fmt: skip
    parts: tuple[Node, ...] = ()
    if isinstance(node, And):
        parts = node.parts
    elif isinstance(node, Or) and depth < 2:
        parts = node.parts if places is None else tuple(each for each in node.parts if evaluation.holds(each))
        if all(isinstance(each, Term | ConceptRef) for each in node.parts):
            parts = ()  # a list of words: which of them stand there is said already
    below = [clause for part in parts for clause in _clauses(evaluation, part, depth + 1)]
    return [own, *below]


def _words(evaluation: Evaluation, places: list[tuple[int, int]]) -> tuple[str, ...]:
    reading, shown = evaluation.reading, dict[str, None]()
    for first, last in places:
        span = reading.span_of(first, last)
        text = reading.article.title if first < reading.title_count else reading.article.text
        shown.setdefault(" ".join(text[span.start : span.end].split()))
        if len(shown) >= WORDS_SHOWN:
            break
    return tuple(shown)
