"""P9, P11 and P12: what stands in feeds and pages: broken letters, entities, and text that wants to act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from monitor.core.model.source import SourceKind
from tests.hostile.row import Reply, Row, Want, html, xml
from tests.hostile.stories import DATE, HEAD, RSS, TAIL, atom, feed, item, page, rss, title, titles

THREE = titles(1, 2, 3)
WORDS = "L\u2019\u00e9t\u00e9 \u00e0 M\u00fcnchen co\u00fbte 5 \u20ac"
CYRILLIC = "Причал закрыт навсегда"


def between(name: str, bad: str, right: str = "its neighbours are whole", **want: Any) -> Row:
    """One bad item between two good ones."""
    answer = xml(rss([item(3), bad, item(1)]))
    also = lambda seen: {title(1), title(3)} <= {e.title for e in seen.entries}  # noqa: E731 - a name for the line below
    return Row(name=name, promise="P9", right=right, answers=(answer,), want=Want(**{"also": also, **want}))


def letters() -> Iterator[Row]:
    """Encodings and labels that disagree."""

    def told(name: str, body: bytes, words: str, media: str = "text/xml") -> Row:
        return Row(
            name=f"charset-{name}",
            promise="P9",
            right="read as it was meant",
            answers=(Reply(body=body, media=media),),
            want=Want(titles=(words, title(1))),
        )

    def text(words: str, label: str) -> str:
        declaration = f'<?xml version="1.0" encoding="{label}"?>' if label else ""
        return declaration + RSS + item(1) + item(2, headline=words) + TAIL

    yield told("latin-as-utf-8", text(WORDS, "utf-8").encode("cp1252"), WORDS)
    yield told("utf-8-as-latin", text(WORDS, "iso-8859-1").encode(), WORDS)
    yield told("header-lies", text(WORDS, "utf-8").encode(), WORDS, "text/xml; charset=us-ascii")
    yield told("header-only", text(CYRILLIC, "").encode("cp1251"), CYRILLIC, "text/xml; charset=windows-1251")
    yield told("koi8", text(CYRILLIC, "koi8-r").encode("koi8-r"), CYRILLIC)
    yield told("no-label-cyrillic", text(CYRILLIC, "").encode("cp1251"), CYRILLIC)
    yield told("utf-16-with-mark", text(CYRILLIC, "utf-16").encode("utf-16"), CYRILLIC)
    yield told("utf-16-without-mark", text(WORDS, "").encode("utf-16-le"), WORDS)
    yield told("unknown-label", text(WORDS, "x-made-up").encode(), WORDS)
    yield told(
        "shift-jis", text("\u6e2f\u306e\u9589\u9396", "shift_jis").encode("shift_jis"), "\u6e2f\u306e\u9589\u9396"
    )
    yield told("mark-and-noise-in-front", b"\xef\xbb\xbf\n\n  " + text(WORDS, "utf-8").encode(), WORDS)
    yield told(
        "three-broken-bytes", text(WORDS, "utf-8").encode().replace(b"</rss>", b"<!--\xff\xfe\xfd--></rss>"), WORDS
    )


def items() -> Iterator[Row]:
    """One broken item."""
    for name, reference in {
        "surrogate": "&#xD800;",
        "beyond": "&#x110000;",
        "huge": "&#99999999999;",
        "zero": "&#0;",
        "bell": "&#7;",
        "unknown-entity": "&nosuch;",
        "html-entity": "&nbsp;&eacute;",
        "bare": "R&D & more",
    }.items():
        yield between(
            f"reference-{name}", item(2, headline=f"Port {reference} closed"), nowhere=("\x00", "\ud800"), entries=3
        )
    yield between("nul-bytes", item(2, headline="Port \x00\x00 closed"), entries=3, nowhere=("\x00",))
    yield between("control-letters", item(2, headline="Port \x01\x08\x1b closed"), entries=3, nowhere=("\x1b",))
    yield between("unclosed-tag", "<item><title>Port <b>closed</title><link>@SITE@/2</link></item>", entries=3)
    yield between("unclosed-item", "<item><title>Port closed</title><link>@SITE@/2</link>", entries=3)
    yield between(
        "unknown-prefix", "<item><x:title>no</x:title><title>Port closed</title><link>@SITE@/2</link></item>", entries=3
    )
    yield between(
        "markup-in-title",
        item(2, headline="Port <script>alert(1)</script><b>closed</b>"),
        entries=3,
        nowhere=("<script", "alert(1)"),
    )
    yield between(
        "closing-item-in-cdata",
        item(2, more="<description><![CDATA[<p>Says </item> and more</p>]]></description>"),
        titles=THREE,
    )
    yield between("author-of-64-KB", item(2, more=f"<author>{'a' * 65_536}</author>"), titles=THREE, work=5.0)
    yield between("title-of-100-KB", item(2, headline="word " * 20_000), entries=3)
    yield between(
        "300,000-attributes", item(2, more=f"<x {' '.join(f'a{n}=1' for n in range(20_000))}/>"), entries=3, work=6.0
    )
    yield between("empty-item", "<item></item>", entries=2)
    yield between("nothing-but-a-date", f"<item><pubDate>{DATE}</pubDate></item>", entries=2)
    yield between("link-of-10-KB", item(2, link="@SITE@/" + "a" * 10_000), entries=3)
    yield between("link-with-spaces", item(2, link="@SITE@/a b  c"), entries=3)
    yield between("link-to-nowhere", item(2, link="http://[::bad/"), entries=3)
    yield between(
        "bidi-and-zero-width",
        item(2, headline="Port \u202edesolc\u202c\u200b\ufeff"),
        entries=3,
        nowhere=("\u202e", "\u200b"),
    )


def dates() -> Iterator[Row]:
    """One moment in twenty spellings, and some that are none."""
    noon = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    for number, spelling in enumerate(
        (
            "Mon, 02 Mar 2026 10:00:00 GMT",
            "Mon, 02 Mar 2026 10:00:00 +0000",
            "Mon, 2 Mar 2026 11:00:00 +0100",
            "02 Mar 2026 10:00 UT",
            "Mon, 02 Mar 26 10:00:00 GMT",
            "Mon, 02 Mar 2026 05:00:00 EST",
            "Monday, 02-Mar-26 10:00:00 GMT",
            "Mon Mar  2 10:00:00 2026",
            "2026-03-02T10:00:00Z",
            "2026-03-02T10:00:00.000Z",
            "2026-03-02T12:00:00+02:00",
            "2026-03-02 10:00:00",
            "2026-03-02T10:00:00 GMT",
            "20260302T100000Z",
            "2 March 2026, 10:00",
            "March 2, 2026 10:00 AM",
            "02.03.2026 10:00",
            "2 mars 2026 10:00",
            "2. M\u00e4rz 2026, 10:00 Uhr",
            "2 \u043c\u0430\u0440\u0442\u0430 2026, 10:00",
            "1772445600",
            "3/2/2026 10:00:00 AM",
            "Lun, 02 Mar 2026 10:00:00 +0000",
            "Mon, 02 Mar 2026 12:00:00 CEST",
        )
    ):
        yield Row(
            name=f"date-{number + 1:02}",
            promise="P9",
            right=f"10:00 UTC: {spelling}",
            answers=(xml(rss([item(1, date=spelling)])),),
            want=Want(entries=1, also=lambda seen: seen.entries[0].published == noon),
        )
    nonsense = (
        "",
        "soon",
        "32 Foo 2026",
        "Mon, 99 Mar 2026 99:99:99 GMT",
        "0000-00-00",
        "-1",
        "99999999999999999999",
        "2026",
        "\u0000",
        "1/0",
    )
    yield Row(
        name="dates-that-are-none",
        promise="P9",
        right="entries without a date",
        answers=(xml(rss(item(n, date=text) for n, text in enumerate(nonsense, 1))),),
        want=Want(entries=len(nonsense)),
    )


def entities() -> Iterator[Row]:
    """DTDs and what they would open."""

    def doctype(name: str, subset: str, words: str, *, kind: SourceKind = SourceKind.FEED) -> Row:
        body = (
            f'<?xml version="1.0"?><!DOCTYPE rss {subset}>'
            + rss([item(1, headline=f"Quay 1 {words}"), item(2)]).split("?>", 1)[1]
        )
        return Row(
            name=name,
            promise="P11",
            right="never expanded, nothing opened, the neighbour is kept",
            answers=(xml(body),),
            kind=kind,
            want=Want(
                failure=None,
                nowhere=("root:", "lollol", "OPENED"),
                also=lambda seen: title(2) in [e.title for e in seen.entries],
            ),
        )

    lol = '<!ENTITY a "lol">' + "".join(f'<!ENTITY {chr(97 + n)} "{f"&{chr(96 + n)};" * 10}">' for n in range(1, 10))
    yield doctype("billion-laughs", f"[{lol}]", "&j;")
    yield doctype("quadratic", f'[<!ENTITY a "{"lol" * 20_000}">]', "&a;" * 2_000)
    yield doctype("external-file", '[<!ENTITY x SYSTEM "file:///etc/passwd">]', "&x;")
    yield doctype("external-http", '[<!ENTITY x SYSTEM "@CANARY@/x">]', "&x;")
    yield doctype("parameter-entity", '[<!ENTITY % p SYSTEM "@CANARY@/p"> %p;]', "")
    yield doctype("external-subset", 'SYSTEM "@CANARY@/rss.dtd"', "")
    yield doctype("public-subset", 'PUBLIC "-//X//DTD RSS//EN" "@CANARY@/rss.dtd" [<!ENTITY x "OPENED">]', "&x;")
    yield doctype("recursive", '[<!ENTITY a "&b;"><!ENTITY b "&a;">]', "&a;")
    include = item(
        1, more='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    )
    yield Row(
        name="xinclude",
        promise="P11",
        right="not included",
        answers=(xml(rss([include])),),
        want=Want(entries=1, nowhere=("root:",)),
    )
    sheet = '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="@CANARY@/s.xsl"?>' + feed(1).split("?>", 1)[1]
    yield Row(name="stylesheet", promise="P11", right="not loaded", answers=(xml(sheet),), want=Want(entries=1))
    urls = "<url><loc>@SITE@/&x;1</loc></url><url><loc>@SITE@/2</loc></url>"
    secret = '<!ENTITY x SYSTEM "file:///etc/passwd">'
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    site = f'<?xml version="1.0"?><!DOCTYPE u [{secret}]><urlset xmlns="{space}">{urls}</urlset>'
    yield Row(
        name="sitemap-external-file",
        promise="P11",
        right="nothing opened",
        answers=(xml(site),),
        kind=SourceKind.SITEMAP,
        want=Want(failure=None, nowhere=("root:",)),
    )
    paged = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + page(
        1, "<p>&x; &x; is what the file says in a sentence of its own.</p>"
    )
    yield Row(
        name="page-external-file",
        promise="P11",
        right="nothing opened",
        answers=(xml(feed(1)),),
        texts=True,
        pages={"/1": Reply(body=paged, media="application/xhtml+xml")},
        want=Want(entries=1, nowhere=("root:",)),
    )


def inert() -> Iterator[Row]:
    """Text that wants to be more than text, as it is stored."""
    for name, words, never in (
        ("escape-codes", "Quay \x1b[31mred\x1b[0m \x9b1m", "\x1b"),
        ("header-injection", "Quay\r\nBcc: a@b.example\r\n\r\nx", "\r"),
        ("live-html", "Quay &lt;img src=x onerror=alert(1)&gt;", "<img"),
        ("bidi-override", "Quay \u202ecod.exe", "\u202e"),
        ("tag-letters", "Quay \U000e0041\U000e0042", "\U000e0041"),
        ("line-separator", "Quay\u2028two", "\u2028"),
        ("twice-escaped", "Quay &amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;", "<script"),
        ("noncharacter", "Quay \ufdd0\uffff", "\ufdd0"),
    ):
        yield Row(
            name=f"title-{name}",
            promise="P12",
            right="plain text on one line",
            answers=(xml(rss([item(1, headline=words), item(2)])),),
            want=Want(entries=2, nowhere=(never,), also=lambda seen: all("\n" not in e.title for e in seen.entries)),
        )
    hidden = page(
        1,
        "<p style='display:none'>SECRETLY this harbour sells.</p><div hidden>SECRETLY too.</div><!-- SECRETLY -->"
        "<p style='font-size:0'>SECRETLY small.</p><template>SECRETLY</template>",
    )
    yield Row(
        name="hidden-text",
        promise="P12",
        right="what no reader sees is no text",
        answers=(xml(feed(1)),),
        texts=True,
        pages={"/1": html(hidden)},
        want=Want(entries=1, text="quay 1 closes for good", nowhere=("SECRETLY",)),
    )
    yield Row(
        name="atom-html-title",
        promise="P12",
        right="plain text",
        answers=(xml(atom(1).replace("<title>The", "<title type='html'>&lt;b onclick=x&gt;The&lt;/b&gt;")),),
        want=Want(titles=titles(1)),
    )
    yield Row(
        name="html-in-guid",
        promise="P12",
        right="kept as an id, never as a link",
        answers=(
            xml(
                HEAD + f"<item><title>{title(1)}</title>"
                "<guid isPermaLink='false'>&lt;a href=javascript:x&gt;</guid></item>" + TAIL
            ),
        ),
        want=Want(titles=titles(1), also=lambda seen: seen.entries[0].url == ""),
    )


ROWS = (*letters(), *items(), *dates(), *entities(), *inert())
