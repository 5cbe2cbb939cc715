"""Bytes of a page or feed to characters, whatever its labels claim."""

from __future__ import annotations

import codecs
import re

from monitor.webtext.guess import guess

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
_SUPERSETS = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs", "tis-620": "cp874", "iso8859-11": "cp874",
}  # fmt: skip
# Labels of that standard, and habits of old sites, that Python does not know.
_LABELS = {
    "koi": "koi8-r", "koi8": "koi8-r", "koi8-ru": "koi8-u", "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic", "x-mac-roman": "mac-roman", "macintosh": "mac-roman", "dos-874": "cp874",
    "windows-874": "cp874", "csgb2312": "gb18030", "gb_2312": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "cn-big5": "big5hkscs", "x-x-big5": "big5hkscs", "x-euc-jp": "euc_jp", "windows-31j": "cp932", "x-sjis": "cp932",
    "cseuckr": "cp949", "ks_c_5601-1989": "cp949", "ksc_5601": "cp949", "iso-ir-149": "cp949", "windows-949": "cp949",
    "iso-8859-8-i": "iso8859-8", "logical": "iso8859-8", "iso-8859-6-e": "iso8859-6", "unicode-1-1-utf-8": "utf-8",
}  # fmt: skip
_WINDOWS = re.compile(r"(?:x-)?(?:win(?:dows)?|cp)[-_ ]?(125\d|874)")  # "win-1251", "x-cp1251", "windows1251"
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
    return body.decode(guess(body), "replace")


def without_controls(text: str) -> str:
    """``text`` without characters that nobody sees: controls, bidi overrides, zero width, lone surrogates."""
    return text if text.isascii() and text.isprintable() else _UNSAFE.sub("", text)


def _codec(label: str) -> str:
    """Python's name for a charset label; "" when it names no text encoding."""
    if not label:
        return ""
    given = label.strip("\"' ").lower()
    windows = _WINDOWS.fullmatch(given)
    try:
        name = codecs.lookup(f"cp{windows[1]}" if windows else _LABELS.get(given, given)).name
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
