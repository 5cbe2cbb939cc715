"""What the hostile site has to tell: numbered stories as items, entries, feeds and pages. All made up."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import format_datetime

from tests.builders import HOUR, NOON

TOWNS = ("Arlen", "Brack", "Corvo", "Dunmar", "Estrel", "Fonda", "Garth", "Holm", "Istra", "Jorun")
DATE = format_datetime(NOON - HOUR)
RSS = '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Press</title>'
HEAD = f'<?xml version="1.0" encoding="utf-8"?>{RSS}'
TAIL = "</channel></rss>"


def title(number: int) -> str:
    """The headline of a story."""
    return f"The harbour of {TOWNS[number % 10]} closes quay {number}"


def item(number: int, *, guid: str = "", link: str = "", date: str = DATE, headline: str = "", more: str = "") -> str:
    """A story as an RSS item; a guid or link of "-" is left out."""
    name = headline or title(number)
    id_part = "" if guid == "-" else f'<guid isPermaLink="false">{guid or f"id-{number}"}</guid>'
    link_part = "" if link == "-" else f"<link>{link or f'@SITE@/{number}'}</link>"
    return f"<item><title>{name}</title>{link_part}{id_part}<pubDate>{date}</pubDate>{more}</item>"


def rss(items: Iterable[str]) -> str:
    """A feed with these items."""
    return HEAD + "".join(items) + TAIL


def feed(*numbers: int) -> str:
    """A plain feed with these stories."""
    return rss(item(number) for number in numbers)


def atom(*numbers: int, more: str = "") -> str:
    """The same as Atom."""
    entries = "".join(
        f"<entry><id>tag:press,{n}</id><title>{title(n)}</title><link href='@SITE@/{n}'/>"
        f"<updated>2026-03-02T10:00:00Z</updated>{more}</entry>"
        for n in numbers
    )
    return f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Press</title>{entries}</feed>"


def titles(*numbers: int) -> tuple[str, ...]:
    """The headlines of these stories."""
    return tuple(map(title, numbers))


def body(number: int) -> str:
    """The paragraphs of a story's page."""
    town = TOWNS[number % 10]
    return (
        f"<p>The harbour master of {town} said on Monday that quay {number} closes for good after {number + 4} ships "
        f"ran aground on the bank in front of it since the spring floods.</p>"
        f"<p>Pilots in {town} had asked for a dredger for years, and {number + 2} of them left the service over it.</p>"
        f"<p>The council of {town} meets on Thursday to hear what the closing costs the fish market nearby.</p>"
    )


def page(number: int, more: str = "", head: str = "") -> str:
    """A story's page."""
    name = title(number)
    return (
        f"<!doctype html><html lang='en'><head><title>{name}</title>{head}</head>"
        f"<body><article><h1>{name}</h1>{body(number)}{more}</article></body></html>"
    )
