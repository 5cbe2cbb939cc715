"""P9 and P13: what pages claim of themselves, as sites get it wrong, and treaty pages as depositaries write them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from monitor.core.model.source import SourceKind
from tests.hostile.row import Reply, Row, Seen, Want, html, xml
from tests.hostile.stories import body, item, rss, title

NAME = title(1)
EIGHT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MORE = "".join(f"<a href='/x{n}'><h3>Another headline about the bank, number {n}</h3></a>" for n in range(14))


def told(moment: datetime | None = None, *, author: str = "") -> Callable[[Seen], bool]:
    """Whether the article has this time and author."""
    return lambda seen: (moment is None or repr(moment) in seen.everything) and author in seen.everything


def article(name: str, head: str = "", inside: str = "", *, right: str = "the page's own time", **want: Any) -> Row:
    """An entry without a date, and its page."""
    page = (
        f"<!doctype html><html lang=en><head><title>{NAME}</title>{head}</head>"
        f"<body>{inside or f'<article><h1>{NAME}</h1>{body(1)}</article>'}</body></html>"
    )
    return Row(
        name=name, promise="P9", right=right, texts=True, pages={"/1": html(page)},
        answers=(xml(rss([item(1, date="")])),), want=Want(**{"entries": 1, "note": "", **want}),
    )  # fmt: skip


def data(**claims: object) -> str:
    """A page's data as a script."""
    whole = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": NAME, **claims}
    return f'<script type="application/ld+json">{json.dumps(whole)}</script>'


def raw(text: str) -> str:
    """The same as it is written."""
    return f'<script type="application/ld+json">{text}</script>'


def times() -> Iterator[Row]:
    """One moment, as pages write it down."""
    for name, spelling in (
        ("offset-without-colon", "2026-03-02T13:30:00+0530"),
        ("offset-of-hours", "2026-03-02T09:00:00+01"),
        ("space-before-offset", "2026-03-02 09:00:00 +0100"),
        ("named-zone-behind-offset", "2026-03-02T09:00:00+01:00[Europe/Paris]"),
        ("letters-for-a-zone", "2026-03-02T03:00:00 EST"),
        ("a-script's-own-form", "Mon Mar 02 2026 09:00:00 GMT+0100 (Central European Standard Time)"),
        ("american", "3/2/2026 8:00:00 AM"),
    ):
        yield article(f"page-date-{name}", data(datePublished=spelling), also=told(EIGHT))
    yield article("page-date-in-a-list", data(datePublished=["2026-03-02T08:00:00Z"]), also=told(EIGHT))
    yield article("page-date-in-seconds", data(datePublished=1772438400), also=told(EIGHT))
    good = f'"@type":"NewsArticle","headline":"{NAME}","datePublished":"2026-03-02T08:00:00Z"'
    for name, script in {
        "trailing-comma": f"{{{good},}}",
        "two-values": f'{{"@type":"WebPage"}} {{{good}}}',
        "escaped-quotes": f"{{{good}}}".replace('"', "&quot;"),
        "bare-quotes": f'{{{good},"description":"He said "no" to it"}}',
        "line-break-in-a-text": f'{{{good},"description":"It\nclosed"}}',
    }.items():
        yield article(f"page-data-with-{name}", raw(script), also=told(EIGHT))
    changed = "<p>Updated <time datetime='2026-03-04T10:00:00Z'>4 March</time></p>"
    first = "<p>Published <time datetime='2026-03-02T08:00:00Z'>2 March</time></p>"
    yield article(
        "page-date-of-change-first", inside=f"<article><h1>{NAME}</h1>{changed}{first}{body(1)}</article>",
        also=told(EIGHT),
    )  # fmt: skip
    day = "<div class='post-date'>2 березня 2026, 08:00</div>"
    yield article("page-date-in-words", inside=f"<main><h1>{NAME}</h1>{day}{body(1)}</main>", also=told(EIGHT))


