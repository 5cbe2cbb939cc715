"""The decision, once for each incoming report: a new development, a step in a known one, a repeat or a correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.core.model.article import Article
from monitor.core.model.development import ClaimStatus, Novelty, Verdict
from monitor.core.model.ids import TopicId
from monitor.core.model.match import Match
from monitor.core.novelty.features import ReportFeatures
from monitor.core.novelty.memory import WINDOW, FiledReport, Memory, best_time
from monitor.core.novelty.nearest import Nearest, nearest
from monitor.core.novelty.origin import origin_in
from monitor.core.novelty.reasons import why_new, why_same
from monitor.core.novelty.settings import DEFAULT, Settings
from monitor.core.novelty.similarity import COPY, Query
from monitor.core.novelty.steps import Step, step
from monitor.core.novelty.whatsnew import whats_new

Ladders = Mapping[TopicId, Sequence[str]]


def judge(
    article: Article,
    matches: Sequence[Match],
    features: ReportFeatures,
    memory: Memory,
    now: datetime,
    *,
    ladders: Ladders | None = None,
    settings: Settings = DEFAULT,
) -> Verdict:
    """Where a report is filed and what it adds there.

    ``matches`` are the topics it reports on, ``ladders`` their rungs in ascending order (a general order is known for
    the common ones). ``now`` (aware UTC) bounds the window: older reports are dropped from the memory. A verdict
    without a development asks the caller to open one; either way the caller then adds the report to the memory.
    """
    memory.forget(now - WINDOW)
    topics = sorted({match.topic_id for match in matches})
    found = nearest(article, features, memory, Query(features, memory, topics, settings))
    if found is None or not found.belongs:
        return _opened(article, features, found)
    filed = memory.reports_of(found.development_id)
    return _filed(article, features, found, filed, step(features, found, filed, ladders or {}, best_time(article)))


def _opened(article: Article, features: ReportFeatures, found: Nearest | None) -> Verdict:
    return Verdict(
        novelty=Novelty.NEW,
        development_id=None,
        score=found.score if found else 0.0,
        reason=why_new(features, found, article),
        nearest=found.report.article_id if found else None,
        stage=_stage(features),
        origin=origin_in(article, features.origin),
        claim=features.claim,
    )


def _filed(
    article: Article, features: ReportFeatures, found: Nearest, filed: Sequence[FiledReport], taken: Step | None
) -> Verdict:
    verdict = Verdict(
        novelty=Novelty.REPEAT,
        development_id=found.development_id,
        score=found.score,
        reason=why_same(features, found, best_time(article)),
        nearest=found.report.article_id,
        near_copy=found.copied >= COPY,
        whats_new=whats_new(article, features, filed),
        stage=_stage(features),
        origin=_origin(article, features, filed),
        claim=features.claim,
    )
    if taken is None:
        return verdict
    return replace(
        verdict,
        novelty=taken.novelty,
        changed=taken.changed,
        reason=f"{taken.reason}; {verdict.reason}",
        near_copy=False,
    )


def _stage(features: ReportFeatures) -> str:
    return features.stages[0][1] if features.stages else ""


def _origin(article: Article, features: ReportFeatures, filed: Sequence[FiledReport]) -> str:
    """The report's origin; one that passes on unnamed sources has it from whoever the development has them from."""
    if not features.origin and _unnamed(features):
        for report in filed:
            if report.features.origin and _unnamed(report.features):
                return report.features.origin
    return origin_in(article, features.origin)


def _unnamed(features: ReportFeatures) -> bool:
    return features.hedged or features.claim is ClaimStatus.ANONYMOUS_REPORT
