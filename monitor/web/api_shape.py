"""From the model to what the API says. Every text from outside is made inert; addresses lose their credentials."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.inert import inert, inert_url
from monitor.core.model.development import Development, Report
from monitor.core.model.match import Match
from monitor.core.urls import without_credentials
from monitor.services.dossier import Told
from monitor.services.explain import Story, TopicAnswer
from monitor.services.search import Hit
from monitor.services.status import SourceHealth
from monitor.services.topics import Hit as TrialHit
from monitor.services.topics import TopicRow
from monitor.store.outbox import Listed
from monitor.web import api_model as say


def topic(row: TopicRow) -> say.TopicOut:
    """A topic with its counts."""
    each = row.topic
    return say.TopicOut(
        id=each.id, title=inert(each.title), query=each.query, channels=list(each.channels), owner=each.owner.value,
        alerts=[verdict.value for verdict in each.rule.verdicts], least_rank=each.rule.least_rank.number,
        languages=list(each.rule.languages), stages=[rung.stage for rung in each.ladder],
        developments=row.developments, reports=row.reports, mentions=row.mentions,
    )  # fmt: skip


def trial_hit(hit: TrialHit) -> say.HitOut:
    """An article that a query finds."""
    return say.HitOut(
        article=hit.article.id, title=inert(hit.article.title), url=inert_url(hit.article.url),
        source=inert(hit.article.source_name), published=hit.article.published, grade=hit.match.grade.value,
        score=round(hit.match.score, 3), reason=inert(hit.match.reason),
        evidence=[inert(each.quote) for each in hit.match.evidence],
    )  # fmt: skip


def development(each: Development) -> say.DevelopmentOut:
    """A development."""
    return say.DevelopmentOut(
        id=each.id, title=inert(each.title), topics=list(each.topics), stage=inert(each.stage),
        opened=each.opened_at, last_report=each.last_report_at, reports=each.reports, origins=each.origins,
    )  # fmt: skip


def report(each: Report) -> say.ReportOut:
    """A report as filed."""
    return say.ReportOut(
        article=each.article_id, development=each.development_id, title=inert(each.title), url=inert_url(each.url),
        source=inert(each.source_name), language=inert(each.language, 20), published=each.published,
        first_seen=each.first_seen, novelty=each.novelty.value, reason=inert(each.reason), stage=inert(each.stage),
        origin=inert(each.origin), near_copy=each.near_copy,
    )  # fmt: skip


def report_in_full(told: Told) -> say.ReportInFull:
    """A report with what it added and why it matched."""
    return say.ReportInFull(
        **report(told.report).model_dump(), whats_new=inert(told.verdict.whats_new), changed=list(told.verdict.changed),
        claim=told.verdict.claim.value, evidence=[shown for match in told.matches for shown in evidence(match)],
        versions=[inert(f"{each.kind.value} {each.seen_at.isoformat(timespec='seconds')} {each.change}".strip())
                  for each in told.versions],
    )  # fmt: skip


def evidence(match: Match) -> Iterator[say.EvidenceOut]:
    """The sentences of a match; one without a sentence where it has none."""
    facts = {"topic": match.topic_id, "grade": match.grade.value, "score": round(match.score, 3),
             "reason": inert(match.reason)}  # fmt: skip
    if not match.evidence:
        yield say.EvidenceOut.model_validate(facts)
    for each in match.evidence:
        yield say.EvidenceOut.model_validate(facts | {
            "field": each.field.value, "start": each.span.start, "end": each.span.end, "quote": inert(each.quote),
            "clause": inert(each.clause)})  # fmt: skip


def source(row: SourceHealth) -> say.SourceOut:
    """A source and how it does."""
    each, state = row.source, row.state
    return say.SourceOut(
        id=each.id, name=inert(each.name), url=without_credentials(each.url), kind=each.kind.value,
        rank=each.rank.number, language=each.language, owner=each.owner.value, condition=row.condition,
        remarks=[inert(said) for said in row.remarks], entries=row.entries,
        interval_seconds=int(each.interval.total_seconds()), last_good_poll=state.succeeded_at,
        next_poll=state.next_poll_at, last_item=state.newest_entry_at,
    )  # fmt: skip


def delivery(each: Listed) -> say.DeliveryOut:
    """An alert on its way to a channel."""
    sent, told = each.delivery, each.alert
    return say.DeliveryOut(
        id=sent.id, alert=told.id, kind=told.kind.value, title=inert(told.message.title),
        topics=[inert(topic) for topic in told.message.topics], development=told.development_id,
        channel=sent.channel_id, recipient=sent.sent_to or None, status=sent.status.value, attempts=sent.attempts,
        created=told.created_at,
        sent=sent.sent_at, detail=inert(sent.detail), maybe_repeat=sent.maybe_repeat,
    )  # fmt: skip


def found(hit: Hit) -> say.FoundOut:
    """An article that a search found."""
    each = hit.found
    return say.FoundOut(
        article=each.article_id, title=inert(each.title), url=inert_url(each.url), source=inert(each.source_name),
        language=inert(each.language, 20), published=each.published, first_seen=each.first_seen,
        development=each.development_id, excerpt=inert(hit.excerpt),
    )  # fmt: skip


def answer(each: TopicAnswer) -> say.TopicAnswerOut:
    """How one topic sees a text."""
    match = each.explanation.match
    return say.TopicAnswerOut(
        topic=each.explanation.topic_id, grade=match.grade.value if match else "none",
        score=round(match.score, 3) if match else 0.0,
        reason=inert(match.reason) if match else "the query does not hold",
        evidence=[inert(one.quote) for one in match.evidence] if match else [],
        clauses=[f"{'+' if clause.held else '-'} {'  ' * clause.depth}{clause.text}"
                 for clause in each.explanation.clauses],
    )  # fmt: skip


def story(each: Story) -> say.StoryOut:
    """What became of one entry."""
    told, entry = each.explained, each.explained.entry
    return say.StoryOut(
        entry=entry.id, title=inert(entry.title), url=inert_url(entry.url), source=inert(told.source_name),
        published=entry.published, first_seen=entry.first_seen, account=entry.account.value, reason=inert(told.reason),
        matches=[inert(match) for match in told.matches], development=told.development,
        deliveries=[f"{one.target}: {one.status.value}" for one in told.deliveries],
        topics=[answer(one) for one in each.topics],
    )  # fmt: skip
