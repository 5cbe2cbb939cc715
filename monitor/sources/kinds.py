"""The table of source kinds. A new kind is one file here and one line in this table."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence

from monitor.core.model.source import SourceKind
from monitor.sources.feed import parse_feed
from monitor.sources.foreign import foreign
from monitor.sources.listing import parse_listing
from monitor.sources.page import parse_page
from monitor.sources.parsed import Document, Parsed, failed
from monitor.sources.search import parse_search
from monitor.sources.sitemap import parse_sitemap

_MAX_UNPACKED = 50 * 1024 * 1024  # bytes, what the sitemap protocol allows

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
    if problem := foreign(kind, body, media_type):
        return failed(problem)
    return PARSERS[kind](document)


def _unpacked(body: bytes) -> bytes:
    """The body of a file that is packed itself (``.xml.gz``), at most ``_MAX_UNPACKED`` of it; others as they are."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, _MAX_UNPACKED)
    except zlib.error:
        return b""
