"""Feedback: what readers say of alerts, and how many of the alerts were worth it, for each topic and source."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from monitor.core.errors import NotFound, UserMistake
from monitor.core.model.article import Article
from monitor.core.model.ids import ArticleId, DeliveryId
from monitor.core.model.route import Opinion
from monitor.core.policy.feedback import verify
from monitor.store.feedback import Said
from monitor.store.store import Store, Transaction
from monitor.store.versions import FEEDBACK_SECRET

LONGEST_NOTE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How the alerts of one topic or source were judged. Of several words on one alert the latest counts."""

    kind: str  # topic | source | all
    name: str
    alerted: int
    judged: dict[Opinion, int]

    @property
    def answers(self) -> int:
        """How many of the alerts were judged."""
        return sum(self.judged.values())

    @property
    def share(self) -> float | None:
        """Relevant ones among the judged, 0 to 1; None if none was judged."""
        return self.judged.get(Opinion.RELEVANT, 0) / self.answers if self.answers else None


def find_article(store: Store, which: str) -> Article:
    """The article that is meant: by its number, by its address, or by that of an alert (``alert:12``).

    `development show` names articles, `alert list` numbers alerts. Raises NotFound and UserMistake.
    """
    with store.read() as tx:
        number = _number(tx, which.strip())
        article = tx.articles.find(number)
        if article is None:
            raise NotFound(f"no article {number}: `monitor development show` names articles")
        return article


def _number(tx: Transaction, which: str) -> ArticleId:
    if re.fullmatch(r"\d{1,9}", which):
        return ArticleId(int(which))
    if found := re.fullmatch(r"alert:(\d{1,9})", which):
        listed = tx.outbox.find(DeliveryId(int(found[1])))
        if listed is None or listed.alert.article_id is None:
            raise NotFound(f"no alert {found[1]} on a report: `monitor alert list` shows those there are")
        return listed.alert.article_id
    if "://" in which:
        held = [entry.article_id for entry in tx.entries.by_url(which) if entry.article_id is not None]
        if not held:
            raise NotFound(f"no article of that address is held: `monitor explain {which}` says what became of it")
        return held[-1]
    raise UserMistake("name an article by its number, its address, or its alert as in alert:12")


def give(store: Store, article_id: ArticleId, opinion: Opinion, *, note: str = "", via: str = "cli",
         now: datetime) -> Article:  # fmt: skip
    """Keep a reader's word on an article; the latest on each counts. NotFound."""
    with store.write() as tx:
        article = tx.articles.find(article_id)
        if article is None:
            raise NotFound(f"no article {article_id}")
        tx.feedback.add(Said(article_id=article_id, opinion=opinion, note=note.strip()[:LONGEST_NOTE], via=via, at=now))
        return article


def is_genuine(store: Store, article_id: int, opinion: Opinion, signature: str) -> bool:
    """Whether a link of an alert is one that this monitor made."""
    with store.read() as tx:
        return verify(tx.facts.get(FEEDBACK_SECRET), ArticleId(article_id), opinion, signature)


def of_article(store: Store, article_id: ArticleId) -> list[Said]:
    """Everything that was said of an article."""
    with store.read() as tx:
        return tx.feedback.of_article(article_id)


def precision(store: Store) -> list[Precision]:
    """All alerts first, then each topic, then each source, by name."""
    with store.read() as tx:
        opinions = tx.feedback.opinions()
        rows = list(tx.feedback.alerted())
    told: dict[tuple[str, str], set[ArticleId]] = {("all", ""): set()}
    for article_id, source_id, topic_id in rows:
        for group in (("all", ""), ("topic", topic_id), ("source", source_id)):
            told.setdefault(group, set()).add(article_id)
    order = {"all": 0, "topic": 1, "source": 2}
    return [
        Precision(kind=kind, name=name, alerted=len(articles),
                  judged=dict(Counter(opinions[each] for each in articles if each in opinions)))
        for (kind, name), articles in sorted(told.items(), key=lambda pair: (order[pair[0][0]], pair[0][1]))
    ]  # fmt: skip
