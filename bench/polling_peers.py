"""The yardsticks of ``bench/polling.py``, each in a process and an interpreter of its own; imports nothing of monitor.

    python bench/polling_peers.py reader|plain PORT FEEDS ARTICLES

``reader`` is lemon24/reader as it comes: it polls and stores and fetches no pages. ``plain`` is httpx, feedparser and
trafilatura (its fast way) with dictionaries for a store. Prints one JSON object of seconds of CPU.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
import urllib.request
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")


def host(number: int) -> str:
    """The n-th host."""
    return f"127.0.{1 + number // 250}.{1 + number % 250}"


def cpu() -> float:
    """CPU seconds of this process and its children that ended."""
    parts = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in parts)


def publish(port: int, count: int) -> None:
    """Give every host so many new articles."""
    urllib.request.urlopen(f"http://127.0.0.1:{port}/publish/{count}").read()


def rss() -> float:
    """MiB of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def measured(work: Callable[[], Any]) -> float:
    """CPU seconds that ``work`` took."""
    before = cpu()
    work()
    return cpu() - before


def run_reader(port: int, feeds: int) -> dict[str, float]:
    """lemon24/reader: first poll, unchanged polls, five new entries each."""
    from reader import make_reader  # type: ignore[import-not-found,unused-ignore]

    with tempfile.TemporaryDirectory() as folder:
        reader = make_reader(f"{folder}/reader.db")
        for number in range(feeds):
            reader.add_feed(f"http://{host(number)}:{port}/feed")

        def update() -> None:
            for _ in reader.update_feeds_iter(workers=8, scheduled=False):
                pass

        update()
        unchanged = min(measured(update) for _ in range(2)) / feeds
        publish(port, 5)
        changed = measured(update) / feeds
        return {"unchanged": unchanged, "changed": changed, "rss": rss()}


_client: Any = None


def plain_article(url: str) -> int:
    """Fetch and extract one page."""
    global _client
    import httpx
    import trafilatura

    if _client is None:
        _client = httpx.Client(trust_env=False)
    text = trafilatura.extract(_client.get(url).text, fast=True, include_comments=False)
    return len(text or "")


def plain_feed_and_pages(known: tuple[str, str, list[str]]) -> int:
    """Poll one feed of which ETag and links are known, and read the pages of what is new; how many."""
    import feedparser
    import httpx

    global _client
    if _client is None:
        _client = httpx.Client(trust_env=False)
    url, etag, seen = known
    answer = _client.get(url, headers={"if-none-match": etag})
    new = [str(entry.link) for entry in feedparser.parse(answer.content).entries if str(entry.link) not in seen]
    return sum(1 for link in new if plain_article(link))


def ended_children() -> float:
    """CPU seconds of the children that ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def run_plain(port: int, feeds: int, articles: int) -> dict[str, float]:
    """httpx, feedparser and trafilatura, one client, dictionaries; articles in two processes."""
    import feedparser
    import httpx

    client, etags, seen = httpx.Client(trust_env=False), dict[str, str](), set[str]()

    def update() -> list[str]:
        new = []
        for number in range(feeds):
            url = f"http://{host(number)}:{port}/feed"
            answer = client.get(url, headers={"if-none-match": etags.get(url, "")})
            if answer.status_code != 304:
                etags[url] = answer.headers["etag"]
                links = [str(entry.link) for entry in feedparser.parse(answer.content).entries]
                new += [link for link in links if link not in seen]
                seen.update(links)
        return new

    update()
    unchanged = min(measured(update) for _ in range(2)) / feeds
    publish(port, 5)
    before = cpu()
    new = update()
    changed = (cpu() - before) / feeds
    wanted = new[:articles]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(plain_article, wanted[:2]))
        began = time.perf_counter()
        list(pool.map(plain_article, wanted, chunksize=8))
        wall = time.perf_counter() - began
    before = ended_children()
    per_article = before / len(wanted)  # with what two processes take to start
    rate = len(wanted) / wall
    publish(port, max(articles // feeds, 1))
    known = [(url, etag, [link for link in seen if link.startswith(url[:-4])]) for url, etag in etags.items()]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(plain_article, wanted[:2]))
        began = time.perf_counter()
        count = sum(pool.map(plain_feed_and_pages, known, chunksize=8))
        wall = time.perf_counter() - began
    whole = (ended_children() - before) / count
    return {"unchanged": unchanged, "changed": changed, "article": per_article, "rate": rate, "rss": rss(),
            "whole_article": whole, "whole_rate": count / wall}  # fmt: skip


if __name__ == "__main__":
    port_number, feed_count, article_count = map(int, sys.argv[2:5])
    if sys.argv[1] == "reader":
        print(json.dumps(run_reader(port_number, feed_count)))
    else:
        print(json.dumps(run_plain(port_number, feed_count, article_count)))
