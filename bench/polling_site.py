"""The press for ``bench/polling.py``: one process that is many loopback hosts (127.0.x.y), with feeds and articles.

    python bench/polling_site.py PORT

``/feed`` lists a host's newest 20 articles and knows its ETag; ``/publish/N`` gives every host N more, ``/hot/1`` gives
the host asked one on the topic; ``/article/K`` is a page of about 100 KB with 2,600 characters of text. ``/hang`` takes
the request and never answers; ``/bomb`` is a feed that no parser finishes in its time.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

LISTED = 20
CHROME = "<div class='teaser'><a href='/x'><img src='/i.png' alt=''><span>Read on</span></a></div>" * 500
COMMON = "the of and to in that it was with for as they had on at by which this from would there their been has".split()
SCRIPT = "<script>" + "var a = function (b) { return b + 1; };" * 300 + "</script>"
CAUSES = (  # as many as the bench has hosts with a story on the topic: no two of these tell of one happening
    "over frozen pensions", "after a crane collapsed", "against automatic gantries", "for the release of a ferry crew",
    "when a terminal is sold", "to keep night shifts paid", "because asbestos was found", "as customs posts merge",
    "as grain silos close", "over a sacked shop steward", "against scanning by drones", "until heat breaks are granted",
    "for a winter bonus", "after two drown in a lock", "over lorry queues", "against foreign tug licences",
    "to save a training school", "when fuel rations are cut", "because wages come late", "in a dispute on fish quotas",
)  # fmt: skip


@lru_cache(maxsize=1)
def words() -> list[str]:
    """Made-up words that look like words."""
    chance = random.Random(7)
    return ["".join(_syllable(chance) for _ in range(chance.randint(1, 4))) for _ in range(4000)]


@lru_cache(maxsize=1)
def long_words() -> list[str]:
    """Those that tell names apart."""
    return [word for word in words() if len(word) > 4]


def _syllable(chance: random.Random) -> str:
    return chance.choice("bdfgklmnprstvz") + chance.choice("aeiou")


def sentence(chance: random.Random) -> Iterator[str]:
    """Made-up nouns between English words, so that its language can be told."""
    for _ in range(15):
        yield from chance.choices(COMMON, k=3)
        yield chance.choice(words())


def headline(host: str, number: int, hot: bool = False) -> str:
    """A headline that no other article has; one in twenty, and every ``hot`` one, is on the topic of the bench.

    Those tell of happenings that a reader would tell apart: other places, numbers and causes.
    """
    chance = random.Random(f"{host}/{number}")
    name, other = (word.title() + "ar" for word in chance.sample(long_words(), 2))
    if hot or number % 20 == 0:
        of_host = sum(map(int, host.split(".")))
        return f"{of_host * 7 + number} dockers in {name} strike {CAUSES[of_host % len(CAUSES)]}, says {other}"
    return f"Museum in {name} shows maps of {other} in room {number}"


def article(host: str, number: int, hot: bool = False) -> bytes:
    """A page."""
    chance = random.Random(f"{host}/{number}/text")
    title = headline(host, number, hot)
    what = "dockers" if "dockers" in title else "museum"
    place = title.partition(" in ")[2].split()[0]
    did = "went on strike" + title.partition(" strike")[2].partition(",")[0] if what == "dockers" else "showed its maps"
    lead = f"<p>The {what} of {place} {did} on Monday, a speaker of the {what} in {place} said in a statement.</p>"
    prose = "".join(f"<p>{' '.join(sentence(chance)).capitalize()}.</p>" for _ in range(9))
    body = f"<nav>{CHROME}</nav><main><article><h1>{title}</h1>{lead}{prose}</article></main><footer>{CHROME}</footer>"
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{SCRIPT}</head><body>{body}</body></html>".encode()
    )


def feed(host: str, port: int, newest: int, hot: set[int]) -> bytes:
    """The newest articles of a host."""
    items = "".join(
        f"<item><title>{headline(host, n, n in hot)}</title><link>http://{host}:{port}/article/{n}</link>"
        f"<guid isPermaLink='false'>{host}-{n}</guid>"
        f"<pubDate>Mon, 02 Mar 2026 10:{n % 60:02}:00 GMT</pubDate>"
        f"<description>&lt;p&gt;In short: {headline(host, n, n in hot)}, and what follows.&lt;/p&gt;</description>"
        "</item>"
        for n in range(newest, max(newest - LISTED, 0), -1)
    )
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Press</title><link>/</link>'
    return f"{head}{items}</channel></rss>".encode()


class Press:
    """Answers requests; counts them by path."""

    def __init__(self, port: int) -> None:
        self._port, self._newest, self._all = port, Counter[str](), LISTED
        self._hot: dict[str, set[int]] = defaultdict(set)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, kept alive."""
        try:
            while line := await reader.readline():
                etag, path = b"", line.split(b" ")[1].decode()
                host = str(writer.get_extra_info("sockname")[0])
                while (header := await reader.readline()) not in (b"\r\n", b""):
                    if header[:14].lower() == b"if-none-match:":
                        etag = header[14:].strip()
                if path == "/hang":
                    await asyncio.sleep(3600)
                writer.write(self._answer(host, path, etag.decode()))
                await writer.drain()
        except (ConnectionError, IndexError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    def _answer(self, host: str, path: str, known: str) -> bytes:
        kind, _, number = path[1:].partition("/")
        if kind == "feed":
            newest = self._all + self._newest[host]
            etag = f'"{host}-{newest}"'
            if known == etag:
                return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
            return _ok(feed(host, self._port, newest, self._hot[host]), "text/xml; charset=utf-8", etag)
        if kind == "article":
            return _ok(article(host, int(number), int(number) in self._hot[host]), "text/html; charset=utf-8")
        if kind == "bomb":
            rows = "".join(f"<item><title>Quay {n}</title></item>" for n in range(250_000))
            return _ok(f"<rss><channel>{rows}</channel></rss>".encode(), "text/xml")
        if kind == "publish":
            self._all += int(number)
            return _ok(b"", "text/plain")
        if kind == "hot":
            self._newest[host] += 1
            self._hot[host].add(self._all + self._newest[host])
            return _ok(headline(host, self._all + self._newest[host], hot=True).encode(), "text/plain")
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def _ok(body: bytes, media: str, etag: str = "") -> bytes:
    tag = etag or f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
    head = f"Content-Type: {media}\r\nETag: {tag}\r\nContent-Length: {len(body)}"
    return f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + body


async def main() -> None:
    """Serve until the standard input ends."""
    port = int(sys.argv[1])
    server = await asyncio.start_server(Press(port).talk, "0.0.0.0", port, backlog=4096)
    async with server:
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
