"""An index page without a feed to entries: its links to items, as a set.

Which links are items is learned from the page: they repeat one structure, carry headlines, stand in the main content
and stay on the site. Menus, tags, paging and sharing do not. Site by site, a selector can say it instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.model.entry import FoundEntry
from monitor.sources.item_blocks import Candidate, candidates, title_weight
from monitor.sources.parsed import Document, Parsed, ParseProblem, failed, once_each, two_letters
from monitor.webtext.decode import decode
from monitor.webtext.obstacle import find_obstacle
from monitor.webtext.tree import Tree, parse_html
from monitor.webtext.visible import drop_furniture, drop_hidden, main_part, title_of

_ENOUGH = 3  # repeats that make a structure


def parse_listing(document: Document) -> Parsed:
    """The items that an index page links to, in page order. None at all on a page that came is NO_LINKS."""
    if not document.body.strip():
        return failed(ParseProblem.EMPTY)
    markup = decode(document.body, document.charset)
    tree = parse_html(markup)
    if tree is None:
        return failed(ParseProblem.EMPTY)
    title, language = title_of(tree), two_letters(str(tree.get("lang") or ""))
    if document.selector:
        return _selected(tree, document, title, language)
    entries = _learned(tree, document.url)
    if not entries:
        return failed(find_obstacle(markup) or ParseProblem.NO_LINKS, title=title)
    return Parsed(entries=once_each(entries), title=title, language=language)


def _learned(tree: Tree, url: str) -> list[FoundEntry]:
    drop_hidden(tree)
    bare = _without_furniture(tree)
    for root in (main_part(bare), bare):
        if entries := _items(candidates(root, url)):
            return entries
    # Some sites keep their news in an aside, and a review of the press leads elsewhere: there a date tells an item.
    aside = [entry for entry in _items(candidates(tree, url)) if entry.published]
    return aside or [entry for entry in _items(candidates(bare, url, elsewhere=True)) if entry.published]


def _without_furniture(tree: Tree) -> Tree:
    from copy import deepcopy

    bare = deepcopy(tree)
    drop_furniture(bare)
    return bare


def _items(found: Sequence[Candidate]) -> list[FoundEntry]:
    """Of all links those whose structure repeats with headlines, and lone ones that look like a dated headline.

    Where some groups have dates, one without any is a menu of long words.
    """
    groups: dict[str, list[Candidate]] = {}
    for candidate in found:
        groups.setdefault(candidate.structure, []).append(candidate)
    usable = [group for group in groups.values() if _are_items(group)]
    dated = [group for group in usable if _told_of(group) >= len(group) * 0.5]
    chosen = {
        id(candidate) for group in usable if not dated or _told_of(group) for candidate in group if candidate.named
    }
    lone = {id(each) for each in found if each.headline and each.published and each.alone and each.own_words}
    return [candidate.entry() for candidate in found if id(candidate) in chosen | lone]


def _are_items(group: Sequence[Candidate]) -> bool:
    """Whether links of one structure are items: enough of them, mostly headlines; dates and PDFs speak for them."""
    if len(group) < _ENOUGH:
        return False
    headlines = sum(1 for candidate in group if candidate.headline)
    return headlines >= len(group) * 0.5 or _told_of(group) >= len(group) * 0.8


def _told_of(group: Sequence[Candidate]) -> int:
    """How many have a date or are documents."""
    return sum(1 for candidate in group if candidate.published or candidate.is_document)


def _selected(tree: Tree, document: Document, title: str, language: str) -> Parsed:
    """The items that the source's own selector names: links, or blocks that hold one each."""
    try:
        nodes = _select(tree, document.selector)
    except ValueError:
        return failed(ParseProblem.BAD_SELECTOR, title=title)
    drop_hidden(tree)
    links = {max(node.iter("a"), key=title_weight, default=None) for node in nodes} - {None}
    found = [candidate for candidate in candidates(tree, document.url, only=links) if candidate.named]
    if not found:
        return failed(find_obstacle(decode(document.body, document.charset)) or ParseProblem.NO_LINKS, title=title)
    return Parsed(entries=once_each(candidate.entry() for candidate in found), title=title, language=language)


def _select(tree: Tree, selector: str) -> list[Tree]:
    """Elements by XPath (it starts with "/" or "./") or by CSS; ValueError when the selector cannot be read."""
    from lxml import etree

    try:
        if selector.startswith(("/", "./", "(")):
            nodes = tree.xpath(selector)
        else:
            from cssselect import SelectorError
            from lxml.cssselect import CSSSelector

            try:
                nodes = CSSSelector(selector, translator="html")(tree)
            except SelectorError as error:
                raise ValueError(str(error)) from error
    except etree.XPathError as error:
        raise ValueError(str(error)) from error
    return [node for node in nodes if hasattr(node, "iter")] if isinstance(nodes, list) else []
