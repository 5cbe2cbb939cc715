"""Saved pages, where a checkout has them beside it: the same demand told by two outlets is one development."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.core.novelty.memory import Memory
from tests.golden.novelty.test_sequences import told

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
BOTH = ["sanctions", "rome-statute-amendments"]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="no saved pages beside this checkout")
@pytest.mark.parametrize("swapped", [False, True])
def test_two_outlets_on_one_exclusive_are_one_development_of_one_origin(swapped: bool) -> None:
    pages = [("seed003", ["icpa"], "2025-03-18"), ("seed001", ["sanctions"], "2025-12-05")]
    demand = [("seed002", BOTH, "2025-12-10"), ("seed004", BOTH, "2025-12-11")]
    if swapped:
        demand = [("seed004", BOTH, "2025-12-10"), ("seed002", BOTH, "2025-12-11")]
    reports = []
    for name, topics, at in [*pages, *demand]:
        text = (SEEDS / f"{name}.txt").read_text(encoding="utf-8")
        reports.append({"title": text.splitlines()[0][:120], "text": text, "topics": topics, "at": at})
    filings = list(told(reports, Memory()))
    assert [development for _, _, development in filings] == [1, 2, 3, 3]
    assert {verdict.origin for _, verdict, _ in filings[2 + swapped :]} == {"Reuters"}
