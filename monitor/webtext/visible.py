"""What a reader of a page sees: trees without hidden parts and site furniture, and their text in blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from monitor.webtext.decode import without_controls
from monitor.webtext.tree import Tree

_NEVER_SHOWN = (
    "script", "style", "template", "noscript", "svg", "iframe", "object", "embed", "canvas", "audio", "video",
    "select", "datalist", "textarea", "input", "button", "map", "math",
)  # fmt: skip
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary table tbody td "
    "tfoot th thead tr ul br".split()
)
_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:;|!|$)"
    r"|(?:left|text-indent|top)\s*:\s*-\d{4,}",
    re.IGNORECASE,
)
_HIDING_CLASS = frozenset(
    "hidden hide d-none is-hidden sr-only visually-hidden visuallyhidden screen-reader-text element-invisible "
    "u-hidden screenreader".split()
)
_FURNITURE_TAGS = ("nav", "footer", "menu")
_FURNITURE_ROLES = frozenset("navigation contentinfo search alertdialog menu menubar".split())
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert|advertisement|adslot|banner-ad|breadcrumbs?|cookies?|cookie-?(?:bar|banner|notice|consent)"
    r"|consent|gdpr|newsletter|share|sharing|social|socials|social-?(?:links|media|share)|addtoany|sponsored|promo"
    r"|popup|modal|language-?(?:switcher|switch|selector|menu)|lang-switch|skip-?link|pagination|pager|toolbar|masthead"
    r"|navbar|site-?(?:header|footer|nav|navigation)|global-?(?:header|footer|nav)|main-?(?:menu|nav)|offcanvas"
    r"|mega-?(?:menu|nav)?|sub-?menu|menu|nav|tag-?cloud)(?:$|[\s_])|onetrust|didomi|usercentrics|cookiebot|qc-cmp|sp_message|truste-|cky-consent",
    re.IGNORECASE,
)
# Attributes and elements without which an element is not looked at more closely: most of a page's have none of these.
_HIDING = frozenset(("class", "style", "hidden", "aria-hidden"))
_NAMING = frozenset(("class", "id", "role"))
_NAMED_TAGS = frozenset((*_FURNITURE_TAGS, "aside", "header"))
_TELLING, _TELLING_TAGS = _HIDING | _NAMING, _NAMED_TAGS | {"dialog"}
_NAMES, _SHORT_NAME = 2_048, 200  # how many names are remembered, and of how many characters at most
_WORD, _ASCII_WORD = re.compile(r"[^\W\d_]{2,}"), re.compile("[A-Za-z]{2,}")
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]")
_ROOTS = frozenset(("html", "body", "main", "article", "form"))  # hidden until a script runs, never for good


def drop_unseen(tree: Tree) -> None:
    """Take out, in place, the elements that never show text: scripts, styles, form controls, media."""
    for node in list(tree.iter(*_NEVER_SHOWN)):
        _drop(node)


def drop_hidden(tree: Tree) -> None:
    """Take out, in place, what a browser would not show: ``drop_unseen`` and every element that is hidden."""
    drop_unseen(tree)
    _drop_hidden(_with(tree, _HIDING, frozenset(("dialog",))))


def drop_furniture(tree: Tree) -> None:
    """Take out, in place, what belongs to the site and not to the page: menus, footers, cookie bars, sharing.

    A part that is furniture only by its name is left when it holds most of the page's text.
    """
    _drop_furniture(tree, _with(tree, _NAMING, _NAMED_TAGS))


def drop_clutter(tree: Tree) -> None:
    """``drop_hidden``, then ``drop_furniture``, in one walk: to look at each element is most of what they cost."""
    drop_unseen(tree)
    nodes = _with(tree, _TELLING, _TELLING_TAGS)
    _drop_furniture(tree, _drop_hidden(nodes))


def _drop_hidden(nodes: list[Tree]) -> list[Tree]:
    """Take the hidden ones out of their tree; the others."""
    left = []
    for node in nodes:
        if _is_hidden(node) and node.tag not in _ROOTS:
            _drop(node)
        else:
            left.append(node)
    return left


def _drop_furniture(tree: Tree, nodes: list[Tree]) -> None:
    """Take out those that are furniture. What stands in a part that is out already may be among ``nodes``."""
    total = len(tree.text_content())
    for node in nodes:
        tag, role = node.tag, node.get("role") or ""
        if tag in _ROOTS:
            continue
        surely = tag in _FURNITURE_TAGS or (role and role.lower() in _FURNITURE_ROLES)
        if surely or (_is_named_furniture(node, tag, role.lower()) and len(node.text_content()) < total * 0.6):
            _drop(node)


def _with(tree: Tree, attributes: frozenset[str], tags: frozenset[str]) -> list[Tree]:
    """The elements that have one of these attributes or are one of these, in document order."""
    without = attributes.isdisjoint
    return [node for node in tree.iter("*") if not without(node.keys()) or node.tag in tags]


def main_part(tree: Tree) -> Tree:
    """The element that holds the page's own content: its ``main`` if that has a fair share of the text."""
    total = len(" ".join(tree.text_content().split()))
    for path in (".//main", ".//*[@role='main']", ".//*[@id='main-content']", ".//*[@id='content']"):
        found = tree.findall(path)
        if len(found) == 1 and len(" ".join(found[0].text_content().split())) > max(80, total * 0.3):
            return found[0]
    return tree


