"""What readers said of alerts, and what it adds up to for each topic and source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from monitor.core.model.alert import AlertKind
from monitor.core.model.ids import ArticleId, SourceId, TopicId
from monitor.core.model.match import Grade
from monitor.core.model.route import Opinion
from monitor.store.tables import alerts, articles, feedback, matches


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One reader's word on an alerted article. ``via`` is ``cli``, ``link``, ``web`` or ``api``."""

    article_id: ArticleId
    opinion: Opinion
    note: str
    via: str
    at: datetime


class Feedback:
    """Readers' words in the order in which they came."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, said: Said) -> None:
        """Keep a word."""
        self._db.execute(insert(feedback).values(
            article_id=said.article_id, opinion=said.opinion.value, note=said.note, via=said.via, at=said.at,
        ))  # fmt: skip

    def of_article(self, article_id: ArticleId) -> list[Said]:
        """Everything that was said of an article, in order."""
        query = select(feedback).where(feedback.c.article_id == article_id).order_by(feedback.c.id)
        return [
            Said(article_id=ArticleId(row.article_id), opinion=Opinion(row.opinion), note=row.note, via=row.via,
                 at=row.at)
            for row in self._db.execute(query)
        ]  # fmt: skip

    def opinions(self) -> dict[ArticleId, Opinion]:
        """The latest word on each article."""
        rows = self._db.execute(select(feedback.c.article_id, feedback.c.opinion).order_by(feedback.c.id))
        return {ArticleId(row.article_id): Opinion(row.opinion) for row in rows}

    def alerted(self) -> Iterator[tuple[ArticleId, SourceId, TopicId]]:
        """Each article that was alerted, with its source, once for every topic that it reports on."""
        told = select(alerts.c.article_id).where(alerts.c.kind == AlertKind.DEVELOPMENT.value)
        query = (
            select(articles.c.id, articles.c.source_id, matches.c.topic_id)
            .select_from(articles.join(matches, matches.c.article_id == articles.c.id))
            .where(articles.c.id.in_(told), matches.c.grade == Grade.REPORT.value)
            .order_by(articles.c.id)
        )  # fmt: skip
        for row in self._db.execute(query):
            yield ArticleId(row.id), SourceId(row.source_id), TopicId(row.topic_id)

    def count(self) -> int:
        """How many words were said."""
        return self._db.execute(select(func.count()).select_from(feedback)).scalar() or 0
