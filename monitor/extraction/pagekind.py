"""Whether a page is an article at all, judged on its structure and the text that came out of it."""

from __future__ import annotations

from itertools import islice

from monitor.extraction.extracted import PageKind
from monitor.extraction.metadata import Metadata
from monitor.webtext.phrases import any_of
from monitor.webtext.tree import Tree
from monitor.webtext.visible import word_count

_LEAST_WORDS = 8
_TEASER_WORDS = 25  # a paywalled page with fewer gives nothing to match
_PREVIEW_WORDS = 220  # a page with more than this is no mere preview
_LONG_PARAGRAPH, _A_SENTENCE = 25, 12  # words
_MOST_LOOKED_AT = 5_000  # elements
_PAYWALL = any_of(
    r"""
    subscribe(?:rs)? (?:to|and) (?:continue|keep|read|unlock|access)|to (?:continue|keep) reading
    (?:already|not yet) a (?:subscriber|member)\?
    this (?:article|content|story) is (?:for|only|reserved|available) .{0,30}(?:subscribers|members|premium)
    (?:subscriber|premium|member)s?.only (?:content|article|story)
    (?:this|the) (?:post|episode|rest of this post) is (?:only )?for (?:paid|paying|premium) (?:subscribers|members)
    you have (?:reached|read) .{0,40}(?:free|limit|articles)
    (?:log|sign) in (?:or subscribe )?to (?:continue|read)
    (?:mit|nur mit) abo .{0,20}lesen|weiterlesen mit|jetzt abonnieren und weiterlesen|exklusiv für abonnenten
    (?:article|contenu) réservé aux abonnés|il vous reste .{0,20}% de cet article|la suite est réservée
    (?:contenido|artículo) (?:exclusivo|solo) para suscriptores|suscríbete para (?:seguir|continuar)
    (?:artikel )?alleen voor abonnees|verder lezen\?
    contenuto riservato agli abbonati|conteúdo exclusivo para assinantes
    доступно только подписчикам|доступно лише передплатникам
    """
)


def judge(tree: Tree, text: str, metadata: Metadata) -> PageKind:
    """What the page is. ``tree`` has no hidden parts and no furniture; ``text`` is what was extracted from it."""
    words = word_count(text)
    whole = str(tree.text_content())
    if words < _PREVIEW_WORDS and (metadata.paid or _PAYWALL.search(whole[:200_000])):
        return PageKind.PAYWALL
    if _is_listing(tree, text, metadata):
        return PageKind.LISTING
    return PageKind.ARTICLE if words >= _LEAST_WORDS else PageKind.NO_TEXT


def enough_of_a_preview(text: str) -> bool:
    """Whether the part in front of a paywall says enough to be matched."""
    return word_count(text) >= _TEASER_WORDS


def _opens_with_prose(tree: Tree) -> bool:
    """Whether paragraphs follow the page's heading before any link that is a headline: other stories come after."""
    words, begun = list[int](), False
    for node in islice(tree.iter("h1", "p", "a"), _MOST_LOOKED_AT):
        if node.tag == "h1":
            begun = True
        elif begun and node.tag == "p":
            words.append(word_count(node.text_content()))
        elif begun and node.tag == "a" and word_count(node.text_content()) >= 4 and node.getparent().tag != "p":
            break
    told = [count for count in words if count >= _A_SENTENCE]
    return len(told) >= 2 and sum(told) >= 2 * _LONG_PARAGRAPH - _A_SENTENCE


def _is_listing(tree: Tree, text: str, metadata: Metadata) -> bool:
    """Mostly links with headlines, and hardly a paragraph of prose outside of them."""
    links = [" ".join(link.text_content().split()) for link in tree.iter("a")]
    headlines = [text_of_link for text_of_link in links if word_count(text_of_link) >= 4]
    if len(headlines) < 8:
        return False
    prose = sum(1 for line in text.splitlines() if word_count(line) >= _LONG_PARAGRAPH)
    total = len(" ".join(str(tree.text_content()).split())) or 1
    share = sum(map(len, links)) / total
    if metadata.is_article or _opens_with_prose(tree):
        return share > 0.8 and prose < 2
    return share > 0.45 and prose < max(3, len(headlines) // 4)
