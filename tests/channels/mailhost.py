"""A real mail server on loopback (aiosmtpd) that can be told to refuse, defer, ask for a login or hang up."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from tests.channels.servers import Certificate


@dataclass
class MailHost:
    """What the server says, and what it took. ``rcpt`` maps an address to its answer."""

    rcpt: dict[str, str] = field(default_factory=dict)
    data: str = "250 taken"
    hang_up: bool = False  # after the mail was handed over, before the answer
    mails: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self.rcpt.get(address, "250 ok")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        if self.data.startswith("250"):
            self.mails.append(envelope.content)
            self.recipients.append(list(envelope.rcpt_tos))
        if self.hang_up:
            transport: Any = server.transport
            transport.abort()
        return self.data

    def mail(self, number: int = -1) -> EmailMessage:
        parsed = message_from_bytes(self.mails[number], policy=default)
        assert isinstance(parsed, EmailMessage)
        return parsed


def _login(server: SMTP, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=data.login == b"monitor" and data.password == b"s3cret-pass", handled=False)


PATIENCE = 120.0  # seconds to start; aiosmtpd gives it five


class _Controller(Controller):
    """On a port that the system chooses."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def mail_host(host: MailHost, certificate: Certificate | None = None, *, login: bool = False) -> Iterator[MailHost]:
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.chain, certificate.key)
    controller = _Controller(
        host,
        hostname="127.0.0.1",
        port=0,
        ready_timeout=PATIENCE,
        tls_context=context,
        require_starttls=certificate is not None,
        authenticator=_login if login else None,
        auth_required=login,
    )
    controller.start()
    host.port = controller.port
    try:
        yield host
    finally:
        controller.stop()
