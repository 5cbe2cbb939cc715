"""What goes where, and why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.core.model.alert import DeliveryStatus
from monitor.core.model.article import Article
from monitor.core.model.development import Novelty, Verdict
from monitor.core.model.ids import ArticleId, ChannelId, EntryId, SourceId, TopicId
from monitor.core.model.match import Grade, Match
from monitor.core.model.route import Rule
from monitor.core.model.source import SourceRank
from monitor.core.model.topic import Topic
from monitor.core.policy.routing import Budget, Earlier, NotTold, Routing, WhyNot, is_first_heard, route

MAIL, CHAT, HOOK = ChannelId("mail"), ChannelId("chat"), ChannelId("hook")
LEVY, FEES = TopicId("levy"), TopicId("fees")
ARTICLE = Article(
    id=ArticleId(1), entry_id=EntryId(1), source_id=SourceId("gazette"), url="https://gazette.example/1", title="t",
    text="t", language="bg", first_seen=datetime(2026, 6, 3, tzinfo=UTC),
)  # fmt: skip
TOPICS = {
    LEVY: Topic(id=LEVY, title="Levy", query="levy"),
    FEES: Topic(id=FEES, title="Fees", query="fees", channels=(CHAT,)),
}


def routed(
    *topics: TopicId,
    grade: Grade = Grade.REPORT,
    novelty: Novelty = Novelty.NEW,
    article: Article = ARTICLE,
    channels: tuple[ChannelId, ...] = (MAIL, CHAT, HOOK),
    rule: Rule | None = None,
    **more: object,
) -> Routing:
    matches = [Match(topic_id=topic, grade=grade, score=0.8) for topic in topics]
    verdict = Verdict(novelty=novelty, development_id=None, score=0.0, reason="")
    given = {"budgets": {}, **more}
    known = {name: replace(topic, rule=rule or topic.rule) for name, topic in TOPICS.items()}
    return route(matches=matches, verdict=verdict, article=article, topics=known, channels=channels, **given)  # type: ignore[arg-type]


def targets(answer: Routing) -> dict[ChannelId, DeliveryStatus]:
    assert not isinstance(answer, NotTold)
    return {one.channel_id: one.status for one in answer}


def test_a_topic_without_channels_goes_to_all_of_them() -> None:
    assert list(targets(routed(LEVY))) == [MAIL, CHAT, HOOK]


def test_a_topic_with_channels_goes_to_those_alone() -> None:
    assert list(targets(routed(FEES))) == [CHAT]


def test_two_topics_with_one_channel_in_common_give_it_one_delivery() -> None:
    answer = routed(LEVY, FEES)
    assert not isinstance(answer, NotTold)
    assert [one.topics for one in answer] == [(LEVY,), (LEVY, FEES), (LEVY,)]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (routed(LEVY, grade=Grade.MENTION), WhyNot.NO_REPORT),
        (routed(LEVY, article=replace(ARTICLE, baseline=True)), WhyNot.BASELINE),
        (routed(LEVY, novelty=Novelty.REPEAT), WhyNot.REPEAT),
        (routed(LEVY, development_muted=True), WhyNot.MUTED_DEVELOPMENT),
        (routed(LEVY, muted_topics={LEVY}), WhyNot.MUTED_TOPIC),
        (routed(LEVY, rule=Rule(verdicts=(Novelty.UPDATE,))), WhyNot.VERDICT_NOT_WANTED),
        (routed(LEVY, rule=Rule(least_rank=SourceRank.OFFICIAL)), WhyNot.RANK_TOO_LOW),
        (routed(LEVY, rule=Rule(languages=("en",))), WhyNot.LANGUAGE_NOT_WANTED),
        (routed(LEVY, channels=()), WhyNot.NO_CHANNEL),
        (routed(FEES, channels=(MAIL,)), WhyNot.NO_CHANNEL),
    ],
)
def test_the_reason_for_silence_is_typed(answer: Routing, why: WhyNot) -> None:
    assert answer == NotTold(why=why)


@pytest.mark.parametrize("novelty", [Novelty.NEW, Novelty.UPDATE, Novelty.CORRECTION])
def test_everything_that_is_not_a_repeat_is_told(novelty: Novelty) -> None:
    assert set(targets(routed(LEVY, novelty=novelty)).values()) == {DeliveryStatus.PENDING}


def test_a_muted_topic_does_not_silence_the_other_one() -> None:
    assert list(targets(routed(LEVY, FEES, muted_topics={LEVY}))) == [CHAT]


def test_an_unknown_language_passes() -> None:
    unknown = replace(ARTICLE, language="")
    assert targets(routed(LEVY, article=unknown, rule=Rule(languages=("en",))))


def test_over_its_budget_a_channel_holds_and_the_others_do_not() -> None:
    answer = targets(routed(LEVY, budgets={MAIL: Budget(told=20), CHAT: Budget(told=19)}))
    assert answer == {MAIL: DeliveryStatus.HELD, CHAT: DeliveryStatus.PENDING, HOOK: DeliveryStatus.PENDING}


def test_in_quiet_hours_a_channel_holds_with_that_reason() -> None:
    answer = routed(FEES, budgets={CHAT: Budget(quiet=True)})
    assert not isinstance(answer, NotTold) and "quiet hours" in answer[0].reason


def test_the_operators_own_channel_gets_only_the_topics_that_name_it() -> None:
    assert list(targets(routed(LEVY, FEES, named_only={CHAT, MAIL}))) == [CHAT, HOOK]
    assert list(targets(routed(FEES, named_only={CHAT}))) == [CHAT]


def test_a_channel_that_wants_digests_gets_nothing_at_once() -> None:
    answer = routed(FEES, budgets={CHAT: Budget(digest=True)})
    assert targets(answer) == {CHAT: DeliveryStatus.HELD}


@pytest.mark.parametrize(("topic", "told", "expected"), [
    (FEES, (MAIL,), True), (FEES, (MAIL, CHAT), False), (FEES, (), False),
    (LEVY, (MAIL,), False), (LEVY, (), False),  # a topic without channels goes to all of them
])  # fmt: skip
def test_the_first_on_a_topic_is_first_heard_where_only_other_channels_were_told(
    topic: TopicId, told: tuple[ChannelId, ...], expected: bool
) -> None:
    elsewhere = [Earlier(topics=(TopicId("other"),), rank=SourceRank.PRESS, language="en")]
    assert is_first_heard(TOPICS[topic], ARTICLE, elsewhere, told) is expected


def test_what_a_rule_let_through_before_was_heard() -> None:
    official = replace(TOPICS[LEVY], rule=Rule(least_rank=SourceRank.OFFICIAL))
    spoken = replace(ARTICLE, source_rank=SourceRank.OFFICIAL)
    earlier = [Earlier(topics=(LEVY,), rank=rank, language="en") for rank in (SourceRank.PRESS, SourceRank.OFFICIAL)]
    assert is_first_heard(official, spoken, earlier[:1], (MAIL,))
    assert not is_first_heard(official, spoken, earlier, (MAIL,))
    assert not is_first_heard(official, ARTICLE, earlier[:1], (MAIL,))
