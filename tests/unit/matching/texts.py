"""Short ways to say: does this query hold for this text?"""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.core.matching.compile import compile_topics
from monitor.core.matching.index import TopicIndex
from monitor.core.matching.matcher import match
from monitor.core.model.article import Article
from monitor.core.model.ids import ArticleId, EntryId, SourceId, TopicId
from monitor.core.model.match import Match
from monitor.core.model.topic import Concept, Topic


def article(text: str, title: str = "", language: str = "en", **other: object) -> Article:
    """An article with these words; everything else is harmless."""
    plain = {"source_id": SourceId("court"), "url": "https://www.example.org/press/1"}
    return Article(
        id=ArticleId(1),
        entry_id=EntryId(1),
        title=title,
        text=text,
        language=language,
        first_seen=datetime(2026, 3, 2, tzinfo=UTC),
        **{**plain, **other},  # type: ignore[arg-type]
    )


def index(query: str, *concepts: Concept, **other: object) -> TopicIndex:
    """One topic with this query."""
    topic = Topic(id=TopicId("t"), title="t", query=query, **other)  # type: ignore[arg-type]
    return compile_topics([topic], concepts)


def matched(query: str, text: str, title: str = "", language: str = "en", *concepts: Concept) -> Match | None:
    """The match of one query with one text, if it holds."""
    return next(iter(match(article(text, title, language), index(query, *concepts))), None)


def holds(query: str, text: str, title: str = "", language: str = "en") -> bool:
    """Whether the query holds."""
    return matched(query, text, title, language) is not None
