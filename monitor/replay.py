"""Replay: articles from a file through the real detect stage on a fresh store in memory, without network.

The judge's door and the user's back-test. Nothing is a baseline here: each article is judged as if it came live, at its
own date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from monitor.core.model.article import Article
from monitor.core.model.entry import Account, FoundEntry
from monitor.core.model.fetched import FailureReason, FetchFailed, FetchRequest, FetchResult
from monitor.core.model.ids import ArticleId, EntryId, SourceId
from monitor.core.model.match import Match
from monitor.core.model.source import Source, SourceKind
from monitor.core.policy.intake import Keyed
from monitor.isolation.pool import WorkerPool
from monitor.pipeline.context import Context
from monitor.pipeline.detect import detect
from monitor.pipeline.knowledge import Knowledge
from monitor.services.article_file import Read
from monitor.services.declare import Assembled, apply
from monitor.services.names import slug
from monitor.store.articles import ArticleKeys
from monitor.store.store import MEMORY, Store, Transaction

_START = datetime(2000, 1, 1, tzinfo=UTC)  # for files without any date: only the order counts then
_STEP = timedelta(minutes=1)


@dataclass
class _Clock:
    """Stands at the date of the article that is judged."""

    at: datetime = _START

    def now(self) -> datetime:
        return self.at


class _NoNetwork:
    def fetch(self, request: FetchRequest) -> FetchResult:
        return FetchFailed(url=request.url, reason=FailureReason.CONNECT, detail="a replay asks no network")


@dataclass
class Replay:
    """A monitor in memory to which articles are shown one by one."""

    assembled: Assembled
    store: Store = field(default_factory=lambda: Store(MEMORY))

    def __post_init__(self) -> None:
        self._clock = _Clock()
        self.store.upgrade()
        declared = replace(self.assembled.declared, sources=(), channels=())
        apply(self.store, replace(self.assembled, declared=declared), self._clock.at)
        self._ctx = Context(
            store=self.store, fetcher=_NoNetwork(), workers=WorkerPool({}), channels=dict, clock=self._clock,
            knowledge=Knowledge(), chance=lambda: 0.5,
        )  # fmt: skip

    def forget_memory(self) -> None:
        """What a restart does: everything that is not in the store is gone."""
        object.__setattr__(self._ctx, "knowledge", Knowledge())

    def show(self, read: Read) -> dict[str, object]:
        """Judge one article as if it came live; its line of the answer."""
        self._clock.at = max(self._clock.at + _STEP, read.date or self._clock.at)
        with self.store.write() as tx:
            article_id = self._store(tx, read)
        outcome = detect(self._ctx, article_id)
        with self.store.read() as tx:
            return _answer(tx, read.id, article_id, outcome.reason)

    def _store(self, tx: Transaction, read: Read) -> ArticleId:
        now = self._clock.at
        source = Source(id=SourceId(slug(read.source) or "replay"), name=read.source or "replay", url="",
                        kind=SourceKind.FEED, language=read.lang, rank=read.rank)  # fmt: skip
        if tx.sources.find(source.id) is None:
            tx.sources.put(source, now)
        found = FoundEntry(title=read.title, url=read.url, published=read.date)
        entry_id = tx.entries.add(source.id, Keyed(entry=found, keys=()), now=now, baseline=False)
        article = Article(
            id=ArticleId(0), entry_id=EntryId(entry_id), source_id=source.id, url=read.url, title=read.title,
            text=read.text, language=read.lang, published=read.date, first_seen=now, publisher=read.source,
        )  # fmt: skip
        article_id = tx.articles.add(article, ArticleKeys(page="", text=""), stored_at=now)
        tx.entries.settle_text(entry_id, article_id=article_id)
        return article_id


def replay(assembled: Assembled, articles: Iterable[Read]) -> Iterator[dict[str, object]]:
    """Judge ``articles`` in date order (those without a date where they stand); one object each."""
    machine = Replay(assembled)
    for read in in_order(articles):
        yield machine.show(read)


def in_order(articles: Iterable[Read]) -> list[Read]:
    """By date; an article without one keeps its place after the one before it."""
    keyed, last = [], _START
    for read in articles:
        last = read.date or last
        keyed.append((last, read))
    return [read for _, read in sorted(keyed, key=lambda pair: pair[0])]


def _answer(tx: Transaction, ident: str, article_id: ArticleId, reason: str) -> dict[str, object]:
    matches = {match.topic_id: match for match in tx.articles.matches(article_id)}
    filed = tx.developments.report_of(article_id)
    article = tx.articles.find(article_id)
    entry = tx.entries.find(article.entry_id) if article else None
    return {
        "id": ident,
        "topics": {topic.id: _graded(matches.get(topic.id)) for topic in tx.topics.all()},
        "development": f"d{filed[0]}" if filed else None,
        "novelty": filed[1].novelty.value if filed else None,
        "alert": entry is not None and entry.account is Account.ALERTED,
        "reason": reason,
        "origin": filed[1].origin if filed else None,
        "stage": filed[1].stage if filed else None,
    }


def _graded(match: Match | None) -> dict[str, object]:
    if match is None:
        return {"grade": "none", "score": 0.0, "evidence": ""}
    evidence = match.evidence[0].quote if match.evidence else ""
    return {"grade": match.grade.value, "score": round(match.score, 3), "evidence": evidence}
