"""Stored articles, one after the other: to look at all of them takes no transaction that lasts, nor room for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from monitor.core.model.article import Article
from monitor.core.model.ids import ArticleId
from monitor.store.store import Store

_AT_ONCE = 200  # articles in one transaction


def articles(store: Store, since: datetime | None = None, newest: int | None = None) -> Iterator[Article]:
    """The articles from a time of first sight on, oldest first; with ``newest`` so many of them, newest first."""
    last: ArticleId | None = None
    left = newest
    while left is None or left > 0:
        limit = _AT_ONCE if left is None else min(left, _AT_ONCE)
        with store.read() as tx:
            piece = tx.articles.listed(since, newest_first=newest is not None, beyond=last, limit=limit)
        if not piece:
            return
        yield from piece
        last = piece[-1].id
        left = None if left is None else left - len(piece)
