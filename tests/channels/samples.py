"""Invented messages, as the product composes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.core.digest import DigestItem, Watch, compose_digest, compose_standing
from monitor.core.message import compose
from monitor.core.model.alert import AlertKind, Block, Line, Message
from monitor.core.model.article import Article, Span
from monitor.core.model.development import ClaimStatus, Development, Novelty, Report, Verdict
from monitor.core.model.ids import ArticleId, DevelopmentId, EntryId, SourceId, TopicId
from monitor.core.model.match import Evidence, Field, Grade, Match
from monitor.core.model.source import SourceRank
from monitor.core.model.topic import Topic
from monitor.core.notice import Outage, failing_sources, storage_fails

NOW = datetime(2026, 6, 3, 8, 12, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Amsterdam")
TOPIC = Topic(id=TopicId("harbour-levy"), title="Harbour levy", query='"harbour levy"')
HEADLINE = "Council of Port Varna imposes harbour levy on foreign vessels"
SENTENCE = "The council voted on Tuesday to impose the harbour levy on all foreign vessels from 1 July."
URL = "https://gazette.example/2026/06/harbour-levy?id=7&part=2"
WATCH = Watch(topics=3, sources=43, healthy=41, read=2310, since=NOW - timedelta(days=1))


def alert(
    *,
    headline: str = HEADLINE,
    sentence: str = SENTENCE,
    source: str = "Varna Gazette",
    novelty: Novelty = Novelty.NEW,
    url: str = URL,
    topic: str = "Harbour levy",
    key: str = "alert-7-mail",
    first: str = "Harbour levy announced",
    base_url: str = "",
    answers: tuple[Line, ...] = (),
) -> Message:
    article = Article(
        id=ArticleId(7),
        entry_id=EntryId(7),
        source_id=SourceId("gazette"),
        url=url,
        title=headline,
        text=sentence,
        published=NOW - timedelta(minutes=20),
        first_seen=NOW - timedelta(minutes=1),
        source_name=source,
        source_rank=SourceRank.OFFICIAL,
    )
    development = Development(
        id=DevelopmentId(5),
        title=headline if novelty is Novelty.NEW else first,
        topics=(TOPIC.id,),
        opened_at=NOW - timedelta(days=2),
        last_report_at=NOW,
        reports=1 if novelty is Novelty.NEW else 4,
        origins=1 if novelty is Novelty.NEW else 2,
        stage="imposed",
    )
    report = Report(
        article_id=article.id,
        development_id=development.id,
        title=headline,
        url=url,
        source_name=source,
        published=article.published,
        first_seen=article.first_seen,
        novelty=novelty,
        reason="",
    )
    evidence = Evidence(
        field=Field.TEXT, span=Span(start=0, end=len(sentence)), quote=sentence, clause='"harbour levy"'
    )
    match = Match(
        topic_id=TOPIC.id, grade=Grade.REPORT, score=0.9, evidence=(evidence,), reason="an act is told in the lead"
    )
    verdict = Verdict(
        novelty=novelty,
        development_id=None if novelty is Novelty.NEW else development.id,
        score=0.4,
        reason="",
        changed=() if novelty is Novelty.NEW else ("stage",),
        whats_new="" if novelty is Novelty.NEW else "announced → imposed",
        stage="imposed",
        claim=ClaimStatus.OFFICIAL_STATEMENT,
    )
    topics = {TOPIC.id: Topic(id=TOPIC.id, title=topic, query=TOPIC.query)}
    return compose(
        development=development,
        report=report,
        article=article,
        matches=[match],
        topics=topics,
        verdict=verdict,
        key=key,
        now=NOW,
        base_url=base_url,
        zone=ZONE,
        answers=answers,
    )


def item(number: int, topic: str = "Harbour levy", novelty: Novelty = Novelty.NEW) -> DigestItem:
    return DigestItem(
        topics=(topic,),
        title=f"Harbour levy, report number {number}",
        url=f"https://gazette.example/{number}",
        novelty=novelty,
        first_seen=NOW - timedelta(minutes=number),
        facts=("announced → imposed", "stage: imposed", "Varna Gazette", "2 reports from 1 origin"),
    )


def digest(count: int = 3) -> Message:
    items = [item(number, "Harbour levy" if number % 2 else "Pilotage fees") for number in range(1, count + 1)]
    return compose_digest(items=items, watch=WATCH, key="digest-1", now=NOW, zone=ZONE, held="over the budget")


def empty_digest() -> Message:
    return compose_digest(items=[], watch=WATCH, key="digest-2", now=NOW, zone=ZONE)


def standing() -> Message:
    topics = ["Harbour levy", "Pilotage fees"]
    return compose_standing(topics=topics, items=[item(1), item(2)], watch=WATCH, key="standing", now=NOW, zone=ZONE)


def notice() -> Message:
    outages = [
        Outage(name="Varna Gazette", since=NOW - timedelta(hours=7), reason="name not found"),
        Outage(name="Black Sea Shipping News", since=NOW - timedelta(hours=6), reason="took too long"),
        Outage(name="Harbour Office", since=NOW - timedelta(hours=5), reason="took too long"),
    ]
    return failing_sources(outages, sources=43, key="notice-1", now=NOW, zone=ZONE)


def storage() -> Message:
    reason = "database sqlite:////srv/monitor/monitor.db cannot be written: the disk is full (database or disk is full)"
    return storage_fails(reason, key="storage-1", now=NOW, since=NOW - timedelta(seconds=20), zone=ZONE)


def test_message() -> Message:
    text = "If you read this, the channel works."
    return Message(kind=AlertKind.TEST, key="test-1", title="Test of the channel", blocks=(Block(text=text),), at=NOW)