def names() -> Iterator[Row]:
    """Who wrote it, and what belongs to the article."""
    person = {"@type": "Person", "@id": "#p1", "name": "Jane Roe"}
    graph = {"@graph": [{"@type": "Article", "headline": NAME, "author": {"@id": "#p1"}}, person]}
    yield article("author-by-reference", raw(json.dumps(graph)), right="the name", also=told(author="Jane Roe"))
    yield article("author-with-markup", data(author={"name": "<b>Jane</b> Roe"}), right="plain text", nowhere=("<b>",))
    yield article(
        "article-with-fourteen-teasers", inside=f"<main><h1>{NAME}</h1>{body(1)}<section>{MORE}</section></main>",
        right="an article and no index", text="quay 1 closes for good",
    )  # fmt: skip
    mobile = "<amp-consent><p>We use cookies, and our partners too. Accept all</p></amp-consent><amp-ad></amp-ad>"
    yield article(
        "accelerated-page", "<style amp-boilerplate>body{}</style>",
        f"{mobile}<article><h1>{NAME}</h1>{body(1)}</article>", right="read", text="quay 1 closes for good",
    )  # fmt: skip
    yield article(
        "day-before-the-headline", inside=f"<main><div>2 March 2026 - 09:00 CET</div><h1>{NAME}</h1>{body(1)}</main>",
        right="the text begins with the text", also=lambda seen: seen.texts[0].startswith("The harbour master"),
    )  # fmt: skip


WORDS = {
    "cp1251": "Начальник порту повідомив у понеділок, що причал закривають після того, як судна сіли на мілину.",
    "cp1256": "أعلن مدير الميناء يوم الاثنين أن الرصيف سيغلق نهائيا بعد أن جنحت تسع سفن أمامه منذ الفيضانات.",
    "gb18030": "港务局长星期一表示，自春季洪水以来已有九艘船在码头前搁浅，四号码头将永久关闭，市政府说。",
    "cp932": "港長は月曜日、春の洪水以来九隻の船が浅瀬に乗り上げたため、四番埠頭を閉鎖すると述べた。",
    "euc_kr": "항만장은 월요일 봄 홍수 이후 배 아홉 척이 좌초되어 네 번째 부두를 영구히 폐쇄한다고 밝혔다.",
}


def letters() -> Iterator[Row]:
    """Pages in old encodings that say nowhere which."""
    for charset, words in WORDS.items():
        page = f"<html><head><title>{words[:9]}</title></head><body><h1>{words[:9]}</h1><p>{words}</p></body></html>"
        yield Row(
            name=f"page-without-label-{charset}", promise="P9", right="read as it was meant", texts=True,
            answers=(xml(rss([item(1)])),), want=Want(entries=1, note="", text=words[10:40]),
            pages={"/1": Reply(body=page.encode(charset, "ignore"), media="text/html")},
        )  # fmt: skip


PARTIES = (("Valdoria", "18 Jul 1998", "30 Sep 2002"), ("San Telmo <sup>1</sup>", "", "11 Apr 2002 a"),
           ("Westmark <sup>2, 3</sup>", "31 Dec 2000", ""))  # fmt: skip
NOTES = ("San Telmo made its deposit by telegram.", "See notification C.N.1.2003.", "Westmark signed it late.")


def treaty(
    rows: Sequence[tuple[str, str, str]] = PARTIES, notes: Sequence[str] = NOTES, stamp: str = "02-03-2026"
) -> str:
    """A depositary's page: a table in tables, footnotes, a stamp, hidden state."""
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    below = "".join(f"<tr><td><sup>{n}</sup></td><td>{note}</td></tr>" for n, note in enumerate(notes, 1))
    return (
        f"<html><head><title>Treaties</title></head><body><form><input type=hidden name=__VIEWSTATE value='{stamp}'>"
        f"<table><tr><td><span>STATUS AS AT : {stamp} 05:00:34 EDT</span></td></tr><tr><td><table><tr><td>Entry into "
        f"force:</td><td>1 July 2002, in accordance with article 126.</td></tr></table><table border=1>"
        f"<tr><th>Participant</th><th>Signature</th><th>Ratification</th></tr>{table}</table></td></tr><tr><td><table>{below}</table></td>"
        f"</tr></table></form></body></html>"
    )


def states(*names: str) -> str:
    """A list of members, a name each."""
    listed = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in names)
    return (
        f"<html lang=en><title>Parties</title><body><main><h1>The parties</h1><p>{len(names)} countries are parties to "
        f"the treaty on harbours.</p><h3>Coastal States</h3><ul>{listed}</ul></main></body></html>"
    )


