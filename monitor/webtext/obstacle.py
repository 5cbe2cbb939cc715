"""What a server sends in place of the page that was asked for, with status 200: walls, challenges, errors, shells."""

from __future__ import annotations

from enum import StrEnum

from monitor.webtext.error_words import ERROR_START
from monitor.webtext.obstacle_words import (
    ADDRESSED,
    BOT_MARKUP,
    BOT_TEXT,
    BOT_TITLE,
    CONSENT_SIGNS,
    CONSENT_TITLE,
    LOGIN_TITLE,
    NEEDS_SCRIPT,
)
from monitor.webtext.tree import parse_html
from monitor.webtext.visible import blocks, drop_furniture, drop_hidden, drop_unseen, title_of, word_count


class Obstacle(StrEnum):
    """Why a page is not the content that its address promises. The value is shown to people."""

    BOT_CHALLENGE = "bot challenge"
    CONSENT_WALL = "consent wall"
    LOGIN = "login page"
    ERROR_PAGE = "error page"
    EMPTY_SHELL = "empty shell that needs a browser"


_LOOKED_AT = 100_000  # characters
_SHORT = 150  # words
_NOTE = 60  # words: a short official note has them, a login form or a shell has not
ENOUGH = 2 * _SHORT  # words of its own that make a page content, whatever else it carries


def find_obstacle(markup: str) -> Obstacle | None:
    """What stands in the place of the content, judged on the page's markup; None when content may be there.

    A wall that merely lies over a page with text is no obstacle: the text is in the markup. Callers that hold a text of
    more than ``ENOUGH`` words of the page need not ask.
    """
    tree = parse_html(markup)
    if tree is None:
        return Obstacle.EMPTY_SHELL
    password = tree.find(".//input[@type='password']") is not None
    scripts = sum(1 for _ in tree.iter("script"))
    title = title_of(tree)
    heading = " ".join(found.text_content() for found in tree.findall(".//h1")[:2])
    unscripted = " ".join(found.text_content() for found in tree.iter("noscript"))
    drop_unseen(tree)
    if word_count(tree.text_content()[:_LOOKED_AT]) > _SHORT * 40:
        return None
    drop_hidden(tree)
    everything = blocks(tree)
    words = word_count(everything)
    if words > _SHORT * 4:
        return None
    drop_furniture(tree)
    text = "\n".join(blocks(tree))
    own_words = word_count(text)
    if own_words > ENOUGH:
        return None
    whole = "\n".join(everything)[:_LOOKED_AT]
    if _is_bot_challenge(title, whole, markup, words):
        return Obstacle.BOT_CHALLENGE
    if own_words <= _SHORT and (
        ERROR_START.search(title) or ERROR_START.search(heading) or _says_error(text, own_words)
    ):
        return Obstacle.ERROR_PAGE
    if _is_consent(title, whole, own_words):
        return Obstacle.CONSENT_WALL
    if own_words < _NOTE and (password or LOGIN_TITLE.search(title)):
        return Obstacle.LOGIN
    return Obstacle.EMPTY_SHELL if _is_shell(whole, unscripted, own_words, scripts) else None


def _is_bot_challenge(title: str, text: str, markup: str, words: int) -> bool:
    if words > _SHORT:
        return False
    if BOT_TITLE.search(title) and (words < _NOTE or BOT_TEXT.search(text)):
        return True
    if BOT_TEXT.search(text) and words < 120:
        return True
    return words < 40 and BOT_MARKUP.search(markup) is not None


def _says_error(text: str, words: int) -> bool:
    """A short page whose first lines speak of an error."""
    return words < _NOTE and any(ERROR_START.search(line) for line in text.split("\n", 4)[:4])


def _is_consent(title: str, text: str, words: int) -> bool:
    hits = sum(1 for sign in CONSENT_SIGNS if sign.search(text))
    if hits < 2:
        return False
    signed = [line for line in text.split("\n") if any(sign.search(line) for sign in CONSENT_SIGNS)]
    if not any(ADDRESSED.search(line) for line in signed):  # an article that tells of cookies or consent
        return False
    if words - word_count(signed) >= _NOTE // 2 and word_count(text) - word_count(signed) >= _NOTE:
        return False  # a banner over a short text is no wall
    return hits >= 4 or words < _NOTE or CONSENT_TITLE.search(title) is not None


def _is_shell(text: str, unscripted: str, words: int, scripts: int) -> bool:
    """Nothing, or next to nothing and a word about JavaScript, which many a whole page has in its ``noscript`` too."""
    if words == 0 or (words < 8 and scripts > 0):
        return True
    return words < _NOTE and NEEDS_SCRIPT.search(text + (unscripted if words < _NOTE // 3 else "")) is not None
