"""What people read on a page: many developments, reports or articles at once, in few statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, distinct, func, select

from monitor.core.model.development import Development, Novelty, Report, Verdict
from monitor.core.model.entry import Account
from monitor.core.model.ids import ArticleId, DevelopmentId, SourceId, TopicId
from monitor.core.model.match import Match
from monitor.core.model.source import SourceRank
from monitor.store.records import from_text
from monitor.store.search_index import holding, newest
from monitor.store.tables import articles, development_topics, developments, entries, matches, reports, sources

_CHUNK = 400  # SQLite's limit on variables is far above; keeps statements short


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledReport:
    """A report with the rank of its source. ``stored_at``: when its text was stored, by the monitor's clock."""

    report: Report
    rank: SourceRank
    stored_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One article that a search found, with the beginning of its text."""

    article_id: ArticleId
    title: str
    url: str
    source_id: str
    source_name: str
    language: str
    published: datetime | None
    first_seen: datetime
    text: str
    development_id: DevelopmentId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """An entry in the list of what a source brought."""

    title: str
    url: str
    first_seen: datetime
    account: Account
    reason: str
    article_id: ArticleId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a search asks for: every word must be in the title or text; the other fields narrow it down."""

    words: tuple[str, ...] = ()
    topic: str = ""
    source: str = ""
    since: datetime | None = None
    until: datetime | None = None


