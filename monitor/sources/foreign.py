"""Documents that no source kind can read: data, calendars, pictures, packed files. Read as text they would be news.

Judged by the bytes first, because labels are often wrong; by the label where the bytes say nothing. Whatever begins
like markup is markup, however it is labelled, but for a drawing.
"""

from __future__ import annotations

import codecs
import re

from monitor.core.model.source import SourceKind
from monitor.sources.parsed import ParseProblem

_LISTS = (SourceKind.FEED, SourceKind.SEARCH)  # a JSON Feed is JSON, and feeds are served under every label
_SPACE = codecs.BOM_UTF8 + b" \t\r\n\f\v"
# Each with a byte that no text begins with: "ID3 tags explained" is an article.
_SIGNATURES: tuple[tuple[ParseProblem, tuple[bytes, ...]], ...] = (
    (ParseProblem.PDF, (b"%PDF-",)),
    (ParseProblem.PICTURE, (b"\x89PNG", b"GIF87a", b"GIF89a",
                            b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00")),
    (ParseProblem.RECORDING, (b"OggS\x00", b"ID3\x02", b"ID3\x03", b"ID3\x04",
                              b"fLaC\x00", b"fLaC\x80", b"\x1aE\xdf\xa3")),
    (ParseProblem.OFFICE, (b"\xd0\xcf\x11\xe0", b"{\\rtf")),
    (ParseProblem.PACKED, (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a", b"7z\xbc\xaf", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd",
                           b"\x1f\x8b", b"BZh91AY&SY")),
    (ParseProblem.BINARY, (b"\x7fELF", b"MZ\x90",
                           b"wOFF\x00", b"wOFFOTTO", b"wOF2\x00", b"wOF2OTTO", b"\x00asm", b"SQLite format 3\x00")),
)  # fmt: skip
_OFFICE_PARTS = (b"[Content_Types].xml", b"mimetypeapplication/")  # OOXML; OpenDocument and EPUB
_BRANDED = {b"WEBP": ParseProblem.PICTURE, b"WAVE": ParseProblem.RECORDING, b"AVI ": ParseProblem.RECORDING}  # RIFF
_DRAWING = re.compile(rb"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*|<!DOCTYPE\s+svg[^>]{0,300}>\s*)*<svg[\s>]",
                      re.IGNORECASE | re.DOTALL)  # fmt: skip
_CALENDAR = re.compile(rb"BEGIN:V(?:CALENDAR|CARD)\s", re.IGNORECASE)
# An object with its first name, or a list that begins with an object or a list: no sentence begins so.
_JSON = re.compile(rb"""\{\s*(?:\}|"(?:[^"\\]|\\.){0,300}"\s*:)|\[\s*(?:\]\s*\Z|\{\s*["}]|\[\s*["\[{\d-])""")
_BY_LABEL: tuple[tuple[re.Pattern[str], ParseProblem], ...] = tuple(
    (re.compile(pattern), problem)
    for pattern, problem in (
        (r"(?:application|text)/(?:.*[+-])?(?:json|ndjson|jsonl)(?:-seq|lines)?", ParseProblem.JSON),
        (r"text/(?:x-)?v?(?:calendar|card)", ParseProblem.CALENDAR),
        (r"image/.*", ParseProblem.PICTURE),
        (r"(?:audio|video)/.*", ParseProblem.RECORDING),
        (r"application/(?:x-)?(?:zip|gzip|7z|rar|tar|bzip2?|xz)(?:-compressed)?", ParseProblem.PACKED),
        (r"application/(?:msword|rtf|vnd\.(?:ms-|openxml|oasis).*)", ParseProblem.OFFICE),
        (r"(?:text|application)/(?:(?:x-)?(?:java|ecma)script|css|wasm)", ParseProblem.PROGRAM),
        (r"font/.*", ParseProblem.BINARY),
    )
)
_HEAD = 1024
# Bytes that no text holds, but for NUL (UTF-16), escape and shifts (ISO-2022), and stray ones in old pages.
_CONTROLS = bytes({*range(1, 9), *range(0x10, 0x1B), *range(0x1C, 0x20)})
_MANY = 0.05  # share of them that no text has; of compressed or random bytes they are a tenth


def foreign(kind: SourceKind, body: bytes, media_type: str) -> ParseProblem | None:
    """What came instead of something to read as that kind; None for what may be tried.

    ``media_type`` is what the answer was labelled as, without parameters, "" if it was not.
    """
    head = body[:_HEAD].lstrip(_SPACE)
    if problem := _by_bytes(head, body):
        return problem
    if kind in _LISTS:
        return None
    if _JSON.match(head):
        return ParseProblem.JSON
    if _DRAWING.match(head):
        return ParseProblem.PICTURE
    if head.startswith(b"<") or not head:
        return None
    return next((problem for label, problem in _BY_LABEL if label.fullmatch(media_type.lower())), None)


def _by_bytes(head: bytes, body: bytes) -> ParseProblem | None:
    for problem, beginnings in _SIGNATURES:
        if head.startswith(beginnings):
            is_office = problem is ParseProblem.PACKED and any(part in head[:200] for part in _OFFICE_PARTS)
            return ParseProblem.OFFICE if is_office else problem
    if head.startswith(b"RIFF") and b"\x00" in head[:32]:
        return _BRANDED.get(head[8:12], ParseProblem.BINARY)
    if head[:1] == b"\x00" and head[4:8] == b"ftyp":  # ISO base media: sound and video, and pictures of that family
        return ParseProblem.PICTURE if head[8:12] in (b"avif", b"heic", b"mif1") else ParseProblem.RECORDING
    if body[257:262] == b"ustar" and b"\x00" in body[:257]:  # in a feed it is mustard
        return ParseProblem.PACKED
    if _CALENDAR.match(head):
        return ParseProblem.CALENDAR
    return ParseProblem.BINARY if _is_binary(body[:_HEAD]) else None


def _is_binary(head: bytes) -> bool:
    if head.startswith(b"\x00\x00\x00"):
        return True
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    return len(head) - len(head.translate(None, _CONTROLS)) > _MANY * len(head)
