"""Messages: what an alert says, in plain parts.

Every channel renders the same `Message`; none of them may meet text from outside that did not pass `inert`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo

from monitor.core.inert import TITLE_LIMIT, inert, inert_url
from monitor.core.model.alert import AlertKind, Block, Line, Message
from monitor.core.model.article import Article
from monitor.core.model.development import CHANGED, Development, Novelty, Report, Verdict, thread_of
from monitor.core.model.ids import TopicId
from monitor.core.model.match import Grade, Match
from monitor.core.model.source import SourceRank
from monitor.core.model.topic import Topic
from monitor.core.wording import claimed, tally, when

_KINDS = {AlertKind.DIGEST: "Digest: ", AlertKind.NOTICE: "Notice: "}
SUBJECT_LIMIT = 120
SO_FAR = "So far"
MAYBE_REPEAT = "May be a repeat: the answer to an earlier try was not seen."
_RANKS = {
    SourceRank.OFFICIAL: "official source",
    SourceRank.SPECIALIST: "specialist source",
    SourceRank.PRESS: "press",
    SourceRank.AGGREGATOR: "aggregator",
}
_NOVELTY = {
    Novelty.NEW: "New development",
    Novelty.UPDATE: "Update",
    Novelty.CORRECTION: "Correction",
    Novelty.REPEAT: "Repeat",
}


def subject(message: Message) -> str:
    """One short line for a mail's subject or a notification: what kind it is, headline, topic.

    The topic stands last, since a telephone shows the first words alone; a headline too long is cut before it.
    """
    topics = ", ".join(message.topics[:2]) + ("…" if len(message.topics) > 2 else "")
    tail = f" [{inert(topics, 45)}]" if topics and message.novelty else ""
    kind = {Novelty.NEW: "New: ", Novelty.UPDATE: "Update: ", Novelty.CORRECTION: "Correction: "}
    told = kind[message.novelty] if message.novelty in kind else _KINDS.get(message.kind, "")
    repeat = "(may be a repeat) " if message.maybe_repeat else ""
    return inert(f"{repeat}{told}{message.title}", SUBJECT_LIMIT - len(tail)) + tail


def compose(
    *,
    development: Development,
    report: Report,
    article: Article,
    matches: Sequence[Match],
    topics: Mapping[TopicId, Topic],
    verdict: Verdict,
    key: str,
    now: datetime,
    base_url: str = "",
    zone: tzinfo = UTC,
    answers: Sequence[Line] = (),
) -> Message:
    """The alert for one report on a development.

    ``development`` counts the report already. ``matches`` are the topics' answers for the article; those that are not
    reports are left out. ``key`` is the idempotency key, ``now`` the time of the decision (UTC), ``base_url`` the
    address of the web page ("" if none is offered), ``zone`` the user's time zone. ``answers`` are links by which a
    reader says what the alert was worth.
    """
    told = [match for match in matches if match.grade is Grade.REPORT] or list(matches)
    titles = tuple(inert(_topic_title(match.topic_id, topics), 200) for match in told)
    headline = inert(article.title or report.title, TITLE_LIMIT) or "(without a headline)"
    best = max((match for match in told if match.evidence), key=lambda match: match.score, default=None)
    main = Block(
        heading=headline,
        url=inert_url(article.url),
        quote=_sentence(best, headline) if best else "",
        lines=(
            _filed(development, verdict, headline, zone),
            *_new_facts(report, verdict),
            *_source_facts(article, verdict, zone),
            Line(label=SO_FAR, text=_so_far(development, report)),
            *_why(told, topics),
            *_links(development, base_url),
        ),
    )
    return Message(
        kind=AlertKind.DEVELOPMENT,
        key=key,
        title=headline,
        blocks=(main, Block(text="Was this alert right?", lines=tuple(answers))) if answers else (main,),
        thread=thread_of(development.id),
        topics=titles,
        novelty=verdict.novelty,
        at=now,
        footer=_footer(development, article, told_how=bool(answers)),
    )


def _topic_title(topic_id: TopicId, topics: Mapping[TopicId, Topic]) -> str:
    topic = topics.get(topic_id)
    return topic.title if topic else topic_id


def _sentence(match: Match, headline: str) -> str:
    """The matched sentence; one that only says the headline again is shown if there is no other."""
    quotes = [inert(evidence.quote) for evidence in match.evidence]
    return next((quote for quote in quotes if quote != headline), quotes[0])


def _filed(development: Development, verdict: Verdict, headline: str, zone: tzinfo) -> Line:
    """Whether it opens a development or adds to one, and then to which."""
    if verdict.novelty is Novelty.NEW:
        to_whom = "" if development.reports == 1 else " that goes to this topic's readers"
        return Line(label=_NOVELTY[Novelty.NEW], text=f"first report of it{to_whom}")
    first = inert(development.title, TITLE_LIMIT)
    since = f"opened {when(development.opened_at, zone)}"
    return Line(
        label=f"{_NOVELTY[verdict.novelty]} of", text=f"{'this development' if first == headline else first}; {since}"
    )


def _new_facts(report: Report, verdict: Verdict) -> list[Line]:
    lines = []
    changed = inert(", ".join(CHANGED.get(slot, slot) for slot in verdict.changed), 200)
    news = inert(verdict.whats_new)
    if news:
        lines.append(Line(label="What is new", text=news))
    if changed:
        lines.append(Line(label="Changed", text=changed))
    stage = inert(verdict.stage or report.stage, 100)
    if stage:
        lines.append(Line(label="Stage", text=stage))
    return lines


def _source_facts(article: Article, verdict: Verdict, zone: tzinfo) -> list[Line]:
    name = inert(article.source_name or article.source_id, 200)
    publisher = inert(article.publisher, 200)
    if publisher and publisher.casefold() != name.casefold():
        name = f"{publisher}, found by {name}"
    published = claimed(article.published, zone) if article.published else "not said by the source"
    rank = f"{_RANKS[article.source_rank]}, rank {article.source_rank.number} of {len(SourceRank)}"
    return [
        Line(label="Source", text=f"{name} ({rank})"),
        Line(label="Claim", text=verdict.claim.value),
        Line(label="Published", text=published),
        Line(label="First seen", text=when(article.first_seen, zone)),
    ]


def _so_far(development: Development, report: Report) -> str:
    origin = inert(report.origin, 200)
    return tally(development) + (f"; this one goes back to {origin}" if origin else "")


def _why(matches: Sequence[Match], topics: Mapping[TopicId, Topic]) -> list[Line]:
    lines = []
    for match in matches:
        clause = inert(match.evidence[0].clause, 200) if match.evidence else ""
        parts = [part for part in (inert(match.reason, 400), clause and f"matched {clause}") if part]
        text = f"{inert(_topic_title(match.topic_id, topics), 200)}: {'; '.join(parts) or 'on the topic'}"
        lines.append(Line(label="Why", text=text))
    return lines


def _footer(development: Development, article: Article, *, told_how: bool) -> str:
    """What it is of and, where no link says it, how to tell that it is not right."""
    told = f"monitor, development {development.id}"
    return told if told_how else f"{told}. Not right? monitor feedback {article.id} not-relevant"


def _links(development: Development, base_url: str) -> list[Line]:
    url = inert_url(f"{base_url.rstrip('/')}/developments/{development.id}") if base_url else ""
    return [Line(label="All reports", text=f"development {development.id}", url=url)] if url else []
