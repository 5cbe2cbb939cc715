"""Captures as a WARC 1.1 file (ISO 28500:2017), one gzip member a record, so that archives' tools read and check it.

https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/. A body is written as it was received
after its Content-Encoding was undone; the headers that told of the encoding are kept under X-Crawler-… and
Content-Length is that of the body written, as Common Crawl does.
"""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from monitor.core.model.capture import Capture

MEDIA_TYPE = "application/warc"
_RENAMED = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_HTTP_VERSION = "HTTP/1.1"
_GZIP = 31  # window bits: gzip with the largest window
Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A capture to be written. ``body`` gives its bytes in pieces; ``about`` says what it was captured for."""

    capture: Capture
    body: Callable[[], Iterable[bytes]]
    about: Fields = ()


def render(kept: Iterable[Kept], *, program: str, at: datetime) -> Iterator[bytes]:
    """The file, piece by piece. ``program`` wrote it, at that time.

    A capture whose bytes were let go of has a metadata record only. Whoever reads must read on to the end: a body that
    breaks off raises what ``body`` raises.
    """
    yield from _record("warcinfo", _id(f"{program} {at.isoformat()}"), at, "application/warc-fields",
                       _fields([("software", program), ("format", "WARC File Format 1.1"),
                                ("description", "pages as they were answered when monitor read them")]))  # fmt: skip
    for each in kept:
        capture = each.capture
        if capture.stored:
            yield from _response(each)
        yield from _metadata(each, at)


def _response(each: Kept) -> Iterator[bytes]:
    capture = each.capture
    head = _http_head(capture)
    length = len(head) + capture.size
    yield from _streamed(
        [("WARC-Type", "response"), ("WARC-Record-ID", _response_id(capture)), ("WARC-Date", _date(capture.taken_at)),
         ("WARC-Target-URI", capture.final_url), ("WARC-Payload-Digest", f"sha256:{capture.sha256}"),
         ("Content-Type", "application/http; msgtype=response"), ("Content-Length", str(length))],
        head, each.body(),
    )  # fmt: skip


def _metadata(each: Kept, at: datetime) -> Iterator[bytes]:
    capture = each.capture
    said = [("asked", capture.url), ("sha256", capture.sha256), ("size", str(capture.size)),
            ("fetched", _date(capture.taken_at)), ("captured-by", capture.program),
            ("bytes-let-go-of", capture.gone), *each.about]  # fmt: skip
    refers = [("WARC-Concurrent-To", _response_id(capture))] if capture.stored else []
    yield from _record("metadata", _id(f"about {_response_id(capture)}"), at, "application/warc-fields",
                       _fields(said), [("WARC-Target-URI", capture.final_url), *refers])  # fmt: skip


def _record(kind: str, name: str, at: datetime, media_type: str, block: bytes, more: Fields = ()) -> Iterator[bytes]:
    fields = [("WARC-Type", kind), ("WARC-Record-ID", name), ("WARC-Date", _date(at)), *more,
              ("Content-Type", media_type), ("Content-Length", str(len(block)))]  # fmt: skip
    return _streamed(fields, block, ())


def _streamed(fields: Fields, head: bytes, body: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(wbits=_GZIP)
    yield packer.compress(b"WARC/1.1\r\n" + _fields(fields) + b"\r\n" + head)
    for piece in body:
        yield packer.compress(piece)
    yield packer.compress(b"\r\n\r\n") + packer.flush()


def _http_head(capture: Capture) -> bytes:
    try:
        reason = HTTPStatus(capture.status).phrase
    except ValueError:
        reason = ""
    headers = [(f"X-Crawler-{name}" if name.lower() in _RENAMED else name, value) for name, value in capture.headers]
    line = f"{_HTTP_VERSION} {capture.status} {reason}\r\n"
    return line.encode() + _fields([*headers, ("Content-Length", str(capture.size))]) + b"\r\n"


def _fields(fields: Fields) -> bytes:
    """Named fields, one a line; what would end a line is a blank."""
    lines = (f"{_plain(name)}: {_plain(value)}\r\n" for name, value in fields if value)
    return "".join(lines).encode("utf-8", "replace")


def _plain(text: str) -> str:
    return "".join(letter if letter >= " " and letter != "\x7f" else " " for letter in text)


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _response_id(capture: Capture) -> str:
    """The same whenever the capture is written, so that two exports of it are seen to be one record."""
    return _id(f"{capture.taken_at.isoformat()} {capture.final_url} {capture.sha256}")


def _id(text: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, text)}>"
