"""Recheck: a reported article's page is read again; an edit that matters is a correction, and what is gone is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.core.matching.matcher import match
from monitor.core.message import when
from monitor.core.model.article import Article, ArticleVersion, VersionKind
from monitor.core.model.development import Novelty, Verdict
from monitor.core.model.entry import Account, Entry
from monitor.core.model.fetched import FailureReason, Fetched, FetchFailed, FetchRequest
from monitor.core.model.ids import ArticleId, DevelopmentId
from monitor.core.model.match import Grade, Match
from monitor.core.policy.recheck import material_change, next_check
from monitor.core.policy.routing import NotTold
from monitor.extraction.extracted import Extracted
from monitor.pipeline.audience import alert_routes
from monitor.pipeline.context import Context
from monitor.pipeline.detect import Case, compose_alert
from monitor.pipeline.extract import extract_page
from monitor.pipeline.outcome import Outcome, Result
from monitor.store.store import Transaction

_GONE = frozenset({FailureReason.NOT_FOUND, FailureReason.GONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is known before the look."""

    article: Article
    entry: Entry
    last: ArticleVersion
    checks: int


def recheck(ctx: Context, article_id: ArticleId) -> Outcome:
    """Look at one article's page again, keep what changed, and alert if it matters and the article was alerted."""
    with ctx.store.read() as tx:
        article = tx.articles.find(article_id)
        last = tx.rechecks.latest(article_id)
        entry = tx.entries.find(article.entry_id) if article else None
        checks = tx.rechecks.checks(article_id)
    if article is None or entry is None or last is None:
        return Outcome(stage="recheck", subject=str(article_id), result=Result.GONE)
    look = Look(article=article, entry=entry, last=last, checks=checks)
    found = _look(ctx, look)
    now = ctx.clock.now()
    with ctx.store.write() as tx:
        if ctx.stopping() and found is None:
            tx.rechecks.schedule(article_id, now, checks=checks)
            return _outcome(look, Result.GONE, "the monitor is stopping")
        tx.rechecks.schedule(article_id, next_check(checks + 1, now), checks=checks + 1)
        version = _version(ctx, look, found, now)
        if version is None:
            return _outcome(look, Result.NOTHING_NEW, "")
        number = tx.rechecks.add(version)
        if not version.change:
            return _outcome(look, Result.NOTHING_NEW, "edited in trifles")
        return _tell(ctx, tx, look, version, number)


def _look(ctx: Context, look: Look) -> Extracted | FailureReason | None:
    result = ctx.fetcher.fetch(FetchRequest(url=look.article.url, purpose="page"))
    if isinstance(result, FetchFailed):
        return result.reason if result.reason in _GONE else None
    if not isinstance(result, Fetched):
        return None
    found = extract_page(ctx, result, title=look.entry.title, language=look.article.language)
    return found if isinstance(found, Extracted) else None  # a wall or a shell is no change


def _version(ctx: Context, look: Look, found: Extracted | FailureReason | None, now: datetime) -> ArticleVersion | None:
    """The version to keep; None if there is nothing new to keep or the page could not be read this time."""
    last = look.last
    if found is None:
        return None
    if isinstance(found, FailureReason):
        if last.kind is VersionKind.GONE:
            return None
        line = f"seen {when(last.seen_at, ctx.zone)}, {found.value} {when(now, ctx.zone)}"
        return ArticleVersion(article_id=look.article.id, kind=VersionKind.GONE, seen_at=now, title=last.title,
                              text=last.text, change=line)  # fmt: skip
    kind = VersionKind.BACK if last.kind is VersionKind.GONE else VersionKind.EDITED
    if kind is VersionKind.EDITED and (found.title, found.text) == (last.title, last.text):
        return None
    change = material_change((last.title, last.text), (found.title, found.text))
    return ArticleVersion(article_id=look.article.id, kind=kind, seen_at=now, title=found.title, text=found.text,
                          change=change.line if change else "")  # fmt: skip


def _tell(ctx: Context, tx: Transaction, look: Look, version: ArticleVersion, number: int) -> Outcome:
    filed = tx.developments.report_of(look.article.id)
    if filed is None or look.entry.account is not Account.ALERTED:
        return _outcome(look, Result.CORRECTION, f"kept, not told: {version.change}")
    development_id, before = filed
    verdict = _corrected(before, development_id, version)
    article = replace(look.article, title=version.title or look.article.title, text=version.text)
    reported = [match for match in tx.articles.matches(article.id) if match.grade is Grade.REPORT]
    index, topics = ctx.knowledge.topics(tx)
    if version.kind is not VersionKind.GONE:
        reported = as_it_reads_now(reported, match(article, index))
    case = Case(article=article, found=reported, topics=topics, now=version.seen_at)
    routing = alert_routes(tx, article, reported, verdict, topics=topics, development_id=development_id,
                           now=version.seen_at, zone=ctx.zone)  # fmt: skip
    if isinstance(routing, NotTold):
        return _outcome(look, Result.CORRECTION, f"not told: {routing.reason}")
    message = compose_alert(ctx, tx, case, verdict, development_id)
    tx.developments.brought_news(development_id, version.seen_at)
    tx.outbox.add(replace(message, key=f"{message.key}-v{number}"), routing, now=version.seen_at,
                  development_id=development_id, article_id=article.id)  # fmt: skip
    return _outcome(look, Result.CORRECTION, version.change, alert=True, development=int(development_id))


def as_it_reads_now(reported: Sequence[Match], found: Sequence[Match]) -> list[Match]:
    """What was reported, with the evidence that the text holds now; none where it tells of the topic no more."""
    now = {each.topic_id: each for each in found}
    gone = "the edited text does not tell of it any more"
    return [
        replace(now[before.topic_id], grade=Grade.REPORT) if before.topic_id in now
        else replace(before, evidence=(), reason=gone)
        for before in reported
    ]  # fmt: skip


def _corrected(before: Verdict, development_id: DevelopmentId, version: ArticleVersion) -> Verdict:
    what = "no longer found" if version.kind is VersionKind.GONE else "edited after it was alerted"
    return replace(before, novelty=Novelty.CORRECTION, development_id=development_id, whats_new=version.change,
                   changed=(), reason=what, near_copy=False)  # fmt: skip


def _outcome(look: Look, result: Result, reason: str, **facts: str | int | float | bool) -> Outcome:
    about: dict[str, str | int | float | bool] = {"source": look.article.source_id, "title": look.article.title[:100]}
    return Outcome(stage="recheck", subject=str(look.article.id), result=result, reason=reason, facts=about | facts)
