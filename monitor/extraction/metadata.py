"""What a page says about itself: title, author, time, site, language. Claims, taken from the surest place first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from monitor.extraction import json_ld
from monitor.extraction.extracted import NAME_LENGTH, TITLE_LENGTH
from monitor.extraction.published import published
from monitor.webtext.dates import read_date
from monitor.webtext.plain import plain
from monitor.webtext.tree import Tree
from monitor.webtext.visible import title_of

_TITLE_METAS = ("og:title", "twitter:title", "dc.title", "citation_title", "headline")
_AUTHOR_METAS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "citation_author",
)
_SITE_METAS = ("og:site_name", "application-name", "dc.publisher", "citation_publisher")
_TIER_METAS = ("article:content_tier", "og:article:content_tier")
_SEPARATOR = re.compile(r"\s+[|–—·•»:-]\s+|\s*\|\s*")
_BY = re.compile(r"^\s*(?:by|von|par|por|door|di|автор:?)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """A page's claims about itself; "" and None where it makes none."""

    title: str = ""
    author: str = ""
    published: datetime | None = None
    site_name: str = ""
    language: str = ""
    paid: bool = False
    is_article: bool = False  # it calls itself one
    body: str = ""  # the text as carried in JSON-LD


def read_metadata(tree: Tree, url: str, *, guess_date: bool = True) -> Metadata:
    """Read the claims of a page. The tree is not changed and should still have its scripts.

    ``guess_date`` lets a page that names no date be searched for one, which takes longer than all else here.
    """
    node = json_ld.article_node(tree)
    metas = _metas(tree)
    site = json_ld.text_of(node, "publisher", NAME_LENGTH) or _first(metas, _SITE_METAS, NAME_LENGTH)
    return Metadata(
        title=_title(tree, node, metas, site, url),
        author=_author(tree, node, metas),
        published=published(tree, node, metas, look=guess_date) or (_guessed_date(tree, url) if guess_date else None),
        site_name=_first(metas, _SITE_METAS, NAME_LENGTH) or site,
        language=_language(tree, node, metas),
        paid=json_ld.is_paid(node) or _first(metas, _TIER_METAS, 20).lower() in ("locked", "premium", "paid"),
        is_article=bool(node) or metas.get("og:type", "").lower() == "article",
        body=json_ld.body_of(node),
    )


def without_site(title: str, site: str, url: str) -> str:
    """A title without the site's name at its end or start ("Headline | Site", "Site - Headline")."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    names = {_folded(name) for name in (site, host, host.rpartition(".")[0]) if name}
    parts = list(_SEPARATOR.finditer(title))
    if not parts or not names:
        return title
    last, first = parts[-1], parts[0]
    if _folded(title[last.end() :]) in names and title[: last.start()].strip():
        return title[: last.start()].strip()
    if _folded(title[: first.start()]) in names and title[first.end() :].strip():
        return title[first.end() :].strip()
    return title


def _folded(name: str) -> str:
    return re.sub(r"\W+", "", name).casefold().removeprefix("the")


def _metas(tree: Tree) -> dict[str, str]:
    """Contents of meta elements by lower-case name; the first of a name counts."""
    found: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = (node.get("property") or node.get("name") or node.get("itemprop") or "").lower().strip()
        content = (node.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content[:5000])
    return found


def _first(metas: dict[str, str], names: tuple[str, ...], limit: int) -> str:
    return next((plain(metas[name], limit) for name in names if metas.get(name)), "")


def _title(tree: Tree, node: json_ld.Node, metas: dict[str, str], site: str, url: str) -> str:
    headings = [plain(heading.text_content(), TITLE_LENGTH) for heading in tree.findall(".//h1")[:5]]
    claims = [json_ld.text_of(node, "headline", TITLE_LENGTH), _first(metas, _TITLE_METAS, TITLE_LENGTH)]
    named = [without_site(claim, site, url) for claim in claims if claim]
    document = without_site(title_of(tree), site, url)
    shortened = any(claim.endswith(("…", "...")) for claim in named)
    whole = [heading for heading in headings if len(heading) > 15 and (shortened or heading in document)]
    candidates = [*(whole if shortened else ()), *named, *whole, *headings[:1], document]
    return next((claim for claim in candidates if claim and _folded(claim) != _folded(site)), "")


def _author(tree: Tree, node: json_ld.Node, metas: dict[str, str]) -> str:
    name = json_ld.text_of(node, "author", NAME_LENGTH) or _first(metas, _AUTHOR_METAS, NAME_LENGTH)
    if not name or name.startswith("http"):
        name = _marked_author(tree)
    return _BY.sub("", name).strip()


def _marked_author(tree: Tree) -> str:
    """The first short text that is marked as the author's."""
    said = set(tree.xpath("//@rel | //@itemprop | //@class", smart_strings=False))
    if not any("author" in each or "byline" in each for each in said):  # as on most pages; the closer look costs more
        return ""
    marked = tree.xpath(
        "//@rel[.='author']/.. | //@itemprop[.='author']/.."
        " | //@class[contains(concat(' ', ., ' '), ' byline ') or contains(concat(' ', ., ' '), ' author ')]/.."
    )
    return next((text for found in marked[:5] if 2 < len(text := plain(found.text_content(), 300)) < 120), "")


def _guessed_date(tree: Tree, url: str) -> datetime | None:
    """The reading of htmldate, of the address and the text: a day. Last, because it is slow and may be wrong."""
    from copy import deepcopy

    from htmldate import find_date

    try:
        found = find_date(deepcopy(tree), url=url or None, original_date=True, extensive_search=False)
    except (ValueError, TypeError, AttributeError, OverflowError):  # seen on odd trees; a guess is not worth a page
        return None
    return read_date(found) if found else None


def _language(tree: Tree, node: json_ld.Node, metas: dict[str, str]) -> str:
    claims = (tree.get("lang"), metas.get("og:locale"), node.get("inLanguage"), metas.get("content-language"))
    for claim in claims:
        code = str(claim or "").strip().lower().replace("_", "-").split("-")[0]
        if len(code) == 2 and code.isascii() and code.isalpha():
            return code
    return ""
