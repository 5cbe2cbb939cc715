"""Trying a query before it is saved: what it finds in articles, what it nearly finds, what it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.core.matching.compile import compile_topics
from monitor.core.matching.explain import near_misses
from monitor.core.model.article import Article
from monitor.core.model.ids import ArticleId, EntryId, SourceId, TopicId
from monitor.core.model.source import Owner
from monitor.core.model.topic import Topic
from monitor.services import named
from monitor.services.article_file import Read, read_file
from monitor.services.names import slug
from monitor.services.topics import Hit, Trial, run_trial
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


def try_out(store: Store, query: str, *, file: Path | None = None, since: datetime | None = None,
            newest: int | None = None) -> Tried:  # fmt: skip
    """Run a query, or the saved topic of that name, over stored articles or those of ``file``. Raises QueryError.

    ``newest`` looks at so many of the stored ones only.
    """
    with store.read() as tx:
        topic, concepts = _topic(tx, query), tx.topics.concepts()
        articles = list(_articles(tx, file, since, newest))
    found = run_trial(topic, articles, concepts)
    index = compile_topics([topic], concepts)
    hit = {id(each.article) for each in found.hits}
    misses = [NearMiss(article=article, clause=each.missing, words=each.words) for article in articles
              if id(article) not in hit for each in near_misses(article, index)]  # fmt: skip
    misses.sort(key=lambda miss: _at(miss.article), reverse=True)
    by_source = Counter(each.article.source_name for each in found.hits)
    by_week = Counter(_at(each.article).strftime("%G-W%V") for each in found.hits)
    return Tried(trial=found, near_misses=tuple(misses[:MOST_NEAR_MISSES]), sources=tuple(by_source.most_common()),
                 weeks=tuple(sorted(by_week.items())))  # fmt: skip


def compare(store: Store, query: str, name: str, *, file: Path | None = None,
            since: datetime | None = None, newest: int | None = None) -> Comparison:  # fmt: skip
    """What ``query`` gains and loses against the saved topic ``name``. Raises QueryError, NotFound.

    The saved topic's own ladder and report clause stay with it; the query is graded as one made on the command line.
    """
    with store.read() as tx:
        saved = named.topic(tx, name)
        concepts = tx.topics.concepts()
        articles = list(_articles(tx, file, since, newest))
        asked = _topic(tx, query)
    new = {id(hit.article): hit for hit in run_trial(asked, articles, concepts).hits}
    old = {id(hit.article): hit for hit in run_trial(saved, articles, concepts).hits}
    shared = [key for key in new if key in old]
    return Comparison(
        articles=len(articles), both=len(shared),
        gained=tuple(hit for key, hit in new.items() if key not in old),
        lost=tuple(hit for key, hit in old.items() if key not in new),
        regraded=tuple((old[key], new[key]) for key in shared if old[key].match.grade is not new[key].match.grade),
    )  # fmt: skip


def _topic(tx: Transaction, query: str) -> Topic:
    saved = tx.topics.find(TopicId(query))
    return saved or Topic(id=TopicId("trial"), title="trial", query=query, owner=Owner.USER)


def _articles(tx: Transaction, file: Path | None, since: datetime | None, newest: int | None) -> Iterable[Article]:
    if file is None:
        return tx.articles.stream(since, newest=newest)
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
