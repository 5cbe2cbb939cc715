"""What keeping captures costs: CPU of an article from its page to its verdict, and room in the database.

    python -m bench.captures [ARTICLES]

Pages of about 100 KB, of which one in twenty reports on a topic, go through extract and detect on a real SQLite file,
with captures of nothing, of reports and of everything in turn, three times. CPU is that of this process, in which the
worker processes that read the pages are not counted.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.core.model.capture import Captured, CapturePolicy
from monitor.core.model.entry import FoundEntry
from monitor.core.model.fetched import Fetched, FetchRequest, FetchResult
from monitor.core.model.source import Source
from monitor.core.policy.intake import keyed
from monitor.isolation.pool import WorkerPool
from monitor.pipeline.context import Context
from monitor.pipeline.detect import detect
from monitor.pipeline.extract import extract
from monitor.pipeline.knowledge import Knowledge
from monitor.pipeline.tasks import TASKS
from monitor.store.records import to_text
from monitor.store.store import Store
from monitor.store.versions import CAPTURES
from tests.builders import found, source, topic

ONE_IN = 20
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WORDS = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("n", "r", "st", "l", "nde", "ck")]


@dataclass
class Pages:
    """A web of so many pages, made beforehand."""

    bodies: list[bytes]

    def now(self) -> datetime:
        """The time, which stands still."""
        return NOON

    def fetch(self, request: FetchRequest) -> FetchResult:
        """The page of that number."""
        body = self.bodies[int(request.url.rsplit("/", 1)[1])]
        return Fetched(url=request.url, final_url=request.url, status=200, headers=(("Content-Type", "text/html"),),
                       body=body, fetched_at=NOON)  # fmt: skip


def page(number: int) -> bytes:
    """About 100 KB as a news site makes them: an article of 4,000 characters in much furniture."""
    chance = random.Random(number)
    told = "The dockers of the port began a strike on Monday, their union said. " if number % ONE_IN == 0 else ""
    text = "".join(f"<p>{told if not n else ''}{_words(chance, 70)}.</p>" for n in range(9))
    links = "".join(f'<li class="teaser"><a data-id="{chance.getrandbits(60):x}" href="/{_words(chance, 3, "-")}">'
                    f"{_words(chance, 9)}</a></li>" for _ in range(800))  # fmt: skip
    return (f"<html><head><title>{_words(chance, 8)}</title></head><body><nav><ul>{links}</ul></nav>"
            f"<article><h1>{_words(chance, 8)}</h1>{text}</article></body></html>").encode()  # fmt: skip


def _words(chance: random.Random, count: int, between: str = " ") -> str:
    return between.join(chance.choices(WORDS, k=count))


@contextmanager
def _store(of: Captured) -> Iterator[tuple[Store, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        store = Store(f"sqlite:///{path}")
        store.upgrade()
        with store.write() as tx:
            tx.sources.put(source(), NOON)
            tx.topics.put(topic("strike", "dockers AND strike*"))
            tx.facts.put(CAPTURES, to_text(CapturePolicy(of=of)))
        yield store, path
        store.close()


def _run(of: Captured, pages: Pages, workers: WorkerPool) -> tuple[float, float]:
    """CPU seconds and bytes of the database, for an article."""
    listed, articles = source(), len(pages.bodies)
    with _store(of) as (store, path):
        ctx = Context(store=store, fetcher=pages, workers=workers, channels=dict, clock=pages, knowledge=Knowledge())
        with store.write() as tx:
            items = keyed([_listed(number, listed) for number in range(articles)])
            entries = tx.entries.add_all(listed.id, [(item, False) for item in items], now=NOON)
            tx.entries.claim_due(NOON, timedelta(hours=1), "bench", articles)
        begun = time.process_time()
        for entry in entries:
            outcome = extract(ctx, entry)
            detect(ctx, outcome.facts["article"])  # type: ignore[arg-type]
        taken = time.process_time() - begun
        store.close()
        return taken / articles, path.stat().st_size / articles


def _listed(number: int, listed: Source) -> FoundEntry:
    return found(number, title=f"Headline of page {number}", url=f"https://{listed.id}.example.org/{number}")


def main() -> None:
    """Print the figures."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    pages, workers = Pages([page(number) for number in range(articles)]), WorkerPool(TASKS, workers=1)
    print(f"{articles} articles, pages of {len(page(1)) / 1e3:.0f} KB, 1 in {ONE_IN} reports")
    try:
        _run(Captured.NOTHING, Pages(pages.bodies[:20]), workers)
        for _ in range(3):
            nothing, plain = _run(Captured.NOTHING, pages, workers)
            print(f"captures of nothing: {nothing * 1e3:.2f} ms, {plain / 1e3:.1f} KB an article")
            for of in (Captured.REPORTS, Captured.EVERYTHING):
                cpu, size = _run(of, pages, workers)
                print(f"  of {of.value}: {cpu * 1e3:.2f} ms ({cpu / nothing:.2f} times), {size / 1e3:.1f} KB")
    finally:
        workers.close()


if __name__ == "__main__":
    main()
