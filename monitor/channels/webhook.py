"""Webhook: a message as JSON, signed. The format is a promise to its readers: docs/reference/webhook.md."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from monitor.channels.mask import Mask
from monitor.channels.plain import plain_text
from monitor.channels.post import as_json, is_web_page, post
from monitor.core.inert import made_inert
from monitor.core.message import subject
from monitor.core.model.alert import Block, Message, SendFailed, SendResult, Sent
from monitor.core.ports import Fetcher

SCHEMA = "monitor.message/1"
SIGNATURE_HEADER = "X-Monitor-Signature"


class WebhookChannel:
    """POSTs each message to one address."""

    def __init__(
        self, url: str, *, fetcher: Fetcher, now: Callable[[], datetime], mask: Mask, secret: str = ""
    ) -> None:
        """``secret`` signs the body ("" = no signature); ``now`` gives the time that is signed with it."""
        self._url, self._fetcher, self._now = url, fetcher, now
        self._secret, self._mask = secret, mask

    def send(self, message: Message) -> SendResult:
        """POST the message; any 2xx that is not a web page means that it was taken."""
        body = as_json(payload(message))
        headers = [("Idempotency-Key", header_value(message.key))]
        if self._secret:
            headers.append((SIGNATURE_HEADER, signature(self._secret, body, int(self._now().timestamp()))))
        answer = post(self._fetcher, self._url, body, tuple(headers), self._mask)
        if isinstance(answer, SendFailed):
            return answer
        if is_web_page(answer):
            return SendFailed(detail="answered with a web page, not with a word of its own: is a login in front of it?")
        return Sent(detail=f"HTTP {answer.status}")

    def describe(self) -> str:
        """``webhook to https://example.org/…``."""
        parts = urlsplit(self._url)
        signed = ", signed" if self._secret else ""
        return f"webhook to {parts.scheme}://{parts.netloc.rpartition('@')[2]}/…{signed}"

    def __repr__(self) -> str:
        return f"<WebhookChannel {self.describe()}>"


def signature(secret: str, body: bytes, at: int) -> str:
    """``t=<seconds since 1970>,v1=<hex>``: HMAC-SHA-256 (RFC 2104) over ``<t>.<body>``; the time keeps replays out."""
    signed = f"{at}.".encode() + body
    return f"t={at},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def header_value(key: str) -> str:
    """The key as a header value: as it is where it is visible ASCII, else its SHA-256."""
    visible = key.isascii() and key.isprintable() and " " not in key and 0 < len(key) <= 200
    return key if visible else hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def payload(message: Message) -> dict[str, object]:
    """The message as the documented JSON object."""
    told = made_inert(message)
    return {
        "schema": SCHEMA,
        "kind": told.kind.value,
        "key": header_value(message.key),
        "thread": header_value(message.thread) if message.thread else "",
        "at": told.at.isoformat().replace("+00:00", "Z"),
        "title": told.title,
        "subject": subject(told),
        "novelty": told.novelty.value if told.novelty else None,
        "topics": list(told.topics),
        "maybe_repeat": told.maybe_repeat,
        "blocks": [_block(block) for block in told.blocks],
        "text": plain_text(told),
        "footer": told.footer,
    }


def _block(block: Block) -> dict[str, object]:
    return {
        "heading": block.heading,
        "url": block.url,
        "quote": block.quote,
        "text": block.text,
        "lines": [{"label": line.label, "text": line.text, "url": line.url} for line in block.lines],
    }
