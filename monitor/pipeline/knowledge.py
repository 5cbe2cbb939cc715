"""What detection knows between articles: compiled topics and the memory of developments, in step with the store."""

from __future__ import annotations

import gc
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.core.matching.compile import compile_topics
from monitor.core.matching.index import TopicIndex
from monitor.core.model.ids import ArticleId, TopicId
from monitor.core.model.topic import Topic
from monitor.core.novelty.features import from_json
from monitor.core.novelty.memory import FiledReport, Memory
from monitor.store.developments import FiledRow
from monitor.store.store import Transaction
from monitor.store.versions import LABELS_VERSION, TOPICS_VERSION

WINDOW = timedelta(days=60)  # how long a development is remembered for grouping


@dataclass
class Knowledge:
    """Kept for the life of the program. ``lock`` is held while an article is decided: decisions are one at a time."""

    window: timedelta = WINDOW
    lock: threading.RLock = field(default_factory=threading.RLock)
    memory: Memory = field(default_factory=Memory)
    _index: TopicIndex | None = None
    _topics: dict[TopicId, Topic] = field(default_factory=dict)
    _topics_version: str | None = None
    _labels_version: str | None = None
    _newest: int = 0

    def topics(self, tx: Transaction) -> tuple[TopicIndex, dict[TopicId, Topic]]:
        """The compiled topics, and the topics by id; compiled anew when somebody changed them."""
        version = tx.facts.get(TOPICS_VERSION)
        if self._index is None or version != self._topics_version:
            topics = tx.topics.all()
            gc.unfreeze()
            self._index = compile_topics(topics, tx.topics.concepts())
            gc.collect()
            gc.freeze()  # the index lives long: the collector need not walk it at every article
            self._topics = {topic.id: topic for topic in topics}
            self._topics_version = version
        return self._index, self._topics

    def recall(self, tx: Transaction, now: datetime) -> Memory:
        """The memory with everything that was filed up to now, by whichever program; call it with ``lock`` held."""
        labels_version = tx.facts.get(LABELS_VERSION)
        if labels_version != self._labels_version:  # reports were moved: read all of them again
            self.memory, self._newest = _labelled(tx), 0
            self._labels_version = labels_version
        for row in tx.developments.filed(now - self.window, after=self._newest):
            self.memory.add(filed_report(row))
            self._newest = row.number
        self.memory.forget(now - self.window)
        return self.memory


def _labelled(tx: Transaction) -> Memory:
    memory = Memory()
    for label in tx.developments.labels():
        if label.kind == "same":
            memory.bind(ArticleId(label.left), ArticleId(label.right))
        elif label.kind in ("notsame", "split"):
            memory.unbind(ArticleId(label.left), ArticleId(label.right))
    return memory


def filed_report(row: FiledRow) -> FiledReport:
    """A stored report as the memory takes it."""
    return FiledReport(
        article_id=row.article_id, development_id=row.development_id, topics=row.topics, at=row.at,
        first_seen=row.first_seen, features=from_json(row.features), near_copy=row.verdict.near_copy,
    )  # fmt: skip
