"""Bytes of a page or feed to characters, whatever its labels claim."""

from __future__ import annotations

import codecs
import re
import unicodedata

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STATEFUL = ("iso2022_jp", "iso2022_kr", "hz", "utf_7")  # plain ASCII bytes that mean something else
_LABEL = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)
# The WHATWG Encoding Standard reads these labels as their Windows supersets.
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
_HEAD = 4096
# C0 and C1 controls, invisible formatting that can hide or reorder text, noncharacters, lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def decode(body: bytes, charset: str = "") -> str:
    """The text of ``body``; never fails.

    ``charset`` is the label from Content-Type, "" if none. Evidence in the bytes (BOM, valid UTF-8) goes before
    labels, because labels are often wrong; then the label of the answer, the label inside the document, a guess.
    Bytes that mean nothing become U+FFFD.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    inside = _LABEL.search(body[:_HEAD])
    labels = [_codec(charset), _codec(inside.group(1).decode("ascii") if inside else "")]
    for label in labels:
        if label in _STATEFUL[:3]:
            return body.decode(label, "replace")
    if wide := _utf16_without_bom(body):
        return body.decode(wide, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(body) - 3 or _mostly_utf8(body, said="utf-8" in labels):
            return body.decode("utf-8", "replace")
    for label in labels:
        if label and label not in ("utf-8", *_STATEFUL):
            return body.decode(label, "replace")
    return body.decode(_guess(body), "replace")


def without_controls(text: str) -> str:
    """``text`` without characters that nobody sees: controls, bidi overrides, zero width, lone surrogates."""
    return _UNSAFE.sub("", text)


def _codec(label: str) -> str:
    """Python's name for a charset label; "" when it names no text encoding."""
    if not label:
        return ""
    try:
        name = codecs.lookup(label.strip("\"' ")).name
        b"".decode(name)
    except (LookupError, ValueError):
        return ""
    return "" if name in ("unicode_escape", "raw_unicode_escape", "idna", "punycode") else _SUPERSETS.get(name, name)


def _utf16_without_bom(body: bytes) -> str:
    head = body[:400]
    if len(head) < 8:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.7 and odd < half * 0.1 else ""


def _mostly_utf8(body: bytes, *, said: bool) -> bool:
    """UTF-8 with a few broken bytes, as cut or patched pages have: at most one bad sequence in ten.

    Where a label ``said`` so, more good than bad ones are enough: other encodings rarely spell a single good one.
    """
    sample = body[:200_000].decode("utf-8", "replace")
    broken = sample.count("\ufffd")
    good = sum(1 for char in sample if char > "\x7f" and char != "\ufffd")
    return good > broken * (1 if said else 10)


def _guess(body: bytes) -> str:
    """Cyrillic or western, by what the high bytes spell: in Cyrillic they make whole words."""
    sample = body[:100_000]
    runs = re.findall(rb"[\x80-\xff]+", sample)
    if sum(len(run) for run in runs if len(run) >= 3) < 0.6 * sum(map(len, runs)):
        return "cp1252"
    return max(("cp1251", "koi8-r", "iso8859-5"), key=lambda name: _lower_case_cyrillic(sample, name))


def _lower_case_cyrillic(sample: bytes, name: str) -> int:
    text = sample.decode(name, "replace")
    return sum(1 for char in text if "Ѐ" <= char <= "ӿ" and unicodedata.category(char) == "Ll")
