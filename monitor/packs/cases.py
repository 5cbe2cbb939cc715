"""Runs a pack's own cases: the grades that its topics give against those that the cases ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.core.matching.compile import compile_topics
from monitor.core.matching.matcher import match
from monitor.core.model.article import Article
from monitor.core.model.ids import ArticleId, EntryId, SourceId, TopicId
from monitor.core.model.match import Grade
from monitor.packs.loader import Case, Pack

_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """One case and what the topics made of it. ``faults`` is empty when it passed; each is one line for people."""

    case: Case
    grades: dict[TopicId, Grade]
    scores: dict[TopicId, float]
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether every topic gave the grade asked for."""
        return not self.faults


def run_cases(pack: Pack) -> Iterator[CaseResult]:
    """Every case of the pack, one by one in order. Raises QueryError if a topic of the pack cannot be compiled."""
    index = compile_topics(pack.topics, pack.concepts)
    for case in pack.cases:
        found = {one.topic_id: one for one in match(_article(case), index)}
        grades = {t.id: found[t.id].grade if t.id in found else Grade.NONE for t in pack.topics}
        scores = {topic: one.score for topic, one in found.items()}
        yield CaseResult(case=case, grades=grades, scores=scores, faults=_faults(case, grades))


def _faults(case: Case, grades: dict[TopicId, Grade]) -> tuple[str, ...]:
    faults: list[str] = []
    for topic, grade in grades.items():
        wanted = case.grades.get(topic)
        if wanted is not None and grade is not wanted:
            faults.append(f"{topic}: {grade}, should be {wanted}")
        elif wanted is None and grade is Grade.REPORT:
            faults.append(f"{topic}: {grade}, should not be a report")
    return (*faults, *(f"{topic}: no such topic in the pack" for topic in case.grades if topic not in grades))


def _article(case: Case) -> Article:
    return Article(
        id=ArticleId(0),
        entry_id=EntryId(0),
        source_id=SourceId("case"),
        url="",
        title=case.title,
        text=case.text,
        language=case.language,
        first_seen=_WRITTEN,
    )
