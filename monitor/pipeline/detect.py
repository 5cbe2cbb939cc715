"""Detect: Article -> Match -> Development -> Alert. One decision an article, in one transaction with its effects."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.core.matching.matcher import match
from monitor.core.message import compose
from monitor.core.model.alert import Line, Message
from monitor.core.model.article import Article
from monitor.core.model.capture import Captured
from monitor.core.model.development import Novelty, Verdict, thread_of
from monitor.core.model.entry import Account
from monitor.core.model.ids import ArticleId, DevelopmentId, TopicId
from monitor.core.model.match import Grade, Match
from monitor.core.model.topic import Topic
from monitor.core.novelty.features import ReportFeatures, features, to_json
from monitor.core.novelty.memory import best_time
from monitor.core.novelty.verdict import judge
from monitor.core.policy.feedback import links
from monitor.core.policy.recheck import next_check
from monitor.core.policy.routing import NotTold, WhyNot
from monitor.pipeline.audience import alert_routes, first_heard, somebody_has_seen
from monitor.pipeline.context import Context
from monitor.pipeline.outcome import Outcome, Result
from monitor.pipeline.renew import EVERY
from monitor.pipeline.unreported import keep_unreported
from monitor.store.store import Transaction
from monitor.store.versions import FEEDBACK_SECRET

_RESULTS = {
    Novelty.NEW: Result.NEW, Novelty.UPDATE: Result.UPDATE, Novelty.REPEAT: Result.REPEAT,
    Novelty.CORRECTION: Result.CORRECTION,
}  # fmt: skip
_ACCOUNTS = {WhyNot.BASELINE: Account.BASELINE, WhyNot.REPEAT: Account.REPEAT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One article on its way to a decision."""

    article: Article
    found: Sequence[Match]
    topics: Mapping[TopicId, Topic]
    now: datetime

    @property
    def reported(self) -> list[Match]:
        """The topics on which it reports a development."""
        return [each for each in self.found if each.grade is Grade.REPORT]


def detect(ctx: Context, article_id: ArticleId) -> Outcome:
    """Match one article against all topics, file it if it reports on any, and write the alerts that are due."""
    with ctx.store.read() as tx:
        article = tx.articles.find(article_id)
        if article is None:
            return Outcome(stage="detect", subject=str(article_id), result=Result.GONE)
        index, topics = ctx.knowledge.topics(tx)
    known = ctx.knowledge.take_found(article_id, index)
    found = match(article, index) if known is None else known
    case = Case(article=article, found=found, topics=topics, now=ctx.clock.now())
    if not case.reported:
        with ctx.store.write() as tx:
            if not tx.articles.set_detected(article.id, case.now):
                return _decided(article)
            return keep_unreported(tx, article, case.found)
    said = features(article, case.reported)
    with ctx.knowledge.lock, ctx.store.write() as tx:
        tx.decide_alone()
        if not tx.articles.set_detected(article.id, case.now):
            return _decided(article)
        memory = ctx.knowledge.recall(tx, case.now)
        ladders = {topic.id: [rung.stage for rung in topic.ladder] for topic in topics.values()}
        verdict = judge(article, case.reported, said, memory, case.now, ladders=ladders)
        return _save(ctx, tx, case, verdict, said)


def _decided(article: Article) -> Outcome:
    return Outcome(stage="detect", subject=str(article.id), result=Result.GONE, reason="decided by another")


def _save(ctx: Context, tx: Transaction, case: Case, verdict: Verdict, said: ReportFeatures) -> Outcome:
    article = case.article
    tx.articles.add_matches(article.id, case.found)
    development_id = _file(ctx, tx, case, verdict, said)
    case, verdict = _to_its_readers(tx, case, verdict, development_id)
    routing = alert_routes(tx, article, case.found, verdict, topics=case.topics, development_id=development_id,
                           now=case.now, zone=ctx.zone)  # fmt: skip
    result = _RESULTS[verdict.novelty]
    facts: dict[str, str | int | float | bool] = {
        "alert": False, "development": int(development_id), "topics": ",".join(each.topic_id for each in case.reported),
        **ctx.knowledge.mended.facts(),
    }  # fmt: skip
    if isinstance(routing, NotTold):
        reason = f"development {development_id}: {routing.reason}" + (f" ({verdict.reason})" if verdict.reason else "")
        if routing.why is WhyNot.REPEAT and not somebody_has_seen(tx, development_id, case.now):
            tx.renewals.ask(thread_of(development_id), case.now + EVERY)
        tx.entries.account(article.entry_id, _ACCOUNTS.get(routing.why, Account.SILENT), reason)
        return _outcome(article, result, f"{routing.reason}; {verdict.reason}", **facts)
    message = compose_alert(ctx, tx, case, verdict, development_id)
    tx.developments.brought_news(development_id, case.now)
    tx.outbox.add(message, routing, now=case.now, development_id=development_id, article_id=article.id)
    told = ", ".join(each.channel_id for each in routing)
    reason = f"development {development_id}, {verdict.novelty.value}: {told} ({verdict.reason})"
    tx.entries.account(article.entry_id, Account.ALERTED, reason)
    return _outcome(article, result, verdict.reason, **(facts | {"alert": True}))


