"""What the daemon sends to: a mailbox behind a real SMTP server, and a webhook that checks signatures."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from tests.channels.mailhost import MailHost, mail_host
from tests.channels.servers import Answer, Posted, web_server

DEADLINE = 200.0  # seconds; most comes within two or three on an idle machine, a backlog is judged after 180 at most
SECRET = "a-secret-between-two"
DEVELOPMENT, NOTICE, DIGEST = "development", "notice", "digest"


class Waiting:
    """Something that changes in other threads and can be waited for."""

    def __init__(self) -> None:
        self.changed = threading.Condition()

    def wait(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until ``holds``; AssertionError that says what did not come."""
        with self.changed:
            assert self.changed.wait_for(holds, DEADLINE), f"waited {DEADLINE:.0f} s in vain for {what}"


@dataclass
class Mailbox(MailHost):
    """Keeps the mails. While ``hold`` is set the server takes a mail's text and leaves the sender without an answer."""

    keeps_held: bool = True  # whether a mail that was held counts as taken
    offered: int = 0  # mails whose text came, answered or not
    state: Waiting = field(default_factory=Waiting)
    let_go: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.let_go.set()

    def hold(self, *, keeps: bool) -> None:
        self.keeps_held = keeps
        self.let_go.clear()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        held = not self.let_go.is_set() and b"X-Monitor-Kind: development" in envelope.content
        with self.state.changed:
            self.offered += held
            if self.keeps_held or not held:
                self.mails.append(envelope.content)
                self.recipients.append(list(envelope.rcpt_tos))
            self.state.changed.notify_all()
        if held:
            await asyncio.get_running_loop().run_in_executor(None, self.let_go.wait, DEADLINE)
        return self.data

    def alerts(self, kind: str = DEVELOPMENT) -> list[EmailMessage]:
        """The mails of that kind, as parsed."""
        mails = [self.mail(number) for number in range(len(self.mails))]
        return [mail for mail in mails if mail["X-Monitor-Kind"] == kind]

    def wait_for(self, count: int, kind: str = DEVELOPMENT) -> list[EmailMessage]:
        self.state.wait(lambda: len(self.alerts(kind)) >= count, f"mail number {count} of kind {kind}")
        return self.alerts(kind)


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    with mail_host(box):
        try:
            yield box
        finally:
            box.let_go.set()


@dataclass
class Hook:
    """Keeps what was posted; a request whose signature is wrong is refused and counted."""

    forged: int = 0
    keys: list[str] = field(default_factory=list)  # Idempotency-Key of each request that was taken, in order
    bodies: list[dict[str, Any]] = field(default_factory=list)
    state: Waiting = field(default_factory=Waiting)
    let_go: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def __post_init__(self) -> None:
        self.let_go.set()

    def answer(self, posted: Posted) -> Answer:
        if not signed(posted):
            self.forged += 1
            return 401, {}, b""
        body = json.loads(posted.body)
        with self.state.changed:
            self.keys.append(headers(posted)["idempotency-key"])
            self.bodies.append(body)
            self.state.changed.notify_all()
        if body["kind"] == DEVELOPMENT:
            self.let_go.wait(DEADLINE)
        return 204, {}, b""

    def alerts(self, kind: str = DEVELOPMENT) -> list[dict[str, Any]]:
        return [body for body in self.bodies if body["kind"] == kind]

    def wait_for(self, count: int, kind: str = DEVELOPMENT) -> list[dict[str, Any]]:
        self.state.wait(lambda: len(self.alerts(kind)) >= count, f"webhook call number {count} of kind {kind}")
        return self.alerts(kind)


def headers(posted: Posted) -> dict[str, str]:
    """By their names in small letters: names have no case (RFC 9110, 5.1)."""
    return {name.lower(): value for name, value in posted.headers.items()}


def signed(posted: Posted) -> bool:
    """Whether the signature is that of docs/reference/webhook.md."""
    parts = dict(part.split("=", 1) for part in headers(posted)["x-monitor-signature"].split(","))
    expected = hmac.new(SECRET.encode(), f"{parts['t']}.".encode() + posted.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(parts["v1"], expected)


@contextmanager
def hook() -> Iterator[Hook]:
    taken = Hook()
    with web_server(taken.answer) as server:
        taken.url = f"webhook+{server.url}/in?secret={SECRET}"
        try:
            yield taken
        finally:
            taken.let_go.set()
