"""Grades on labelled news texts, when a file with some is at hand (they are not part of this repository).

The floor is below the figure measured when the weights were trained (macro F1 0.98), so that it trips on a real
loss only.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from monitor.core.matching.compile import compile_topics
from monitor.core.matching.matcher import match
from monitor.core.model.match import Grade
from monitor.packs.loader import load_pack
from tests.unit.matching.texts import article

SHARED = Path(os.environ.get("MONITOR_LABELLED_TEXTS", Path(__file__).parents[3].parent / "shared"))
CORPUS, SEEDS = SHARED / "corpus" / "icc_dev.jsonl", SHARED / "seeds"
PACK = load_pack("icc")
INDEX = compile_topics(PACK.topics, PACK.concepts)


def reported(title: str, text: str, language: str) -> set[str]:
    found = match(article(text, title, language), INDEX)
    return {str(one.topic_id) for one in found if one.grade is Grade.REPORT}


@pytest.mark.skipif(not CORPUS.exists(), reason="no labelled texts at hand")
def test_grades_agree_with_the_labels() -> None:
    right: dict[str, int] = {}
    wrong: dict[str, int] = {}
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        said = reported(record["title"], record["text"], record["lang"])
        for topic, label in record["topics"].items():
            right[topic] = right.get(topic, 0) + (topic in said and label == 2)
            wrong[topic] = wrong.get(topic, 0) + ((topic in said) != (label == 2))
    scores = {topic: 2 * right[topic] / (2 * right[topic] + wrong[topic]) for topic in right}
    assert min(scores.values()) >= 0.92, scores
    assert sum(scores.values()) / len(scores) >= 0.95, scores


@pytest.mark.skipif(not SEEDS.exists(), reason="no saved pages at hand")
@pytest.mark.parametrize("with_title", [True, False])
@pytest.mark.parametrize(
    ("name", "topics"),
    [
        ("seed000", set()),
        ("seed001", {"sanctions"}),
        ("seed002", {"sanctions", "rome-statute-amendments"}),
        ("seed003", {"icpa"}),
        ("seed004", {"sanctions", "rome-statute-amendments"}),
    ],
)
def test_saved_pages_with_all_their_noise(name: str, topics: set[str], with_title: bool) -> None:
    text = (SEEDS / f"{name}.txt").read_text(encoding="utf-8")
    assert reported(text.strip().splitlines()[0] if with_title else "", text, "") == topics
