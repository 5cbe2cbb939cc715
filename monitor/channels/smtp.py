"""One SMTP conversation under one deadline (RFC 5321, STARTTLS by RFC 3207), and what its end means.

smtplib's own time-out is for each read: a server that drips one byte at a time would hold it for ever. Here every
read and write gets what is left of one deadline.
"""

from __future__ import annotations

import io
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from monitor.core.model.alert import SendFailed, SendResult, Sent

STARTTLS, TLS, NO_TLS = "starttls", "tls", "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The mail server. ``tls`` is "starttls" (required, not tried), "tls" (from the first byte) or "none".

    ``deadline`` in seconds is for the whole conversation, the name look-up aside; ``ca_file`` trusts a private
    authority instead of the system's.
    """

    host: str = ""
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    tls: str = STARTTLS
    ca_file: str = ""
    deadline: float = 60.0


class Refused(Exception):
    """The server said no; ``code`` is its SMTP answer (RFC 5321, 4.2), 0 if TLS was not to be had."""

    def __init__(self, code: int, text: str) -> None:
        self.code = code
        super().__init__(text)

    def as_failure(self) -> SendFailed:
        """5xx is for good; everything else is tried again."""
        return SendFailed(detail=str(self), permanent=500 <= self.code <= 599)


class _Deadlined(io.RawIOBase):
    """A socket's bytes; every read waits at most for what is left of the deadline."""

    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self._sock, self._left = sock, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # readers give no other
        self._sock.settimeout(self._left())
        return self._sock.recv_into(buffer)


class Conversation(smtplib.SMTP):
    """smtplib's client with one deadline over everything and TLS as the settings say."""

    def __init__(self, settings: MailSettings, greeting: str) -> None:
        self._until = time.monotonic() + settings.deadline
        self._settings = settings
        super().__init__(local_hostname=greeting, timeout=settings.deadline)
        self._host = settings.host  # the name that starttls() checks the certificate against

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the mail server took too long")
        return left

    def _get_socket(self, host: str, port: int, _timeout: float) -> socket.socket:
        """Called by smtplib's connect(): the first address that answers, in TLS where it starts so.

        Each address has its share of the time: one that swallows everything (IPv6 that leads nowhere) leaves some.
        """
        problem: OSError = OSError("the name has no address")
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        for number, (*_, address) in enumerate(found):
            try:
                share = self._left() / (len(found) - number)
                sock = socket.create_connection((str(address[0]), int(address[1])), share)
            except OSError as refused:
                problem = refused
                continue
            sock.settimeout(self._left())
            return self._context().wrap_socket(sock, server_hostname=host) if self._settings.tls == TLS else sock
        raise problem

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.ca_file or None)

    def getreply(self) -> tuple[int, bytes]:
        """The server's answer; see smtplib."""
        if self.file is None and self.sock is not None:
            self.file = io.BufferedReader(_Deadlined(self.sock, self._left))
        return super().getreply()

    def send(self, s: object) -> None:
        """Write to the server; see smtplib."""
        if self.sock is not None:
            self.sock.settimeout(self._left())
        super().send(s)  # type: ignore[arg-type]  # bytes or text, as smtplib itself gives it

    def open(self) -> None:
        """Connect, greet, turn TLS on, log in. Raises Refused, OSError or smtplib's exceptions."""
        code, text = self.connect(self._settings.host, self._settings.port)
        _expect("greeting", code, text, 220)
        self._greet()
        if self._settings.tls == STARTTLS:
            if not self.has_extn("starttls"):
                raise Refused(
                    0,
                    "the mail server offers no STARTTLS; nothing was sent in the clear. "
                    "TLS from the first byte is smtps://; tls=none is for a server on this machine",
                )
            code, text = self.starttls(context=self._context())
            _expect("STARTTLS", code, text, 220)
            self._greet()
        if self._settings.user:
            self.login(self._settings.user, self._settings.password)

    def _greet(self) -> None:
        code, text = self.ehlo()
        if code != 250:
            code, text = self.helo()
        _expect("EHLO", code, text, 250)

    def transmit(self, data: bytes) -> None:
        """The mail after the server's go-ahead for DATA. ``data`` has CRLF line ends."""
        stuffed = re.sub(rb"(?m)^\.", b"..", data)  # RFC 5321, 4.5.2
        self.send(stuffed.rstrip(b"\r\n") + b"\r\n.\r\n")

    def leave(self) -> None:
        """Say QUIT without waiting for an answer, and close."""
        with suppress(OSError, smtplib.SMTPException):
            self.putcmd("quit")
        self.close()


def _expect(step: str, code: int, text: bytes, *wanted: int) -> None:
    if code < 200:  # smtplib's -1: no answer of SMTP at all
        raise Refused(0, f"{step}: what answers is no mail server")
    if code not in wanted:
        raise Refused(code, f"{step}: {code} {text.decode('utf-8', 'replace')}")


def deliver(
    settings: MailSettings, sender: str, recipients: Sequence[str], data: bytes
) -> tuple[SendResult, dict[str, Refused]]:
    """Send one mail to the recipients in one conversation; never raises for what the server does.

    The answer is for those recipients that were not refused by name; the second value has the refused ones. The
    sender's domain is given as our name in EHLO.
    """
    refused: dict[str, Refused] = {}
    offered = False
    client = Conversation(settings, sender.rpartition("@")[2])
    try:
        client.open()
        _expect("MAIL FROM", *client.mail(sender), 250)
        for recipient in recipients:
            code, text = client.rcpt(recipient)
            if code not in {250, 251}:
                refused[recipient] = Refused(code, f"RCPT TO: {code} {text.decode('utf-8', 'replace')}")
        if len(refused) == len(recipients):
            return next(iter(refused.values())).as_failure(), refused
        client.putcmd("data")
        _expect("DATA", *client.getreply(), 354)
        offered = True
        client.transmit(data)
        code, text = client.getreply()
        offered = False
        _expect("after DATA", code, text, 250)
        return Sent(detail=text.decode("utf-8", "replace")), refused
    except Refused as answer:
        return answer.as_failure(), refused
    except smtplib.SMTPAuthenticationError as answer:
        return SendFailed(detail=f"login refused: {answer.smtp_code}", permanent=answer.smtp_code >= 500), refused
    except (OSError, UnicodeError, smtplib.SMTPException) as problem:
        return SendFailed(detail=_said(problem), unseen=offered), refused
    finally:
        client.leave()


def _said(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPNotSupportedError):
        return "the mail server does not offer a login"
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"the mail server's certificate is refused: {problem.verify_message}"
    if isinstance(problem, ssl.SSLError):
        plain = " (it begins without TLS: is it smtp:// instead of smtps://?)" if _began_plain(problem) else ""
        return f"no TLS with the mail server: {problem.reason or problem}{plain}"
    if isinstance(problem, socket.gaierror | UnicodeError):  # of a name with an empty or too long part
        return "the mail server's name is not found"
    if isinstance(problem, TimeoutError) or "timed out" in str(problem):
        return "the mail server took too long"
    if isinstance(problem, smtplib.SMTPServerDisconnected):
        return "the mail server closed the connection"
    if isinstance(problem, ConnectionRefusedError):
        return "the mail server refuses the connection: are host and port right?"
    return f"{type(problem).__name__}: {problem}"


def _began_plain(problem: ssl.SSLError) -> bool:
    """Whether TLS was begun with a server that greets in plain text, as one that wants STARTTLS does."""
    return problem.reason == "WRONG_VERSION_NUMBER"
