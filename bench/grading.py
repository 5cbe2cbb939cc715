"""Grades on whole articles: precision, recall and F1 of "report" for each default topic.

    python bench/grading.py                      the project's own texts, tuned and held out
    python bench/grading.py FILE… [--errors]     other files of the same form; name every mistake

A text is judged as the daemon would judge it once it is extracted. A report that got no "report" is missed; a mention
or an unrelated text that got one is wrong. ``heard`` is the share of the labelled mentions that are at least noticed.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from monitor.core.matching.compile import compile_topics
from monitor.core.matching.index import TopicIndex
from monitor.core.matching.matcher import match
from monitor.core.model.article import Article
from monitor.core.model.ids import ArticleId, EntryId, SourceId
from monitor.core.model.match import Grade, Match
from monitor.packs.loader import load_pack

TEXTS = Path(__file__).resolve().parents[1] / "tests" / "golden" / "topics"


@dataclass(frozen=True)
class Labelled:
    """One text and what is true of it."""

    title: str
    text: str
    language: str
    kind: str
    reports: frozenset[str]
    mentions: frozenset[str]


@dataclass
class Tally:
    """What the grades of one topic are worth."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    heard: int = 0
    mentions: int = 0

    def __str__(self) -> str:
        precision = self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0
        recall = self.right / (self.right + self.missed) if self.right + self.missed else 1.0
        figures = f"{precision:9.3f} {recall:6.3f} {self.f1:6.3f}"
        return f"{figures} {self.wrong:6} {self.missed:6}   {self.heard}/{self.mentions}"

    @property
    def f1(self) -> float:
        """Of the grade "report"; 1 where there is none and none was given."""
        faults = self.wrong + self.missed
        return 2 * self.right / (2 * self.right + faults) if self.right + faults else 1.0


@dataclass
class Answers:
    """The tallies by topic, and a line for each mistake."""

    tallies: dict[str, Tally]
    errors: list[str] = field(default_factory=list)

    @property
    def macro(self) -> float:
        """The mean F1 of the topics."""
        return sum(tally.f1 for tally in self.tallies.values()) / len(self.tallies)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(TEXTS.glob("texts-*.toml")))
    parser.add_argument("--errors", action="store_true")
    asked = parser.parse_args()
    index = default_index()
    print(f"{'':42} precision recall     F1  wrong missed   heard")
    for path in asked.files:
        answers = judged(read(path), index)
        for topic, tally in answers.tallies.items():
            print(f"{path.stem:18}{topic:24} {tally}")
        print(f"{path.stem:18}{'mean F1':24} {answers.macro:23.3f}")
        if asked.errors:
            print(*answers.errors, sep="\n", file=sys.stderr)


def default_index() -> TopicIndex:
    """The topics that come with the program, compiled."""
    pack = load_pack("icc")
    return compile_topics(pack.topics, pack.concepts)


def read(path: Path) -> list[Labelled]:
    """The labelled texts of a file."""
    return [
        Labelled(
            title=each["title"],
            text=each["text"],
            language=each.get("lang", "en"),
            kind=each["kind"],
            reports=frozenset(each.get("reports", ())),
            mentions=frozenset(each.get("mentions", ())),
        )
        for each in tomllib.loads(path.read_text(encoding="utf-8"))["text"]
    ]


def judged(texts: Sequence[Labelled], index: TopicIndex) -> Answers:
    """Every text graded on every topic and held against its labels."""
    answers = Answers({str(topic.topic.id): Tally() for topic in index.topics})
    for text in texts:
        found = {str(each.topic_id): each for each in grades(text, index)}
        for topic, tally in answers.tallies.items():
            said = topic in found and found[topic].grade is Grade.REPORT
            true = topic in text.reports
            tally.right += said and true
            tally.wrong += said and not true
            tally.missed += true and not said
            tally.mentions += topic in text.mentions
            tally.heard += topic in text.mentions and topic in found
            if said != true:
                answers.errors.append(_error(text, topic, "wrong " if said else "missed", found.get(topic)))
    return answers


def grades(text: Labelled, index: TopicIndex) -> tuple[Match, ...]:
    """The matches of one text."""
    article = Article(
        id=ArticleId(1),
        entry_id=EntryId(1),
        source_id=SourceId("bench"),
        url="",
        title=text.title,
        text=text.text,
        language=text.language,
        first_seen=datetime(2030, 1, 1, tzinfo=UTC),
    )
    return match(article, index)


def _error(text: Labelled, topic: str, fault: str, found: Match | None) -> str:
    why = f"{found.score:.2f} {found.reason}" if found else "the query does not hold"
    return f"{fault} {topic:24} [{text.language} {text.kind}] {text.title[:70]}: {why}"


if __name__ == "__main__":
    main()
