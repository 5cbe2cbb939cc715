"""feedparser's own test feeds, where a folder is given: ``MONITOR_FEED_CORPUS=…/tests pytest tests/corpus -s``.

They are not part of this project. What may differ: files in formats that we do not read (CDF), texts in East Asian
encodings without a label, and entries that hold nothing a reader could see, which we leave out.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from monitor.isolation.pool import WorkerPool
from monitor.pipeline.tasks import TASKS
from tests.corpus.agreement import SUFFIXES, Reading, read

FOLDER = os.environ.get("MONITOR_FEED_CORPUS", "")
COUNT_SHARE = 0.95
TITLE_SHARE = 0.95
SECONDS = 10.0

pytestmark = pytest.mark.skipif(not FOLDER, reason="MONITOR_FEED_CORPUS names no folder with feeds")


@pytest.fixture(scope="module")
def readings() -> Sequence[Reading]:
    """Every file, read both ways."""
    workers = WorkerPool(TASKS, workers=1)
    paths = sorted(path for path in Path(FOLDER).rglob("*") if path.suffix in SUFFIXES)
    found = [read(workers, path) for path in paths]
    workers.close()
    return found


def test_no_feed_raises_or_takes_long(readings: Sequence[Reading]) -> None:
    assert readings, "no feeds in the folder"
    assert [(each.path.name, each.fault) for each in readings if each.fault] == []
    assert max(each.seconds for each in readings) < SECONDS


def test_the_entries_are_those_that_feedparser_finds(readings: Sequence[Reading]) -> None:
    telling = [each for each in readings if each.theirs or each.ours]
    counts, titles = (sum(getattr(each, name) for each in telling) for name in ("same_count", "same_titles"))
    differ = "\n".join(
        f"  {each.path.name}: {each.theirs[:2]} / {each.ours[:2]}" for each in telling if not each.same_titles
    )
    print(f"\n{len(readings)} files, {len(telling)} with entries: {counts} same count, {titles} same titles\n{differ}")
    assert counts >= COUNT_SHARE * len(telling)
    assert titles >= TITLE_SHARE * len(telling)
