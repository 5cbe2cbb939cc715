"""The load: made-up happenings without end, and press sites that publish them, reprint them and fail now and then."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

from tests.acceptance.press import QuietServer

TOPIC = '[[topic]]\nname = "regatta"\ntitle = "The regatta"\nquery = "regatta"\n'
LISTED = 150  # items of a feed: more than are published while a site's claim waits for its lease
_SYLLABLES = "bel dor fan gri hul jak lom mur nes pil quo ras sto tev ul vor wen yst zam kar".split()
_ACTS = (
    "cancels", "buys", "sues", "bans", "moves", "insures", "films", "honours", "fines", "sponsors", "paints", "delays",
    "doubles", "halves", "renames", "inspects", "guards", "auctions", "televises", "boycotts",
)  # fmt: skip
_WORLDS = (
    "lanterns otters granite brass organ tunnel apples clockwork chapel wool harvest", "violins fog lighthouse turf",
    "pigeons laundry cellar marble ferry treaty beetles archive", "comet orchard stamp foundry accordion locust salt",
    "glacier barley velvet canal beehive thunder map", "walnut windmill choir trumpet ledger coal silk turnip",
    "raven telegraph pottery mustard bell quarry dancer", "oyster balloon prism cabbage weaver crypt amber",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One item of one site. Reports of one ``happening`` have the same words."""

    site: str
    guid: str
    happening: int
    title: str
    text: str
    has_page: bool


def happening(number: int) -> tuple[str, str]:
    """Headline and text of happening ``number``; no two have names, figures or wording in common."""
    chance = random.Random(f"happening {number}")

    def name() -> str:
        return "".join(chance.sample(_SYLLABLES, 4)).title()

    who, where, body, act = name(), name(), name(), chance.choice(_ACTS)
    words = chance.sample(" ".join(_WORLDS).split(), 8)
    title = f"{body} {act} {where} regatta over {words[0]} and {words[1]}"
    text = (
        f"The {body} of {where} {act} the regatta because of {words[0]}, said its {words[2]} master {who} {name()}. "
        f"The {words[3]} near {name()} cost {chance.randint(120, 98000)} crowns, and {chance.randint(3, 90)} crews "
        f"with {words[4]} must row from {name()} instead. {name()} {name()} of the {words[5]} club called {words[6]} "
        f"and {words[7]} a matter for the harbour of {name()}."
    )
    return title, text


class Press:
    """Some sites on addresses of their own. ``publish`` gives one of them something new, by chance."""

    def __init__(self, sites: int, seed: int) -> None:
        self.published: list[Report] = []
        self.lock = threading.Lock()
        self.moody = True
        self._chance = random.Random(f"press {seed}")
        self._servers = {f"site-{number}": _serve(self, f"site-{number}", number) for number in range(sites)}
        for server in self._servers.values():
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

    def publish(self) -> None:
        """A new happening, or at times another site's reprint of one that was told lately."""
        with self.lock:
            site = self._chance.choice(list(self._servers))
            told = {report.happening for report in self.published}
            held = {report.happening for report in self.published if report.site == site}
            lately = [number for number in sorted(told - held) if number > len(told) - 12]
            number = self._chance.choice(lately) if lately and self._chance.random() < 0.25 else len(told)
            title, text = happening(number)
            self.published.append(Report(
                site=site, guid=f"{site}-{number}", happening=number, title=title, text=text,
                has_page=self._chance.random() < 0.2,
            ))  # fmt: skip

    def sources(self) -> str:
        """The sites as feeds.toml declares them."""
        return "".join(
            f'[[source]]\nid = "{name}"\nname = "{name}"\nurl = "{self.base(name)}/feed"\ninterval = "1s"\n'
            for name in self._servers
        )

    def base(self, site: str) -> str:
        host, port = self._servers[site].server_address[:2]
        return f"http://{host!s}:{port}"

    def answer(self, site: str, path: str) -> tuple[int, str, bytes]:
        """Now and then an error, as long as ``moody``."""
        with self.lock:
            mine = [report for report in self.published if report.site == site]
            mood = self._chance.random() if self.moody and path == "/feed" else 1.0
        if mood < 0.05:
            return 503, "text/plain", b"later"
        if path == "/feed":
            return 200, "application/rss+xml; charset=utf-8", self._feed(site, mine[-LISTED:])
        for report in mine:
            if path == f"/{report.guid}":
                return 200, "text/html; charset=utf-8", _page(report)
        return 404, "text/plain", b"not here"

    def _feed(self, site: str, reports: list[Report]) -> bytes:
        items = "".join(
            f"<item><title>{escape(report.title)}</title><guid isPermaLink='false'>{report.guid}</guid>"
            + (f"<link>{self.base(site)}/{report.guid}</link>" if report.has_page else "")
            + f"<description>{escape(report.text)}</description></item>"
            for report in reversed(reports)
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{site}</title>{items}</channel></rss>'.encode()

    def stop(self) -> None:
        for server in self._servers.values():
            server.shutdown()
            server.server_close()


@contextmanager
def press(sites: int, seed: int) -> Iterator[Press]:
    opened = Press(sites, seed)
    try:
        yield opened
    finally:
        opened.stop()


def _page(report: Report) -> bytes:
    return (
        f"<html lang='en'><head><title>{escape(report.title)}</title></head><body><article><h1>{escape(report.title)}"
        f"</h1><p>{escape(report.text)}</p></article></body></html>"
    ).encode()


def _serve(press: Press, site: str, number: int) -> ThreadingHTTPServer:
    handler = type("_SiteHandler", (_Handler,), {"press": press, "site": site})
    try:
        return QuietServer((f"127.0.1.{number + 10}", 0), handler)
    except OSError:
        return QuietServer(("127.0.0.1", 0), handler)


class _Handler(BaseHTTPRequestHandler):
    press: ClassVar[Press]
    site: ClassVar[str]
    timeout = 20

    def do_GET(self) -> None:
        status, kind, body = self.press.answer(self.site, self.path)
        etag = f'"{sha256(body).hexdigest()[:24]}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status, body = 304, b""
        self.send_response(status)
        self.send_header("ETag", etag)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""
