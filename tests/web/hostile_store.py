"""A store in which every text from outside is hostile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.core.model.alert import AlertKind, Block, ChannelSpec, DeliveryStatus, Line, Message
from monitor.core.model.article import ArticleVersion, Span, VersionKind
from monitor.core.model.development import Novelty, Verdict
from monitor.core.model.ids import ArticleId, ChannelId, DevelopmentId, SourceId, TopicId
from monitor.core.model.match import Evidence, Field, Grade, Match
from monitor.core.model.source import Owner
from monitor.core.model.topic import Concept, Person, Topic
from monitor.core.policy.routing import Route
from monitor.store.articles import ArticleKeys
from monitor.store.store import Store, Transaction
from tests.builders import NOON, article, keyed_one, source, topic

PLAIN = "The court of justice gave its judgment. "


@dataclass
class Planted:
    developments: list[DevelopmentId] = field(default_factory=list)
    articles: list[ArticleId] = field(default_factory=list)


def plant(store: Store, texts: Sequence[str]) -> Planted:
    """One development for each text, which is its title, sentence, reason, origin, stage and the address too."""
    planted = Planted()
    with store.write() as tx:
        tx.sources.put(source("court"), NOON)
        tx.topics.put(topic("court"))
        shown = tuple(_kept(text) for text in texts)
        people = tuple(Person(name=text, aliases=(text,), role=text) for text in shown[:20])
        tx.topics.put_concept(Concept(name="hostile", terms=shown, ambiguous=shown[:20], people=people))
        tx.topics.put(Topic(id=TopicId("hostile"), title=shown[0], query="court OR {hostile}", owner=Owner.USER))
        tx.channels.put(ChannelSpec(id=ChannelId("desk"), url="terminal:", owner=Owner.USER))
        for number, text in enumerate(texts, start=1):
            _plant(tx, number, _kept(text), planted)
    return planted


def _kept(text: str) -> str:
    """What a database keeps of a text."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _plant(tx: Transaction, number: int, text: str, planted: Planted) -> None:
    found = keyed_one(number, title=text, url=f"https://x.example/{number}")
    entry = tx.entries.add(SourceId("court"), found, now=NOON, baseline=False)
    whole = PLAIN + text
    made = tx.articles.add(
        article(text, whole, entry_id=entry, url=text, author=text, publisher=text, language="en"),
        ArticleKeys(page=str(number), text=str(number)), stored_at=NOON, page_title=text,
    )  # fmt: skip
    evidence = Evidence(field=Field.TEXT, span=Span(start=0, end=len(whole)), quote=whole, clause=text,
                        terms=(Span(start=4, end=9), Span(start=len(PLAIN), end=len(whole))))  # fmt: skip
    tx.articles.add_matches(made, [Match(topic_id=TopicId("court"), grade=Grade.REPORT, score=1.0, reason=text,
                                         evidence=(evidence,))])  # fmt: skip
    development = tx.developments.open(text, NOON, text)
    verdict = Verdict(novelty=Novelty.NEW, development_id=None, score=0, reason=text, whats_new=text, stage=text,
                      origin=text, changed=(text,))  # fmt: skip
    tx.developments.file(development, made, verdict, topics=(TopicId("court"),), features="{}", at=NOON, seen=NOON)
    tx.rechecks.add(ArticleVersion(article_id=made, kind=VersionKind.EDITED, seen_at=NOON, title=text + " x",
                                   text=whole + " more", change=text))  # fmt: skip
    message = Message(kind=AlertKind.DEVELOPMENT, key=f"k{number}", title=text, blocks=(Block(heading=text),), at=NOON)
    route = Route(channel_id=ChannelId("terminal"), status=DeliveryStatus.DEAD, topics=(), reason="")
    tx.outbox.add(message, [route], now=NOON, development_id=development, article_id=made)
    held = Message(kind=AlertKind.DEVELOPMENT, key=f"h{number}", title=text, topics=(text,), at=NOON,
                   blocks=(Block(heading=text, lines=(Line(label=text[:60], text=text, url=text),)),))  # fmt: skip
    waits = Route(channel_id=ChannelId("desk"), status=DeliveryStatus.HELD, topics=(), reason=text)
    tx.outbox.add(held, [waits], now=NOON, development_id=development, article_id=made)
    planted.developments.append(development)
    planted.articles.append(made)
