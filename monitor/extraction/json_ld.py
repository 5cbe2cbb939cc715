"""The JSON-LD of a page: the node that describes its article (schema.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from monitor.webtext.plain import plain
from monitor.webtext.tree import Tree

_LARGEST = 1_000_000  # characters of one script
_MOST_NODES = 2_000
_ARTICLE = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report|PressRelease|Review|LegalDocument|Legislation)$")

Node = dict[str, Any]


def article_node(tree: Tree) -> Node:
    """The node of the page's own article, {} if none. Of several (a page with teasers) the one that says most."""
    articles = [node for node in _nodes(tree) if any(_ARTICLE.search(kind) for kind in _types(node))]
    return max(articles, key=_weight, default={})


def text_of(node: Node, key: str, limit: int) -> str:
    """A property as plain text on one line; of an object or a list of objects the names."""
    return plain(", ".join(_names(node.get(key))), limit)


def is_paid(node: Node) -> bool:
    """Whether the article says that it is not free to read."""
    return str(node.get("isAccessibleForFree", "")).lower() == "false"


def body_of(node: Node) -> str:
    """The article's text as the node carries it, "" if it does not; lines are kept."""
    body = node.get("articleBody")
    return body if isinstance(body, str) else ""


def _weight(node: Node) -> tuple[bool, bool, int]:
    return "mainEntityOfPage" in node or "articleBody" in node, "datePublished" in node, len(node)


def _nodes(tree: Tree) -> Iterator[Node]:
    """All objects in the page's JSON-LD, outer ones first, lists of other pages left out."""
    count = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > _LARGEST:
            continue
        queue = [_load(script.text)]
        while queue and count < _MOST_NODES:
            value = queue.pop(0)
            count += 1
            if isinstance(value, list):
                queue += value[:200]
            elif isinstance(value, dict):
                yield value
                queue += [value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value]


def _load(text: str) -> Any:
    stripped = re.sub(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$|^\s*<!--|-->\s*$", "", text).strip().rstrip(";")
    try:
        return json.loads(stripped, strict=False)
    except (ValueError, RecursionError):
        return None


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
