"""P8: documents that cost more than they are worth. Each is bounded, and what comes next is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.hostile.row import Answer, Reply, Row, Want, html, xml
from tests.hostile.stories import RSS, feed, item, page, rss, title


def bombs() -> Iterator[Row]:
    """Feeds, then pages."""

    def read(name: str, answer: Answer, right: str, **want: Any) -> Row:
        return Row(
            name=name,
            promise="P8",
            right=right,
            answers=(answer, xml(feed(9))),
            real_limits=True,
            want=Want(
                **{
                    "work": 12.0,
                    "memory": 160.0,
                    "also": lambda seen: title(9) in [e.title for e in seen.entries],
                    **want,
                }
            ),
        )

    def shown(name: str, body: str | bytes, right: str, media: str = "text/html", **want: Any) -> Row:
        pages = {"/2": Reply(body=body, media=media), "/1": html(page(1))}
        return Row(
            name=f"page-{name}",
            promise="P8",
            right=right,
            answers=(xml(feed(2, 1)),),
            pages=pages,
            texts=True,
            real_limits=True,
            want=Want(**{"entries": 2, "text": "quay 1 closes for good", "work": 12.0, "memory": 160.0, **want}),
        )

    yield read(
        "200,000-entries",
        xml(rss(f"<item><title>Quay {n}</title><guid>{n}</guid></item>" for n in range(200_000))),
        "given up in its time, or the first of them",
        memory=320.0,
    )
    yield read("deep-xml", xml(rss([item(1, more="<a>" * 100_000 + "</a>" * 100_000)])), "bounded")
    yield read("deep-json", Reply(body='{"items":[' + "[" * 200_000, media="application/json"), "bounded")
    yield read(
        "long-json-number",
        Reply(body='{"items":[{"id":' + "9" * 100_000 + ',"title":"Quay"}]}', media="application/json"),
        "bounded",
    )
    yield read("1-MB-of-opening-tags", xml(RSS + "<item>" * 170_000), "bounded")
    yield read("3-MB-of-cdata-starts", xml(RSS + "<![CDATA[" * 300_000), "bounded")
    yield read("3-MB-of-comment-starts", xml(RSS + "<!--" * 700_000), "bounded")
    yield read(
        "2-MB-of-ampersands", xml(rss([item(1, more=f"<description>{'&' * 2_000_000}</description>")])), "bounded"
    )
    yield read("1-MB-doctype", xml("<!DOCTYPE rss [" + "<!ENTITY a 'b'>" * 60_000), "bounded")
    yield read(
        "feed-with-50,000-links",
        xml(rss([item(1, more=f"<description>{'&lt;a href=x&gt;y&lt;/a&gt;' * 50_000}</description>")])),
        "bounded",
    )
    row = "<tr><td>a</td><td>b</td></tr>"
    yield shown(
        "100,000-nested-tags",
        "<div>" * 100_000 + "<p>The deep quay is closed for good.</p>",
        "bounded, the neighbour is read",
    )
    yield shown(
        "50,000-links", "<html><body>" + "<a href='/x'>link text here</a> " * 50_000, "bounded, the neighbour is read"
    )
    yield shown("200,000-paragraphs", "<html><body>" + "<p>word word</p>" * 200_000, "bounded, the neighbour is read")
    yield shown("300,000-rows", f"<html><body><table>{row * 300_000}</table>", "bounded, the neighbour is read")
    yield shown("one-line-of-10-MB", "<html><body><p>" + "word " * 2_000_000, "bounded, the neighbour is read")
    yield shown(
        "100,000-attributes",
        "<html><body><p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">The quay is closed.</p>",
        "bounded",
    )
    yield shown("2-MB-of-less-than", "<html><body>" + "<" * 2_000_000, "bounded")
    yield shown(
        "json-ld-bomb",
        page(2, head="<script type='application/ld+json'>" + "[" * 200_000 + "</script>"),
        "its text is read",
        text="quay 2 closes for good",
    )
    yield shown(
        "pdf-that-is-none", b"%PDF-1.7\n" + b"1 0 obj <<" * 200_000, "no text, the neighbour is read", "application/pdf"
    )
    yield shown(
        "pdf-in-circles",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 99999999>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF",
        "no text, the neighbour is read",
        "application/pdf",
    )
    yield shown(
        "zip", b"PK\x03\x04" + bytes(10_000), "no page", "application/zip", note="neither a page nor a document"
    )
    yield shown(
        "image", b"\x89PNG\r\n\x1a\n" + bytes(10_000), "no page", "image/png", note="neither a page nor a document"
    )


ROWS = tuple(bombs())
