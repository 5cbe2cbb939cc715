"""Two months before the soak: reports that leave the memory of developments while it runs.

What was reported in the last 60 days is compared with each new report, so that a monitor's memory rises for its first
60 days and is level from then on. A run of an hour sees the level only if as much leaves that memory as comes into it:
here are the reports of the hour that lies 60 days before, as many as the run will bring.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

from bench.polling_site import article, headline
from monitor.config.feeds_toml import load
from monitor.core.model.article import Article
from monitor.core.model.entry import FoundEntry
from monitor.core.model.fetched import FailureReason, FetchFailed, FetchRequest, FetchResult
from monitor.core.model.ids import ArticleId, SourceId
from monitor.core.policy.intake import Keyed
from monitor.isolation.pool import WorkerPool
from monitor.pipeline.context import Context
from monitor.pipeline.detect import detect
from monitor.pipeline.knowledge import WINDOW, Knowledge
from monitor.services.declare import apply, assemble
from monitor.store.articles import ArticleKeys
from monitor.store.store import Store

OUTLET = "127.255.255.1"
_PARAGRAPH = re.compile(r"<p>(.*?)</p>")


@dataclass
class _Clock:
    at: datetime

    def now(self) -> datetime:
        return self.at


class _NoNetwork:
    def fetch(self, request: FetchRequest) -> FetchResult:
        return FetchFailed(url=request.url, reason=FailureReason.CONNECT, detail="the past is not asked")


def remember(folder: Path, source: str, count: int, lasting: timedelta) -> None:
    """Have ``count`` reports on the topic of feeds.toml in the store, spread evenly over ``lasting``, 60 days ago.

    Judged by the real stage at their time; baselines, so that nobody is alerted and nothing is read again.
    """
    store = Store(f"sqlite:///{folder / 'monitor.db'}")
    store.upgrade()
    now = datetime.now(UTC)
    apply(store, assemble(load(folder / "feeds.toml", shortest=timedelta(seconds=1))), now)
    clock = _Clock(at=now)
    ctx = Context(store=store, fetcher=_NoNetwork(), workers=WorkerPool({}), channels=dict, clock=clock,
                  knowledge=Knowledge(window=WINDOW * 2))  # fmt: skip
    for number in range(1, count + 1):
        clock.at = now - WINDOW + lasting * number / count
        detect(ctx, _stored(store, SourceId(source), number, clock.at))
    store.close()


def _stored(store: Store, source: SourceId, number: int, at: datetime) -> ArticleId:
    title, page = headline(OUTLET, number, hot=True), article(OUTLET, number, hot=True).decode()
    text = "\n\n".join(unescape(paragraph) for paragraph in _PARAGRAPH.findall(page))
    found = FoundEntry(title=title, url=f"http://{OUTLET}/{number}", published=at)
    with store.write() as tx:
        entry_id = tx.entries.add(source, Keyed(entry=found, keys=()), now=at, baseline=True)
        held = Article(id=ArticleId(0), entry_id=entry_id, source_id=source, url=found.url, title=title, text=text,
                       language="en", published=at, first_seen=at, baseline=True)  # fmt: skip
        article_id = tx.articles.add(held, ArticleKeys(page=found.url, text=""), stored_at=at)
        tx.entries.settle_text(entry_id, article_id=article_id)
    return article_id
