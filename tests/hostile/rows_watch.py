"""P13: walls, soft errors and noise are no news; real sentences are. Listings that drift say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from monitor.core.model.source import SourceKind
from tests.hostile.row import Reply, Row, Seen, Want, html, xml
from tests.hostile.stories import feed, page, title, titles
from tests.hostile.walls import CHALLENGE, NOISE, WALLS

ROWS_OF_STATES = ("Arlia | 3 May 2019", "Bravia | 7 June 2021", "Cordia | 12 July 2022")


def status(rows: Sequence[str] = ROWS_OF_STATES, more: str = "", words: str = "") -> str:
    """A treaty's page: a table of states and two paragraphs."""
    table = "".join(f"<tr><td>{row.replace(' | ', '</td><td>')}</td></tr>" for row in rows)
    return (
        f"<html lang=en><head><title>Status of the harbour treaty</title></head><body>"
        f"<header><a href=/>Press</a></header><main><h1>Status of the harbour treaty</h1>"
        f"<p>The treaty on open harbours was adopted in Arlen and is open to all states.</p>{words}"
        f"<p>States that are parties to it, with the dates on which they joined, are listed in the table below.</p>"
        f"<table>{table}</table></main>{more}</body></html>"
    )


def second_fails(why: str) -> Callable[[Seen], bool]:
    """Whether the second poll failed for this reason and the third was good."""
    return lambda seen: why in seen.failures[1] and not seen.failures[2]


def watched() -> Iterator[Row]:
    """One page, many looks."""
    for name, wall in WALLS.items():
        yield Row(
            name=f"watched-{name}",
            promise="P13",
            right="a failure by its name, never a change",
            kind=SourceKind.PAGE,
            answers=(html(status()), html(wall[0]), html(status())),
            want=Want(entries=0, also=second_fails(wall[1])),
        )
    for name, pieces in NOISE.items():
        yield Row(
            name=f"noise-{name}",
            promise="P13",
            right="never an entry",
            kind=SourceKind.PAGE,
            answers=[html(status(more=piece, words=piece if "<p>" in piece[:3] else "")) for piece in pieces],
            want=Want(entries=0),
        )
    turned = [html(status(ROWS_OF_STATES[n:] + ROWS_OF_STATES[:n])) for n in (0, 1, 2)]
    yield Row(
        name="noise-order",
        promise="P13",
        right="rows are a set",
        kind=SourceKind.PAGE,
        answers=turned,
        want=Want(entries=0),
    )
    yield Row(
        name="row-comes-and-goes",
        promise="P13",
        right="a row that was shown before is no news",
        kind=SourceKind.PAGE,
        polls=3,
        answers=(html(status()), html(status(ROWS_OF_STATES[:2])), html(status())),
        want=Want(failure=None, entries=None, also=lambda seen: len(seen.entries) <= 1),
    )
    yield Row(
        name="one-row-more",
        promise="P13",
        right="one entry that names it",
        kind=SourceKind.PAGE,
        polls=4,
        answers=(html(status()), html(status((*ROWS_OF_STATES, "Dunia | 2 March 2026")))),
        want=Want(titles=("Press: Dunia | 2 March 2026",)),
    )
    yield Row(
        name="one-sentence-more",
        promise="P13",
        right="one entry with that sentence",
        kind=SourceKind.PAGE,
        polls=4,
        texts=True,
        answers=(
            html(status()),
            html(status(words="<p>On Monday the depositary received the instrument of Estrelia.</p>")),
        ),
        want=Want(entries=1, text="received the instrument of Estrelia"),
    )
    yield Row(
        name="one-word-changed",
        promise="P13",
        right="one entry",
        kind=SourceKind.PAGE,
        polls=4,
        answers=(html(status()), html(status().replace("open to all states", "closed to all states"))),
        want=Want(entries=1),
    )
    yield Row(
        name="page-in-another-charset",
        promise="P13",
        right="the same words",
        kind=SourceKind.PAGE,
        want=Want(entries=0),
        answers=(
            Reply(
                body=status(words="<p>Le trait\u00e9 fut sign\u00e9 \u00e0 Arlen.</p>").encode(),
                media="text/html; charset=utf-8",
            ),
            Reply(
                body=status(words="<p>Le trait\u00e9 fut sign\u00e9 \u00e0 Arlen.</p>").encode("cp1252"),
                media="text/html; charset=windows-1252",
            ),
        ),
    )
    yield Row(
        name="new-design",
        promise="P13",
        right="the same words in other tags",
        kind=SourceKind.PAGE,
        want=Want(entries=0),
        answers=(
            html(status()),
            html(
                status()
                .replace("<p>", "<div class=text><span>")
                .replace("</p>", "</span></div>")
                .replace("<header>", "<header id=new>")
            ),
        ),
    )
    yield Row(
        name="page-is-gone",
        promise="P13",
        right="a failure",
        kind=SourceKind.PAGE,
        answers=(html(status()), html("", status="404 Not Found")),
        want=Want(failure="not found", entries=0),
    )
    yield Row(
        name="another-page-altogether",
        promise="P13",
        right="nothing left: a failure",
        kind=SourceKind.PAGE,
        answers=(html(status()), html("<html><body><p>Domain parked by Registrar Ltd.</p></body></html>")),
        want=Want(failure=None, entries=0, also=lambda seen: bool(seen.failure)),
    )


