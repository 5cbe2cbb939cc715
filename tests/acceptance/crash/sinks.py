"""Channels with moods: a mail server and a webhook that refuse, hang and hang up by seeded chance and keep count."""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from monitor.core.message import MAYBE_REPEAT
from tests.channels.mailhost import MailHost, mail_host
from tests.channels.servers import Answer, Posted, web_server

HANG = 0.4  # seconds without an answer, then the line is cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One message as a recipient holds it. ``answered``: whether the sender was told that it was taken."""

    key: str
    title: str
    marked: bool  # says that it may be a repeat
    answered: bool
    at: float  # time.monotonic()
    to: str = ""  # a mail address


@dataclass
class Sink:
    """What a channel took, and its mood for the next message."""

    name: str
    seed: int
    calm: bool = False
    moods: dict[str, int] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chance = random.Random(f"{self.name} {self.seed}")
        self._lock = threading.Lock()

    def mood(self) -> str:
        """One of "fine", "refuse" (500 or 451), "slow down", "cut before", "cut after" or "hang after"."""
        with self._lock:
            names = ["fine", "refuse", "slow down", "cut before", "cut after", "hang after"]
            drawn = self._chance.choices(names, weights=[62, 10, 4, 8, 10, 6])[0]
            mood = "fine" if self.calm else drawn
            self.moods[mood] = self.moods.get(mood, 0) + 1
            return mood

    def greylists(self) -> bool:
        """Whether one address is put off now, whatever becomes of the others."""
        with self._lock:
            return not self.calm and self._chance.random() < 0.08

    def take(self, key: str, title: str, marked: bool, mood: str, to: str = "") -> None:
        with self._lock:
            self.taken.append(Taken(
                key=key, title=title, marked=marked, answered=mood == "fine", at=time.monotonic(), to=to
            ))  # fmt: skip


class MoodyMail(MailHost):
    """An SMTP server on a `Sink`."""

    def __init__(self, sink: Sink) -> None:
        super().__init__()
        self.sink = sink

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.sink.greylists():
            return "450 come back later"
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        mood = "fine" if mail["X-Monitor-Kind"] != "development" else self.sink.mood()
        if mood in ("refuse", "slow down"):
            return "451 come back later" if mood == "refuse" else "421 too many"
        if mood != "cut before" and mail["X-Monitor-Kind"] == "development":
            body = mail.get_body(("plain",))
            assert body is not None
            (to,) = envelope.rcpt_tos
            self.sink.take(mail["Message-ID"], mail["Subject"], MAYBE_REPEAT in body.get_content(), mood, to)
        if mood == "hang after":
            await asyncio.sleep(HANG)
        if mood != "fine":
            transport: Any = server.transport
            transport.abort()
        return "250 taken"


def post_answer(sink: Sink, posted: Posted) -> Answer | None:
    """What the webhook on a `Sink` says to a request; None cuts the line."""
    try:
        body = json.loads(posted.body)
    except json.JSONDecodeError:
        return None  # the sender was killed in the middle of it
    mood = "fine" if body["kind"] != "development" else sink.mood()
    if mood == "refuse":
        return 500, {}, b""
    if mood == "slow down":
        return 429, {"Retry-After": "1"}, b""
    if mood != "cut before" and body["kind"] == "development":
        key = {name.lower(): value for name, value in posted.headers.items()}["idempotency-key"]
        sink.take(key, body["title"], body["maybe_repeat"], mood)
    if mood == "hang after":
        threading.Event().wait(HANG)
    return (204, {}, b"") if mood == "fine" else None


@contextmanager
def sinks(seed: int) -> Iterator[tuple[Sink, Sink, str]]:
    """Both channels with their truth, and how feeds.toml declares them."""
    mail, hook = Sink("mail", seed), Sink("hook", seed)
    with mail_host(MoodyMail(mail)) as host, web_server(lambda posted: post_answer(hook, posted)) as server:
        smtp = f"smtp://127.0.0.1:{host.port}/?from=monitor@example.org&to=desk@example.org,court@example.org&tls=none"
        yield mail, hook, (
            f'[[channel]]\nname = "mail"\nurl = "{smtp}"\n[[channel]]\nname = "hook"\nurl = "webhook+{server.url}/in"\n'
        )  # fmt: skip
