"""Articles and the matches found in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, bindparam, case, func, insert, select, text, update

from monitor.core.model.article import Article
from monitor.core.model.ids import ArticleId, SourceId, TopicId
from monitor.core.model.match import Match
from monitor.core.model.source import SourceKind, SourceRank
from monitor.store.claims import lock_number
from monitor.store.columns import UtcDateTime
from monitor.store.records import from_text, indexed, new_id, to_text
from monitor.store.tables import articles, matches, sources


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleKeys:
    """By what the same page and the same text are known again, in whichever source."""

    page: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCount:
    """How many articles a topic matched."""

    reports: int
    mentions: int


def _joined() -> Select[tuple[object, ...]]:
    query: Select[tuple[object, ...]] = select(
        articles,
        sources.c.name.label("source_name"),
        sources.c.rank.label("source_rank"),
        sources.c.kind.label("source_kind"),
    ).join(sources)
    return query


# The statements of every article are built once: building one costs eight times what running it does.
_ADD, _ADD_MATCHES = insert(articles), insert(matches)
_FIND = _joined().where(articles.c.id == bindparam("key"))
_SAME_PAGE = select(func.min(articles.c.id)).where(articles.c.page_key == bindparam("key"))
_SAME_TEXT = select(func.min(articles.c.id)).where(articles.c.text_key == bindparam("key"))
_HOLD = text("SELECT pg_advisory_xact_lock(number) FROM unnest(CAST(:numbers AS bigint[])) AS number")
_DATED = case((articles.c.baseline, func.coalesce(articles.c.published, articles.c.first_seen)))
_UNDETECTED = (
    select(articles.c.id)
    .where(articles.c.detected_at.is_(None))
    .order_by(articles.c.baseline, _DATED, articles.c.id)
    .limit(bindparam("most"))
)
_UNDETECTED_OF = {each: _UNDETECTED.where(articles.c.baseline == each) for each in (False, True)}
_STORED_BY = articles.c.stored_at <= bindparam("by", type_=UtcDateTime())
_UNDETECTED_BY = {each: query.where(_STORED_BY) for each, query in _UNDETECTED_OF.items()}
_OLDEST_UNDETECTED = select(func.min(articles.c.stored_at)).where(articles.c.detected_at.is_(None))
_NEWEST_UNDETECTED = select(func.max(articles.c.stored_at)).where(articles.c.detected_at.is_(None))
_SET_DETECTED = (
    update(articles)
    .where(articles.c.id == bindparam("key"), articles.c.detected_at.is_(None))
    .values(detected_at=bindparam("at", type_=UtcDateTime()))
)


class Articles:
    """The articles by id, in the order in which they were stored."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, article: Article, keys: ArticleKeys, *, stored_at: datetime, note: str = "",
            page_title: str = "", detected_at: datetime | None = None) -> ArticleId:  # fmt: skip
        """Store an article (its ``id`` is ignored); it is due for detection unless it was judged at ``detected_at``."""
        values = {
            "entry_id": article.entry_id, "source_id": article.source_id, "url": article.url,
            "page_key": indexed(keys.page), "text_key": keys.text, "title": article.title, "text": article.text,
            "language": article.language,
            "author": article.author, "published": article.published, "first_seen": article.first_seen,
            "publisher": article.publisher, "baseline": article.baseline, "note": note, "stored_at": stored_at,
            "page_title": page_title, "detected_at": detected_at,
        }  # fmt: skip
        return new_id(self._db.execute(_ADD, values), ArticleId)

    def hold(self, keys: ArticleKeys) -> None:
        """Wait until nobody else stores an article of the same page or text, and keep all others from it to the end.

        Of the transaction. Two programs may read one page at the same moment, each under another address.
        SQLite has one writer at a time anyway; PostgreSQL takes advisory locks, always in the same order.
        """
        wanted = [f"page {indexed(keys.page)}"] * bool(keys.page) + [f"text {keys.text}"] * bool(keys.text)
        if wanted and self._db.dialect.name == "postgresql":
            self._db.execute(_HOLD, {"numbers": sorted(map(lock_number, wanted))})

    def same_as(self, keys: ArticleKeys) -> ArticleId | None:
        """The oldest article with the same page or the same text."""
        for query, key in ((_SAME_PAGE, indexed(keys.page)), (_SAME_TEXT, keys.text)):
            if key:
                found = self._db.execute(query, {"key": key}).scalar()
                if found is not None:
                    return ArticleId(found)
        return None

    def find(self, article_id: ArticleId) -> Article | None:
        """That article, if there is one."""
        row = self._db.execute(_FIND, {"key": article_id}).first()
        return _article(row._mapping) if row else None

    def note(self, article_id: ArticleId) -> str:
        """Why the article's text is not its page's own; "" if it is."""
        return self._db.execute(select(articles.c.note).where(articles.c.id == article_id)).scalar() or ""

    def undetected(self, limit: int, *, baseline: bool | None = None,
                   stored_by: datetime | None = None) -> list[ArticleId]:  # fmt: skip
        """Articles not yet matched: live ones as they were stored, then those of a baseline by their claimed dates.

        ``baseline`` asks for only the one or the other, of them ``stored_by`` for those that were stored by then. A
        backlog is read in the order of events, whichever source answered first, so that a development is opened by its
        first report.
        """
        given: dict[str, object] = {"most": limit}
        query = _UNDETECTED if baseline is None else _UNDETECTED_OF[baseline]
        if baseline is not None and stored_by is not None:
            query, given = _UNDETECTED_BY[baseline], {**given, "by": stored_by}
        return [ArticleId(number) for number in self._db.execute(query, given).scalars()]

    def oldest_undetected(self, besides: Collection[ArticleId] = ()) -> datetime | None:
        """When the oldest article was stored that is not yet matched; ``besides`` are not counted."""
        query = _OLDEST_UNDETECTED.where(articles.c.id.not_in(besides)) if besides else _OLDEST_UNDETECTED
        return self._db.execute(query).scalar()

    def newest_undetected(self) -> datetime | None:
        """When the newest article that is not yet matched was stored."""
        return self._db.execute(_NEWEST_UNDETECTED).scalar()

    def set_detected(self, article_id: ArticleId, at: datetime) -> bool:
        """Mark as matched; False if it was so already, which means that somebody else decided."""
        return self._db.execute(_SET_DETECTED, {"key": article_id, "at": at}).rowcount == 1

    def add_matches(self, article_id: ArticleId, found: Sequence[Match]) -> None:
        """Keep what the topics said of an article."""
        rows = [
            {"article_id": article_id, "topic_id": match.topic_id, "grade": match.grade.value, "score": match.score,
             "reason": match.reason, "definition": to_text(match)}
            for match in found
        ]  # fmt: skip
        if rows:
            self._db.execute(_ADD_MATCHES, rows)

    def matches(self, article_id: ArticleId) -> list[Match]:
        """What the topics said of an article, best first."""
        query = select(matches.c.definition).where(matches.c.article_id == article_id).order_by(matches.c.score.desc())
        return [from_text(Match, text) for text in self._db.execute(query).scalars()]

    def topic_counts(self) -> dict[TopicId, TopicCount]:
        """Per topic, how many articles report on it and mention it."""
        query = select(matches.c.topic_id, matches.c.grade, func.count()).group_by(matches.c.topic_id, matches.c.grade)
        counted: dict[TopicId, dict[str, int]] = {}
        for topic_id, grade, count in self._db.execute(query):
            counted.setdefault(topic_id, {})[grade] = count
        return {
            topic_id: TopicCount(reports=by.get("report", 0), mentions=by.get("mention", 0))
            for topic_id, by in counted.items()
        }

    def count(self) -> int:
        """How many articles are held."""
        return self._db.execute(select(func.count()).select_from(articles)).scalar() or 0

    def listed(self, since: datetime | None = None, *, newest_first: bool = False, beyond: ArticleId | None = None,
               limit: int | None = None) -> list[Article]:  # fmt: skip
        """The articles from a time of first sight on, oldest first or newest first: so many of those ``beyond`` one."""
        query = _joined().order_by(articles.c.id.desc() if newest_first else articles.c.id).limit(limit)
        if since is not None:
            query = query.where(articles.c.first_seen >= since)
        if beyond is not None:
            query = query.where(articles.c.id < beyond if newest_first else articles.c.id > beyond)
        return [_article(row._mapping) for row in self._db.execute(query)]


def _article(row: RowMapping) -> Article:
    return Article(
        id=ArticleId(row["id"]), entry_id=row["entry_id"], source_id=SourceId(row["source_id"]), url=row["url"],
        title=row["title"], text=row["text"], language=row["language"], published=row["published"],
        first_seen=row["first_seen"], author=row["author"], source_name=row["source_name"],
        source_rank=SourceRank(row["source_rank"]), publisher=row["publisher"], baseline=row["baseline"],
        new_row=row["source_kind"] == SourceKind.PAGE.value and " | " in row["text"].partition("\n")[0],
    )  # fmt: skip
