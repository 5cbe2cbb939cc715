"""How fast the web page answers over a large archive: ``python -m bench.web [--articles N]``.

Fills a SQLite database with made-up articles, one in twenty of them filed under a development, serves it and asks each
page again and again. Prints the median and the 95th percentile of the time that an answer takes, on loopback.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import insert

from monitor.app import build, open_web
from monitor.config.bind import Bind
from monitor.config.settings import Settings, sqlite_url
from monitor.core.model.article import Span
from monitor.core.model.development import Novelty, Verdict
from monitor.core.model.ids import SourceId, TopicId
from monitor.core.model.match import Evidence, Field, Grade, Match
from monitor.core.model.source import Source, SourceKind
from monitor.core.model.topic import Rung, Topic
from monitor.store import tables
from monitor.store.records import to_text
from monitor.store.store import Store

SOURCES, REPORTED, PER_DEVELOPMENT = 80, 20, 6
WORDS = ("court judge treaty state charge appeal panel motion counsel hearing order fund bridge harbour market season "
         "minister budget ferry museum strike rain election school river train price match garden bank road "
         "film").split()  # fmt: skip
PASSWORD = "a password for figures"
PAGES = ("/", "/developments", "/developments/1", "/topics", "/sources", "/alerts", "/search?q=judge",
         "/search?q=harbour+ferry+museum", "/search?q=rarestword", "/search?q=nosuchword", "/articles/1",
         "/api/v1/developments?limit=50", "/metrics")  # fmt: skip


def main() -> None:
    """Fill, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=30)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="monitor-bench-") as name:
        folder = Path(name)
        settings = Settings(config=folder / "feeds.toml", database_url=sqlite_url(folder / "monitor.db"),
                            web=Bind(host="127.0.0.1", port=0), web_password=PASSWORD)  # fmt: skip
        monitor = build(settings)
        began = time.perf_counter()
        fill(monitor.store, asked.articles)
        size = (folder / "monitor.db").stat().st_size / 1024**2
        print(f"{asked.articles:,} articles, {size:.0f} MB, filled in {time.perf_counter() - began:.0f} s")
        server = open_web(monitor)
        assert server is not None
        server.start()
        try:
            measure(f"http://127.0.0.1:{server.port}", asked.rounds)
        finally:
            server.stop()
            monitor.close()


def measure(root: str, rounds: int) -> None:
    """Ask each page so often and print what it took."""
    with httpx.Client(base_url=root, trust_env=False, headers={"origin": root}, timeout=120) as client:
        client.post("/login", data={"password": PASSWORD})
        print(f"{'page':40} {'median':>9} {'95 %':>9}")
        for path in PAGES:
            times = []
            for _ in range(rounds):
                began = time.perf_counter()
                answer = client.get(path)
                times.append((time.perf_counter() - began) * 1000)
                assert answer.status_code == 200, (path, answer.status_code)
            late = statistics.quantiles(times, n=20)[-1]
            print(f"{path:40} {statistics.median(times):6.1f} ms {late:6.1f} ms")


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
