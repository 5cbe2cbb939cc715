"""Looking again at reported articles: which are due, and the versions that were found."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, insert, select, update

from monitor.core.model.article import ArticleVersion, VersionKind
from monitor.core.model.ids import ArticleId, EntryId, SourceId
from monitor.store.claims import claim
from monitor.store.columns import UtcDateTime
from monitor.store.tables import article_versions, articles, entries, reports

NO_HEADLINE = " "  # for a page's headline where the text came with the feed: a later look compares the text alone

_REPORTED_SINCE = (  # asked at every poll that brought news: built once
    select(entries.c.id)
    .select_from(
        reports.join(articles, reports.c.article_id == articles.c.id).join(entries, articles.c.entry_id == entries.c.id)
    )
    .where(entries.c.source_id == bindparam("source"), entries.c.first_seen >= bindparam("since", type_=UtcDateTime()))
)


class Rechecks:
    """Due looks and what they found."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def schedule(self, article_id: ArticleId, at: datetime | None, *, checks: int) -> None:
        """Look at the article again at that time; None = no more."""
        change = update(articles).where(articles.c.id == article_id)
        self._db.execute(change.values(recheck_at=at, checks=checks))

    def end(self, entry_id: EntryId) -> None:
        """Look no more at the article of that entry."""
        self._db.execute(update(articles).where(articles.c.entry_id == entry_id).values(recheck_at=None))

    def soon(self, entry_ids: Collection[EntryId], now: datetime, *, most: int, while_watched: bool = False) -> int:
        """Look at the reported articles of these entries now; how many there are.

        Those that were looked at ``most`` times are left out, and with ``while_watched`` those that have had all the
        looks that come of themselves: an entry that dropped out of a list stays out, and must not be asked for at
        each poll.
        """
        reported = select(reports.c.article_id).join(articles).where(articles.c.entry_id.in_(entry_ids))
        change = update(articles).where(articles.c.id.in_(reported), articles.c.page_title != "",
                                        articles.c.checks < most)  # fmt: skip
        if while_watched:
            change = change.where(articles.c.recheck_at.is_not(None))
        return self._db.execute(change.values(recheck_at=now)).rowcount

    def claim_due(self, now: datetime, lease: timedelta, limit: int) -> list[ArticleId]:
        """Articles to look at now. Their next look is put off by ``lease``, so that nobody else takes them."""
        due = select(articles.c.id).where(articles.c.recheck_at <= now).order_by(articles.c.recheck_at).limit(limit)
        return [ArticleId(each) for each in claim(self._db, articles.c.id, due, {"recheck_at": now + lease})]

    def checks(self, article_id: ArticleId) -> int:
        """How often the article was looked at again."""
        return self._db.execute(select(articles.c.checks).where(articles.c.id == article_id)).scalar() or 0

    def since(self, article_id: ArticleId) -> datetime | None:
        """When the article was judged, which the later looks are counted from; None if it was not."""
        return self._db.execute(select(articles.c.detected_at).where(articles.c.id == article_id)).scalar()

    def latest(self, article_id: ArticleId) -> ArticleVersion | None:
        """The article's page as last seen: a version, else the page as first read; None if it was never read."""
        versions = self.versions(article_id)
        if versions:
            return versions[-1]
        row = self._db.execute(select(articles).where(articles.c.id == article_id)).first()
        if row is None or not row.page_title:
            return None
        return ArticleVersion(article_id=article_id, kind=VersionKind.EDITED, seen_at=row.stored_at,
                              title=row.page_title.removeprefix(NO_HEADLINE), text=row.text)  # fmt: skip

    def versions(self, article_id: ArticleId) -> list[ArticleVersion]:
        """What later looks found, in order."""
        query = select(article_versions).where(article_versions.c.article_id == article_id)
        return [
            ArticleVersion(article_id=article_id, kind=VersionKind(row.kind), seen_at=row.seen_at, title=row.title,
                           text=row.text, change=row.change)
            for row in self._db.execute(query.order_by(article_versions.c.id))
        ]  # fmt: skip

    def add(self, version: ArticleVersion) -> int:
        """Keep a version; its number for this article, from 1."""
        self._db.execute(insert(article_versions).values(
            article_id=version.article_id, kind=version.kind.value, seen_at=version.seen_at, title=version.title,
            text=version.text, change=version.change,
        ))  # fmt: skip
        return len(self.versions(version.article_id))

    def reported_since(self, source_id: SourceId, since: datetime) -> list[EntryId]:
        """Live entries of a source, first seen since then, whose articles report on a topic."""
        found = self._db.execute(_REPORTED_SINCE, {"source": source_id, "since": since})
        return [EntryId(number) for number in found.scalars()]
