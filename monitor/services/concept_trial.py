"""Trying a concept before it is saved: in which stored articles it stands, and what each topic gains and loses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.core.matching.compile import compile_topics
from monitor.core.matching.matcher import match
from monitor.core.model.ids import ArticleId, TopicId
from monitor.core.model.source import Owner
from monitor.core.model.topic import Concept, Topic
from monitor.services import stored
from monitor.services.concepts import names_of
from monitor.services.topics import Hit
from monitor.store.store import Store

_PROBE = TopicId("{}")  # no topic has such a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What an edited concept changes for one topic, or ("" as ``topic``) where the concept itself stands.

    ``both`` counts the articles found before and after; ``regraded`` holds (graded before, graded after). Newest first.
    """

    topic: TopicId
    title: str
    both: int
    gained: tuple[Hit, ...]
    lost: tuple[Hit, ...]
    regraded: tuple[tuple[Hit, Hit], ...]

    @property
    def is_none(self) -> bool:
        """Whether nothing changes."""
        return not (self.gained or self.lost or self.regraded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What saving a concept would change on the archive. ``saved``: there is a concept of that name to compare with."""

    articles: int
    saved: bool
    own: Shift
    topics: tuple[Shift, ...]


def try_concept(store: Store, wanted: Concept, *, since: datetime | None = None, newest: int | None = None) -> Impact:
    """What the archive from ``since`` on would look like with this concept in the place of the saved one.

    ``newest`` looks at so many articles only.
    """
    with store.read() as tx:
        held = {each.name: each for each in tx.topics.concepts()}
        topics = [each for each in tx.topics.all() if wanted.name in names_of(each)]
    saved = wanted.name in held
    probe = Topic(id=_PROBE, title="", query="{" + wanted.name + "}", owner=Owner.USER)
    after = compile_topics([probe, *topics], [*(held | {wanted.name: wanted}).values()])
    before = compile_topics([probe, *topics], [*held.values()]) if saved else None
    was, now, count = Found(), Found(), 0
    for article in stored.articles(store, since, newest):
        count += 1
        for index, found in ((before, was), (after, now)):
            found.update({(each.topic_id, article.id): Hit.of(article, each)
                          for each in (match(article, index) if index else ())})  # fmt: skip
    shifts = [_shift(topic, was, now) for topic in (probe, *topics)]
    return Impact(articles=count, saved=saved, own=shifts[0], topics=tuple(shifts[1:]))


Found = dict[tuple[TopicId, ArticleId], Hit]


def _shift(topic: Topic, was: Found, now: Found) -> Shift:
    old = {at: found for (name, at), found in was.items() if name == topic.id}
    new = {at: found for (name, at), found in now.items() if name == topic.id}
    shared = old.keys() & new.keys()

    def newest(places: Iterable[ArticleId]) -> list[ArticleId]:
        return sorted(places, key=lambda at: (old.get(at) or new[at]).at, reverse=True)

    changed = () if topic.id == _PROBE else [at for at in shared if old[at].match.grade is not new[at].match.grade]
    return Shift(
        topic=topic.id if topic.id != _PROBE else TopicId(""), title=topic.title, both=len(shared),
        gained=tuple(new[at] for at in newest(new.keys() - shared)),
        lost=tuple(old[at] for at in newest(old.keys() - shared)),
        regraded=tuple((old[at], new[at]) for at in newest(changed)),
    )  # fmt: skip
