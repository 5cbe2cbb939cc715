"""feedparser's own test feeds, where a folder is given: ``MONITOR_FEED_CORPUS=…/tests pytest tests/corpus -s``.

They are not part of this project: ``pip download --no-deps --no-binary :all: feedparser`` brings them. Entries that
hold nothing a reader could see (no title, link, id or text) are left out on both sides.
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
SECONDS = 10.0
# Where we read otherwise than feedparser, and are right to. Every other file must agree in full.
_UNLABELLED = "feedparser alone reads Latin letters; the file's own expectation is the encoding that we find"
RIGHT = {
    "eucjp.xml": _UNLABELLED,
    "euckr.xml": _UNLABELLED,
    "gb2312.xml": _UNLABELLED,
    "koi8r.xml": _UNLABELLED,
    "shiftjis.xml": _UNLABELLED,
    "entity_in_doctype.xml": "no entity of a DTD is ever expanded",
    "entry_link_rel_license.xml": "an entry with a licence and nothing else",
    "entry_title_crazy.xml": "the text of a script is no title",
}

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


def test_the_entries_are_those_that_feedparser_gives(readings: Sequence[Reading]) -> None:
    telling = [each for each in readings if each.theirs or each.ours]
    differ = {each.path.name: f"{each.theirs[:2]} / {each.ours[:2]}" for each in telling if not each.agrees}
    print(f"\n{len(readings)} files, {len(telling)} with entries that tell anything, {len(differ)} read otherwise")
    assert {name: told for name, told in differ.items() if name not in RIGHT} == {}
