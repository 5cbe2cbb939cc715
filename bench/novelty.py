"""How well and how fast reports are told from repeats.

    python bench/novelty.py CORPUS.jsonl [--squeeze DAYS]   the table of deciders, with what each signal is worth
    python bench/novelty.py --scale                         cost of a text with 1,000 and 100,000 in the window

A corpus has one JSON object a line: id, url, title, text, lang, date, topics (0, 1 or 2 each), development, dev_role.
Grades are taken from the corpus, so that the decision alone is measured. ``halves`` shows, for settings chosen on one
half of the developments, the figures on the other.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import sys
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.core.model.article import Article
from monitor.core.model.development import Novelty
from monitor.core.model.ids import ArticleId, DevelopmentId, EntryId, SourceId, TopicId
from monitor.core.model.match import Grade, Match
from monitor.core.novelty.features import ReportFeatures, features, from_json, to_json
from monitor.core.novelty.memory import FiledReport, Memory, filed
from monitor.core.novelty.settings import DEFAULT, Settings
from monitor.core.novelty.verdict import judge

Doc = dict[str, Any]
Filing = dict[str, tuple[int, bool]]  # id -> development, alert
Decider = Callable[[Sequence[Doc]], Filing]

PAPER = Settings(
    threshold=0.12, essay=1.0, late=0.0, stream=0.0, acts=0.0, same_role=1.0, other_role=(1.0, 1.0, 1.0, 1.0),
    other_headline=1.0, other_people=1.0, other_count=1.0, prior=0.0, form=1.0,
    young=0.0, unnamed=1.0, other_topics=1.0, other_stage=1.0, other_day=1.0, other_object=1.0,
)  # fmt: skip
WITHOUT = {
    "essays": replace(DEFAULT, essay=1.0),
    "the stream's likeness": replace(DEFAULT, stream=0.0),
    "time": replace(DEFAULT, half_life=1e9),
    "own acts and portraits, late": replace(DEFAULT, late=0.0),
    "acts": replace(DEFAULT, acts=0.0),
    "act or answer": replace(DEFAULT, same_role=1.0, other_role=(1.0, 1.0, 1.0, 1.0)),
    "names in headlines": replace(DEFAULT, other_headline=1.0),
    "whom the act hits, whose own act": replace(DEFAULT, other_object=1.0),
    "lists of people, counts": replace(DEFAULT, other_people=1.0, other_count=1.0, form=1.0),
    "what may come, own acts": replace(DEFAULT, other_stage=1.0),
    "days named in the texts": replace(DEFAULT, other_day=1.0),
    "prior of usual words": replace(DEFAULT, prior=0.0),
    "more while young": replace(DEFAULT, young=0.0),
    "other topics": replace(DEFAULT, other_topics=1.0),
    "unnamed sources": replace(DEFAULT, unnamed=1.0),
    "lead": replace(DEFAULT, lead=0.0),
    "headline words": replace(DEFAULT, title=0.0),
    "anchors (one language)": replace(DEFAULT, anchors=0.0),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path)
    parser.add_argument("--squeeze", type=float, help="cap the days between neighbouring texts")
    parser.add_argument("--scale", action="store_true")
    asked = parser.parse_args()
    if asked.scale:
        scale()
    elif asked.corpus:
        docs = read(asked.corpus, asked.squeeze)
        table(docs)
        halves(docs)
    else:
        sys.exit(__doc__)


# --- the corpus ---


def read(path: Path, squeeze: float | None) -> list[Doc]:
    lines = path.read_text(encoding="utf-8").splitlines()
    docs = sorted((json.loads(line) for line in lines if line.strip()), key=lambda doc: doc["date"])
    last = shifted = None
    for doc in docs:
        date = datetime.fromisoformat(doc["date"][:10]).replace(tzinfo=UTC)
        gap = date - last if last else timedelta()
        shifted = shifted + min(gap, timedelta(days=squeeze)) if shifted and squeeze else date
        last, doc["at"] = date, shifted
    return [doc for doc in docs if 2 in doc["topics"].values()]


def as_article(number: int, doc: Doc) -> Article:
    return Article(
        id=ArticleId(number), entry_id=EntryId(number), source_id=SourceId("corpus"), title=doc["title"],
        text=doc["text"], url=doc["url"] or f"https://none.example/{number}", language=doc["lang"],
        published=doc["at"], first_seen=doc["at"],
    )  # fmt: skip


def as_matches(doc: Doc) -> list[Match]:
    return [
        Match(topic_id=TopicId(t), grade=Grade.REPORT, score=1.0) for t, label in doc["topics"].items() if label == 2
    ]


# --- deciders ---


def by_settings(settings: Settings) -> Decider:
    def decide(docs: Sequence[Doc]) -> Filing:
        memory, filing = Memory(), Filing()
        for number, doc in enumerate(docs, 1):
            article, matches = as_article(number, doc), as_matches(doc)
            facts = facts_of(doc, article, matches)
            verdict = judge(article, matches, facts, memory, article.first_seen, settings=settings)
            development = verdict.development_id or DevelopmentId(number)
            memory.add(filed(article, matches, facts, development, near_copy=verdict.near_copy))
            filing[doc["id"]] = (int(development), verdict.novelty is not Novelty.REPEAT)
            doc["update"] = verdict.novelty in (Novelty.UPDATE, Novelty.CORRECTION)
        return filing

    return decide


_FACTS: dict[str, ReportFeatures] = {}


def facts_of(doc: Doc, article: Article, matches: Sequence[Match]) -> ReportFeatures:
    if doc["id"] not in _FACTS:
        _FACTS[doc["id"]] = features(article, matches)
    return _FACTS[doc["id"]]


def nearest_by(likeness: Callable[[Doc, Doc], float], threshold: float) -> Decider:
    def decide(docs: Sequence[Doc]) -> Filing:
        filing = Filing()
        for number, doc in enumerate(docs):
            doc["update"] = False
            best = max(docs[:number], key=lambda other, doc=doc: likeness(doc, other), default=None)  # type: ignore[misc]
            if best is not None and likeness(doc, best) >= threshold:
                filing[doc["id"]] = (filing[best["id"]][0], False)
            else:
                filing[doc["id"]] = (number, True)
        return filing

    return decide


def same_title(one: Doc, other: Doc) -> float:
    return float(_words(one["title"]) == _words(other["title"]))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def jaccard(one: Doc, other: Doc) -> float:
    """What MinHash estimates, worked out exactly."""
    mine, theirs = _shingles(one), _shingles(other)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _shingles(doc: Doc) -> set[tuple[str, ...]]:
    if "shingles" not in doc:
        words = _words(doc["title"] + " " + doc["text"])
        doc["shingles"] = set(zip(words, words[1:], words[2:], strict=False))
    return doc["shingles"]  # type: ignore[no-any-return]


# --- figures ---


@dataclass(frozen=True)
class Figures:
    """What a decider makes of a corpus."""

    score: float  # F1 of alerts, as in the corpus's own scorer
    per_development: float
    missed: int
    repeats: int
    bcubed: float

    def __str__(self) -> str:
        alerts = f"{self.per_development:4.2f}  {self.missed:2d} missed  {self.repeats:2d} repeats"
        return f"{self.score:.3f}  {self.bcubed:.3f}  {alerts}"


def figures(docs: Sequence[Doc], filing: Filing, only: Iterable[str] | None = None) -> Figures:
    docs = [doc for doc in docs if doc["development"] and (only is None or doc["development"] in set(only))]
    reached, repeats = set(), 0
    for doc in docs:
        if filing[doc["id"]][1]:
            if doc["development"] not in reached:
                reached.add(doc["development"])
            elif not (doc["update"] and doc["dev_role"] == "followup"):
                repeats += 1
    wanted = len({doc["development"] for doc in docs})
    precision, recall = len(reached) / max(1, len(reached) + repeats), len(reached) / wanted
    score = 2 * precision * recall / (precision + recall) if reached else 0.0
    return Figures(
        score, (len(reached) + repeats) / max(1, len(reached)), wanted - len(reached), repeats, bcubed(docs, filing)
    )


def bcubed(docs: Sequence[Doc], filing: Filing) -> float:
    mine, true = defaultdict(set), defaultdict(set)
    for doc in docs:
        mine[filing[doc["id"]][0]].add(doc["id"])
        true[doc["development"]].add(doc["id"])
    pairs = [(mine[filing[doc["id"]][0]], true[doc["development"]]) for doc in docs]
    precision = sum(len(m & t) / len(m) for m, t in pairs) / len(pairs)
    recall = sum(len(m & t) / len(t) for m, t in pairs) / len(pairs)
    return 2 * precision * recall / (precision + recall)


def table(docs: Sequence[Doc]) -> None:
    print(f"{'decider':34} score  BCubed  per development")
    rows: list[tuple[str, Decider]] = [
        ("exact title", nearest_by(same_title, 1.0)),
        *((f"MinHash, Jaccard >= {t}", nearest_by(jaccard, t)) for t in (0.05, 0.1, 0.2)),
        ("words, anchors and time alone", by_settings(PAPER)),
        ("all signals", by_settings(DEFAULT)),
        *((f"without {name}", by_settings(settings)) for name, settings in WITHOUT.items()),
    ]
    for name, decide in rows:
        print(f"{name:34} {figures(docs, decide(docs))}", flush=True)


def halves(docs: Sequence[Doc]) -> None:
    """Thresholds chosen on half of the developments, figures of the other half."""
    names = sorted({doc["development"] for doc in docs if doc["development"]})
    random.Random(7).shuffle(names)
    grid = [
        replace(DEFAULT, threshold=t, stream=s, acts=a, essay=e)
        for t, s, a, e in itertools.product((0.09, 0.11, 0.13), (0.3, 0.5), (0.2, 0.4), (0.5, 0.8))
    ]
    filings = [(settings, by_settings(settings)(docs)) for settings in grid]
    for tuned, other in ((names[::2], names[1::2]), (names[1::2], names[::2])):

        def worth(pair: tuple[Settings, Filing], tuned: list[str] = tuned) -> float:
            found = figures(docs, pair[1], tuned)
            return found.score + found.bcubed

        settings, filing = max(filings, key=worth)
        print(
            f"chosen on {len(tuned)} developments: threshold {settings.threshold}, stream {settings.stream}, "
            f"acts {settings.acts}"
        )
        print(f"{'  on them':34} {figures(docs, filing, tuned)}")
        print(f"{'  on the other ' + str(len(other)):34} {figures(docs, filing, other)}")


# --- cost ---


MOST = {1_000: 3.0, 100_000: 5.0}  # milliseconds a text, by how many stand in the window
_LOOPS = 200_000


def yardstick() -> float:
    """Milliseconds of CPU for a plain loop: what this machine gives just now, for figures to be compared by."""
    began = time.process_time()
    for number in range(_LOOPS):
        number * number
    return 1000 * (time.process_time() - began)


def scale() -> None:
    """Cost with made-up texts of 300 words out of a Zipf-like vocabulary, spread over 50 days."""
    print(f"milliseconds of CPU; yardstick, a loop of {_LOOPS:,}: {min(yardstick() for _ in range(5)):.1f}")
    chance = random.Random(3)
    for size, most in MOST.items():
        memory = Memory()
        stored, held = [], 0
        for number in range(min(size, 10_000)):
            article, matches = made_up(chance, number)
            stored.append((article, matches, to_json(features(article, matches))))
        began = time.process_time()
        rows = [filed(a, m, from_json(f), DevelopmentId(a.id // 4)) for a, m, f in stored]
        for row in rows:
            memory.add(row)
        if size >= len(rows) == 10_000:
            print(f"rebuild of {len(rows):,} texts: {time.process_time() - began:.2f} s")
        bulk(memory, rows, size)
        decide, describe = cost(chance, memory), describing(chance)
        print(
            f"{size:,} in the window: {describe:.2f} to describe a text and {decide:.2f} to decide: "
            f"{describe + decide:.2f} of at most {most:.0f}; in yardsticks "
            f"{(describe + decide) / min(yardstick() for _ in range(5)):.2f}"
        )
    tracemalloc.start()
    memory = Memory()
    for number in range(5_000):
        article, matches = made_up(chance, number)
        memory.add(filed(article, matches, features(article, matches), DevelopmentId(number // 4)))
    held = tracemalloc.get_traced_memory()[0]
    print(f"memory: {held / len(memory) / 1024:.2f} KB a text; stored form {len(stored[0][2]) / 1024:.1f} KB")


def bulk(memory: Memory, rows: Sequence[FiledReport], size: int) -> None:
    """The same texts under other ids until there are as many as asked for."""
    number = len(rows)
    while len(memory) < size:
        row = rows[number % len(rows)]
        memory.add(replace(row, article_id=ArticleId(number), development_id=DevelopmentId(number // 4)))
        number += 1


def cost(chance: random.Random, memory: Memory, texts: int = 200) -> float:
    spent = 0.0
    for number in range(texts):
        article, matches = made_up(chance, 1_000_000 + number)
        facts = features(article, matches)
        began = time.process_time()
        judge(article, matches, facts, memory, article.first_seen)
        spent += time.process_time() - began
    return 1000 * spent / texts


def describing(chance: random.Random, texts: int = 200) -> float:
    made = [made_up(chance, number) for number in range(texts)]
    began = time.process_time()
    for article, matches in made:
        features(article, matches)
    return 1000 * (time.process_time() - began) / texts


def made_up(chance: random.Random, number: int, words: int = 300) -> tuple[Article, list[Match]]:
    at = datetime(2031, 1, 1, tzinfo=UTC) + timedelta(minutes=(number % 100_000) * 0.7)
    vocabulary = [_word(int(chance.paretovariate(0.6)) % 60_000) for _ in range(words)]
    cut = [" ".join(vocabulary[i : i + 18]).capitalize() + "." for i in range(0, words, 18)]
    doc = {
        "title": " ".join(vocabulary[:9]),
        "text": " ".join(cut),
        "lang": "en",
        "url": None,
        "at": at,
        "topics": {"a": 2},
    }
    return as_article(number, doc), as_matches(doc)


def _word(number: int) -> str:
    letters = "abdefgiklmnoprstuz"
    out = ""
    number += len(letters)
    while number:
        number, rest = divmod(number, len(letters))
        out += letters[rest] + "aeiou"[rest % 5]
    return out.capitalize() if len(out) % 10 == 0 else out


if __name__ == "__main__":
    main()
