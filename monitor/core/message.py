"""Messages: what an alert says, in plain parts, and how text from outside is made harmless before it is said.

Every channel renders the same `Message`; none of them may meet text from outside that did not pass `inert` here.
What is escaped for one medium only (HTML, Slack, Discord) is the channel's own duty, not this room's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, tzinfo
from urllib.parse import quote, urlsplit, urlunsplit

from monitor.core.model.alert import AlertKind, Block, Line, Message
from monitor.core.model.article import Article
from monitor.core.model.development import CHANGED, Development, Novelty, Report, Verdict, thread_of
from monitor.core.model.ids import TopicId
from monitor.core.model.match import Grade, Match
from monitor.core.model.source import SourceRank
from monitor.core.model.topic import Topic

TITLE_LIMIT = 250
TEXT_LIMIT = 1_000
URL_LIMIT = 2_000
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
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# ECMA-48: CSI sequences, strings (OSC, DCS, SOS, PM, APC) with their end, two-character escapes. Their one-character
# forms (U+0080 to U+009F) are dropped like other controls: they are common debris of wrongly decoded text.
_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]?|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]?")
_HOST = re.compile(r"[A-Za-z0-9._-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_URL_LETTERS = "!#$%&*+,-./:;=?@_~"  # of RFC 3986, less quotes, brackets and parentheses, which end links in some media
_BLANK = re.compile(r"\s+")
# Signs of category Cf that are seen on paper: Arabic and Syriac number marks and the like (Unicode 15, 9.2).
_SEEN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
# Letters and marks without a glyph, by which text can be hidden: fillers, joiners, invisible vowels.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc")
_MARKS_IN_A_ROW = 4  # more are a tower of marks over the neighbouring lines; no orthography needs them


def inert(text: str, limit: int = TEXT_LIMIT) -> str:
    """The text as one harmless plain line of at most ``limit`` characters; an ellipsis says that it was cut.

    Removed: control characters, terminal escapes, bidirectional overrides and isolates, zero-width and other unseen
    characters, Unicode tags and variation supplements, lone surrogates, noncharacters, towers of combining marks.
    Newlines and runs of blanks become one blank. Letters of every script stay. Doing it twice changes nothing.
    """
    seen = text[: 4 * limit + 1_000]
    plain = _BLANK.sub(" ", _ANSI.sub("", seen)).strip()
    kept: list[str] = []
    marks = 0
    for letter in plain:
        if letter < "\x7f":
            if letter >= " ":
                kept.append(letter)
                marks = 0
            continue
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= _MARKS_IN_A_ROW and not _is_unseen(letter):
            kept.append(letter)
    line = _BLANK.sub(" ", "".join(kept)).strip()
    if len(line) > limit or len(text) > len(seen):
        line = line[: limit - 1].rstrip() + "…"
    return line


def _is_unseen(letter: str) -> bool:
    category = unicodedata.category(letter)
    if category == "Cf":
        return letter not in _SEEN_FORMATS
    number = ord(letter)
    return (
        category in {"Cc", "Cs", "Zl", "Zp"}
        or letter in _UNSEEN
        or 0xFE00 <= number <= 0xFE0E
        or 0xE0000 <= number <= 0xE0FFF
        or number & 0xFFFE == 0xFFFE
        or 0xFDD0 <= number <= 0xFDEF
    )


def inert_url(url: str) -> str:
    """The address, safe to put into a link or to print; "" unless it is a usable http(s) address.

    Characters that end a link in one of the media (quotes, brackets, pipes, backslashes …) are percent-encoded
    (RFC 3986, 2.1). Not shown are an address longer than `URL_LIMIT`, since a cut one leads elsewhere, and one with a
    user name in it, which can pass for a host. A host in another script is shown as xn--.
    """
    if len(url) > URL_LIMIT or any(letter <= " " or _is_unseen(letter) for letter in url):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
        rest = urlunsplit(("", "", parts.path, parts.query, parts.fragment))
    except ValueError:  # UnicodeError included: a label that is too long, brackets that do not close
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not _HOST.fullmatch(host):
        return ""
    safe = f"{parts.scheme.lower()}://{host}{quote(rest, safe=_URL_LETTERS)}"
    return safe if len(safe) <= URL_LIMIT else ""


def made_inert(message: Message) -> Message:
    """The message with every text passed through `inert` again: for channels, which trust no caller."""
    return replace(
        message,
        title=inert(message.title, TITLE_LIMIT),
        blocks=tuple(_inert_block(block) for block in message.blocks),
        topics=tuple(inert(topic, 200) for topic in message.topics),
        footer=inert(message.footer),
    )


def _inert_block(block: Block) -> Block:
    lines = tuple(
        Line(label=inert(line.label, 60), text=inert(line.text), url=inert_url(line.url)) for line in block.lines
    )
    return Block(
        heading=inert(block.heading, TITLE_LIMIT),
        url=inert_url(block.url),
        lines=lines,
        quote=inert(block.quote),
        text=inert(block.text),
    )


def when(at: datetime, zone: tzinfo = UTC) -> str:
    """A moment in the user's zone and in UTC: ``3 Jun 2026, 10:00 CEST (08:00 UTC)``; with UTC alone if they agree."""
    local, utc = at.astimezone(zone), at.astimezone(UTC)
    if local.utcoffset() == utc.utcoffset():
        return f"{_day(utc)}, {utc:%H:%M} UTC"
    day = "" if local.date() == utc.date() else f"{_day(utc)}, "
    return f"{_day(local)}, {local:%H:%M} {_zone_name(local)} ({day}{utc:%H:%M} UTC)"


