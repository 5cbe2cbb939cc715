"""Recheck: a reported article's page is read again; an edit that matters is a correction, and what is gone is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.core.matching.matcher import match
from monitor.core.model.article import Article, ArticleVersion, VersionKind
from monitor.core.model.capture import Captured
from monitor.core.model.development import Novelty, Verdict
from monitor.core.model.entry import Account, Entry
from monitor.core.model.fetched import FailureReason, Fetched, FetchFailed, FetchRequest, FetchResult
from monitor.core.model.ids import ArticleId, DevelopmentId
from monitor.core.model.match import Grade, Match
from monitor.core.policy.recheck import material_change, next_check
from monitor.core.policy.routing import NotTold
from monitor.core.urls import leads_home
from monitor.core.wording import when
from monitor.extraction.extracted import Extracted
from monitor.pipeline.audience import alert_routes
from monitor.pipeline.capture import Keeping, settled, take
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
    since: datetime  # when the article was judged
    captured: str  # hash of the newest capture of its page, "" = none


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the look brought: ``version`` None = nothing new to keep."""

    look: Look
    found: Extracted | FailureReason | None
    version: ArticleVersion | None
    now: datetime


def recheck(ctx: Context, article_id: ArticleId) -> Outcome:
    """Look at one article's page again, keep what changed, and alert if it matters and the article was alerted."""
    look = _known(ctx, article_id)
    if look is None:
        with ctx.store.write() as tx:  # of a page that was never read there is nothing to compare: no more looks
            tx.rechecks.schedule(article_id, None, checks=tx.rechecks.checks(article_id))
        return Outcome(stage="recheck", subject=str(article_id), result=Result.GONE)
    answer = ctx.fetcher.fetch(FetchRequest(url=look.article.url, purpose="page"))
    if (turn := _next_turn(look, answer, ctx.clock.now())) is not None:
        with ctx.store.write() as tx:
            tx.rechecks.schedule(article_id, turn, checks=look.checks)
        return _outcome(look, Result.POSTPONED, "others of its host had their turn")
    page = _page(look, answer)
    found = _read(ctx, look, page)
    now = ctx.clock.now()
    version = _version(ctx, look, found, now)
    kept = page if isinstance(page, Fetched) and isinstance(found, Extracted) else None

    def write(work: Callable[[Transaction], Outcome]) -> Outcome:
        with ctx.store.write() as tx:
            return work(tx)

    seen = Seen(look=look, found=found, version=version, now=now)
    return settled(write, lambda tx, keeping: _settle(ctx, tx, seen, keeping), _keeping(ctx, look, version, kept))


def _known(ctx: Context, article_id: ArticleId) -> Look | None:
    """What is known before the look; None if there is nothing to look at."""
    with ctx.store.read() as tx:
        ctx.knowledge.topics(tx)
        article, last = tx.articles.find(article_id), tx.rechecks.latest(article_id)
        entry = tx.entries.find(article.entry_id) if article else None
        if article is None or entry is None or last is None:
            return None
        since = tx.rechecks.since(article_id) or article.first_seen
        return Look(article=article, entry=entry, last=last, checks=tx.rechecks.checks(article_id), since=since,
                    captured=tx.captures.last_hash(article.entry_id))  # fmt: skip


def _settle(ctx: Context, tx: Transaction, seen: Seen, keeping: Keeping | None) -> Outcome:
    """Keep what a look found, all of it in one transaction."""
    look, version = seen.look, seen.version
    if ctx.stopping() and seen.found is None:
        tx.rechecks.schedule(look.article.id, seen.now, checks=look.checks)
        return _outcome(look, Result.GONE, "the monitor is stopping")
    tx.rechecks.schedule(look.article.id, next_check(look.since, seen.now), checks=look.checks + 1)
    if keeping is not None:
        keeping.store(tx, look.entry.id)
    if version is None:
        return _outcome(look, Result.NOTHING_NEW, "")
    number = tx.rechecks.add(version)
    if not version.change:
        return _outcome(look, Result.NOTHING_NEW, "edited in trifles")
    return _tell(ctx, tx, look, version, number)


def _keeping(ctx: Context, look: Look, version: ArticleVersion | None, page: Fetched | None) -> Keeping | None:
    """A capture of the page as it reads now: of each version, and of an article that has none yet."""
    policy = ctx.knowledge.policy
    if page is None or policy.of is Captured.NOTHING or (version is None and look.captured):
        return None
    taken = take(page)
    return None if taken.sha256 == look.captured else Keeping(taken=taken, policy=policy)


def _next_turn(look: Look, answer: FetchResult, now: datetime) -> datetime | None:
    """When to ask again for a page that was not asked for; None if it was, or its next look comes sooner anyway."""
    if not isinstance(answer, FetchFailed) or not answer.put_off or answer.retry_after is None:
        return None
    turn, next_look = now + answer.retry_after, next_check(look.since, now)
    return turn if next_look is not None and turn < next_look else None


def _page(look: Look, answer: FetchResult) -> Fetched | FailureReason | None:
    """The page; why it is no longer there; None if nothing is known this time."""
    if isinstance(answer, FetchFailed):
        return answer.reason if answer.reason in _GONE else None
    return answer if isinstance(answer, Fetched) and not leads_home(look.article.url, answer.final_url) else None


def _read(ctx: Context, look: Look, page: Fetched | FailureReason | None) -> Extracted | FailureReason | None:
    if not isinstance(page, Fetched):
        return page
    found = extract_page(ctx, page, title=look.entry.title, language=look.article.language)
    return found if isinstance(found, Extracted) else None  # a wall or a shell is no change


def _version(ctx: Context, look: Look, found: Extracted | FailureReason | None, now: datetime) -> ArticleVersion | None:
    """The version to keep; None if there is nothing new to keep or the page could not be read this time."""
    last = look.last
    if found is None:
        return None
    if isinstance(found, FailureReason):
        if last.kind is VersionKind.GONE:
            return None
        line = f"the page is no longer there: seen {when(last.seen_at, ctx.zone)}, {found.value} {when(now, ctx.zone)}"
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