def listing(*numbers: int, name: str = "row", more: str = "") -> str:
    """An index page without a feed."""
    cards = "".join(
        f"<div class={name}><span>{n} March 2026</span><h3><a href='/news/{n}'>{title(n)}</a></h3>"
        f"<p>In short: quay {n} is closed.</p></div>"
        for n in numbers
    )
    menu = "".join(
        f"<li><a href='/{word}'>{word.title()} of the press office</a></li>"
        for word in ("about", "rules", "jobs", "visit")
    )
    return f"<html lang=en><title>News</title><body><nav><ul>{menu}</ul></nav><main>{cards}{more}</main></body></html>"


def listings() -> Iterator[Row]:
    """Index pages."""
    plain = html(listing(5, 4, 3, 2, 1))
    yield Row(
        name="listing-new-row",
        promise="P13",
        right="links are a set",
        kind=SourceKind.LISTING,
        polls=5,
        answers=(plain, html(listing(6, 5, 4, 3, 2))),
        want=Want(titles=titles(1, 2, 3, 4, 5, 6)),
    )
    yield Row(
        name="listing-moved-rows",
        promise="P13",
        right="links are a set",
        kind=SourceKind.LISTING,
        answers=(plain, html(listing(1, 3, 5, 2, 4))),
        want=Want(entries=5),
    )
    for name, wall in WALLS.items():
        yield Row(
            name=f"listing-{name}",
            promise="P13",
            right="a failure by its name",
            kind=SourceKind.LISTING,
            answers=(plain, html(wall[0]), plain),
            want=Want(entries=5, also=second_fails(wall[1])),
        )
    yield Row(
        name="listing-without-rows",
        promise="P13",
        right="a failure, not silence",
        kind=SourceKind.LISTING,
        answers=(plain, html(listing(more="<p>At present there is no news from the harbours of the coast.</p>"))),
        want=Want(failure="no links", entries=5),
    )
    yield Row(
        name="listing-new-design",
        promise="P13",
        right="the same links in other tags",
        kind=SourceKind.LISTING,
        answers=(plain, html(listing(6, 5, 4, 3, 2, 1, name="card").replace("h3", "h2"))),
        want=Want(entries=6),
    )
    teasers = "<aside><h3>Most read</h3>" + "".join(f"<a href='/x/{n}'>Teaser</a>" for n in range(5)) + "</aside>"
    yield Row(
        name="listing-with-teasers",
        promise="P13",
        right="the menu and teasers are no items",
        kind=SourceKind.LISTING,
        answers=(html(listing(3, 2, 1, more=teasers)),),
        want=Want(titles=titles(1, 2, 3)),
    )


def pages() -> Iterator[Row]:
    """What stands at an entry's address in place of its article."""
    for name, wall in WALLS.items():
        yield Row(
            name=f"page-{name}",
            promise="P13",
            right="judged by what the feed told; the wall is no article",
            answers=(xml(feed(1)),),
            texts=True,
            pages={"/1": html(wall[0])},
            want=Want(
                entries=1, note=wall[1], nowhere=("812 partners", "Checking your browser", "looking for does not")
            ),
        )
    index = html(listing(*range(20, 2, -1)))
    yield Row(
        name="page-that-is-an-index",
        promise="P13",
        right="no article",
        answers=(xml(feed(1)),),
        texts=True,
        pages={"/1": index},
        want=Want(entries=1, note="listing"),
    )
    teaser = (
        "<html><body><article><h1>Quay</h1><p>The harbour closes.</p></article><p>Subscribe to continue reading.</p>"
    )
    yield Row(
        name="page-paywall-stub",
        promise="P13",
        right="marked, the feed's own words kept",
        answers=(xml(feed(1)),),
        texts=True,
        pages={"/1": html(teaser)},
        want=Want(entries=1, note="paywall"),
    )
    yield Row(
        name="page-with-a-banner-over-it",
        promise="P13",
        right="the article is read",
        answers=(xml(feed(1)),),
        texts=True,
        pages={
            "/1": html(
                page(1, "<div class=cookie-consent><p>We value your privacy.</p><button>Accept all</button></div>")
            )
        },
        want=Want(entries=1, text="quay 1 closes for good", note=""),
    )
    yield Row(
        name="every-page-is-the-same-wall",
        promise="P13",
        right="three entries, no article of the wall",
        answers=(xml(feed(3, 2, 1)),),
        texts=True,
        pages={f"/{n}": html(CHALLENGE) for n in (1, 2, 3)},
        want=Want(entries=3, note="bot challenge"),
    )


ROWS = (*watched(), *listings(), *pages())
