"""The matcher: all topics over one article, with grade, reason, stage and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.core.matching.evaluate import Evaluation
from monitor.core.matching.evidence import best_evidence
from monitor.core.matching.grade import THRESHOLD, reason, score
from monitor.core.matching.index import CompiledTopic, TopicIndex
from monitor.core.matching.items import within
from monitor.core.matching.reading import Reading
from monitor.core.matching.signals import Reporting, measure, reporting_sentences
from monitor.core.matching.stages import stage_of
from monitor.core.model.article import Article
from monitor.core.model.match import Field, Grade, Match


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
    if value < THRESHOLD and reporting and not signals.aloof:
        item = _best_item(evaluation, topic, reporting)
        if item is not None:
            return item
    return Match(
        topic_id=topic.topic.id,
        grade=Grade.REPORT if value >= THRESHOLD else Grade.MENTION,
        score=round(value, 4),
        evidence=best_evidence(evaluation, topic, reporting),
        reason=reason(signals, value),
        stage=stage_of(evaluation, topic, reporting),
    )


def _best_item(evaluation: Evaluation, topic: CompiledTopic, reporting: Sequence[Reporting]) -> Match | None:
    """The Match of a text made of items (a newsletter, a live blog), of which one reports by itself; else None."""
    article = evaluation.reading.article
    best: Match | None = None
    for item in evaluation.reading.items:
        inside = [r for r in reporting if r.sentence.field is Field.TEXT and within(r.sentence.span, item)]
        if not inside:
            continue
        title, body = (article.text[start:end] for start, end in (item.title, item.body))
        alone = Evaluation(Reading(replace(article, title=title, text=body)), evaluation.index)
        if alone.holds(topic.query.root) is None:
            continue
        told = reporting_sentences(alone, topic)
        signals = measure(alone, topic, told)
        value = score(signals)
        if value >= THRESHOLD and any(r.acts for r in told) and (best is None or value > best.score):
            best = Match(
                topic_id=topic.topic.id,
                grade=Grade.REPORT,
                score=round(value, 4),
                evidence=best_evidence(evaluation, topic, inside),
                reason=f"one of its {len(evaluation.reading.items)} items reports it: {reason(signals, value)}",
                stage=stage_of(alone, topic, told),
            )
    return best
