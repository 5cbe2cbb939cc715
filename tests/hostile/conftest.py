"""The lab, and a table at the end: how many rows of each promise held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from monitor.isolation.pool import WorkerPool
from monitor.pipeline.tasks import TASKS
from monitor.store.store import Store
from tests.hostile.lab import Canary, Lab
from tests.hostile.row import Row, Want, xml
from tests.hostile.stories import feed

PROMISES = {
    "P3": "one story, one entry", "P4": "a failed poll leaves a counted failure", "P5": "conditional requests",
    "P6": "polite", "P7": "a fetch is bounded", "P8": "parsing is bounded and killable",
    "P9": "one bad entry costs itself alone", "P10": "no address that is not allowed", "P11": "XML opens nothing",
    "P12": "text from outside is inert", "P13": "walls, noise and outages are no news", "P14": "robots.txt",
    "P15": "TLS is verified",
}  # fmt: skip
# Played before all others, with time enough: the first fetch and parse of a program load their libraries.
FIRST = Row(name="first", promise="", right="", answers=(xml(feed(1)),), want=Want(), real_limits=True)
_rows: Counter[str] = Counter()
_held: Counter[str] = Counter()


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    """Workers with small limits, a canary and a store, for all rows."""
    workers, canary, store = WorkerPool(TASKS, workers=1, cpu_seconds=1, wall_seconds=100), Canary(), Store("sqlite://")
    store.upgrade()
    made = Lab(workers, canary, store)
    made.play(FIRST)
    yield made
    workers.close()
    canary.close()
    store.close()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and "test_hostile_rows" in report.nodeid and "[" in report.nodeid:
        promise = report.nodeid.rpartition("[")[2].partition("-")[0]
        if promise in PROMISES:
            _rows[promise] += 1
            _held[promise] += report.passed


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _rows:
        return
    write = terminalreporter.write_line
    terminalreporter.section("the hostile site")
    for promise, words in PROMISES.items():
        if _rows[promise]:
            write(f"{promise:<4} {words:<42} {_rows[promise]:>4} rows  {_held[promise]:>4} held")
    write(f"{'all':<47} {_rows.total():>4} rows  {_held.total():>4} held")
