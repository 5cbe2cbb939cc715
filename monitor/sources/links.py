"""Links as found in documents, to absolute web addresses."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from monitor.sources.parsed import URL_LENGTH
from monitor.webtext.decode import without_controls
from monitor.webtext.tree import Tree

_SECOND_LEVEL = frozenset("ac co com edu gob gov gouv gv int mil net or org".split())


# A whole address of harmless characters, as most links are: joining it to a base changes nothing.
_WHOLE = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[1-9][0-9]{0,3})?"
    r"(?:/[A-Za-z0-9._~!$&'()*+,=:@%/-]*)?(?:\?[A-Za-z0-9._~!$&'()*+,=:@%/-]+)?"
)


# A host without its scheme ("www.example.org/news"), as people type it; a name of a file is none.
_NO_SCHEME = re.compile(r"www\.(?:[a-z0-9-]+\.)+(?!(?:html?|php|aspx?|pdf)\b)[a-z]{2,}(?=[/?#]|$)", re.IGNORECASE)


def absolute(base: str, link: str) -> str:
    """``link`` as an absolute http(s) address, seen from ``base``; "" when it is none (javascript:, data:, mailto:).

    Spaces inside are escaped and "www.example.org" is taken for a host; nothing else is changed, because the address is
    fetched as given.
    """
    if len(link) <= URL_LENGTH and _WHOLE.fullmatch(link):
        return link
    cleaned = without_controls(re.sub(r"[\t\r\n]", "", link)).strip()
    if _NO_SCHEME.match(cleaned):
        cleaned = f"//{cleaned}"
    if not cleaned or len(cleaned) > URL_LENGTH:
        return ""
    try:
        joined = urljoin(base, cleaned)
        parts = urlsplit(joined)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return ""
        _ = parts.port  # a port that is no number raises
    except ValueError:
        return ""
    return joined.replace(" ", "%20") if len(joined) <= URL_LENGTH else ""


def base_of(tree: Tree, url: str) -> str:
    """The address from which the links of a page, or of a part of it, are seen: that of its ``base``, else ``url``."""
    whole = tree.getroottree()
    return next((base for found in whole.iter("base") if (base := absolute(url, found.get("href") or ""))), url)


def host_of(url: str) -> str:
    """The host of an address without "www.", lower case; "" if it has none."""
    try:
        return (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one registrable domain, as far as names tell (no public suffix list)."""
    return _site(host_of(one)) == _site(host_of(other))


def _site(host: str) -> str:
    labels = host.split(".")
    if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])
