"""The matcher: all topics over one article, with grade, reason, stage and evidence."""

from __future__ import annotations

from monitor.core.matching.evaluate import Evaluation
from monitor.core.matching.evidence import best_evidence
from monitor.core.matching.grade import THRESHOLD, reason, score
from monitor.core.matching.index import CompiledTopic, TopicIndex
from monitor.core.matching.reading import Reading
from monitor.core.matching.signals import measure, reporting_sentences
from monitor.core.matching.stages import stage_of
from monitor.core.model.article import Article
from monitor.core.model.match import Grade, Match


def match(article: Article, index: TopicIndex) -> tuple[Match, ...]:
    """One Match for each topic whose query holds for the article, in the order of the topics."""
    evaluation = Evaluation(Reading(article), index)
    matches: list[Match] = []
    for number in candidates(evaluation):
        topic = index.topics[number]
        if evaluation.holds(topic.query.root) is not None:
            matches.append(graded(evaluation, topic))
    return tuple(matches)


def candidates(evaluation: Evaluation) -> list[int]:
    """Numbers of the topics of which enough parts stand in the article to be worth a closer look."""
    index = evaluation.index
    present: set[int | str] = set(evaluation.places)
    numbers: set[int] = set()
    for term in evaluation.places:
        numbers.update(index.postings.get(term, ()))
        present.update(index.concept_of.get(term, ()))
    for name, topics in index.concept_postings.items():
        if name in present:
            numbers.update(topics)
    return sorted(n for n in numbers if not any(present.isdisjoint(need) for need in index.topics[n].needs))


def graded(evaluation: Evaluation, topic: CompiledTopic) -> Match:
    """The Match of a topic whose query holds."""
    reporting = reporting_sentences(evaluation, topic)
    signals = measure(evaluation, topic, reporting)
    value = score(signals)
    return Match(
        topic_id=topic.topic.id,
        grade=Grade.REPORT if value >= THRESHOLD else Grade.MENTION,
        score=round(value, 4),
        evidence=best_evidence(evaluation, topic, reporting),
        reason=reason(signals, value),
        stage=stage_of(evaluation, topic, reporting),
    )
