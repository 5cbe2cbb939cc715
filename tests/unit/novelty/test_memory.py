"""What the memory holds, forgets and is told by people; a restart changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.model.article import Article
from monitor.core.model.development import Novelty, Verdict
from monitor.core.model.ids import ArticleId, DevelopmentId, EntryId, SourceId, TopicId
from monitor.core.model.match import Grade, Match
from monitor.core.novelty.features import features, from_json, to_json
from monitor.core.novelty.memory import WINDOW, FiledReport, Memory, best_time, filed
from monitor.core.novelty.verdict import judge

START = datetime(2031, 1, 1, tzinfo=UTC)
STORY = "Judge Okabe of the harbour court fined the Ellery shipping line 40 million for spilling oil off Saltmouth."
OTHER = "Farmers in Norvania blocked the capital with tractors because the price of milk fell by a third this spring."


def article(number: int, text: str, *, day: float = 0, published: datetime | None = None, title: str = "") -> Article:
    seen = START + timedelta(days=day)
    return Article(
        id=ArticleId(number),
        entry_id=EntryId(number),
        source_id=SourceId("s"),
        url=f"https://x.example/{number}",
        title=title or text[:50],
        text=text,
        language="en",
        published=published or seen,
        first_seen=seen,
    )


MATCHES = [Match(topic_id=TopicId("t"), grade=Grade.REPORT, score=1.0)]


def file(memory: Memory, one: Article, development: int | None = None) -> tuple[Verdict, FiledReport]:
    facts = features(one, MATCHES)
    verdict = judge(one, MATCHES, facts, memory, one.first_seen)
    report = filed(one, MATCHES, facts, DevelopmentId(development or verdict.development_id or int(one.id)))
    memory.add(report)
    return verdict, report


def test_reports_older_than_the_window_are_forgotten_and_no_longer_count() -> None:
    memory = Memory()
    file(memory, article(1, STORY))
    verdict, _ = file(memory, article(2, STORY, day=61))
    assert verdict.novelty is Novelty.NEW
    assert len(memory) == 1
    memory.forget(START + timedelta(days=200))
    assert len(memory) == 0
    assert not memory.frequency
    assert not memory.frequency_in(TopicId("t"))


def test_a_report_added_twice_is_held_once() -> None:
    memory = Memory()
    _, report = file(memory, article(1, STORY))
    memory.add(report)
    assert len(memory) == 1
    assert max(memory.frequency.values()) == 1


def test_the_best_time_is_the_claim_only_if_it_can_be_true() -> None:
    seen = START + timedelta(days=100)
    claims = {
        START + timedelta(days=99): START + timedelta(days=99),
        START: seen,  # stale
        seen + timedelta(days=9): seen,  # in the future
        seen + timedelta(hours=5): seen,  # a time zone's fault
    }
    for claimed, believed in claims.items():
        assert best_time(article(1, STORY, day=100, published=claimed)) == believed


def test_merged_developments_are_one_from_then_on() -> None:
    memory = Memory()
    file(memory, article(1, STORY), 1)
    file(memory, article(2, OTHER), 2)
    memory.merge(DevelopmentId(2), DevelopmentId(1))
    verdict, _ = file(memory, article(3, STORY, day=1))
    assert verdict.development_id == 2
    assert [report.article_id for report in memory.reports_of(DevelopmentId(1))] == [1, 2, 3]


def test_what_people_bound_joins_and_what_they_parted_stays_apart() -> None:
    memory = Memory()
    file(memory, article(1, STORY), 1)
    memory.bind(ArticleId(2), ArticleId(1))
    memory.unbind(ArticleId(3), ArticleId(1))
    bound, _ = file(memory, article(2, OTHER, day=1))
    parted, _ = file(memory, article(3, STORY, day=1))
    assert (bound.development_id, bound.reason) == (1, "people said that it is the same")
    assert parted.novelty is Novelty.NEW


_WORDS = st.sampled_from(
    "Okabe Saltmouth Ellery Norvania court fined blocked sued signed vowed milk oil 40 17 judge senator harbour".split()
)
_TEXTS = st.lists(st.tuples(st.lists(_WORDS, min_size=5, max_size=30), st.integers(0, 20)), min_size=3, max_size=14)


@given(stream=_TEXTS, restart=st.integers(1, 5))
@settings(max_examples=60)
def test_a_restart_in_the_middle_changes_no_decision(stream: list[tuple[list[str], int]], restart: int) -> None:
    lived, reborn, rows = Memory(), Memory(), list[FiledReport]()
    day = 0
    for number, (words, gap) in enumerate(stream, 1):
        day += gap
        one = article(number, " ".join(words) + ".", day=day)
        if number % restart == 0:
            reborn = Memory()
            for row in rows:
                if row.first_seen >= one.first_seen - WINDOW:
                    reborn.add(row)
        facts = features(one, MATCHES)
        expected = judge(one, MATCHES, facts, lived, one.first_seen)
        assert judge(one, MATCHES, from_json(to_json(facts)), reborn, one.first_seen) == expected
        row = filed(one, MATCHES, facts, DevelopmentId(expected.development_id or number))
        rows.append(row)
        lived.add(row)
        reborn.add(row)
