"""A row of the hostile site: what is promised, what the site answers, and what must come of it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from monitor.core.model.entry import Entry
from monitor.core.model.source import SourceKind, SourceState
from tests.fetch.servers import Asked

Speak = Callable[[socket.socket, Asked], object]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One HTTP answer. ``@SITE@`` and ``@CANARY@`` in body and headers stand for the two servers' addresses.

    A conditional request gets 304 when ``etag`` or ``modified`` is what was sent, and with ``lies`` always.
    """

    body: bytes | str = field(default=b"", repr=False)
    status: str = "200 OK"
    media: str = "text/xml; charset=utf-8"
    headers: str = ""  # further lines, parted by "|"
    etag: str = ""
    modified: str = ""
    lies: bool = False
    length: int | None = None  # announced; None = the truth
    packed: str = ""  # Content-Encoding of a body that is packed already

    def render(self, asked: Asked, addresses: Mapping[str, str]) -> bytes:
        """The bytes of the answer to this request."""
        conditions = (asked.headers.get("if-none-match", ""), asked.headers.get("if-modified-since", ""))
        body = self.body.encode("utf-8", "surrogatepass") if isinstance(self.body, str) else self.body
        headers = [f"Content-Type: {self.media}", *filter(None, self.headers.split("|"))]
        for name, value in (("ETag", self.etag), ("Last-Modified", self.modified), ("Content-Encoding", self.packed)):
            headers += [f"{name}: {value}"] if value else []
        status = self.status
        if any(conditions) and (self.lies or conditions == (self.etag, self.modified)):
            status, body = "304 Not Modified", b""
        head = "".join(f"{line}\r\n" for line in headers)
        for name, address in addresses.items():
            head, body = head.replace(name, address), body.replace(name.encode(), address.encode())
        size = len(body) if self.length is None else self.length
        start = f"HTTP/1.1 {status}\r\nContent-Length: {size}\r\nConnection: close\r\n{head}\r\n"
        return start.encode("latin-1") + body


Answer = Reply | Speak


def xml(body: bytes | str, **other: Any) -> Reply:
    """A feed."""
    return Reply(body=body, **other)


def html(body: bytes | str, **other: Any) -> Reply:
    """A page."""
    return Reply(body=body, **{"media": "text/html; charset=utf-8", **other})


def says(raw: bytes) -> Speak:
    """Send these bytes and hang up."""

    def speak(connection: socket.socket, asked: Asked) -> None:
        connection.sendall(raw)

    return speak


def redirect(to: str, status: str = "302 Found") -> Reply:
    """A redirect."""
    return Reply(status=status, headers=f"Location: {to}")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the machine made of a row, after its last poll."""

    failure: str  # reason of the last poll, "" if it was good
    failures: tuple[str, ...]  # of each poll
    entries: Sequence[Entry]
    notes: Sequence[str]  # what getting each entry's text said
    texts: Sequence[str]  # of the articles, oldest first
    everything: str  # all that is stored of entries and articles
    state: SourceState
    asked: Sequence[Asked]  # all requests to the site
    waits: Sequence[float]  # seconds that politeness took
    waited: timedelta  # from the last poll to the next one that is due
    slowest: float  # seconds of the slowest poll
    work: float  # seconds of CPU of the dearest poll, in this process
    memory: float  # MiB by which this process grew at its peak


@dataclass(frozen=True, kw_only=True)
class Want:
    """What must be true. What is None is not asked."""

    failure: str | None = ""  # the last poll's reason has these words; "" = it was good
    entries: int | None = None
    titles: tuple[str, ...] | None = None  # in the order in which they were stored
    note: str | None = None  # in the reason why an entry's text is not that of its page
    text: str = ""  # stands in an article
    nowhere: tuple[str, ...] = ()  # stands in nothing that is stored
    wait: timedelta | None = None  # the next poll is at least so far off
    work: float = 3.0  # seconds of CPU at most
    memory: float = 64.0
    also: Callable[[Seen], bool] = field(default=lambda seen: True)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One hazard. ``answers`` are what the source's address answers, poll by poll; the last one stays."""

    name: str
    promise: str
    right: str  # the right outcome, in words
    answers: Sequence[Answer] = field(repr=False)
    want: Want
    kind: SourceKind = SourceKind.FEED
    polls: int = 0  # 0 = one for each answer
    pages: Mapping[str, Answer] = field(default_factory=dict, repr=False)  # what stands at further paths
    address: str = "@SITE@/source"
    tls: str = ""  # the server's certificate
    every: timedelta = timedelta(minutes=31)
    texts: bool = False  # get the entries' texts after each poll
    real_limits: bool = False  # the limits of the product, not small ones
    hangs: bool = False  # only a limit of time ends it, which is short then
    spacing: float = 0.0

    @property
    def rounds(self) -> int:
        """How often the source is polled."""
        return self.polls or len(self.answers)
