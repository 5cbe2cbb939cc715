"""Which links of a page may lead to an item, by their address, and which say nothing by their words."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urldefrag, urlsplit

from monitor.sources.links import same_site
from monitor.sources.page_noise import is_moment
from monitor.webtext.phrases import alternatives

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|rtf|odt)$", re.IGNORECASE)
_NOT_ITEM_PATH = re.compile(
    r"/(?:tags?|categor(?:y|ies)|topics?|authors?|autor|page|seite|search|suche|login|register|subscribe|rss|feed|share"
    r"|contact|about|privacy|cookies?|terms|impressum|sitemap|print|user|profile|archives?)(?:/[^/]*)?/?$",
    re.IGNORECASE,
)
_PAGING = frozenset("page paged pg offset start p sort order filter lang view items_per_page".split())
_POINTER_WORDS = alternatives(
    r"""
    (?:read|learn|see|show|view|find out|continue|discover)\b.{0,25}
    more|details?|download.{0,20}|full (?:text|story)|here|link|print|share|e-?mail
    weiter.{0,10}|mehr.{0,15}
    lire (?:la suite|plus).{0,15}|en savoir plus
    leer más|ver más
    lees (?:meer|verder)
    leggi.{0,12}
    читать.{0,15}|подробнее
    докладніше|читати.{0,15}
    pdf|html|word|docx?|eng?|fre?|spa|ara|rus|chi
    english|french|spanish|arabic|russian|chinese|german|français|español|deutsch|русский|українська|العربية|中文
    tweet|facebook|twitter|x|whatsapp|linkedin
    """
)
_POINTER = re.compile(rf"\W*(?:{_POINTER_WORDS})?\W*(?:\(.{{0,30}}\))?", re.IGNORECASE)  # says nothing of its target


def may_be_item(target: str, page: str, *, elsewhere: bool = False) -> bool:
    """Whether ``target`` (absolute, "" = none) may be an item of the list at ``page``.

    ``elsewhere``: it must lead to another site instead of staying on this one.
    """
    if not target or target.rstrip("/") == urldefrag(page)[0].rstrip("/"):
        return False
    parts = urlsplit(target)
    if is_document(target):
        return True
    if parts.path in ("", "/") and not parts.query:
        return False
    at_home = same_site(target, page)
    return at_home != elsewhere and not _NOT_ITEM_PATH.search(parts.path) and not _is_paging(target, page)


def is_document(url: str) -> bool:
    """Whether the address is a file to read."""
    return _DOCUMENT.search(urlsplit(url).path) is not None


def points(text: str) -> bool:
    """Whether the text of a link says nothing of its target: "read more", a language, a format, a time."""
    return is_pointer(text) or is_moment(text)


def is_pointer(text: str) -> bool:
    """Whether the text is a word like "read more", a language or a format, or no word at all."""
    return _POINTER.fullmatch(text) is not None


def _is_paging(target: str, page: str) -> bool:
    """The same list again: another part of it, or in another order or language."""
    one, other = urlsplit(target), urlsplit(page)
    if one.path != other.path:
        return False
    before, after = dict(parse_qsl(other.query)), dict(parse_qsl(one.query))
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return bool(changed) and all(name.lower() in _PAGING for name in changed)
