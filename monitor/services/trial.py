"""Trying a query before it is saved: what it finds in articles, what it nearly finds, what it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from monitor.core.matching.explain import near_misses
from monitor.core.matching.index import TopicIndex
from monitor.core.matching.matcher import match
from monitor.core.model.article import Article
from monitor.core.model.ids import ArticleId, EntryId, SourceId, TopicId
from monitor.core.model.source import Owner
from monitor.core.model.topic import Topic
from monitor.services import named, stored
from monitor.services.article_file import Read, read_file
from monitor.services.names import slug
from monitor.services.topics import Hit, Trial, ready, run_trial
from monitor.store.store import Store, Transaction

MOST_NEAR_MISSES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """An article in which all but one clause of a query holds, by these words."""

    article: Article
    clause: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A trial with what surrounds it: near misses (newest first), hits by source (most first) and by ISO week."""

    trial: Trial
    near_misses: tuple[NearMiss, ...]
    sources: tuple[tuple[str, int], ...]
    weeks: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a query finds against a saved topic. ``regraded`` holds (as the topic grades it, as the query does)."""

    articles: int
    both: int
    gained: tuple[Hit, ...]
    lost: tuple[Hit, ...]
    regraded: tuple[tuple[Hit, Hit], ...]


class Misses:
    """Gathers the near misses of a topic, and keeps the newest of them."""

    def __init__(self, index: TopicIndex) -> None:
        self._index = index
        self._found: list[NearMiss] = []

    def look(self, article: Article) -> None:
        """Look at an article that the topic does not find."""
        self._found += [NearMiss(article=replace(article, text=""), clause=each.missing, words=each.words)
                        for each in near_misses(article, self._index)]  # fmt: skip
        if len(self._found) > 10 * MOST_NEAR_MISSES:
            self._found = list(self.newest())

    def newest(self) -> tuple[NearMiss, ...]:
        """At most MOST_NEAR_MISSES of them, newest first."""
        return tuple(sorted(self._found, key=lambda miss: _at(miss.article), reverse=True)[:MOST_NEAR_MISSES])


def try_out(store: Store, query: str, *, file: Path | None = None, since: datetime | None = None,
            newest: int | None = None) -> Tried:  # fmt: skip
    """Run a query, or the saved topic of that name, over stored articles or those of ``file``. Raises QueryError.

    ``newest`` looks at so many of the stored ones only.
    """
    with store.read() as tx:
        topic, concepts = _topic(tx, query), tx.topics.concepts()
    index = ready(topic, concepts)
    misses = Misses(index)
    found = run_trial(index, _articles(store, file, since, newest), misses.look)
    by_source = Counter(each.article.source_name for each in found.hits)
    by_week = Counter(each.at.strftime("%G-W%V") for each in found.hits)
    return Tried(trial=found, near_misses=misses.newest(), sources=tuple(by_source.most_common()),
                 weeks=tuple(sorted(by_week.items())))  # fmt: skip


def compare(store: Store, query: str, name: str, *, file: Path | None = None,
            since: datetime | None = None, newest: int | None = None) -> Comparison:  # fmt: skip
    """What ``query`` gains and loses against the saved topic ``name``. Raises QueryError, NotFound.

    The saved topic's own ladder and report clause stay with it; the query is graded as one made on the command line.
    """
    with store.read() as tx:
        saved = named.topic(tx, name)
        asked, concepts = _topic(tx, query), tx.topics.concepts()
    indexes, count, both = (ready(asked, concepts), ready(saved, concepts)), 0, 0
    gained, lost, regraded = list[Hit](), list[Hit](), list[tuple[Hit, Hit]]()
    for article in _articles(store, file, since, newest):
        count += 1
        new, old = (next((Hit.of(article, each) for each in match(article, index)), None) for index in indexes)
        if new and old:
            both += 1
            if old.match.grade is not new.match.grade:
                regraded.append((old, new))
        elif new:
            gained.append(new)
        elif old:
            lost.append(old)
    return Comparison(
        articles=count, both=both, gained=_newest_first(gained), lost=_newest_first(lost),
        regraded=tuple(sorted(regraded, key=lambda pair: pair[1].at, reverse=True)),
    )  # fmt: skip


def _newest_first(hits: list[Hit]) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda hit: hit.at, reverse=True))


def _topic(tx: Transaction, query: str) -> Topic:
    saved = tx.topics.find(TopicId(query))
    return saved or Topic(id=TopicId("trial"), title="trial", query=query, owner=Owner.USER)


def _articles(store: Store, file: Path | None, since: datetime | None, newest: int | None) -> Iterable[Article]:
    if file is None:
        return stored.articles(store, since, newest)
    read = (_article(number, each) for number, each in enumerate(read_file(file), start=1))
    return (article for article in read if since is None or _at(article) >= since)


def _article(number: int, read: Read) -> Article:
    seen = read.date or datetime.fromisoformat("2000-01-01T00:00:00+00:00")
    return Article(
        id=ArticleId(number), entry_id=EntryId(number), source_id=SourceId(slug(read.source) or "file"), url=read.url,
        title=read.title, text=read.text, language=read.lang, published=read.date, first_seen=seen,
        source_name=read.source or "file", source_rank=read.rank, publisher=read.source,
    )  # fmt: skip


def _at(article: Article) -> datetime:
    return article.published or article.first_seen
