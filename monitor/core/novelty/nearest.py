"""Which known development a text is most like, and whether it is like enough."""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from monitor.core.model.article import Article
from monitor.core.model.development import ClaimStatus
from monitor.core.model.ids import DevelopmentId
from monitor.core.novelty.acting import same_own_act
from monitor.core.novelty.dates import names_past, on_day, recalls
from monitor.core.novelty.features import ReportFeatures
from monitor.core.novelty.memory import FiledReport, Memory, best_time
from monitor.core.novelty.similarity import COPY, SHORT, Query, containment, fading

_OTHERS: Final = 3
_CANDIDATES: Final = 16
_IDENTITY: Final = 50.0  # weight of a shared address, text or headline in the choice of candidates
_EDITED: Final = 0.3  # share of the wording that an edited page keeps at least
_TELLING_TITLE: Final = 4  # words of news in a headline that two happenings rarely share
_SAME_TITLE: Final = 0.6
_SAME_ACT: Final = 0.4
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_RECALLED: Final = 1.5  # instead of what time leaves: few things happen on one day that somebody explains weeks later
_DENIED_WITHIN: Final = timedelta(days=6)
_ANSWERED_WITHIN: Final = timedelta(days=3)
_FEW: Final = 10  # reports of which the share of one day says half
_SMALL: Final = 100  # reports at which that share counts half
_LARGE: Final = 500  # from which it is not looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The filed report most like the text in question. Scores are 0 to 1, faded by the time between the two."""

    report: FiledReport
    development_id: DevelopmentId
    score: float
    margin: float  # the score beyond the text's likeness to other developments
    needed: float  # the margin from which it belongs to the development
    copied: float = 0.0  # share of the wording that is the same
    plain: float = 0.0  # the score that the words alone would give
    differs: tuple[str, ...] = ()  # slots in which the two texts tell different things
    labelled: bool = False  # people said that it belongs there

    @property
    def belongs(self) -> bool:
        """True if the text is to be filed under the same development."""
        return self.labelled or self.margin >= self.needed


def nearest(article: Article, features: ReportFeatures, memory: Memory, query: Query) -> Nearest | None:
    """The nearest filed report, None if nothing has a term in common. People's labels come first."""
    bound = _bound(article, memory)
    if bound is not None:
        return bound
    barred = {memory.development_of(held) for other in memory.apart(article.id) if (held := memory.held(other))}
    best: dict[DevelopmentId, Nearest] = {}
    for slot in _candidates(query, memory):
        report = memory.report(slot)
        development_id = memory.development_of(report)
        if report.article_id == article.id or development_id in barred or _row_beside(article, features, report):
            continue
        like = _compare(article, features, report, development_id, query)
        if development_id not in best or like.score > best[development_id].score:
            best[development_id] = like
    if not best:
        return None
    first, *others = sorted(best.values(), key=lambda like: (-like.score, like.report.article_id))
    stream = sum(like.score for like in others[:_OTHERS]) / _OTHERS
    if first.copied >= COPY:
        stream = 0.0
    margin, needed = first.score - query.settings.stream * stream, first.needed
    if not query.retold(first.report.features) and not features.own_word:  # it answers what the press of the day tells
        needed += query.settings.crowd * _crowded(best_time(article), memory) * query.lenience
    return replace(first, margin=margin, needed=needed)


def _crowded(at: datetime, memory: Memory) -> float:
    """Share of what is held that is of the same day, 0 to 1, less for few reports and the more there are.

    Two reports of one day are mostly of one happening where most others are of other days. On the first days everything
    is of one day, and only the words can tell.
    """
    if len(memory) > _LARGE:
        return 0.0
    near = sum(abs(report.at - at) < _DAY for report in memory)
    return near / (len(memory) + _FEW) * _SMALL / (len(memory) + _SMALL)


def same_text(one: ReportFeatures, other: ReportFeatures) -> bool:
    """True for two texts that are word for word the same; headlines without a text are not."""
    return one.text_key == other.text_key and one.words == other.words >= SHORT


def same_headline(one: ReportFeatures, other: ReportFeatures) -> bool:
    """True for two headlines that are the same and say enough to be no standing title."""
    return one.title_key == other.title_key and len(one.title) >= _TELLING_TITLE


def same_page(one: ReportFeatures, other: ReportFeatures) -> bool:
    """True for two readings of one address with much the same text; a watched page also gives texts of its own."""
    return one.url_key == other.url_key != 0 and containment(one.sketch, other.sketch) >= _EDITED


