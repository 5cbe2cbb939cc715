"""Explain: why an article did, or did not, lead to an alert, topic by topic and clause by clause."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.core.errors import UserMistake
from monitor.core.matching.compile import compile_usable
from monitor.core.matching.explain import Explanation
from monitor.core.matching.explain import explain as explain_article
from monitor.core.model.article import Article
from monitor.core.model.ids import ArticleId, EntryId, SourceId
from monitor.core.query.ast import And, Or
from monitor.services.export import Explained, explain
from monitor.store.store import Store, Transaction

LARGEST = 4 * 1024 * 1024  # bytes of a text to explain


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicAnswer:
    """How one topic sees a text. ``joined`` says how its outermost clauses are joined: "all", "any" or ""."""

    explanation: Explanation
    joined: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What became of one entry. ``topics`` say how they see its text now; empty where no text is held."""

    explained: Explained
    topics: tuple[TopicAnswer, ...]


def explain_url(store: Store, url: str) -> list[Story]:
    """Every entry for that address, oldest first; empty if no source has listed it."""
    stories = []
    for each in explain(store, url):
        with store.read() as tx:
            held = tx.articles.find(each.entry.article_id) if each.entry.article_id is not None else None
            said = _answers(tx, held) if held is not None else []
        stories.append(Story(explained=each, topics=tuple(said)))
    return stories


def explain_text(store: Store, text: str, now: datetime) -> list[TopicAnswer]:
    """How every topic sees a text whose first line is its headline."""
    title, _, body = text.strip().partition("\n")
    article = Article(id=ArticleId(0), entry_id=EntryId(0), source_id=SourceId("text"), url="", title=title.strip(),
                      text=body.strip(), first_seen=now, source_name="text")  # fmt: skip
    with store.read() as tx:
        return _answers(tx, article)


def _answers(tx: Transaction, article: Article) -> list[TopicAnswer]:
    index = compile_usable(tx.topics.all(), tx.topics.concepts())[0]
    roots = [topic.query.root for topic in index.topics]
    joined = ["all" if isinstance(root, And) else "any" if isinstance(root, Or) else "" for root in roots]
    return [TopicAnswer(explanation=each, joined=how)
            for each, how in zip(explain_article(article, index), joined, strict=True)]  # fmt: skip


def read_text(path: Path) -> str:
    """The text of a file, or of standard input for "-". Raises UserMistake."""
    try:
        body = sys.stdin.buffer.read(LARGEST + 1) if str(path) == "-" else path.read_bytes()
        text = body.decode("utf-8-sig")
    except OSError as error:
        raise UserMistake(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UserMistake(f"{path}: not UTF-8 text (byte {error.start}): save it as UTF-8") from error
    if len(body) > LARGEST:
        raise UserMistake(f"{path}: larger than {LARGEST // 1024**2} MiB: is it the right file?")
    if not text.strip():
        raise UserMistake(f"{path}: holds no text")
    return text
