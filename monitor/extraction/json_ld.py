"""The JSON-LD of a page: the node that describes its article (schema.org)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from monitor.webtext.plain import plain
from monitor.webtext.tree import Tree, parse_html
from monitor.webtext.visible import blocks, drop_unseen

_LARGEST = 1_000_000  # characters of one script
_MOST_NODES = 2_000
_MOST_VALUES = 50
_REFERENCES = ("author", "publisher", "creator")
_PICKED = re.compile(r'"(@type|headline|datePublished|dateModified|isAccessibleForFree)"\s*:\s*"([^"]{1,300})"')
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_NEXT = re.compile(r"[\s,;]*")
_TAG = re.compile(r"</?(?:p|br|div|span|a|b|i|em|strong|h[1-6]|[uo]l|li|blockquote|figure|img)\b[^<>]{0,2000}>", re.I)
_BREAK = re.compile(r"<(?:p|br|div|li|h[1-6])\b", re.I)
_ARTICLE = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report|PressRelease|Review|LegalDocument|Legislation)$")

Node = dict[str, Any]


def article_node(tree: Tree) -> Node:
    """The node of the page's own article, {} if none. Of several (a page with teasers) the one that says most."""
    nodes = list(_nodes(tree))
    articles = [node for node in nodes if any(_ARTICLE.search(kind) for kind in _types(node))]
    best = max(articles, key=_weight, default={})
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and "name" in node}
    return {key: _resolved(value, by_id) if key in _REFERENCES else value for key, value in best.items()}


def _resolved(value: Any, by_id: dict[str, Node]) -> Any:
    """``value`` with the node that it points at ({"@id": …}) in its place."""
    if isinstance(value, list):
        return [_resolved(each, by_id) for each in value[:20]]
    if isinstance(value, dict) and "name" not in value:
        return by_id.get(str(value.get("@id") or ""), value)
    return value


def text_of(node: Node, key: str, limit: int) -> str:
    """A property as plain text on one line; of an object or a list of objects the names."""
    return plain(", ".join(_names(node.get(key))), limit)


def is_paid(node: Node) -> bool:
    """Whether the article says that it is not free to read."""
    return str(node.get("isAccessibleForFree", "")).lower() == "false"


def body_of(node: Node) -> str:
    """The article's text as the node carries it, "" if it does not; lines are kept, markup in it is undone."""
    body = node.get("articleBody")
    if not isinstance(body, str):
        return ""
    text = html.unescape(body) if "&" in body and not _TAG.search(body) else body
    if not _TAG.search(text):
        return text
    tree = parse_html(text if _BREAK.search(text) else text.replace("\n", "<br>"))
    if tree is None:
        return ""
    drop_unseen(tree)
    return "\n".join(blocks(tree))


def _weight(node: Node) -> tuple[bool, bool, int]:
    return "mainEntityOfPage" in node or "articleBody" in node, "datePublished" in node, len(node)


def _nodes(tree: Tree) -> Iterator[Node]:
    """All objects in the page's JSON-LD, outer ones first, lists of other pages left out."""
    count = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > _LARGEST:
            continue
        queue = _load(script.text)
        while queue and count < _MOST_NODES:
            value = queue.pop(0)
            count += 1
            if isinstance(value, list):
                queue += value[:200]
            elif isinstance(value, dict):
                yield value
                queue += [value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value]


def _load(text: str) -> list[Any]:
    """The values that a script holds: one, or several in a row. What sites get wrong is mended, or picked out."""
    stripped = re.sub(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$|^\s*<!--|-->\s*$", "", text).strip().rstrip(";")
    if "&quot;" in stripped and '"' not in stripped:
        stripped = html.unescape(stripped)
    for attempt in (stripped, _TRAILING_COMMA.sub(r"\1", stripped)):
        if found := _values(attempt):
            return found
    picked = dict(_PICKED.findall(stripped))
    return [picked] if picked else []


def _values(text: str) -> list[Any]:
    decoder, found, place = json.JSONDecoder(strict=False), list[Any](), 0
    try:
        while place < len(text) and len(found) < _MOST_VALUES:
            value, place = decoder.raw_decode(text, place)
            found.append(value)
            place = _NEXT.match(text, place).end()  # type: ignore[union-attr]  # it matches nothing at least
    except (ValueError, RecursionError):
        return []
    return found


def _types(node: Node) -> list[str]:
    kinds = node.get("@type")
    return [str(kind) for kind in kinds] if isinstance(kinds, list) else [str(kinds)]


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        return [name for item in value[:20] for name in _names(item)]
    return []
