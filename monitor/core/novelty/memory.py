"""The reports of the last 60 days, indexed for the question "what is this text like?"; and what people said of them."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from monitor.core.model.article import Article
from monitor.core.model.ids import ArticleId, DevelopmentId, TopicId
from monitor.core.model.match import Match
from monitor.core.novelty.features import ReportFeatures, best_time
from monitor.core.novelty.postings import Postings

__all__ = ["WINDOW", "FiledReport", "Memory", "all_terms", "best_time", "filed", "index_terms"]

WINDOW: Final = timedelta(days=60)
_GUESSING: Final = 12
_NOTHING: Final[Counter[int]] = Counter()


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledReport:
    """A report under its development, as the memory holds it. Times are aware UTC; ``at`` is the best time known."""

    article_id: ArticleId
    development_id: DevelopmentId
    topics: tuple[TopicId, ...]
    at: datetime
    first_seen: datetime
    features: ReportFeatures
    near_copy: bool = False


def filed(
    article: Article,
    matches: Sequence[Match],
    features: ReportFeatures,
    development_id: DevelopmentId,
    *,
    near_copy: bool = False,
) -> FiledReport:
    """The report as it is to be added to the memory once its development has a number."""
    return FiledReport(
        article_id=article.id,
        development_id=development_id,
        topics=tuple(match.topic_id for match in matches),
        at=best_time(article),
        first_seen=article.first_seen,
        features=features,
        near_copy=near_copy,
    )


class Memory:
    """In-process index of filed reports. Not safe to share between threads; rebuilt at start by adding rows in order.

    Everything it answers derives from the reports it holds and the labels it was told, so that a restart changes
    no decision.
    """

    def __init__(self) -> None:
        self._reports: dict[int, FiledReport] = {}  # by slot: a number that only grows
        self._slots: dict[ArticleId, int] = {}
        self._next = 0
        self._guessing: list[int] = []  # slots of reports whose names are guessed, oldest first
        self._ages: list[tuple[datetime, int]] = []  # heap: first seen, slot
        self._postings = Postings()
        self._frequency: Counter[int] = Counter()
        self._frequencies: defaultdict[TopicId, Counter[int]] = defaultdict(Counter)
        self._sizes: Counter[TopicId] = Counter()
        self._developments: defaultdict[DevelopmentId, set[int]] = defaultdict(set)
        self._merged: dict[DevelopmentId, DevelopmentId] = {}
        self._bound: defaultdict[ArticleId, set[ArticleId]] = defaultdict(set)
        self._apart: defaultdict[ArticleId, set[ArticleId]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._reports)

    def __iter__(self) -> Iterator[FiledReport]:
        return iter(self._reports.values())

    def add(self, report: FiledReport) -> None:
        """Hold a report. One that is held already is replaced."""
        if report.article_id in self._slots:
            self._drop(self._slots[report.article_id])
        slot = self._next
        self._next += 1
        self._reports[slot] = report
        self._slots[report.article_id] = slot
        self._developments[self.development_of(report)].add(slot)
        heapq.heappush(self._ages, (report.first_seen, slot))
        if report.features.guesses.ids:
            self._guessing.append(slot)
        for term in index_terms(report.features):
            self._postings.add(term, slot)
        terms = all_terms(report.features)
        self._frequency.update(terms)
        for topic in report.topics:
            self._frequencies[topic].update(terms)
            self._sizes[topic] += 1

    def forget(self, before: datetime) -> int:
        """Drop the reports first seen before that time; how many they were."""
        count = len(self._reports)
        while self._ages and self._ages[0][0] < before:
            _, slot = heapq.heappop(self._ages)
            if slot in self._reports:
                self._drop(slot)
        return count - len(self._reports)

    def _drop(self, slot: int) -> None:
        report = self._reports.pop(slot)
        del self._slots[report.article_id]
        if report.features.guesses.ids:
            self._guessing.remove(slot)
        self._leave(slot, report)
        terms = all_terms(report.features)
        for table in (self._frequency, *(self._frequencies[topic] for topic in report.topics)):
            for term in terms:
                if table[term] > 1:
                    table[term] -= 1
                else:
                    del table[term]
        self._sizes.subtract(report.topics)
        for term in index_terms(report.features):
            self._postings.remove(term, slot)

    def _leave(self, slot: int, report: FiledReport) -> None:
        development_id = self.development_of(report)
        self._developments[development_id].discard(slot)
        if not self._developments[development_id]:
            del self._developments[development_id]

    def size(self, topic: TopicId) -> int:
        """Reports held on a topic."""
        return self._sizes[topic]

    @property
    def frequency(self) -> Counter[int]:
        """In how many of the reports each term stands; to be read only."""
        return self._frequency

    def frequency_in(self, topic: TopicId) -> Counter[int]:
        """The same among the reports of one topic; to be read only."""
        return self._frequencies.get(topic, _NOTHING)

    def posted(self, term: int) -> Sequence[int]:
        """Slots of the newest reports that hold the term."""
        return self._postings.newest(term)

    def guessing(self) -> Sequence[int]:
        """Slots of the newest reports whose names are guessed; no name leads from another text to them."""
        return self._guessing[-_GUESSING:]

    def report(self, slot: int) -> FiledReport:
        """The report in a slot."""
        return self._reports[slot]

    def held(self, article_id: ArticleId) -> FiledReport | None:
        """The report made of an article, None if it is not held."""
        slot = self._slots.get(article_id)
        return None if slot is None else self._reports[slot]

    def development_of(self, report: FiledReport) -> DevelopmentId:
        """Where the report is filed now, merges by people obeyed."""
        return self._current(report.development_id)

    def reports_of(self, development_id: DevelopmentId) -> list[FiledReport]:
        """The reports held of a development, in the order in which they came."""
        return [self._reports[slot] for slot in sorted(self._developments.get(self._current(development_id), ()))]

    def _current(self, development_id: DevelopmentId) -> DevelopmentId:
        while development_id in self._merged:
            development_id = self._merged[development_id]
        return development_id

    def merge(self, kept: DevelopmentId, gone: DevelopmentId) -> None:
        """People say that two developments are one: every report of ``gone`` counts as of ``kept`` from now on."""
        kept, gone = self._current(kept), self._current(gone)
        if kept != gone:
            self._merged[gone] = kept
            self._developments[kept] |= self._developments.pop(gone, set())

    def bind(self, one: ArticleId, other: ArticleId) -> None:
        """People say that two articles report the same development."""
        self._bound[one].add(other)
        self._bound[other].add(one)
        self._apart[one].discard(other)
        self._apart[other].discard(one)

    def unbind(self, one: ArticleId, other: ArticleId) -> None:
        """People say that two articles do not report the same development."""
        self._apart[one].add(other)
        self._apart[other].add(one)
        self._bound[one].discard(other)
        self._bound[other].discard(one)

    def bound(self, article_id: ArticleId) -> frozenset[ArticleId]:
        """Articles that people said belong with this one."""
        return frozenset(self._bound.get(article_id, ()))

    def apart(self, article_id: ArticleId) -> frozenset[ArticleId]:
        """Articles that people said do not belong with this one."""
        return frozenset(self._apart.get(article_id, ()))


def all_terms(features: ReportFeatures) -> set[int]:
    """Every term by whose frequency likeness is weighed."""
    return {*features.title.ids, *features.lead.ids, *features.body.ids, *features.anchors.ids, *features.acts.ids}


def index_terms(features: ReportFeatures) -> set[int]:
    """The terms under which a report can be found: headline, lead, what the text repeats, anchors, identities."""
    repeated = {term for term, count in features.body.items() if count > 1}
    found = repeated.union(features.title.ids, features.lead.ids, features.anchors.ids)
    return found | {features.url_key, features.text_key, features.title_key}
