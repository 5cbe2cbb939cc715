"""P13: index pages as the systems behind official sites build them. Each must give its stories and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from monitor.core.model.source import SourceKind
from tests.hostile.row import Row, Seen, Want, html
from tests.hostile.stories import title, titles

NUMBERS = (5, 4, 3, 2, 1)
MENU = "".join(f"<li><a href='/menu/{n}'>A long entry of the menu, number {n}</a></li>" for n in range(8))
SITE = f"<header><nav><ul>{MENU}</ul></nav></header>"


def day(number: int, pattern: str = "%d.%m.%Y") -> str:
    """The day of a story, March 2026."""
    return datetime(2026, 3, number, tzinfo=UTC).strftime(pattern)


def page_of(card: Callable[[int], str], *, around: str = "<main>{}</main>", head: str = "") -> str:
    """An index page with five stories as ``card`` shows them."""
    cards = around.replace("{}", "".join(map(card, NUMBERS)))
    return f"<html lang=en><head><title>News</title>{head}</head><body>{SITE}{cards}</body></html>"


def dated(seen: Seen) -> bool:
    """Whether each story has its own day."""
    found = {entry.title: entry.published for entry in seen.entries}
    return all((moment := found.get(title(n))) is not None and moment.date().day == n for n in NUMBERS)


def drupal(n: int) -> str:
    """A teaser with picture, type, translations and tags."""
    return (
        f"<div class='views-row'><div class='node node--type-press'>"
        f"<time datetime='{day(n, '%Y-%m-%d')}T12:00:00Z'>x</time>"
        f"<div class='type'>Press Release</div><a href='/news/{n}'><img src=x alt='{title(n)}'></a>"
        f"<h3><a href='/news/{n}' hreflang=en><span>{title(n)}</span></a></h3>"
        f"<div class=links><a href='/ar/news/{n}'>العربية</a><a href='/fr/news/{n}'>Français</a></div>"
        f"<div class=tags><a href='/situations/arlen'>Arlen</a></div></div></div>"
    )


def actions(n: int) -> str:
    """A line of links with the category after the date, the same for all."""
    return (
        f"<div class='search-result views-row'><div class='field'><a href='/recent/2026030{n}'>{title(n)}</a></div>"
        f"<div class='details'>{day(n, '%B %d, %Y')} - <a href='/recent/list-updates'>Quay List Updates</a></div></div>"
    )


def papers(n: int) -> str:
    """A row with symbol, title, day and one link for each language."""
    links = " | ".join(f"<a href='/docs/P-25-{n}-{code}.pdf'>{name}</a>"
                       for code, name in (("ENG", "English"), ("FRA", "Français"), ("SPA", "Español")))  # fmt: skip
    return f"<tr><td>P/25/{n}</td><td>{title(n)}</td><td>{day(n, '%d %b %Y')}</td><td>{links}</td></tr>"


def symbols(n: int) -> str:
    """A paragraph that links the symbol and names the paper behind it."""
    return f"<p><a href='/docs/P-25-{n}-ENG.pdf'>P/25/{n}</a> - {title(n)} (<a href='/docs/P-25-{n}-FRA.pdf'>F</a>)</p>"


def notices(n: int) -> str:
    """A depositary's row: the treaty with its old date, the act, the day, two PDFs."""
    files = "".join(f"<a href='../doc/CN.{n}.2026-{code}.pdf'>{code}</a> " for code in ("Eng", "Fr"))
    return (
        f"<tr><td>C.N.{n}.2026.TREATIES</td><td>Statute of the Harbour Court. Arlen, 17 July 1998</td>"
        f"<td>{title(n)}</td><td>0{n}/03/2026</td><td>{files}</td></tr>"
    )


def blog(n: int) -> str:
    """A block theme: picture, heading, day, excerpt, each with the link."""
    link = f"<a href='/2026/03/0{n}/post-{n}/'>"
    return (
        f"<li class='wp-block-post post-{n}'><figure>{link}<img src=x></a></figure><h2 class='wp-block-post-title'>"
        f"{link}{title(n)}</a></h2><div><time datetime='{day(n, '%Y-%m-%d')}T08:00:00+01:00'>x</time></div>"
        f"<div><p>In short, the quay is closed. {link}Read more</a></p></div></li>"
    )


def messages(n: int) -> str:
    """A channel's preview: the only link to the message is its time."""
    return (
        f"<div class='message'><div class='author'><a href='/channel'><span>Harbour News</span></a></div>"
        f"<div class='text'>{title(n)}</div><div class='meta'><a class='date' href='/channel/{n}'>"
        f"<time datetime='{day(n, '%Y-%m-%d')}T10:0{n}:00+00:00'>10:0{n}</time></a></div></div>"
    )


