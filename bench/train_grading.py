"""Trains the weights of ``monitor/core/matching/weights.py``: sign-bound logistic regression, in plain Python.

    python bench/train_grading.py LABELLED.jsonl [--write] [--strength 1.0]

Each line of LABELLED.jsonl has ``id``, ``title``, ``text``, ``lang``, ``date``, ``development`` (or null) and
``topics``: 0, 1 or 2 (a report) for each topic. The pack's own cases are added. A signal that ought to speak for a
report can only get a weight >= 0, one that ought to speak against it only <= 0, so that chance in few texts cannot turn
its meaning. Printed: F1 per topic with the weights at hand, and cross-validated by development (two halves each way,
several times over).
"""

from __future__ import annotations

import argparse
import json
import math
import random
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from monitor.core.matching.compile import compile_topics
from monitor.core.matching.evaluate import Evaluation
from monitor.core.matching.index import TopicIndex
from monitor.core.matching.matcher import candidates
from monitor.core.matching.reading import Reading
from monitor.core.matching.signals import Signals, measure, reporting_sentences
from monitor.core.matching.weights import BIAS, WEIGHTS
from monitor.core.model.article import Article
from monitor.core.model.ids import ArticleId, EntryId, SourceId
from monitor.packs.loader import load_pack

NAMES = [field.name for field in fields(Signals)]
AGAINST = {"elsewhere", "unrelated", "background", "aside", "standing", "study", "notice"}
PRIOR_BIAS = -3.0
# What an editor would say before seeing any text; training moves away from it only as far as the texts ask.
PRIOR = {
    "title": 3.0, "title_part": 0.4, "opening": 1.2, "lead": 1.2, "early": 1.0, "spread": 0.5, "pair": 1.5,
    "share": 1.0, "repeated": 1.0, "heading": 0.7, "act": 0.5, "news": 0.5, "elsewhere": -1.0, "unrelated": -1.0,
    "background": -3.0, "aside": -2.0, "standing": -1.5, "study": -2.0, "notice": -7.0,
}  # fmt: skip
OWN_WEIGHT = 0.5  # of a case of the pack: short and clear-cut, so it says less than a real text
PACK = "icc"


@dataclass(frozen=True)
class Row:
    """One topic in one text: its signals (None if the query does not hold), the truth, and the group it belongs to."""

    topic: str
    values: tuple[float, ...] | None
    report: bool
    group: str
    own: bool  # a case of the pack: trained on, not scored


def rows_of(index: TopicIndex, record: dict[str, object], truth: dict[str, bool], group: str, own: bool) -> list[Row]:
    date = str(record.get("date") or "2026-01-01")[:10]
    article = Article(
        id=ArticleId(0),
        entry_id=EntryId(0),
        source_id=SourceId("bench"),
        url=str(record.get("url") or ""),
        title=str(record["title"]),
        text=str(record["text"]),
        language=str(record["lang"]),
        first_seen=datetime.fromisoformat(date).replace(tzinfo=UTC),
    )
    evaluation = Evaluation(Reading(article), index)
    held: dict[str, tuple[float, ...]] = {}
    for number in candidates(evaluation):
        topic = index.topics[number]
        if evaluation.holds(topic.query.root) is not None:
            held[topic.topic.id] = measure(evaluation, topic, reporting_sentences(evaluation, topic)).values()
    return [Row(topic, held.get(topic), said, group, own) for topic, said in truth.items()]


def load(path: Path) -> list[Row]:
    pack = load_pack(PACK)
    index = compile_topics(pack.topics, pack.concepts)
    rows: list[Row] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            record = json.loads(line)
            truth = {topic: label == 2 for topic, label in record["topics"].items()}
            rows += rows_of(index, record, truth, record.get("development") or record["id"], own=False)
    for case in pack.cases:
        record = {"title": case.title, "text": case.text, "lang": case.language}
        truth = {topic.id: case.grades.get(topic.id) == "report" for topic in pack.topics}
        rows += rows_of(index, record, {str(topic): said for topic, said in truth.items()}, case.id, own=True)
    return rows