def _to_its_readers(tx: Transaction, case: Case, verdict: Verdict,
                    development_id: DevelopmentId) -> tuple[Case, Verdict]:  # fmt: skip
    """What is told: a repeat is new to readers who heard nothing of its development, and to them alone.

    It stays filed as the repeat that it is.
    """
    if verdict.novelty is not Novelty.REPEAT or case.article.baseline:
        return case, verdict
    topics = [case.topics[each.topic_id] for each in case.reported if each.topic_id in case.topics]
    first = first_heard(tx, case.article, topics, development_id)
    if not first:
        return case, verdict
    reason = f"the first report that the topic's readers get of it; {verdict.reason}"
    return (replace(case, found=[each for each in case.found if each.topic_id in first]),
            replace(verdict, novelty=Novelty.NEW, whats_new="", reason=reason))  # fmt: skip


def _file(ctx: Context, tx: Transaction, case: Case, verdict: Verdict, said: ReportFeatures) -> DevelopmentId:
    article, development_id = case.article, verdict.development_id
    if development_id is None:
        development_id = tx.developments.open(article.title, article.first_seen, verdict.stage)
    tx.developments.file(
        development_id, article.id, verdict, topics=tuple(each.topic_id for each in case.reported),
        features=to_json(said), at=best_time(article), seen=article.first_seen, now=case.now,
    )  # fmt: skip
    if not article.baseline:
        if _is_to_be_captured(ctx, tx, article):  # a look before the first: after it the others come as for all
            tx.rechecks.schedule(article.id, case.now, checks=-1)
        else:
            tx.rechecks.schedule(article.id, next_check(case.now, case.now), checks=0)
    return development_id


def _is_to_be_captured(ctx: Context, tx: Transaction, article: Article) -> bool:
    """Whether its page was not asked for, as its feed carried the whole text, so that there is no capture of it yet."""
    if ctx.knowledge.policy.of is Captured.NOTHING or tx.rechecks.latest(article.id) is None:
        return False
    return not tx.captures.last_hash(article.entry_id)


def compose_alert(
    ctx: Context, tx: Transaction, case: Case, verdict: Verdict, development_id: DevelopmentId
) -> Message:
    """The alert for a report that is filed already."""
    article = case.article
    development = tx.developments.find(development_id)
    report = next(each for each in tx.developments.reports(development_id) if each.article_id == article.id)
    assert development is not None, "it was opened or found in this transaction"
    return compose(
        development=development, report=report, article=article, matches=case.reported, topics=case.topics,
        verdict=verdict, key=f"article-{article.id}-{int(article.first_seen.timestamp())}", now=case.now,
        base_url=ctx.base_url, zone=ctx.zone, answers=_answers(ctx, tx, article),
    )  # fmt: skip


def _answers(ctx: Context, tx: Transaction, article: Article) -> tuple[Line, ...]:
    """Links for feedback, signed with a secret that the store keeps; made when it is first needed."""
    if not ctx.base_url:
        return ()
    if not tx.facts.get(FEEDBACK_SECRET):
        tx.facts.put(FEEDBACK_SECRET, secrets.token_hex(32))
    return links(ctx.base_url, tx.facts.get(FEEDBACK_SECRET), article.id)


def _outcome(article: Article, result: Result, reason: str, **facts: str | int | float | bool) -> Outcome:
    about: dict[str, str | int | float | bool] = {"source": article.source_id, "title": article.title[:100], **facts}
    return Outcome(stage="detect", subject=str(article.id), result=result, reason=reason, facts=about)
