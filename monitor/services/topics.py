"""Topics: adding, listing, trying and removing what is tracked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.config.routes import read_verdicts
from monitor.config.values import read_language
from monitor.core.errors import AlreadyThere, UserMistake
from monitor.core.matching.compile import compile_topics
from monitor.core.matching.index import TopicIndex
from monitor.core.matching.matcher import match
from monitor.core.model.article import Article
from monitor.core.model.ids import TopicId
from monitor.core.model.match import Grade, Match
from monitor.core.model.route import EVERYTHING, Rule
from monitor.core.model.source import Owner, SourceRank
from monitor.core.model.topic import Concept, Topic
from monitor.services import named
from monitor.services.names import check_name
from monitor.services.routes import known_channels
from monitor.store.store import Store
from monitor.store.versions import TOPICS_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """A topic with what it found so far."""

    topic: Topic
    reports: int
    mentions: int
    developments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that a query found, without its text: a trial of a year finds thousands."""

    article: Article
    match: Match

    @classmethod
    def of(cls, article: Article, match: Match) -> Hit:
        """The hit, which lets go of the article's text."""
        return cls(article=replace(article, text=""), match=match)

    @property
    def at(self) -> datetime:
        """When the article appeared, by its own claim or else by when it was first seen."""
        return self.article.published or self.article.first_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a query finds among stored articles: the reports and mentions, newest first, of so many articles."""

    hits: tuple[Hit, ...]
    articles: int
    weeks: float

    @property
    def reports_a_week(self) -> float:
        """How many of them would be graded a report in a week; repeats are not taken off."""
        reports = sum(1 for hit in self.hits if hit.match.grade is Grade.REPORT)
        return reports / self.weeks if self.weeks else 0.0


def list_topics(store: Store) -> list[TopicRow]:
    """All topics with their counts."""
    with store.read() as tx:
        counts = tx.articles.topic_counts()
        opened = tx.developments.by_topic()
        return [
            TopicRow(topic=topic, reports=counts[topic.id].reports if topic.id in counts else 0,
                     mentions=counts[topic.id].mentions if topic.id in counts else 0,
                     developments=opened.get(topic.id, 0))
            for topic in tx.topics.all()
        ]  # fmt: skip


def show_topic(store: Store, name: str) -> TopicRow:
    """One topic with its counts; NotFound."""
    for row in list_topics(store):
        if row.topic.id == name:
            return row
    with store.read() as tx:
        topic = named.topic(tx, name)
    return TopicRow(topic=topic, reports=0, mentions=0, developments=0)  # added meanwhile


def read_rule(*, alerts: Iterable[str] = (), least_rank: int = 4, languages: Iterable[str] = ()) -> Rule:
    """What a topic is to tell, from what a person gave; nothing given = everything. UserMistake."""
    try:
        wanted = read_verdicts(alerts) if alerts else EVERYTHING.verdicts
        codes = tuple(dict.fromkeys(_language(each) for each in languages))
    except ValueError as error:
        raise UserMistake(str(error)) from None
    return Rule(verdicts=wanted, least_rank=SourceRank.from_number(least_rank), languages=codes)


def _language(code: str) -> str:
    try:
        return read_language(code)
    except ValueError as error:
        raise ValueError(f"language {code!r}: {error}") from None


def add_topic(store: Store, name: str, query: str, *, title: str = "", channels: Iterable[str] = (),
              rule: Rule = EVERYTHING, now: datetime) -> Topic:  # fmt: skip
    """Add a topic made by a person. Raises QueryError for the query, UserMistake for the rest."""
    topic = Topic(id=TopicId(check_name("topic", name)), title=title or name, query=query, owner=Owner.USER,
                  created_at=now, rule=rule)  # fmt: skip
    with store.write() as tx:
        held = tx.topics.find(topic.id)
        if held is not None:
            where = "feeds.toml declares it" if held.owner is Owner.FILE else "remove it first to replace it"
            raise AlreadyThere(f"topic {name!r} is there already: {where}")
        topic = replace(topic, channels=known_channels(tx, channels))
        compile_topics([topic], tx.topics.concepts())
        tx.topics.put(topic)
        tx.facts.put(TOPICS_VERSION, f"{now.isoformat()} +{topic.id}")
    return topic


def remove_topic(store: Store, name: str, now: datetime) -> None:
    """Forget a topic that a person added; its developments stay."""
    with store.write() as tx:
        held = named.own_topic(tx, name, "take its [[topic]] table out there")
        tx.topics.remove(held.id)
        tx.facts.put(TOPICS_VERSION, f"{now.isoformat()} -{held.id}")


def ready(topic: Topic, concepts: list[Concept]) -> TopicIndex:
    """The topic, ready to be run. Raises UserMistake where there is no query, QueryError for one that is wrong."""
    if not topic.query.strip():
        raise UserMistake("give a query, as in: monitor topic try '\"Rome Statute\" AND amend*'")
    return compile_topics([topic], concepts)


def run_trial(index: TopicIndex, articles: Iterable[Article], missed: Callable[[Article], None]) -> Trial:
    """Run a topic over any articles; ``missed`` is told of each that it does not find."""
    hits, count = [], 0
    first = last = None
    for article in articles:
        count += 1
        at = article.published or article.first_seen
        first, last = min(first or at, at), max(last or at, at)
        found = match(article, index)
        hits += [Hit.of(article, each) for each in found]
        if not found:
            missed(article)
    hits.sort(key=lambda hit: hit.at, reverse=True)
    span = (last - first).total_seconds() / (7 * 86_400) if first and last else 0.0
    return Trial(hits=tuple(hits), articles=count, weeks=max(span, 1 / 7) if count else 0.0)
