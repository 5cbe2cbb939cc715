"""Sequences of reports with the verdict that each must get."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.core.model.article import Article
from monitor.core.model.development import Verdict
from monitor.core.model.ids import ArticleId, DevelopmentId, EntryId, SourceId, TopicId
from monitor.core.model.match import Grade, Match
from monitor.core.model.source import SourceRank
from monitor.core.novelty.features import features
from monitor.core.novelty.memory import Memory, filed
from monitor.core.novelty.verdict import judge

SEQUENCES = tomllib.loads((Path(__file__).parent / "sequences.toml").read_text(encoding="utf-8"))["sequence"]


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _article(number: int, report: dict[str, Any]) -> Article:
    seen = _time(report["at"])
    published = report.get("published", report["at"])
    return Article(
        id=ArticleId(number),
        entry_id=EntryId(number),
        source_id=SourceId(f"s{number}"),
        url=report.get("url", f"https://outlet{number}.example/{number}"),
        title=report["title"],
        text=report["text"],
        language=report.get("language", "en"),
        published=_time(published) if published else None,
        first_seen=seen,
        source_rank=SourceRank(report.get("rank", "press")),
    )


def _matches(report: dict[str, Any]) -> list[Match]:
    topics = report.get("topics", ["sanctions"])
    stage = report.get("stage", "")
    return [Match(topic_id=TopicId(topic), grade=Grade.REPORT, score=0.9, stage=stage) for topic in topics]


def told(reports: list[dict[str, Any]], memory: Memory) -> Iterator[tuple[dict[str, Any], Verdict, int]]:
    """Each report with its verdict and the number of its development."""
    for number, report in enumerate(reports, 1):
        article, matches = _article(number, report), _matches(report)
        facts = features(article, matches)
        ladders: dict[TopicId, list[str]] = {topic: [] for topic in map(TopicId, report.get("free", []))}
        verdict = judge(article, matches, facts, memory, article.first_seen, ladders=ladders)
        development = verdict.development_id or DevelopmentId(number)  # as many as the report that opens it
        memory.add(filed(article, matches, facts, development, near_copy=verdict.near_copy))
        yield report, verdict, int(development)


@pytest.mark.parametrize("sequence", SEQUENCES, ids=[sequence["name"] for sequence in SEQUENCES])
def test_each_report_gets_its_verdict(sequence: dict[str, Any]) -> None:
    for number, (report, verdict, development) in enumerate(told(sequence["report"], Memory()), 1):
        said = f"report {number}: {verdict}"
        assert verdict.novelty.value == report["expect"], said
        assert development == report.get("of", number), said
        assert verdict.reason and "\n" not in verdict.reason
        assert report.get("reason", "") in verdict.reason, said
        assert verdict.origin == report.get("origin", verdict.origin), said
        assert verdict.claim.value == report.get("claim", verdict.claim.value), said
        assert verdict.near_copy == report.get("near_copy", verdict.near_copy), said
        assert not report.get("changed") or report["changed"] in verdict.changed, said


def test_there_are_enough_sequences() -> None:
    assert len(SEQUENCES) >= 30
