"""The best one to three sentences that show a match, with exact offsets."""

from __future__ import annotations

from monitor.core.matching.evaluate import Evaluation
from monitor.core.matching.index import CompiledTopic, Place
from monitor.core.matching.reading import Sentence
from monitor.core.matching.signals import Reporting
from monitor.core.model.article import Span
from monitor.core.model.match import Evidence, Field
from monitor.core.query.ast import Node, Or
from monitor.core.query.printer import print_node

MAX_EVIDENCE = 3
MAX_CLAUSE = 300  # characters of a printed clause
MAX_TERMS = 40


def best_evidence(evaluation: Evaluation, topic: CompiledTopic, reporting: list[Reporting]) -> tuple[Evidence, ...]:
    """Best first. Without a reporting sentence: the sentences in which most of the query's words stand."""
    if not reporting:
        return _scattered(evaluation, topic)
    ranked = sorted(reporting, key=_rank)[:MAX_EVIDENCE]
    return tuple(_quote(evaluation, topic.report, r.sentence, r.places + r.acts) for r in ranked)


def _rank(reporting: Reporting) -> tuple[bool, bool, bool, int]:
    """Sentences of the text before the title, acts before background, early before late."""
    sentence = reporting.sentence
    return (sentence.field is Field.TITLE, reporting.background, not reporting.acts, sentence.first)


def _scattered(evaluation: Evaluation, topic: CompiledTopic) -> tuple[Evidence, ...]:
    places = evaluation.holds(topic.query.root) or []
    grouped: dict[int, list[Place]] = {}
    for place in places:
        grouped.setdefault(evaluation.reading.sentence_of(place[0]), []).append(place)
    ranked = sorted(grouped.items(), key=lambda item: (-len(set(item[1])), item[0]))[:MAX_EVIDENCE]
    sentences = evaluation.reading.sentences
    return tuple(_quote(evaluation, topic.query.root, sentences[n], tuple(found)) for n, found in ranked)


def _quote(evaluation: Evaluation, clause: Node, sentence: Sentence, places: tuple[Place, ...]) -> Evidence:
    reading, in_title = evaluation.reading, sentence.field is Field.TITLE
    original = reading.article.title if in_title else reading.article.text
    # What a headline reports together with the line below it is quoted as the headline's: words of the line are none.
    here = (place for place in places if (place[0] < reading.title_count) is in_title)
    spans = sorted({reading.span_of(*place) for place in here}, key=lambda span: (span.start, -span.end))
    shown: list[Span] = []
    for span in spans:
        if not shown or span.start >= shown[-1].end:
            shown.append(span)
    return Evidence(
        field=sentence.field,
        span=sentence.span,
        quote=original[sentence.span.start : sentence.span.end],
        clause=_clause(evaluation, clause, (sentence.first, sentence.last)),
        terms=tuple(shown[:MAX_TERMS]),
    )


def _clause(evaluation: Evaluation, node: Node, window: tuple[int, int]) -> str:
    """The smallest alternative of the clause that holds in the sentence, as the query language prints it."""
    while isinstance(node, Or):
        holding = [part for part in node.parts if evaluation.holds(part, window)]
        if not holding:
            break
        node = holding[0]
    return print_node(node)[:MAX_CLAUSE]
