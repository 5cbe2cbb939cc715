"""E-mail by our own SMTP code: one message id for all tries, one thread for all mails of a development.

Results: what the server refuses with 5xx is permanent, 4xx and a broken connection are temporary, and a connection
that breaks after the mail was handed over and before the answer is ``unseen``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from email.header import Header
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any, Final

from monitor.channels.email_html import html_page
from monitor.channels.plain import plain_text
from monitor.channels.post import OWN_HOSTS
from monitor.channels.smtp import MailSettings, Refused, deliver
from monitor.core.inert import inert, made_inert
from monitor.core.message import subject
from monitor.core.model.alert import Message, SendFailed, SendResult, Sent, short_address
from monitor.core.model.ids import ChannelId


class _WholeSubjects(EmailPolicy):
    """The SMTP policy, but a subject is folded, and encoded where it is not ASCII, as a whole.

    The library's own folding doubles the space between plain words and encoded ones (RFC 2047), and leaves the first
    line empty at some lengths.
    """

    def fold(self, name: str, value: Any) -> str:
        """The header as lines."""
        if name.lower() != "subject":
            return str(super().fold(name, value))
        text = str(value)
        whole = Header(text, "us-ascii" if text.isascii() else "utf-8", maxlinelen=75, header_name=name)
        return f"{name}: {whole.encode(linesep=self.linesep)}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The header as lines, in bytes."""
        if name.lower() != "subject":
            return bytes(super().fold_binary(name, value))
        return self.fold(name, value).encode("ascii")


# No 8BITMIME needed, lines within 998 characters (RFC 5322, 2.1.1)
_ASCII_ONLY: Final = _WholeSubjects(linesep="\r\n", cte_type="7bit")
_SAFE_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")


class EmailChannel:
    """One mail server and the addresses that get messages, each a mail of its own."""

    def __init__(
        self,
        channel_id: ChannelId,
        settings: MailSettings,
        recipients: tuple[str, ...],
        allowed_target: Callable[[str], str] | None = None,
    ) -> None:
        """``settings.sender`` and ``recipients`` are bare ASCII addresses, as checked by `schemes`.

        ``allowed_target`` says why the server may not be connected to ("" = it may); None for the server that the
        operator has set for the whole monitor.
        """
        self._id = channel_id
        self._allowed_target = allowed_target
        self._settings = settings
        self._recipients = recipients

    def send(self, message: Message) -> SendResult:
        """Send to ``message.recipient``; to all addresses in one mail where the message names none (a test)."""
        refused_host = self._allowed_target(self._settings.host) if self._allowed_target else ""
        if refused_host:
            return SendFailed(detail=self._mask(f"mail server not allowed: {refused_host}. {OWN_HOSTS}"))
        to = (message.recipient,) if message.recipient else self._recipients
        data = render(message, self._id, self._settings.sender, to)
        result, refused = deliver(self._settings, self._settings.sender, to, data)
        if isinstance(result, SendFailed):
            return SendFailed(detail=self._mask(result.detail), permanent=result.permanent, unseen=result.unseen)
        if refused:
            return self._partly(refused)
        return Sent(detail=self._mask(result.detail), reference=message_id(message.key, self._settings.sender))

    def _partly(self, refused: dict[str, Refused]) -> SendFailed:
        for_good = all(answer.as_failure().permanent for answer in refused.values())
        said = "; ".join(f"{short_address(address)} refused, {answer}" for address, answer in refused.items())
        return SendFailed(detail=self._mask(f"{said}; the other addresses took it"), permanent=for_good)

    def _mask(self, text: str) -> str:
        for secret in (self._settings.password, self._settings.user):
            text = text.replace(secret, "…") if secret else text
        for address in self._recipients:
            text = text.replace(address, short_address(address))
        return inert(text, 300)

    @property
    def sender(self) -> str:
        """The address that its mails are from."""
        return self._settings.sender

    def describe(self) -> str:
        """``mail to a…@example.org, b…@example.org``."""
        return f"mail to {', '.join(short_address(address) for address in self._recipients)}"

    def __repr__(self) -> str:
        return f"<EmailChannel {self.describe()}>"


def message_id(key: str, sender: str) -> str:
    """The Message-ID (RFC 5322, 3.6.4) that every try with this key carries."""
    return f"<{_local(key)}@{sender.rpartition('@')[2]}>"


def _local(key: str) -> str:
    plain = _SAFE_ID.fullmatch(key) and ".." not in key and not key.endswith(".")
    return key if plain else hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def render(message: Message, channel_id: ChannelId, sender: str, recipients: tuple[str, ...]) -> bytes:
    """The whole mail as bytes with CRLF line ends, ASCII only; the same message gives the same headers at each try.

    All mails of a development refer to one root (RFC 5322, 3.6.4), which is no mail itself: clients group them by it,
    whichever comes first.
    """
    told = made_inert(message)
    mail = EmailMessage(policy=_ASCII_ONLY)
    # An encoded word in an outside text would be decoded here, line ends included: CVE-2024-6923 in older Pythons.
    mail["Subject"] = subject(told).replace("=?", "= ?")
    mail["From"] = Address(display_name="monitor", addr_spec=sender)
    # Of several nobody learns of the others (RFC 5322, A.1.3).
    mail["To"] = Address(addr_spec=recipients[0]) if len(recipients) == 1 else Group("undisclosed-recipients", ())
    mail["Date"] = format_datetime(message.at)
    mail["Message-ID"] = message_id(message.key, sender)
    if message.thread:
        root = message_id(f"{message.thread}.thread", sender)
        mail["In-Reply-To"] = root
        mail["References"] = root
    domain = sender.rpartition("@")[2]
    mail["List-Id"] = f"monitor {channel_id} <{channel_id}.monitor.{domain}>"  # RFC 2919
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Monitor-Key"] = _local(message.key)
    mail["X-Monitor-Kind"] = message.kind.value
    mail.set_content(plain_text(told))
    mail.add_alternative(html_page(told), subtype="html")
    _fix_boundary(mail, message.key)
    return mail.as_bytes()


def _fix_boundary(mail: EmailMessage, key: str) -> None:
    """A boundary made from the key instead of by chance, so that each try is the same to the byte."""
    digest = hashlib.sha256(b"boundary" + key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    mail.set_boundary(f"=_{digest}")
