"""Packs: the topics that come with the program, and the cases that they must pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.core.matching.compile import compile_topics
from monitor.core.matching.index import TopicIndex
from monitor.core.matching.matcher import match
from monitor.core.model.article import Article
from monitor.core.model.ids import ArticleId, EntryId, SourceId, TopicId
from monitor.core.model.match import Grade
from monitor.packs.loader import Case, Pack

_AT = datetime(2000, 1, 1, tzinfo=UTC)  # cases have no date, and no topic asks for one


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """One case with what came out. ``wrong`` has a line for each topic that said something else than it must."""

    case: Case
    wrong: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether every topic said what it must."""
        return not self.wrong


def run_cases(pack: Pack) -> Iterator[CaseResult]:
    """Run a pack's cases one by one, in their order. Raises QueryError for a query that cannot be read."""
    index = compile_topics(pack.topics, pack.concepts)
    for case in pack.cases:
        yield CaseResult(case=case, wrong=tuple(_wrong(case, index, pack)))


def _wrong(case: Case, index: TopicIndex, pack: Pack) -> Iterator[str]:
    article = Article(id=ArticleId(0), entry_id=EntryId(0), source_id=SourceId("case"), url="", title=case.title,
                      text=case.text, language=case.language, first_seen=_AT)  # fmt: skip
    found: dict[TopicId, Grade] = {each.topic_id: each.grade for each in match(article, index)}
    for topic in pack.topics:
        is_grade = found.get(topic.id, Grade.NONE)
        must = case.grades.get(topic.id)
        if must is not None and is_grade is not must:
            yield f"{topic.id}: {is_grade.value}, must be {must.value}"
        elif must is None and is_grade is Grade.REPORT:
            yield f"{topic.id}: report, must not be"
