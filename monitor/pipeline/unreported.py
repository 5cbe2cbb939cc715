"""Articles that report nothing on any topic: what they mention is kept and counted, nothing is ever sent."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.model.article import Article
from monitor.core.model.entry import Account
from monitor.core.model.match import Grade, Match
from monitor.pipeline.outcome import Outcome, Result
from monitor.store.store import Transaction


def reports_nothing(found: Sequence[Match]) -> bool:
    """Whether what the topics found in an article is at most mentions."""
    return all(each.grade is not Grade.REPORT for each in found)


def keep_unreported(tx: Transaction, article: Article, found: Sequence[Match]) -> Outcome:
    """Give the article, which is marked as judged, its account; the outcome of its detection."""
    tx.articles.add_matches(article.id, found)
    if not found:
        tx.entries.account(article.entry_id, Account.NO_MATCH, "on no topic")
        return _outcome(article, Result.NO_MATCH, "")
    reason = "; ".join(f"{each.topic_id}: {each.reason}" for each in found)
    tx.entries.account(article.entry_id, Account.MENTION, reason)
    return _outcome(article, Result.MENTION, reason)


def _outcome(article: Article, result: Result, reason: str) -> Outcome:
    return Outcome(stage="detect", subject=str(article.id), result=result, reason=reason,
                   facts={"source": article.source_id, "title": article.title[:100]})  # fmt: skip
