"""Feed text made safe and well-formed before a parser sees it.

feedparser 6.0.14 raises on ``&#xD800;``, ``&#x110000;`` and ``&#99999999999;`` and loses the whole feed; it takes 15 s
for an author of 64 KB and over 75 s for a tag with 300,000 attributes. Entities of a DTD are never defined: the DOCTYPE
is taken out.
"""

from __future__ import annotations

import re
from html.entities import html5

from monitor.webtext.decode import decode

_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
# One pass over what matters; CDATA and comments are taken whole so that nothing inside counts as markup.
_TOKENS = re.compile(
    r"(?P<cdata><!\[CDATA\[.*?(?:\]\]>|\Z))|(?P<comment><!--.*?(?:-->|\Z))"
    r"|&(?:#(?P<number>[xX]?[0-9a-fA-F]{1,40});?|(?P<name>[A-Za-z][A-Za-z0-9]{1,31});|(?P<bare>))",
    re.DOTALL,
)
_NUMERIC = re.compile(r"&#([xX]?[0-9a-fA-F]{1,40});?")
_UNXML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONG_TAG = re.compile(r"<([A-Za-z_][\w.:-]{0,100})\s[^<>]{10000,}?(/?)>")
_PERSON = re.compile(
    r"(<((?:[\w.-]+:)?(?:author|creator|contributor|managingEditor|webMaster|publisher|name|email|rights|copyright))\b"
    r"[^>]{0,500}>\s*(?:<!\[CDATA\[)?)([^<\]]{300})[^<\]]*"
)
_DOCTYPE = re.compile(r"(?:\s|<!--.{0,5000}?-->|<\?.{0,2000}?\?>)*<!DOCTYPE", re.DOTALL | re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,500}\?>")


def read_text(body: bytes, charset: str) -> str:
    """The document's characters without its XML declaration, DOCTYPE and leading noise."""
    text = _UNXML.sub("", decode(body, charset)).lstrip("\ufeff \t\r\n")
    return _without_doctype(_DECLARATION.sub("", text, count=1).lstrip())


def cleaned(text: str) -> str:
    """The same feed with every character reference valid, bare ampersands escaped and monstrous parts cut short."""
    text = _LONG_TAG.sub(r"<\1\2>", text)
    text = _PERSON.sub(r"\1\3", text)
    return _TOKENS.sub(_token, text)


def _token(found: re.Match[str]) -> str:
    if found["comment"] is not None:
        return ""
    if found["cdata"] is not None:
        return _NUMERIC.sub(_inside_cdata, found["cdata"])
    if found["number"] is not None:
        char = _character(found["number"])
        return {"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(char, char)
    name = found["name"]
    if name in _XML_ENTITIES:
        return found[0]
    if name is not None and f"{name};" in html5:
        return html5[f"{name};"].replace("&", "&amp;").replace("<", "&lt;")
    return "&amp;" + found[0][1:]


def _inside_cdata(found: re.Match[str]) -> str:
    """In CDATA a reference is text, but HTML text: only the ones that no reader survives are taken out."""
    return found[0] if _character(found[1]) else ""


def _character(number: str) -> str:
    """The character of a numeric reference; "" when it may not stand in XML."""
    code = number.lower()
    try:
        value = int(code[1:], 16) if code.startswith("x") else int(code)
    except ValueError:  # "&#12ab;"
        return ""
    if value > 0x10FFFF or 0xD800 <= value <= 0xDFFF or value in (0xFFFE, 0xFFFF):
        return ""
    return "" if value < 0x20 and value not in (9, 10, 13) else chr(value)


def _without_doctype(text: str) -> str:
    """Take the DOCTYPE with its internal subset out: no entity is ever defined."""
    found = _DOCTYPE.match(text[:20_000])
    if found is None:
        return text
    start, depth, quote = found.end(), 0, ""
    for place in range(start, len(text)):
        char = text[place]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'" and depth == 0:
            quote = char
        elif char == "[":
            depth += 1
        elif char == "]":
            depth -= 1
        elif char == ">" and depth <= 0:
            return text[: found.end() - 9] + text[place + 1 :].lstrip()
    return text[: found.end() - 9]
