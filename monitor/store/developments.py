"""Developments, the reports filed under them, and what people said about the filing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, distinct, func, insert, select, update

from monitor.core.model.development import Development, Novelty, Report, Verdict
from monitor.core.model.ids import ArticleId, DevelopmentId, TopicId
from monitor.core.model.source import SourceRank
from monitor.core.policy.routing import Earlier
from monitor.store.records import from_text, new_id, to_text
from monitor.store.tables import articles, development_topics, developments, labels, reports, sources


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledRow:
    """A stored report as the memory of developments needs it at start."""

    number: int  # in the order of filing
    article_id: ArticleId
    development_id: DevelopmentId
    topics: tuple[TopicId, ...]
    at: datetime
    first_seen: datetime
    title: str
    url: str
    language: str
    source_name: str
    verdict: Verdict
    features: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a person said: two developments are one (merge), two articles tell of the same or not."""

    kind: str  # merge | split | same | notsame
    left: int
    right: int
    at: datetime


class Developments:
    """The developments by id."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def open(self, title: str, at: datetime, stage: str = "") -> DevelopmentId:
        """Open a new development."""
        values = {"title": title, "opened_at": at, "last_report_at": at, "stage": stage, "news_at": at}
        return new_id(self._db.execute(insert(developments).values(values)), DevelopmentId)

    def file(self, development_id: DevelopmentId, article_id: ArticleId, verdict: Verdict, *,
             topics: tuple[TopicId, ...], features: str, at: datetime, seen: datetime,
             now: datetime | None = None) -> None:  # fmt: skip
        """File a report: ``at`` is its time for the decider, ``seen`` when it was first seen, ``now`` the time."""
        self._db.execute(insert(reports).values(
            article_id=article_id, development_id=development_id, novelty=verdict.novelty.value, reason=verdict.reason,
            near_copy=verdict.near_copy, stage=verdict.stage, origin=verdict.origin, definition=to_text(verdict),
            topics=json.dumps(topics), features=features, at=at,
        ))  # fmt: skip
        held = select(development_topics.c.topic_id).where(development_topics.c.development_id == development_id)
        known = set(self._db.execute(held).scalars())
        for topic in topics:
            if topic not in known:
                self._db.execute(insert(development_topics).values(development_id=development_id, topic_id=topic))
        change = update(developments).where(developments.c.id == development_id)
        self._db.execute(change.values(last_report_at=seen))
        if verdict.novelty is not Novelty.REPEAT:
            self.brought_news(development_id, now or seen)
        if verdict.stage and verdict.novelty in (Novelty.NEW, Novelty.UPDATE):
            self._db.execute(change.values(stage=verdict.stage))

    def brought_news(self, development_id: DevelopmentId, at: datetime) -> None:
        """Something came that is no repeat: whoever has seen the development has not seen this."""
        self._db.execute(update(developments).where(developments.c.id == development_id).values(news_at=at))

    def find(self, development_id: DevelopmentId) -> Development | None:
        """That development (or the one it was merged into), if there is one."""
        row = self._db.execute(select(developments).where(developments.c.id == development_id)).first()
        if row is None:
            return None
        if row.merged_into is not None:
            return self.find(DevelopmentId(row.merged_into))
        return self._whole(row._mapping)

    def latest(
        self, *, topic: TopicId | None = None, since: datetime | None = None, limit: int = 50
    ) -> list[Development]:
        """Developments with the latest report first."""
        query = select(developments).where(developments.c.merged_into.is_(None))
        if topic is not None:
            query = query.join(development_topics).where(development_topics.c.topic_id == topic)
        if since is not None:
            query = query.where(developments.c.last_report_at >= since)
        query = query.order_by(developments.c.last_report_at.desc(), developments.c.id.desc()).limit(limit)
        return [self._whole(row._mapping) for row in self._db.execute(query).all()]

    def count(self) -> int:
        """How many developments are known."""
        query = select(func.count()).select_from(developments).where(developments.c.merged_into.is_(None))
        return self._db.execute(query).scalar() or 0

    def by_topic(self) -> dict[TopicId, int]:
        """How many developments each topic has."""
        joined = development_topics.join(developments)
        query = select(development_topics.c.topic_id, func.count()).select_from(joined)
        query = query.where(developments.c.merged_into.is_(None)).group_by(development_topics.c.topic_id)
        return {TopicId(name): count for name, count in self._db.execute(query)}

    def reports(self, development_id: DevelopmentId) -> list[Report]:
        """The reports of a development in the order in which they were filed."""
        query = (
            select(reports, articles.c.title, articles.c.url, articles.c.published, articles.c.first_seen,
                   articles.c.language, sources.c.name.label("source_name"))
            .select_from(reports.join(articles).join(sources))
            .where(reports.c.development_id == development_id)
            .order_by(reports.c.id)
        )  # fmt: skip
        return [_report(row._mapping) for row in self._db.execute(query)]

    def report_of(self, article_id: ArticleId) -> tuple[DevelopmentId, Verdict] | None:
        """Under which development an article was filed, and the verdict."""
        row = self._db.execute(select(reports).where(reports.c.article_id == article_id)).first()
        return (DevelopmentId(row.development_id), from_text(Verdict, row.definition)) if row else None

    def earlier(self, development_id: DevelopmentId, besides: ArticleId) -> list[Earlier]:
        """The reports of a development but that one, as rules of topics see them."""
        query = (
            select(reports.c.topics, articles.c.language, sources.c.rank)
            .select_from(reports.join(articles).join(sources))
            .where(reports.c.development_id == development_id, reports.c.article_id != besides)
        )
        return [
            Earlier(topics=tuple(json.loads(row.topics)), rank=SourceRank(row.rank), language=row.language)
            for row in self._db.execute(query)
        ]

    def filed(self, since: datetime, after: int = 0) -> Iterator[FiledRow]:
        """Stored reports first seen from a time on, in the order of filing, for the memory of developments."""
        query = (
            select(reports, articles.c.title, articles.c.url, articles.c.first_seen, articles.c.language,
                   sources.c.name.label("source_name"))
            .select_from(reports.join(articles).join(sources))
            .where(articles.c.first_seen >= since, reports.c.id > after)
            .order_by(reports.c.id)
        )  # fmt: skip
        for row in self._db.execute(query):
            yield FiledRow(
                number=row.id, article_id=row.article_id, development_id=row.development_id,
                topics=tuple(json.loads(row.topics)), at=row.at, first_seen=row.first_seen, title=row.title,
                url=row.url, language=row.language, source_name=row.source_name,
                verdict=from_text(Verdict, row.definition), features=row.features,
            )  # fmt: skip

    def describe(self, article_id: ArticleId, features: str) -> None:
        """Replace what is stored for comparing a report with others."""
        self._db.execute(update(reports).where(reports.c.article_id == article_id).values(features=features))

    def merge(self, kept: DevelopmentId, gone: DevelopmentId, at: datetime) -> None:
        """Put the reports of ``gone`` under ``kept``, and remember that a person said so."""
        self._db.execute(update(reports).where(reports.c.development_id == gone).values(development_id=kept))
        self._db.execute(update(developments).where(developments.c.id == gone).values(merged_into=kept))
        self._sum_up(kept)
        self.label("merge", kept, gone, at)

    def move(self, article_id: ArticleId, to: DevelopmentId) -> None:
        """File a report under another development; both then say what their reports say."""
        before = select(reports.c.development_id).where(reports.c.article_id == article_id)
        left = self._db.execute(before).scalar_one()
        self._db.execute(update(reports).where(reports.c.article_id == article_id).values(development_id=to))
        for number in (left, to):
            self._sum_up(DevelopmentId(number))

    def label(self, kind: str, left: int, right: int, at: datetime) -> None:
        """Remember what a person said."""
        self._db.execute(insert(labels).values(kind=kind, left=left, right=right, at=at))

    def labels(self) -> list[Label]:
        """Everything that people said, in order."""
        rows = self._db.execute(select(labels).order_by(labels.c.id))
        return [Label(kind=row.kind, left=row.left, right=row.right, at=row.at) for row in rows]

    def _whole(self, row: RowMapping) -> Development:
        counts = self._db.execute(
            select(func.count(), func.count(distinct(reports.c.origin))).where(reports.c.development_id == row["id"])
        ).one()
        topics = select(development_topics.c.topic_id).where(development_topics.c.development_id == row["id"])
        return Development(
            id=DevelopmentId(row["id"]), title=row["title"], opened_at=row["opened_at"], stage=row["stage"],
            last_report_at=row["last_report_at"], news_at=row["news_at"], reports=counts[0], origins=counts[1],
            topics=tuple(TopicId(name) for name in self._db.execute(topics.order_by("topic_id")).scalars()),
        )  # fmt: skip

    def _sum_up(self, development_id: DevelopmentId) -> None:
        """Topics, stage and latest report as its reports have them: after people moved some."""
        query = (
            select(reports.c.topics, reports.c.stage, reports.c.novelty, articles.c.first_seen)
            .select_from(reports.join(articles)).where(reports.c.development_id == development_id)
            .order_by(reports.c.at, reports.c.id)
        )  # fmt: skip
        rows = self._db.execute(query).all()
        if not rows:
            return
        stages = [row.stage for row in rows if row.stage and row.novelty != Novelty.REPEAT.value]
        change = update(developments).where(developments.c.id == development_id)
        self._db.execute(change.values(last_report_at=max(row.first_seen for row in rows),
                                       stage=stages[-1] if stages else ""))  # fmt: skip
        this = development_topics.c.development_id == development_id
        self._db.execute(delete(development_topics).where(this))
        for topic in dict.fromkeys(topic for row in rows for topic in json.loads(row.topics)):
            self._db.execute(insert(development_topics).values(development_id=development_id, topic_id=topic))


def _report(row: RowMapping) -> Report:
    return Report(
        article_id=ArticleId(row["article_id"]), development_id=DevelopmentId(row["development_id"]),
        title=row["title"], url=row["url"], source_name=row["source_name"], published=row["published"],
        first_seen=row["first_seen"], novelty=Novelty(row["novelty"]), reason=row["reason"], origin=row["origin"],
        near_copy=row["near_copy"], language=row["language"], stage=row["stage"],
    )  # fmt: skip
