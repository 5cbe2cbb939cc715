"""The press of ``bench/soak.py``: many loopback hosts in one thread, each with a feed or an index page, and articles.

Some hosts are in a bad mood for a minute at a time: they refuse, throttle, hang, hang up, cut their answer or send
something else than a feed. What they publish meanwhile must be found afterwards.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bench.polling_ours import host
from bench.polling_site import article, feed, headline

FIRST = 3  # what a host lists before anything is published
LISTING_EVERY = 10  # each n-th host has an index page instead of a feed
MOODS = ("refuse", "throttle", "hang up", "cut", "junk", "hang")
MOOD_CYCLE = 200  # minutes until a host's moods come again; each lasts one
HANG = 25.0  # seconds


class Press:
    """Answers requests from its own thread; ``publish`` may be called from any."""

    def __init__(self, hosts: int) -> None:
        self.hosts, self.port, self.moody = hosts, 0, True
        self.began = time.monotonic()
        self.published: dict[str, bool] = {}  # address of each article -> whether it is on the topic
        self.requests = Counter[str]()
        self._newest: dict[str, int] = {}
        self._hot: dict[str, set[int]] = defaultdict(set)
        self._index = {host(number): number for number in range(hosts)}

    def address(self, number: int) -> str:
        """What is watched of the n-th host."""
        return f"http://{host(number)}:{self.port}/{'list' if number % LISTING_EVERY == 0 else 'feed'}"

    def open(self) -> None:
        """Every host lists its first articles."""
        for name in self._index:
            self._newest[name] = FIRST
            self.published |= {f"http://{name}:{self.port}/article/{n}": False for n in range(1, FIRST + 1)}

    def publish(self, number: int, *, hot: bool) -> None:
        """The n-th host lists one more article; ``hot``: it is on the topic."""
        name = host(number)
        newest = self._newest[name] + 1
        if newest % 20 == 0:
            newest += 1  # that number is always on the topic
        if hot:
            self._hot[name].add(newest)
        self.published[f"http://{name}:{self.port}/article/{newest}"] = hot
        self._newest[name] = newest

    def mood(self, name: str) -> str:
        """How that host answers now; "" = well."""
        minute = int((time.monotonic() - self.began) / 60)
        place = (self._index.get(name, 0) * 7 + minute) % MOOD_CYCLE
        return MOODS[place] if self.moody and minute and place < len(MOODS) else ""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, kept alive."""
        with suppress(ConnectionError, IndexError, asyncio.CancelledError, ValueError):
            while line := await reader.readline():
                known, path = b"", line.split(b" ")[1].decode()
                while (header := await reader.readline()) not in (b"\r\n", b""):
                    if header[:14].lower() == b"if-none-match:":
                        known = header[14:].strip()
                name = str(writer.get_extra_info("sockname")[0])
                mood = self.mood(name)
                self.requests[mood or "well"] += 1
                if mood == "hang":
                    await asyncio.sleep(HANG)
                if mood in ("hang", "hang up"):
                    break
                answer = self._answer(name, path, known.decode(), mood)
                writer.write(answer)
                await writer.drain()
                if mood == "cut":
                    break
        writer.close()

    def _answer(self, name: str, path: str, known: str, mood: str) -> bytes:
        if mood == "refuse":
            return b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
        if mood == "throttle":
            return b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 20\r\nContent-Length: 0\r\n\r\n"
        kind, _, number = path[1:].partition("/")
        etag = f'"{name}-{self._newest.get(name, 0)}"'
        if kind in ("feed", "list") and known == etag and not mood:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
        if kind == "feed":
            body, media = feed(name, self.port, self._newest[name], self._hot[name]), "text/xml; charset=utf-8"
        elif kind == "list":
            body, media = self._listing(name), "text/html; charset=utf-8"
        elif kind == "article":
            body, media = article(name, int(number), int(number) in self._hot[name]), "text/html; charset=utf-8"
        else:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        if mood == "junk":
            body = bytes(range(256)) * 64
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nETag: {etag}\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + (body[: len(body) // 2] if mood == "cut" else body)

    def _listing(self, name: str) -> bytes:
        newest = self._newest[name]
        shown = [n for n in range(newest, max(newest - 20, 0), -1) if n <= FIRST or n % 20]
        items = "".join(
            f"<li><a href='/article/{n}'>{headline(name, n, n in self._hot[name])}</a> <time>2 March 2026</time></li>"
            for n in shown
        )
        return f"<!doctype html><html lang='en'><title>Press</title><main><ul>{items}</ul></main></html>".encode()


@contextmanager
def press(hosts: int) -> Iterator[Press]:
    """The press, serving in a thread of its own."""
    made, ready, loop = Press(hosts), threading.Event(), asyncio.new_event_loop()

    async def serve() -> None:
        server = await asyncio.start_server(made.talk, "0.0.0.0", 0, backlog=4096)
        made.port = int(server.sockets[0].getsockname()[1])
        made.open()
        ready.set()
        with suppress(asyncio.CancelledError):
            await server.serve_forever()

    def run() -> None:
        asyncio.set_event_loop(loop)
        with suppress(RuntimeError):  # the loop is stopped amid its work
            loop.run_until_complete(serve())

    thread = threading.Thread(target=run, name="press", daemon=True)
    thread.start()
    ready.wait()
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
