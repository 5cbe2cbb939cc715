"""When a page claims to have been published: in its data, its head, its marked times, its visible lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from monitor.extraction.json_ld import Node
from monitor.webtext.dates import read_date
from monitor.webtext.tree import Tree

_TIME_METAS = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publication_date", "date.issued", "dc.date.issued",
    "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "dc.date.created", "citation_publication_date",
    "date", "article.published", "published_at", "cxenseparse:recs:publishtime", "bt:pubdate", "rnews:datepublished",
)  # fmt: skip
_LATER = re.compile(
    r"updat|modif|edited|corrected|aktualisiert|geändert|mis à jour|actualiz|atualizad|aggiornat|bijgewerkt|gewijzigd"
    r"|обновл|оновл|zaktualizowan",
    re.IGNORECASE,
)
_SHORT = 80  # characters of a line that tells when and little else
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|datum|fecha|data|posted|published|publish|pubdate|timestamp|meta)(?:$|[\s_-])"
)
_MOST_LOOKED_AT = 3_000  # elements


def published(tree: Tree, node: Node, metas: dict[str, str], *, look: bool = True) -> datetime | None:
    """The time that a page claims, surest place first; None where it names none. A claim: it may be anything.

    ``look``: also at what its elements are called, where nothing is marked.
    """
    claims = [_text(node.get(key)) for key in ("datePublished", "dateCreated", "uploadDate")]
    claims += [metas[name] for name in _TIME_METAS if name in metas]
    claims += [_time_claim(found) for found in _time_elements(tree)]
    claims.append(_text(node.get("dateModified")))
    return next((date for claim in claims if (date := read_date(claim))), None) or (_by_class(tree) if look else None)


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, float):
        value = int(value) if value == value and abs(value) < 1e14 else ""  # noqa: PLR0124 - NaN
    return str(value or "")


def _time_elements(tree: Tree) -> Iterator[Tree]:
    """Elements that give the article's time: marked ones, then the first before its text that tells of no change."""
    yield from tree.xpath("//time[@pubdate] | //@itemprop[.='datePublished']/..")[:3]
    if next(tree.iter("time"), None) is None:
        return
    inside = tree.xpath("//article[1]//time | //main[1]//time | //header//time")[:5]
    told = [found for found in inside if not _LATER.search(_said_before(found))]
    yield from (told or inside)[:1]


def _said_before(node: Tree) -> str:
    """The words around a time: its class, its own, and those of its parent before it."""
    parent = node.getparent()
    before = (parent.text or "") if parent is not None else ""
    for sibling in islice(node.itersiblings(preceding=True), 3):
        before += f" {sibling.text_content()} {sibling.tail or ''}"
    return f"{node.get('class') or ''} {node.get('itemprop') or ''} {before[-_SHORT:]} {(node.text or '')[:_SHORT]}"


def _time_claim(node: Tree) -> str:
    return str(node.get("datetime") or node.get("content") or node.text_content())


def _by_class(tree: Tree) -> datetime | None:
    """The date in the first short element that is named one, as in ``<div class="post-date">``."""
    for node in islice(tree.iter("div", "span", "p", "li", "small", "td"), _MOST_LOOKED_AT):
        classes = node.get("class")
        if not classes or not _DATE_CLASS.search(classes.lower()):
            continue
        text = " ".join(str(node.text_content())[: 4 * _SHORT].split())
        if len(text) <= _SHORT and not _LATER.search(text) and (found := read_date(text)):
            return found
    return None