class Reading:
    """Read-only views over many rows."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def count_news(self, after: datetime) -> int:
        """How many developments brought something that is no repeat after that time."""
        query = select(func.count()).select_from(developments).where(developments.c.merged_into.is_(None))
        return int(self._db.execute(query.where(developments.c.news_at > after)).scalar_one())

    def developments(self, *, topic: TopicId | None = None, since: datetime | None = None,
                     news_after: datetime | None = None, limit: int = 50,
                     offset: int = 0) -> list[Development]:  # fmt: skip
        """Developments with the latest report first, like ``Developments.latest``, in three statements.

        ``news_after``: those that brought something that is no repeat after that time, the latest first.
        """
        query = select(developments).where(developments.c.merged_into.is_(None))
        if topic is not None:
            query = query.join(development_topics).where(development_topics.c.topic_id == topic)
        if since is not None:
            query = query.where(developments.c.last_report_at >= since)
        latest = developments.c.last_report_at
        if news_after is not None:
            query, latest = query.where(developments.c.news_at > news_after), developments.c.news_at
        query = query.order_by(latest.desc(), developments.c.id.desc())
        rows = self._db.execute(query.limit(limit).offset(offset)).all()
        numbers = [row.id for row in rows]
        counts, topics = self._counts(numbers), self._topics(numbers)
        return [
            Development(id=DevelopmentId(row.id), title=row.title, opened_at=row.opened_at, stage=row.stage,
                        last_report_at=row.last_report_at, news_at=row.news_at, reports=counts.get(row.id, (0, 0))[0],
                        origins=counts.get(row.id, (0, 0))[1], topics=topics.get(row.id, ()))
            for row in rows
        ]  # fmt: skip

    def reports(self, numbers: Sequence[DevelopmentId]) -> dict[DevelopmentId, list[FiledReport]]:
        """The reports of these developments, each list in the order of filing."""
        found: dict[DevelopmentId, list[FiledReport]] = {}
        for part in _parts(numbers):
            query = _reports().where(reports.c.development_id.in_(part)).order_by(reports.c.id)
            for row in self._db.execute(query):
                found.setdefault(DevelopmentId(row.development_id), []).append(_filed(row))
        return found

    def reports_after(self, article_id: int, limit: int) -> list[FiledReport]:
        """Reports of articles with a higher number, in order."""
        query = _reports().where(reports.c.article_id > article_id).order_by(reports.c.article_id).limit(limit)
        return [_filed(row) for row in self._db.execute(query)]

    def verdicts(self, numbers: Sequence[ArticleId]) -> dict[ArticleId, Verdict]:
        """What the decider said of these articles, where they are filed."""
        found: dict[ArticleId, Verdict] = {}
        for part in _parts(numbers):
            query = select(reports.c.article_id, reports.c.definition).where(reports.c.article_id.in_(part))
            found |= {ArticleId(row.article_id): from_text(Verdict, row.definition) for row in self._db.execute(query)}
        return found

    def matches(self, numbers: Sequence[ArticleId]) -> dict[ArticleId, list[Match]]:
        """What the topics said of these articles, best first."""
        found: dict[ArticleId, list[Match]] = {}
        for part in _parts(numbers):
            query = select(matches.c.article_id, matches.c.definition).where(matches.c.article_id.in_(part))
            for row in self._db.execute(query.order_by(matches.c.article_id, matches.c.score.desc())):
                found.setdefault(ArticleId(row.article_id), []).append(from_text(Match, row.definition))
        return found

    def weeks(self, since: datetime, now: datetime) -> dict[TopicId, list[int]]:
        """Reports on each topic week by week from ``since``; the last week ends ``now``."""
        count = max(1, -(-int((now - since).total_seconds()) // (7 * 86_400)))
        query = (
            select(matches.c.topic_id, articles.c.first_seen)
            .select_from(matches.join(articles))
            .where(matches.c.grade == "report", articles.c.first_seen >= since)
        )
        found: dict[TopicId, list[int]] = {}
        for row in self._db.execute(query):
            week = count - 1 - int((now - row.first_seen) / timedelta(days=7))
            found.setdefault(TopicId(row.topic_id), [0] * count)[min(max(week, 0), count - 1)] += 1
        return found

    def days(self, source_id: SourceId, since: datetime, now: datetime) -> list[int]:
        """How many live entries a source brought on each day from ``since`` on; the last day ends ``now``."""
        count = max(1, -(-int((now - since).total_seconds()) // 86_400))
        found = [0] * count
        live = (entries.c.source_id == source_id, ~entries.c.baseline, entries.c.first_seen >= since)
        for seen in self._db.execute(select(entries.c.first_seen).where(*live)).scalars():
            day = count - 1 - int((now - seen) / timedelta(days=1))
            found[min(max(day, 0), count - 1)] += 1
        return found

    def all_days(self, since: datetime, now: datetime) -> dict[SourceId, list[int]]:
        """``days`` of every source that brought something."""
        count = max(1, -(-int((now - since).total_seconds()) // 86_400))
        found: dict[SourceId, list[int]] = {}
        live = (~entries.c.baseline, entries.c.first_seen >= since)
        for row in self._db.execute(select(entries.c.source_id, entries.c.first_seen).where(*live)):
            day = count - 1 - int((now - row.first_seen) / timedelta(days=1))
            found.setdefault(SourceId(row.source_id), [0] * count)[min(max(day, 0), count - 1)] += 1
        return found

    def entries_of(self, source_id: SourceId, *, limit: int = 25) -> list[Listing]:
        """The latest entries of a source, newest first."""
        columns = (entries.c.id, entries.c.title, entries.c.url, entries.c.first_seen, entries.c.account,
                   entries.c.reason, entries.c.article_id)  # fmt: skip
        query = select(*columns).where(entries.c.source_id == source_id).order_by(entries.c.id.desc()).limit(limit)
        return [Listing(title=row.title, url=row.url, first_seen=row.first_seen, account=Account(row.account),
                        reason=row.reason, article_id=row.article_id) for row in self._db.execute(query)]  # fmt: skip

    def search(self, asked: Asked, *, limit: int = 50, offset: int = 0) -> list[Found]:
        """Articles in which every word stands, newest first; a word also counts as the beginning of a longer one."""
        columns = [articles.c[name] for name in ("id", "title", "url", "source_id", "language", "published",
                                                 "first_seen", "text")]  # fmt: skip
        filed = reports.c.development_id
        query = (
            select(*columns, sources.c.name.label("source_name"), filed)
            .select_from(articles.join(sources).outerjoin(reports, reports.c.article_id == articles.c.id))
        )  # fmt: skip
        found = _narrowed(select(articles.c.id).where(*holding(self._db, asked.words)), asked)
        shown = newest(self._db, found, by_words=bool(asked.words), limit=limit, offset=offset)
        query = query.where(articles.c.id.in_(shown)).order_by(articles.c.id.desc())
        return [
            Found(article_id=ArticleId(row.id), title=row.title, url=row.url, source_id=row.source_id,
                  source_name=row.source_name, language=row.language, published=row.published,
                  first_seen=row.first_seen, text=row.text, development_id=row.development_id)
            for row in self._db.execute(query)
        ]  # fmt: skip

    def _counts(self, numbers: Sequence[int]) -> dict[int, tuple[int, int]]:
        found: dict[int, tuple[int, int]] = {}
        for part in _parts(numbers):
            query = select(reports.c.development_id, func.count(), func.count(distinct(reports.c.origin)))
            query = query.where(reports.c.development_id.in_(part)).group_by(reports.c.development_id)
            found |= {number: (count, origins) for number, count, origins in self._db.execute(query)}
        return found

    def _topics(self, numbers: Sequence[int]) -> dict[int, tuple[TopicId, ...]]:
        found: dict[int, tuple[TopicId, ...]] = {}
        for part in _parts(numbers):
            query = select(development_topics).where(development_topics.c.development_id.in_(part))
            for row in self._db.execute(query.order_by(development_topics.c.topic_id)):
                found[row.development_id] = (*found.get(row.development_id, ()), TopicId(row.topic_id))
        return found


def _parts(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    return (numbers[start : start + _CHUNK] for start in range(0, len(numbers), _CHUNK))


def _reports() -> Select[Any]:
    columns = (articles.c.title, articles.c.url, articles.c.published, articles.c.first_seen, articles.c.stored_at,
               articles.c.language, sources.c.name.label("source_name"), sources.c.rank)  # fmt: skip
    wanted = (reports.c.article_id, reports.c.development_id, reports.c.novelty, reports.c.reason, reports.c.near_copy,
              reports.c.stage, reports.c.origin)  # fmt: skip
    return select(*wanted, *columns).select_from(reports.join(articles).join(sources))


def _narrowed(query: Select[Any], asked: Asked) -> Select[Any]:
    if asked.topic:
        on_topic = select(matches.c.article_id).where(matches.c.topic_id == asked.topic)
        query = query.where(articles.c.id.in_(on_topic))
    if asked.source:
        query = query.where(articles.c.source_id == asked.source)
    if asked.since is not None:
        query = query.where(articles.c.first_seen >= asked.since)
    if asked.until is not None:
        query = query.where(articles.c.first_seen < asked.until)
    return query


def _filed(row: Any) -> FiledReport:
    report = Report(
        article_id=ArticleId(row.article_id), development_id=DevelopmentId(row.development_id), title=row.title,
        url=row.url, source_name=row.source_name, published=row.published, first_seen=row.first_seen,
        novelty=Novelty(row.novelty), reason=row.reason, origin=row.origin, near_copy=row.near_copy,
        language=row.language, stage=row.stage,
    )  # fmt: skip
    return FiledReport(report=report, rank=SourceRank(row.rank), stored_at=row.stored_at)