def _row_beside(article: Article, features: ReportFeatures, report: FiledReport) -> bool:
    """Whether both are rows of one watched page: each is news by being there now, however alike they are worded."""
    return article.new_row and features.url_key == report.features.url_key != 0


def _bound(article: Article, memory: Memory) -> Nearest | None:
    for other in sorted(memory.bound(article.id)):
        held = memory.held(other)
        if held is not None:
            there = memory.development_of(held)
            return Nearest(report=held, development_id=there, score=1.0, margin=1.0, needed=0.0, labelled=True)
    return None


def _compare(
    article: Article, features: ReportFeatures, report: FiledReport, development_id: DevelopmentId, query: Query
) -> Nearest:
    plain, (factor, differs) = query.told(report.features), query.slots(report.features)
    same_act = same_own_act(features, report.features)
    score, copied = _alike(features, report, query, (plain, factor * query.topical(report.topics)), "people" in differs)
    if same_act or _denied(article, features, report, query) or _answered(article, features, report, query):
        score = max(score, _SAME_ACT)
    gap, needed = best_time(article) - report.at, query.needed
    left = fading(best_time(article), report.at, query.settings)
    if features.essay and recalls(features.days, best_time(article), report.at):
        left = _RECALLED  # it explains what happened on the day that it names
    elif same_act or names_past(features.days, best_time(article), report.at) or query.goes_on(report.features):
        left = max(left, query.settings.late)  # from consent to deposit, from suit to ruling months may pass
    elif gap >= _WEEK and query.portrays(report.features):
        left, needed = max(left, query.settings.late), needed * query.settings.essay / query.lenience
    return Nearest(
        report=report,
        development_id=development_id,
        score=min(1.0, score * left),
        margin=min(1.0, score * left),
        needed=needed,
        copied=copied,
        plain=min(1.0, plain * left),
        differs=differs,
    )


def _alike(
    features: ReportFeatures, report: FiledReport, query: Query, worded: tuple[float, float], others: bool
) -> tuple[float, float]:
    """How alike the two are, time aside, and the share of the wording that is a copy.

    ``worded`` is the likeness of the words and what to multiply it by; ``others`` says that other people are told of.
    """
    other, score = report.features, min(1.0, worded[0] * worded[1])
    copied = containment(features.sketch, other.sketch, query.sketched)
    if copied >= COPY and others:  # the wording is a form, filled in with other names
        score, copied = score * query.settings.form, 0.0
    elif copied >= COPY:
        score = max(score, copied)
    if same_text(features, other) and others and features.title_key != other.title_key:
        score *= query.settings.form  # a form that is filled in with its headline alone
    elif same_text(features, other) or same_page(features, other):
        score = 1.0
    elif worded[0] >= query.settings.threshold / 2 and same_headline(features, other) and not others:
        score = max(score, _SAME_TITLE)
    return score, copied


def _denied(article: Article, features: ReportFeatures, report: FiledReport, query: Query) -> bool:
    """Whether a denial follows within days on what unnamed people told: it shares a topic with it and few words."""
    rumour = features.denies and report.features.claim is ClaimStatus.ANONYMOUS_REPORT
    return rumour and not query.topics.isdisjoint(report.topics) and best_time(article) - report.at <= _DENIED_WITHIN


def _answered(article: Article, features: ReportFeatures, report: FiledReport, query: Query) -> bool:
    """Whether the court that was hit says within days how it takes what was done on the day that it names."""
    near = best_time(article) - report.at <= _ANSWERED_WITHIN and on_day(features.days, report.at)
    act = bool(report.features.stages) and not report.features.reaction
    return near and act and features.own_word and not query.topics.isdisjoint(report.topics)


def _candidates(query: Query, memory: Memory) -> list[int]:
    """Slots of the reports that share the most weight of telling terms with the query, best first."""
    shared: defaultdict[int, float] = defaultdict(float)
    for term, weight in query.telling().items():
        for slot in memory.posted(term):
            shared[slot] += weight
    features = query.features
    for key in (features.url_key, features.text_key, features.title_key):
        for slot in memory.posted(key):
            shared[slot] += _IDENTITY
    best = heapq.nlargest(_CANDIDATES, zip(shared.values(), shared.keys(), strict=True))
    found = [slot for _, slot in best]
    return found if features.guesses.ids else [*found, *(slot for slot in memory.guessing() if slot not in found)]
