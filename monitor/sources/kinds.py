"""The table of source kinds. A new kind is one file here and one line in this table."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence

from monitor.core.model.source import SourceKind
from monitor.sources.feed import parse_feed
from monitor.sources.listing import parse_listing
from monitor.sources.page import parse_page
from monitor.sources.parsed import Document, Parsed, ParseProblem, failed
from monitor.sources.search import parse_search
from monitor.sources.sitemap import parse_sitemap

_MAX_UNPACKED = 50 * 1024 * 1024  # bytes, what the sitemap protocol allows
_BINARY = (
    b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"PK\x03\x04", b"\x7fELF", b"MZ\x90", b"\xd0\xcf\x11\xe0",
    b"wOFF", b"wOF2", b"OggS", b"ID3", b"\x00\x00\x00",
)  # fmt: skip  # the first bytes of pictures, archives, office files, programs, fonts, sound, video

PARSERS: Mapping[SourceKind, Callable[[Document], Parsed]] = {
    SourceKind.FEED: parse_feed,
    SourceKind.LISTING: parse_listing,
    SourceKind.PAGE: parse_page,
    SourceKind.SITEMAP: parse_sitemap,
    SourceKind.SEARCH: parse_search,
}


def parse(
    kind: SourceKind,
    body: bytes,
    *,
    url: str,
    media_type: str = "",
    charset: str = "",
    previous: str = "",
    selector: str = "",
    ignore: Sequence[str] = (),
) -> Parsed:
    """Read one document of a source. Never fetches, never raises for what a server can send.

    ``url`` is the address after redirects, ``media_type`` and ``charset`` come from Content-Type ("" if unknown),
    ``previous`` is the page text of the last good poll (kind page), ``selector`` names a listing's items,
    ``ignore`` the lines of a page that do not count.
    Takes time and memory that a hostile document decides: run it through ``task`` in a worker process.
    """
    body = _unpacked(body)
    document = Document(
        body=body, url=url, media_type=media_type, charset=charset, previous=previous, selector=selector,
        ignore=tuple(ignore),
    )  # fmt: skip
    if foreign := _foreign(body):
        return failed(foreign)
    return PARSERS[kind](document)


def _unpacked(body: bytes) -> bytes:
    """The body of a file that is packed itself (``.xml.gz``), at most ``_MAX_UNPACKED`` of it; others as they are."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, _MAX_UNPACKED)
    except zlib.error:
        return b""


def _foreign(body: bytes) -> ParseProblem | None:
    """What comes that no kind can read: a PDF document, a picture, a program. Read as text, it would be a change."""
    head = body[:1024].lstrip()
    if head.startswith(b"%PDF-"):
        return ParseProblem.PDF
    return ParseProblem.BINARY if head.startswith(_BINARY) else None
