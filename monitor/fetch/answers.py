"""What an answer's status and headers say, read without trust. Pure: the time comes in as an argument."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.core.model.fetched import FailureReason
from monitor.core.model.source import Validators
from monitor.fetch.faults import Fault

LONGEST_RETRY_AFTER = timedelta(hours=24)  # a server that asks for more is asked again after this
_SECONDS = re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII)
_TEMPORARY_4XX = frozenset({408, 409, 421, 423, 425})
_REASONS = {
    401: FailureReason.UNAUTHORIZED,
    402: FailureReason.UNAUTHORIZED,
    407: FailureReason.UNAUTHORIZED,
    403: FailureReason.FORBIDDEN,
    451: FailureReason.FORBIDDEN,
    404: FailureReason.NOT_FOUND,
    410: FailureReason.GONE,
    429: FailureReason.THROTTLED,
}
_PASSING = frozenset({403, 429})  # often a passing mood of a bot filter

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer to one request, read to its end. Of others than 2xx only a refused POST has a body, as it begins."""

    status: int
    headers: Headers  # values byte for byte, as Latin-1
    body: bytes = field(default=b"", repr=False)
    wire_bytes: int = 0  # of the body, before decoding


def header(headers: Headers, name: str) -> str:
    """The first header of that (lower-case) name, "" if there is none."""
    return next((value for key, value in headers if key.lower() == name), "")


def joined_header(headers: Headers, name: str) -> str:
    """All headers of that (lower-case) name as one comma list (RFC 9110, 5.3)."""
    return ",".join(value for key, value in headers if key.lower() == name)


def validators_of(headers: Headers) -> Validators:
    """ETag and Last-Modified, byte for byte."""
    return Validators(etag=header(headers, "etag"), last_modified=header(headers, "last-modified"))


def retry_after(headers: Headers, now: datetime) -> timedelta | None:
    """How long a server asks to be left alone (RFC 9110, 10.2.3), from now; at most 24 h; None if it does not ask."""
    text = header(headers, "retry-after").strip()
    if _SECONDS.fullmatch(text):
        seconds = float(text[:32])
        return timedelta(seconds=min(seconds, LONGEST_RETRY_AFTER.total_seconds()))
    try:
        when = parsedate_to_datetime(text)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return min(max(when - now, timedelta()), LONGEST_RETRY_AFTER)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def content_length(headers: Headers) -> int | None:
    """The Content-Length, None where there is none or it is no number."""
    text = header(headers, "content-length").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def fault_of(reply: Reply, now: datetime) -> Fault:
    """The failure that a status outside 2xx, 304 and the redirects stands for."""
    status = reply.status
    if status >= 500:
        known = FailureReason.SERVER_ERROR if status < 600 else FailureReason.HTTP_ERROR
    else:
        known = _REASONS.get(status, FailureReason.HTTP_ERROR)
    temporary = status >= 500 or status in _TEMPORARY_4XX or status in _PASSING
    return Fault(
        known,
        f"HTTP {status}",
        status=status,
        permanent=status >= 400 and not temporary,
        retry_after=retry_after(reply.headers, now) if status >= 400 else None,
        body=reply.body,
    )


def as_headers(raw: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Headers as text: Latin-1 keeps every byte."""
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in raw)
