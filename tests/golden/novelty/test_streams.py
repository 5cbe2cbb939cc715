"""Labelled streams through the whole replay: floors for what they get, and a restart that changes no answer."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
CORPUS = ROOT.parent / "shared" / "corpus" / "icc_dev.jsonl"
MADE_UP = (
    "tuned", "held-out", "scripts", "second", "styles", "unopened", "short", "third", "third-unopened", "fourth",
    "fourth-unopened", "fifth", "sixth", "sixth-unopened",
)  # fmt: skip
LOOSE = {  # steps told where there is none, at most; elsewhere one
    "second": 8, "styles": 2, "unopened": 2, "third-unopened": 3, "fifth": 4,
}  # fmt: skip
STREAMS = {name: ROOT / "tests" / "golden" / "novelty" / f"stream-{name}.toml" for name in MADE_UP}
STREAMS["corpus"] = CORPUS


@cache
def bench() -> ModuleType:
    """``bench/sequences.py``, which is no package."""
    spec = importlib.util.spec_from_file_location("bench_sequences", ROOT / "bench" / "sequences.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_sequences"] = module
    spec.loader.exec_module(module)
    return module


@cache
def stream(name: str) -> tuple[list[Any], list[dict[str, Any]]]:
    """A stream's labelled texts and the answers of an undisturbed replay."""
    if not STREAMS[name].is_file():
        pytest.skip("no labelled corpus beside this checkout")
    labelled = bench().read(STREAMS[name])
    return labelled, bench().judged(labelled)


@pytest.mark.parametrize("name", STREAMS)
def test_a_restart_after_every_tenth_text_changes_no_answer(name: str) -> None:
    labelled, undisturbed = stream(name)
    restarted = bench().judged(labelled, restart_after=10)
    for before, after in zip(undisturbed, restarted, strict=True):
        assert before == after


@pytest.mark.parametrize(
    ("name", "grades", "bcubed", "alerts", "steps"),
    [
        ("tuned", 0.95, 0.96, 0.96, 10),
        ("held-out", 0.93, 0.92, 0.88, 2),
        ("scripts", 0.80, 0.93, 0.90, 0),
        ("second", 0.95, 0.87, 0.88, 1),
        ("styles", 0.96, 0.90, 0.93, 0),
        ("unopened", 0.92, 0.85, 0.77, 0),
        ("short", 1.0, 1.0, 1.0, 6),
        ("third", 0.96, 0.90, 0.90, 2),
        ("third-unopened", 0.93, 0.85, 0.87, 0),
        ("fourth", 0.97, 0.92, 0.92, 1),
        ("fourth-unopened", 0.92, 0.90, 0.81, 0),
        ("fifth", 0.94, 0.79, 0.82, 0),
        ("sixth", 0.96, 0.94, 0.93, 8),
        ("sixth-unopened", 0.94, 0.90, 0.85, 1),
        ("corpus", 0.97, 0.94, 0.91, 0),
    ],
)
def test_a_stream_gets_what_it_got_before(name: str, grades: float, bcubed: float, alerts: float, steps: int) -> None:
    found = bench().figures(*stream(name))
    said = "\n".join([str(found), *found.errors])
    assert sum(found.topics) / 3 >= grades, said
    assert found.bcubed >= bcubed, said
    assert found.score >= alerts, said
    assert found.steps[0] >= steps, said
    assert found.loose <= LOOSE.get(name, 1), said


def test_the_streams_are_many_happenings_in_many_languages() -> None:
    labelled = [each for name in ("tuned", "held-out") for each in bench().read(STREAMS[name])]
    assert len({each.sequence for each in labelled}) >= 60
    assert len({each.read.lang for each in labelled}) >= 8
    assert sum(not each.on for each in labelled) >= 15