def _drop(node: Tree) -> None:
    if node.getparent() is not None:
        node.drop_tree()


def _is_hidden(node: Tree) -> bool:
    get = node.get  # not ``node.attrib``, which lxml makes anew each time
    if get("hidden", "until-found") != "until-found":
        return True
    if (get("aria-hidden") or "").lower() == "true" or (node.tag == "dialog" and get("open") is None):
        return True
    style = get("style")
    if style and _HIDING_STYLE.search(style):
        return True
    classes = get("class")
    return bool(classes) and (_hides(classes) if len(classes) < _SHORT_NAME else _hides.__wrapped__(classes))


@lru_cache(_NAMES)  # a page, and the next page of the site, has few class names for many elements
def _hides(classes: str) -> bool:
    return not _HIDING_CLASS.isdisjoint(classes.lower().split())


def _is_named_furniture(node: Tree, tag: str, role: str) -> bool:
    if tag == "aside" or role in ("complementary", "dialog"):
        return True
    if tag == "header" or role == "banner":
        # an article's own header holds its headline
        inside = any(parent.tag in ("article", "main") for parent in node.iterancestors())
        return not inside and node.find(".//h1") is None
    label = f"{node.get('class') or ''} {node.get('id') or ''}"
    return len(label) > 2 and (_names_furniture(label) if len(label) < _SHORT_NAME else bool(_FURNITURE.search(label)))


@lru_cache(_NAMES)
def _names_furniture(label: str) -> bool:
    return _FURNITURE.search(label) is not None


@dataclass(slots=True)
class _Reader:
    """Collects a tree's text into lines while it is walked."""

    lines: list[str] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)  # one list per open data row

    def text(self, value: str | None) -> None:
        if value:
            self.buffer.append(value)

    def end_block(self) -> None:
        if self.cells:
            self.buffer.append(" ")
        else:
            self._add(self._taken())

    def end_cell(self) -> None:
        if self.cells:
            self.cells[-1].append(self._taken())

    def end_row(self) -> None:
        cells = [*self.cells.pop(), self._taken()]
        row = " | ".join(cell for cell in cells if cell)
        if self.cells:
            self.buffer.append(f" {row} ")
        else:
            self._add(row)

    def _taken(self) -> str:
        text = " ".join(without_controls("".join(self.buffer)).split())
        self.buffer.clear()
        return text

    def _add(self, line: str) -> None:
        if line:
            self.lines.append(line)


def blocks(tree: Tree) -> tuple[str, ...]:
    """The text of a tree in reading order, one line per block; a table's row is one line, "cell | cell".

    A row that holds another table is layout and no row. The tree is not changed.
    """
    from lxml import etree

    reader = _Reader()
    nested = tree.find(".//table//table") is not None
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        if event == "start":
            _enter(reader, node, nested)
        else:
            _leave(reader, node, nested, tree)
    reader.end_block()
    return tuple(reader.lines)


def _enter(reader: _Reader, node: Tree, nested: bool) -> None:
    if node.tag in _BLOCKS:
        reader.end_block()
    if node.tag == "tr" and not (nested and node.find(".//table") is not None):
        reader.cells.append([])
    if node.tag not in ("head", "title", "script", "style"):
        reader.text(node.text)


def _leave(reader: _Reader, node: Tree, nested: bool, root: Tree) -> None:
    if node.tag == "tr" and reader.cells and not (nested and node.find(".//table") is not None):
        reader.end_row()
    elif node.tag in ("td", "th"):
        reader.end_cell() if reader.cells else reader.end_block()
    elif node.tag in _BLOCKS:
        reader.end_block()
    if node is not root:
        reader.text(node.tail)


def title_of(tree: Tree) -> str:
    """The document's ``title`` as one line, "" if it has none."""
    found = tree.find(".//title")
    return " ".join(without_controls(found.text_content()).split())[:500] if found is not None else ""


def word_count(text: str | Iterable[str]) -> int:
    """About how many words: letters between spaces; two characters of a script without spaces count as one."""
    whole = text if isinstance(text, str) else "\n".join(text)
    if whole.isascii():
        return len(_ASCII_WORD.findall(whole))
    return len(_WORD.findall(whole)) + len(_DENSE.findall(whole)) // 2
