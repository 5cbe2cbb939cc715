"""The product's own tasks under its own limits: what they need fits, and what kills them loses only itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from monitor.core.model.source import SourceKind
from monitor.extraction import task as extraction
from monitor.extraction.extracted import Extracted
from monitor.isolation.outcome import TaskDone, TaskFailed
from monitor.isolation.pool import WorkerPool
from monitor.sources import task as sources

FEED = (
    b"<rss><channel><title>T</title><item><title>One</title><link>https://example.org/1</link></item></channel></rss>"
)
SENTENCE = "<p>The assembly met in the capital and adopted the text of the agreement without a vote on Tuesday.</p>"


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool({**sources.TASKS, **extraction.TASKS}, workers=1, wall_seconds=200)
    yield pool
    pool.close()


def test_a_feed_is_parsed_in_a_worker(pool: WorkerPool) -> None:
    result = pool.run(sources.TASK, sources.request(SourceKind.FEED, url="https://example.org/feed"), FEED)
    assert isinstance(result, TaskDone), result
    assert [entry.title for entry in sources.from_wire(dict(result.header)).entries] == ["One"]


def test_an_article_is_extracted_in_a_worker(pool: WorkerPool) -> None:
    body = ("<html><body><article>" + "".join(SENTENCE.replace("Tuesday", f"day {n}") for n in range(9))).encode()
    result = pool.run(extraction.TASK, extraction.request(url="https://example.org/1", media_type="text/html"), body)
    assert isinstance(result, TaskDone), result
    found = extraction.from_wire(dict(result.header))
    assert isinstance(found, Extracted)
    assert found.language == "en"


def test_a_page_made_to_exhaust_the_parser_loses_only_itself() -> None:
    tight = WorkerPool({**sources.TASKS}, workers=1, cpu_seconds=1, wall_seconds=200)
    page = b"<table>" + b"<tr><td>a<td>b</tr>" * 1_200_000  # too much for the quickest machine, or for the memory
    hostile = tight.run(sources.TASK, sources.request(SourceKind.PAGE, url="https://example.org/"), page)
    assert isinstance(hostile, TaskFailed), hostile
    after = tight.run(sources.TASK, sources.request(SourceKind.FEED, url="https://example.org/feed"), FEED)
    tight.close()
    assert isinstance(after, TaskDone)