def watched() -> Iterator[Row]:
    """Pages of depositaries, looked at twice or more."""

    def page(name: str, *looks: str, right: str, **want: Any) -> Row:
        answers = tuple(map(html, looks))
        return Row(
            name=name, promise="P13", right=right, kind=SourceKind.PAGE, answers=answers, want=Want(**want), texts=True
        )  # fmt: skip

    noted = [("Valdoria <sup>1</sup>", *PARTIES[0][1:]), ("San Telmo <sup>2</sup>", *PARTIES[1][1:]),
             ("Westmark <sup>3, 4</sup>", *PARTIES[2][1:])]  # fmt: skip
    withdrawal = "By a communication received on 1 March 2026 Valdoria notified its withdrawal."
    later = (treaty(stamp=f"0{day}-03-2026") for day in (3, 4))
    yield page("treaty-new-day", treaty(), *later, right="no news", entries=0)
    yield page(
        "treaty-footnote-in-front", treaty(), treaty(noted, (withdrawal, *NOTES)), titles=(f"Press: {withdrawal}",),
        right="the note, and none of those it renumbers",
    )  # fmt: skip
    yield page(
        "treaty-ratified", treaty(), treaty((*PARTIES[:2], ("Westmark <sup>2, 3</sup>", "31 Dec 2000", "2 Mar 2026"))),
        titles=("Press: Westmark | Signature: 31 Dec 2000 | Ratification: 2 Mar 2026",), right="the row",
    )  # fmt: skip
    yield page(
        "list-of-names-grows", states("Arlia", "Bravia", "Cordia"), states("Arlia", "Bravia", "Cordia", "Dunia"),
        right="who joined, not only how many", text="Coastal States | Dunia",
    )  # fmt: skip
    yield page(
        "list-of-names-shrinks", states("Arlia", "Bravia", "Cordia", "Dunia"), states("Arlia", "Cordia", "Dunia"),
        right="who left", text="No longer listed: Coastal States | Bravia",
    )  # fmt: skip
    for name, first, second in (
        ("countdown", "<p>12 days left until the vote</p>", "<p>11 days left until the vote</p>"),
        ("results", "<p>Showing 1 - 20 of 341 results</p>", "<p>Showing 1 - 20 of 342 results</p>"),
    ):
        plain = states("Arlia", "Bravia", "Cordia")
        looks = (plain.replace("<h3>", f"{words}<h3>") for words in (first, second))
        yield page(f"noise-{name}", *looks, right="never an entry", entries=0)
    for name, document, media in (
        ("pdf", b"%PDF-1.7\n" + b"1 0 obj <</Type/Catalog>> endobj\n" * 40, "application/pdf"),
        ("picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "image/png"),
    ):
        answers = (html(treaty()), Reply(body=document, media=media), html(treaty()))
        yield Row(
            name=f"page-that-becomes-a-{name}", promise="P13", right="a failure by its name, never a change",
            kind=SourceKind.PAGE, answers=answers, want=Want(entries=0, also=lambda seen: bool(seen.failures[1])),
        )  # fmt: skip


WARNING = "<br />\n<b>Warning</b>:  Undefined variable $x in <b>/srv/feed.php</b> on line <b>12</b><br />\n"
SIGNED = item(1, more=(
    "<description><![CDATA[<p>The quay is closed.</p><p>The post <a href='@SITE@/1'>The harbour</a> appeared first on "
    "<a href='@SITE@'>Press</a>.</p>]]></description>"
))  # fmt: skip


def feeds() -> Iterator[Row]:
    """Feeds as programs print them."""
    yield Row(
        name="feed-behind-a-warning", promise="P9", right="the feed is read",
        answers=(xml(WARNING + rss([item(2), item(1)]), media="text/html"),), want=Want(titles=(title(1), title(2))),
    )  # fmt: skip
    yield Row(
        name="page-that-shows-a-feed", promise="P9", right="a page is no feed",
        answers=(html(f"<html><body><pre>{rss([item(1)])}</pre></body></html>"),),
        want=Want(failure="an HTML page and not a feed", entries=0),
    )  # fmt: skip
    yield Row(
        name="signature-under-each-item", promise="P9", right="the summary without it", answers=(xml(rss([SIGNED])),),
        want=Want(entries=1, nowhere=("appeared first on",)),
    )  # fmt: skip


ROWS = (*feeds(), *times(), *names(), *letters(), *watched())