def overlay(n: int) -> str:
    """A card whose link is an empty element over it."""
    return f"<div class=teaser><a class=over href='/n/{n}'></a><h4>{title(n)}</h4><span>{day(n)}</span></div>"


def plain_breaks(n: int) -> str:
    """Nothing but bold days, links and line breaks."""
    return f"<b>{day(n)}</b><br><a href='n{n}.html'><font>{title(n)}</font></a><br>It was said so.<br><br>"


def asked_by_number(n: int) -> str:
    """Addresses that differ in a query only, with the language at their end."""
    return f"<tr><td>{day(n)}</td><td><a href='show.aspx?id={800 + n}&lang=en'>{title(n)}</a></td></tr>"


def files_under_headings(n: int) -> str:
    """The title is a heading; the links say PDF and Word."""
    files = f"<li><a href='/f/{n}.pdf'>PDF</a> (1.2 MB)</li><li><a href='/f/{n}.docx'>Word</a></li>"
    return f"<h3>{title(n)}</h3><ul>{files}</ul>"


def elsewhere(n: int) -> str:
    """A review of the press."""
    return f"<li><a href='https://paper{n}.example/{n}'>{title(n)}</a> Paper {n}, {day(n, '%d %B %Y')}</li>"


def cards(n: int) -> str:
    """A card that is one link."""
    inside = f"<h3>{title(n)}</h3><p>So it was said.</p><p>News | {day(n, '%d-%m-%Y')}</p>"
    return f"<li><a href='/news/2026/{n}' class=news>{inside}</a></li>"


OLD_MENU = "".join(f"<a href='/menu/{n}'>Menu point number {n}</a><br>" for n in range(8))
OLD = f"<table><tr><td width=150>{OLD_MENU}</td><td>{{}}</td></tr></table>"
BROAD = f"<div class='mega-menu'><ul>{MENU.replace('/menu', '/topic')}</ul></div><div class=list>{{}}</div>"
SHAPES = (
    ("content-system", drupal, "<main>{}</main>", True),
    ("category-after-each-date", actions, "<main>{}</main>", True),
    ("block-theme", blog, "<main><ul class='wp-block-post-template'>{}</ul></main>", True),
    ("messages-with-times", messages, "<main>{}</main>", True),
    ("overlay-links", overlay, "<main>{}</main>", True),
    ("bold-days-and-breaks", plain_breaks, OLD, True),
    ("numbers-in-queries", asked_by_number, "<table>{}</table>", True),
    ("files-under-headings", files_under_headings, "<main>{}</main>", False),
    ("press-review", elsewhere, "<main><ul>{}</ul></main>", True),
    ("cards-that-are-links", cards, "<ol>{}</ol>", True),
    ("menu-of-long-words", overlay, BROAD, True),
)  # fmt: skip


def shapes() -> Iterator[Row]:
    """One row for each way to build a list."""
    for name, card, around, with_days in SHAPES:
        yield Row(
            name=f"list-{name}", promise="P13", right="its stories, each with its day, and nothing else",
            kind=SourceKind.LISTING, answers=(html(page_of(card, around=around)),),
            want=Want(titles=titles(1, 2, 3, 4, 5), also=dated if with_days else lambda seen: True),
        )  # fmt: skip
    for name, card, around, words in (
        ("papers-in-three-languages", papers, "<table>{}</table>", "P/25/5 | {} | 05 Mar 2026"),
        ("symbols-with-titles", symbols, "<div id=content>{}</div>", "P/25/5 - {} (F)"),
        ("notices", notices, "<table><tr><td><table>{}</table></td></tr></table>",
         "C.N.5.2026.TREATIES | Statute of the Harbour Court. Arlen, 17 July 1998 | {} | 05/03/2026"),
    ):  # fmt: skip
        yield Row(
            name=f"list-{name}", promise="P13", right="one entry a paper, named by its row, the newest day of it",
            kind=SourceKind.LISTING, answers=(html(page_of(card, around=around)),),
            want=Want(entries=5, also=_last_is(words.replace("{}", title(5)), with_day=card is not symbols)),
        )  # fmt: skip


def _last_is(words: str, *, with_day: bool) -> Callable[[Seen], bool]:
    def holds(seen: Seen) -> bool:
        last = seen.entries[-1]
        on = last.published.date() if last.published else None
        return last.title == words and (not with_day or on == datetime(2026, 3, 5, tzinfo=UTC).date())

    return holds


ROWS = tuple(shapes())
