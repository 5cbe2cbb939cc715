"""What detection knows between articles: compiled topics and the memory of developments, in step with the store."""

from __future__ import annotations

import gc
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.core.matching.compile import compile_usable
from monitor.core.matching.index import TopicIndex
from monitor.core.model.capture import CapturePolicy
from monitor.core.model.ids import ArticleId, TopicId
from monitor.core.model.match import Match
from monitor.core.model.topic import Topic
from monitor.core.novelty.features import ReportFeatures, features, from_json, to_json
from monitor.core.novelty.memory import FiledReport, Memory
from monitor.store.developments import FiledRow
from monitor.store.records import from_text
from monitor.store.store import Transaction
from monitor.store.versions import CAPTURES, LABELS_VERSION, TOPICS_VERSION

WINDOW = timedelta(days=60)  # how long a development is remembered for grouping
_MOST_FOUND = 500  # articles between being read and being judged of which it is kept what was found in them


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What a recall found that another version of the program had stored."""

    again: int = 0  # reports described anew
    left_out: tuple[ArticleId, ...] = ()  # of which neither text nor headline is kept: nothing is compared with them

    def facts(self) -> dict[str, str | int | float | bool]:
        """For the log line of the decision that had to do it; none as a rule."""
        said: dict[str, str | int | float | bool] = {"described_again": self.again} if self.again else {}
        if self.left_out:
            numbers = ", ".join(map(str, self.left_out[:10]))
            said["left_out"] = f"{len(self.left_out)} reports whose text and headline are no longer kept: {numbers}"
        return said


@dataclass
class Knowledge:
    """Kept for the life of the program. ``lock`` is held while an article is decided: decisions are one at a time."""

    window: timedelta = WINDOW
    lock: threading.RLock = field(default_factory=threading.RLock)
    memory: Memory = field(default_factory=Memory)
    mended: Mended = field(default_factory=Mended)  # by the last recall
    policy: CapturePolicy = field(default_factory=CapturePolicy)  # as read with the topics
    unusable: dict[TopicId, str] = field(default_factory=dict)  # topics that are left out, and why
    _compiling: threading.Lock = field(default_factory=threading.Lock)
    _index: TopicIndex | None = None
    _topics: dict[TopicId, Topic] = field(default_factory=dict)
    _topics_version: str | None = None
    _labels_version: str | None = None
    _newest: int = 0
    _found: dict[ArticleId, tuple[TopicIndex, tuple[Match, ...]]] = field(default_factory=dict)

    def topics(self, tx: Transaction) -> tuple[TopicIndex, dict[TopicId, Topic]]:
        """The compiled topics, and the topics by id; compiled anew when somebody changed them.

        One that cannot be compiled (its concept is gone, or the language has changed) is left out, as ``unusable``.
        """
        version = tx.facts.get(TOPICS_VERSION)
        with self._compiling:
            if self._index is None or version != self._topics_version:
                topics = tx.topics.all()
                gc.unfreeze()
                self._index, self.unusable = compile_usable(topics, tx.topics.concepts())
                gc.collect()
                gc.freeze()  # the index lives long: the collector need not walk it at every article
                self._topics = {topic.id: topic for topic in topics}
                declared = tx.facts.get(CAPTURES)
                self.policy = from_text(CapturePolicy, declared) if declared else CapturePolicy()
                self._topics_version = version
                self._found.clear()
            return self._index, self._topics

    def is_current(self, tx: Transaction, index: TopicIndex) -> bool:
        """Whether the topics are still those of ``index``, as far as ``tx`` sees."""
        with self._compiling:
            held, version = self._index, self._topics_version
        return index is held and tx.facts.get(TOPICS_VERSION) == version

    def keep_found(self, article_id: ArticleId, index: TopicIndex, found: tuple[Match, ...]) -> None:
        """What the topics of ``index`` found in an article that was just stored, so that nobody need look again."""
        with self._compiling:
            while len(self._found) >= _MOST_FOUND:
                del self._found[next(iter(self._found))]
            self._found[article_id] = (index, found)

    def take_found(self, article_id: ArticleId, index: TopicIndex) -> tuple[Match, ...] | None:
        """What was kept of that article, once; None if nothing was, or if the topics are others now."""
        with self._compiling:
            held = self._found.pop(article_id, None)
        return held[1] if held is not None and held[0] is index else None

    def recall(self, tx: Transaction, now: datetime) -> Memory:
        """The memory with everything that was filed up to now, by whichever program; call it with ``lock`` held."""
        labels_version = tx.facts.get(LABELS_VERSION)
        if labels_version != self._labels_version:  # reports were moved: read all of them again
            self.memory, self._newest = _labelled(tx), 0
            self._labels_version = labels_version
        self.mended = Mended()
        for row in tx.developments.filed(now - self.window, after=self._newest):
            self._hold(tx, row)
            self._newest = row.number
        self.memory.forget(now - self.window)
        return self.memory

    def _hold(self, tx: Transaction, row: FiledRow) -> None:
        try:
            said = from_json(row.features)
        except ValueError:  # stored by another version of this program
            again = described_again(tx, row)
            if again is None:
                self.mended = replace(self.mended, left_out=(*self.mended.left_out, row.article_id))
                return
            said = again
            tx.developments.describe(row.article_id, to_json(said))
            self.mended = replace(self.mended, again=self.mended.again + 1)
        self.memory.add(filed_report(row, said))


def _labelled(tx: Transaction) -> Memory:
    memory = Memory()
    for label in tx.developments.labels():
        if label.kind == "same":
            memory.bind(ArticleId(label.left), ArticleId(label.right))
        elif label.kind in ("notsame", "split"):
            memory.unbind(ArticleId(label.left), ArticleId(label.right))
    return memory


def described_again(tx: Transaction, row: FiledRow) -> ReportFeatures | None:
    """The features of a report worked out anew from what is stored; None if neither text nor headline is kept.

    A text that was pruned leaves its headline, which is enough to know a reprint by.
    """
    article = tx.articles.find(row.article_id)
    if article is None or not f"{article.title}{article.text}".strip():
        return None
    found = [each for each in tx.articles.matches(row.article_id) if each.topic_id in row.topics]
    return features(article, sorted(found, key=lambda each: row.topics.index(each.topic_id)))


def filed_report(row: FiledRow, said: ReportFeatures) -> FiledReport:
    """A stored report as the memory takes it."""
    return FiledReport(
        article_id=row.article_id, development_id=row.development_id, topics=row.topics, at=row.at,
        first_seen=row.first_seen, features=said, near_copy=row.verdict.near_copy,
    )  # fmt: skip