def fit(rows: list[Row], strength: float, rounds: int = 1500) -> tuple[float, list[float]]:
    """Bias and weights that minimise the log loss plus ``strength`` times half the squared distance from the prior."""
    data = [
        (row.values, 1.0 if row.report else 0.0, OWN_WEIGHT if row.own else 1.0)
        for row in rows
        if row.values is not None
    ]
    prior = [PRIOR[name] for name in NAMES]
    bias, weights = PRIOR_BIAS, prior[:]
    rate = 4.0 / len(data)
    for _ in range(rounds):
        slope_bias = strength * (bias - PRIOR_BIAS)
        slopes = [strength * (weight - first) for weight, first in zip(weights, prior, strict=True)]
        for values, truth, counts in data:
            total = bias + sum(weight * value for weight, value in zip(weights, values, strict=True))
            error = 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - truth
            error *= counts
            slope_bias += error
            for at, value in enumerate(values):
                slopes[at] += error * value
        bias -= rate * slope_bias
        for at, name in enumerate(NAMES):
            moved = weights[at] - rate * slopes[at]
            weights[at] = min(0.0, moved) if name in AGAINST else max(0.0, moved)
    return bias, weights


def says(row: Row, bias: float, weights: list[float]) -> bool:
    if row.values is None:
        return False
    return bias + sum(weight * value for weight, value in zip(weights, row.values, strict=True)) >= 0


def f1(pairs: list[tuple[bool, bool]]) -> float:
    right = sum(said and true for said, true in pairs)
    wrong = sum(said != true for said, true in pairs)
    return 2 * right / (2 * right + wrong) if right else 0.0


def scores(judged: list[tuple[str, bool, bool]]) -> dict[str, float]:
    topics = sorted({topic for topic, _, _ in judged})
    by_topic = {topic: f1([(said, true) for name, said, true in judged if name == topic]) for topic in topics}
    return {**by_topic, "macro": sum(by_topic.values()) / len(by_topic)}


def cross_validate(rows: list[Row], strength: float, times: int) -> dict[str, float]:
    """Mean scores on the half of the developments that was not trained on, both ways."""
    groups = sorted({row.group for row in rows if not row.own})
    sums: dict[str, float] = {}
    for seed in range(times):
        shuffled = groups[:]
        random.Random(seed).shuffle(shuffled)
        half = set(shuffled[: len(shuffled) // 2])
        judged: list[tuple[str, bool, bool]] = []
        for tested_in in (True, False):
            model = fit([row for row in rows if row.own or (row.group in half) != tested_in], strength, 600)
            tested = [row for row in rows if not row.own and (row.group in half) == tested_in]
            judged += [(row.topic, says(row, *model), row.report) for row in tested]
        for name, value in scores(judged).items():
            sums[name] = sums.get(name, 0.0) + value / times
    return sums


def show(title: str, values: dict[str, float]) -> None:
    print(f"{title:42}", "  ".join(f"{name} {value:.3f}" for name, value in values.items()))


def write(bias: float, weights: list[float]) -> None:
    lines = "".join(f'    "{name}": {round(weight, 2)},\n' for name, weight in zip(NAMES, weights, strict=True))
    text = (
        '"""Weights of the grading signals (see ``signals.Signals``), written by ``bench/train_grading.py``."""\n\n'
        f"from __future__ import annotations\n\nBIAS = {round(bias, 2)}\nWEIGHTS: dict[str, float] = {{\n{lines}}}\n"
    )
    target = Path(__file__).parent.parent / "monitor" / "core" / "matching" / "weights.py"
    target.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--strength", type=float, default=1.0)
    parser.add_argument("--times", type=int, default=10)
    options = parser.parse_args()
    rows = load(options.labelled)
    scored = [row for row in rows if not row.own]
    at_hand = [WEIGHTS[name] for name in NAMES]
    show("weights at hand", scores([(row.topic, says(row, BIAS, at_hand), row.report) for row in scored]))
    show("cross-validated, halves of developments", cross_validate(rows, options.strength, options.times))
    bias, weights = fit(rows, options.strength)
    show("trained on all (flatters)", scores([(row.topic, says(row, bias, weights), row.report) for row in scored]))
    print("bias", round(bias, 2), {name: round(weight, 2) for name, weight in zip(NAMES, weights, strict=True)})
    if options.write:
        write(bias, weights)


if __name__ == "__main__":
    main()
