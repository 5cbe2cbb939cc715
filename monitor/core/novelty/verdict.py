"""The decision, once for each incoming report: a new development, a step in a known one, a repeat or a correction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from monitor.core.model.article import Article
from monitor.core.model.development import Novelty, Verdict
from monitor.core.model.ids import DevelopmentId
from monitor.core.model.match import Match
from monitor.core.novelty.features import ReportFeatures
from monitor.core.novelty.memory import WINDOW, FiledReport, Memory, best_time
from monitor.core.novelty.similarity import COPY, Query, containment, faded

THRESHOLD: Final = 0.17  # likeness from which a report belongs to a known development
_CANDIDATES: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How one filed report compares with the text in question."""

    report: FiledReport
    development_id: DevelopmentId
    score: float
    copied: float = 0.0  # share of the wording that is the same


def judge(
    article: Article, matches: Sequence[Match], features: ReportFeatures, memory: Memory, now: datetime
) -> Verdict:
    """Where a report is filed and what it adds there.

    ``matches`` are the topics it reports on. ``now`` (aware UTC) bounds the window: older reports are dropped from the
    memory. A verdict without a development asks the caller to open one and to ``add`` the report to the memory.
    """
    memory.forget(now - WINDOW)
    topics = sorted({match.topic_id for match in matches})
    ranked = compare(article, features, memory, Query(features, memory, topics))
    best = ranked[0] if ranked else None
    if best is None or best.score < THRESHOLD:
        return Verdict(
            novelty=Novelty.NEW,
            development_id=None,
            score=best.score if best else 0.0,
            reason="nothing like it in the last 60 days",
            nearest=best.report.article_id if best else None,
        )
    return Verdict(
        novelty=Novelty.REPEAT,
        development_id=best.development_id,
        score=best.score,
        reason="alike",
        nearest=best.report.article_id,
        near_copy=best.copied >= COPY,
    )


def compare(article: Article, features: ReportFeatures, memory: Memory, query: Query) -> list[Likeness]:
    """The filed reports most like this one, best first."""
    at = best_time(article)
    found = []
    for slot in _candidates(query, memory):
        report = memory.report(slot)
        if report.article_id == article.id:
            continue
        copied = containment(features.sketch, report.features.sketch)
        score = max(query.likeness(report.features), copied if copied >= COPY else 0.0)
        found.append(
            Likeness(
                report=report,
                development_id=memory.development_of(report),
                score=faded(score, at, report.at),
                copied=copied,
            )
        )
    return sorted(found, key=lambda like: (-like.score, like.report.article_id))


def _candidates(query: Query, memory: Memory) -> list[int]:
    """Slots of the reports that share the most weight of telling terms with the query."""
    shared: defaultdict[int, float] = defaultdict(float)
    terms = [*query.body.heaviest(40), *query.title.heaviest(8), *query.anchors.heaviest(16)]
    for term, weight in terms:
        for slot in memory.posted(term):
            shared[slot] += weight
    features = query.features
    for key in (features.url_key, features.text_key, features.title_key, *features.sketch[:16]):
        for slot in memory.posted(key):
            shared[slot] += 10.0
    return [slot for slot, _ in Counter(shared).most_common(_CANDIDATES)]
