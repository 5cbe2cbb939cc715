"""What goes where: from a verdict to deliveries, or to the typed reason for none. Pure.

May not write deliveries, count past ones or read a clock: the caller brings the state and stores the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.core.model.alert import DeliveryStatus
from monitor.core.model.article import Article
from monitor.core.model.development import Development, Novelty, Verdict
from monitor.core.model.ids import ChannelId, TopicId
from monitor.core.model.match import Grade, Match
from monitor.core.model.route import Mute, MuteAct, Rule
from monitor.core.model.source import SourceRank
from monitor.core.model.topic import Topic

ALERTS_AN_HOUR = 20


class WhyNot(StrEnum):
    """Why nothing is sent. The value is kept in the ledger and shown to people."""

    NO_REPORT = "mentions the topic, reports nothing on it"
    BASELINE = "was there at first contact with its source"
    REPEAT = "repeats what was told before"
    MUTED_DEVELOPMENT = "the development is muted"
    MUTED_TOPIC = "the topic is muted"
    VERDICT_NOT_WANTED = "the topic's route does not want this kind of news"
    RANK_TOO_LOW = "the topic's route wants a higher rank of source"
    LANGUAGE_NOT_WANTED = "the topic's route does not want this language"
    NO_CHANNEL = "no channel is set up for the topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A channel's allowance: ``told`` counts its alerts of the past hour, sent or on their way."""

    told: int = 0
    limit: int = ALERTS_AN_HOUR
    quiet: bool = False  # quiet hours: everything waits for the digest
    digest: bool = False  # the channel wants digests only

    @property
    def holds(self) -> str:
        """Why the next alert waits for the digest; "" if it does not."""
        if self.digest:
            return "it comes in digests"
        if self.quiet:
            return "quiet hours"
        return f"over the budget of {self.limit} alerts an hour" if self.told >= self.limit else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What one channel gets. ``status`` is PENDING, or HELD for the channel's next digest, which holds all of it.

    ``not_before`` puts off a pending one (None = at once). ``recipients`` are the channel's mail addresses, a delivery
    each; ("",) stands for the one target of any other channel, and for addresses that cannot be read now.
    """

    channel_id: ChannelId
    status: DeliveryStatus
    topics: tuple[TopicId, ...]  # for which topics the channel gets it
    reason: str
    not_before: datetime | None = None
    recipients: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTold:
    """Nothing is sent, and why."""

    why: WhyNot

    @property
    def reason(self) -> str:
        """The reason as shown to people."""
        return self.why.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A report that a development has already: what a topic's rule asks of it."""

    topics: tuple[TopicId, ...]
    rank: SourceRank
    language: str


Routing = tuple[Route, ...] | NotTold

_UNUSED = Budget()


def is_seen(development: Development, said: Mapping[MuteAct, Mute]) -> bool:
    """Whether somebody acknowledged the development and nothing but repeats came since."""
    seen = said.get(MuteAct.ACKNOWLEDGE)
    return seen is not None and (development.news_at or development.last_report_at) <= seen.at


def route(
    *,
    matches: Sequence[Match],
    verdict: Verdict,
    article: Article,
    topics: Mapping[TopicId, Topic],
    channels: Sequence[ChannelId],
    budgets: Mapping[ChannelId, Budget],
    named_only: Collection[ChannelId] = (),
    muted_topics: Collection[TopicId] = (),
    development_muted: bool = False,
) -> Routing:
    """Deliveries for one report, one per channel, or the reason for none.

    ``channels`` are the enabled channels in the operator's order; a topic that names none goes to all of them, and
    several topics with the same channel give one delivery. ``named_only`` are channels that get only what names them
    (the operator's own). ``budgets`` says what each channel was told in the past hour (none = nothing).
    ``article.baseline`` means that the entry was there at first contact with its source.
    """
    reported = [match.topic_id for match in matches if match.grade is Grade.REPORT]
    if not reported:
        return NotTold(why=WhyNot.NO_REPORT)
    if article.baseline:
        return NotTold(why=WhyNot.BASELINE)
    if verdict.novelty is Novelty.REPEAT:
        return NotTold(why=WhyNot.REPEAT)
    if development_muted:
        return NotTold(why=WhyNot.MUTED_DEVELOPMENT)
    wanted, refused = _wanted(reported, verdict, article, topics, muted_topics)
    if not wanted:
        return NotTold(why=refused)
    routes = tuple(
        _to(channel, for_topics, budgets.get(channel, _UNUSED))
        for channel in channels
        if (
            for_topics := tuple(
                topic for topic in wanted if _goes_to(channel, topics.get(topic), by_name=channel in named_only)
            )
        )
    )
    return routes or NotTold(why=WhyNot.NO_CHANNEL)


def _wanted(
    reported: Sequence[TopicId],
    verdict: Verdict,
    article: Article,
    topics: Mapping[TopicId, Topic],
    muted: Collection[TopicId],
) -> tuple[list[TopicId], WhyNot]:
    """Topics that want the report, and why the first of the others does not."""
    wanted: list[TopicId] = []
    refused: list[WhyNot] = []
    for topic in reported:
        rule = topics[topic].rule if topic in topics else Rule()
        why = WhyNot.MUTED_TOPIC if topic in muted else refused_by(rule, verdict, article)
        if why is None:
            wanted.append(topic)
        else:
            refused.append(why)
    return wanted, (refused or [WhyNot.NO_REPORT])[0]


def refused_by(rule: Rule, verdict: Verdict, article: Article) -> WhyNot | None:
    """The reason for which a topic's rule keeps the report back; None if it lets it through."""
    if verdict.novelty not in rule.verdicts:
        return WhyNot.VERDICT_NOT_WANTED
    return _may_not_speak(rule, article.source_rank, article.language)


def is_first_heard(topic: Topic, article: Article, earlier: Sequence[Earlier], told: Collection[ChannelId]) -> bool:
    """Whether a repeat is the first that the topic's readers hear of its development, and its rule would tell them.

    They know nothing of it if the rule let none of the ``earlier`` reports on the topic through; or if none was on the
    topic, and of the channels that were ``told`` of the development the topic names another. A report that was not
    told for other reasons (it was there at first contact, the topic was muted) counts as heard.
    """
    if Novelty.NEW not in topic.rule.verdicts or _may_not_speak(topic.rule, article.source_rank, article.language):
        return False
    before = [each for each in earlier if topic.id in each.topics]
    if before:
        return all(_may_not_speak(topic.rule, each.rank, each.language) for each in before)
    return bool(topic.channels and told) and set(told).isdisjoint(topic.channels)


def _may_not_speak(rule: Rule, rank: SourceRank, language: str) -> WhyNot | None:
    """The reason for which a rule keeps back all reports of that rank in that language."""
    if rank.number > rule.least_rank.number:
        return WhyNot.RANK_TOO_LOW
    if rule.languages and language and language not in rule.languages:
        return WhyNot.LANGUAGE_NOT_WANTED
    return None


def _goes_to(channel: ChannelId, topic: Topic | None, *, by_name: bool) -> bool:
    if topic is None:
        return False
    return channel in topic.channels if topic.channels or by_name else True


def _to(channel: ChannelId, topics: tuple[TopicId, ...], budget: Budget) -> Route:
    if not budget.holds:
        return Route(channel_id=channel, status=DeliveryStatus.PENDING, topics=topics, reason="told at once")
    reason = f"held for a digest: {budget.holds}"
    return Route(channel_id=channel, status=DeliveryStatus.HELD, topics=topics, reason=reason)