def claimed(at: datetime, zone: tzinfo = UTC) -> str:
    """When a source says that something appeared: the moment, or the day alone where that is all it says.

    A day without a time is kept as midnight UTC; told as a moment it would be another day west of Greenwich.
    """
    return day_of(at) if is_day(at) else when(at, zone)


def is_day(at: datetime) -> bool:
    """Whether a claimed moment is a day without a time."""
    return at.astimezone(UTC).time() == time()


def day_of(at: datetime) -> str:
    """``3 Jun 2026``, the day in UTC."""
    return _day(at.astimezone(UTC))


def _day(at: datetime) -> str:
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def _zone_name(at: datetime) -> str:
    name = at.tzname() or ""
    return name if name.isalpha() else f"UTC{at:%z}"


def counted(number: int, noun: str) -> str:
    """``1 report``, ``2 reports``, ``2,310 items``; nouns in -y become -ies ("1 entry", "2 entries")."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1] + 'ies' if noun.endswith('y') else noun + 's'}"


def tally(development: Development) -> str:
    """How much is told of a development: ``5 reports from 2 origins``."""
    return f"{counted(development.reports, 'report')} from {counted(development.origins, 'origin')}"


def subject(message: Message) -> str:
    """One short line for a mail's subject or a notification: topic, New or Update, headline."""
    topics = ", ".join(message.topics[:2]) + ("…" if len(message.topics) > 2 else "")
    head = f"[{inert(topics, 45)}] " if topics and message.novelty else ""
    kind = {Novelty.NEW: "New: ", Novelty.UPDATE: "Update: ", Novelty.CORRECTION: "Correction: "}
    told = kind.get(message.novelty, "") if message.novelty else ""
    repeat = "(may be a repeat) " if message.maybe_repeat else ""
    return inert(f"{head}{repeat}{told}{message.title}", SUBJECT_LIMIT)


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
        footer=f"monitor, development {development.id}",
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
        return Line(label=_NOVELTY[Novelty.NEW], text="first report of it")
    first = inert(development.title, TITLE_LIMIT)
    since = f"opened {when(development.opened_at, zone)}"
    return Line(label=f"{_NOVELTY[verdict.novelty]} of", text=since if first == headline else f"{first}; {since}")


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


def _links(development: Development, base_url: str) -> list[Line]:
    url = inert_url(f"{base_url.rstrip('/')}/developments/{development.id}") if base_url else ""
    return [Line(label="All reports", text=f"development {development.id}", url=url)] if url else []
