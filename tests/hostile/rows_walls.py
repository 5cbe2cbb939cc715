"""P13: what stands at an entry's address in place of its article, in the words of many languages and systems."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.row import Row, Want, html, xml
from tests.hostile.stories import body, feed, item, rss
from tests.hostile.walls_abroad import (
    CHALLENGES,
    CONSENTS,
    COOKIE_NEWS,
    PAYWALL_HEADS,
    PAYWALLS,
    SOFT_ERRORS,
    SOUNDS_LIKE_ONE,
)

AROUND = (
    "<header><nav><ul><li><a href=/about>About</a></li><li><a href=/news>News</a></li></ul></nav></header>",
    "<footer><ul><li><a href=/privacy>Privacy policy</a></li><li>© 2026 Press</li></ul></footer>",
)


def at_the_address(name: str, page: str, right: str, want: Want, *, headline: str = "") -> Row:
    """One entry, and what its address answers with status 200."""
    answer = xml(rss([item(1, headline=headline)]) if headline else feed(1))
    answers = {"/1": html(page)}
    return Row(name=name, promise="P13", right=right, answers=(answer,), texts=True, pages=answers, want=want)


def page(title: str, inside: str, head: str = "") -> str:
    """A whole page of a site."""
    start = f"<!doctype html><html><head><title>{title}</title>{head}</head><body>"
    return f"{start}{AROUND[0]}{inside}{AROUND[1]}</body></html>"


def no_articles() -> Iterator[Row]:
    """Soft errors, consent walls, challenges: the feed's own words are kept, and the page is no article."""
    right = "judged by what the feed told; the page is no article"
    for language, (title, heading, words) in SOFT_ERRORS.items():
        inside = f"<main><h1>{heading}</h1><p>{words}</p><p><a href=/>Home</a></p></main>"
        want = Want(entries=1, note="error page", nowhere=(words,))
        yield at_the_address(f"soft-error-{language}", page(title, inside), right, want)
    for language, (title, heading, words) in CONSENTS.items():
        inside = f"<div><h1>{heading}</h1><p>{words}</p></div>"
        want = Want(entries=1, note="consent wall", nowhere=(heading,))
        yield at_the_address(f"consent-{language}", page(title, inside), right, want)
    for name, (title, inside) in CHALLENGES.items():
        bare = f"<html><head><title>{title}</title></head><body>{inside}</body></html>"
        yield at_the_address(f"challenge-{name}", bare, right, Want(entries=1, note="bot challenge"))


def previews() -> Iterator[Row]:
    """The open part before a paywall."""
    right = "the open part is read and marked"
    for language, inside in PAYWALLS.items():
        article = f"<article><h1>Quay</h1>{inside}</article>"
        yield at_the_address(f"paywall-{language}", page("Quay", article), right, Want(entries=1, note="paywall"))
    for name, head in PAYWALL_HEADS.items():
        article = f"<article><h1>Quay</h1>{body(1).split('</p>')[0]}</p></article>"
        want = Want(entries=1, note="paywall")
        yield at_the_address(f"paywall-said-in-{name}", page("Quay", article, head), right, want)


def articles() -> Iterator[Row]:
    """Articles whose headlines sound like a wall."""
    for number, headline in enumerate(SOUNDS_LIKE_ONE):
        article = f"<article><h1>{headline}</h1>{body(1)}</article>"
        yield at_the_address(
            f"sounds-like-a-wall-{number}", page(headline, article), "an article", headline=headline,
            want=Want(titles=(headline,), note="", text="quay 1 closes for good"),
        )  # fmt: skip
    news = f"<article><h1>Regulator fines platforms over cookie walls</h1>{COOKIE_NEWS}</article>"
    yield at_the_address(
        "news-about-consent", page("Regulator fines platforms", news), "an article",
        Want(entries=1, note="", text="cookie banners gave no real choice"),
    )  # fmt: skip


ROWS = (*no_articles(), *previews(), *articles())
