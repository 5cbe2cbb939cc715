"""P10 and P14: addresses that must never be connected to, at every entry point; robots.txt in many shapes."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.model.source import SourceKind
from tests.hostile.row import Reply, Row, Seen, Want, html, redirect, xml
from tests.hostile.stories import feed, item, page, rss, titles

REFUSED = "address not allowed"
# How an address may be written, and the name of the row.
TYPED = {
    "loopback": "http://127.0.0.2:@CANARYPORT@/source",
    "decimal": "http://2130706434:@CANARYPORT@/source",
    "hexadecimal": "http://0x7f000002:@CANARYPORT@/",
    "octal": "http://0177.0.0.2:@CANARYPORT@/",
    "short": "http://127.2:@CANARYPORT@/",
    "mapped": "http://[::ffff:127.0.0.2]:@CANARYPORT@/",
    "mapped-in-hex": "http://[::ffff:7f00:2]:@CANARYPORT@/",
    "six-loopback": "http://[::1]:@CANARYPORT@/",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "cgnat": "http://100.64.0.1/",
    "multicast": "http://224.0.0.1/",
    "private": "http://192.168.1.1/",
    "unspecified": "http://0.0.0.0:@CANARYPORT@/",
    "nat64": "http://[64:ff9b::7f00:2]:@CANARYPORT@/",
    "six-to-four": "http://[2002:7f00:2::1]:@CANARYPORT@/",
    "unique-local": "http://[fd00:ec2::254]/",
    "full-width": "http://１２７.0.0.2:@CANARYPORT@/",
    "name-of-loopback": "http://inside.example:@CANARYPORT@/",
    "name-of-private": "http://private.example/",
    "name-of-metadata": "http://metadata.example/",
    "name-of-mapped": "http://six.example:@CANARYPORT@/",
    "name-of-several": "http://mixed.example:@CANARYPORT@/",
    "trailing-dot": "http://inside.example.:@CANARYPORT@/",
    "user-in-front": "http://press.example@127.0.0.2:@CANARYPORT@/",
}
NO_URL = {
    "file": "file:///etc/hostname",
    "gopher": "gopher://127.0.0.2:@CANARYPORT@/_x",
    "ftp": "ftp://127.0.0.2:@CANARYPORT@/",
    "javascript": "javascript:alert(1)",
    "data": "data:text/xml,<rss/>",
    "no-host": "http:///etc/hostname",
    "backslash": "http://press.example\\@127.0.0.2:@CANARYPORT@/",
    "newline": "http://press.example/\r\nHost: 127.0.0.2",
    "bad-port": "http://127.0.0.1:99999/",
}


def addresses() -> Iterator[Row]:
    """Typed, behind a redirect, behind an entry's link, behind a name that turns."""
    for name, url in TYPED.items():
        yield Row(
            name=f"typed-{name}",
            promise="P10",
            right="not connected to",
            answers=(xml(feed(1)),),
            address=url,
            want=Want(
                failure=None,
                entries=0,
                also=lambda seen: seen.failure in (REFUSED, "not a usable URL", "name not found"),
            ),
        )
    for name, url in {**TYPED, **NO_URL}.items():
        if "\r" not in url and url.isascii():
            yield Row(
                name=f"redirect-{name}",
                promise="P10",
                right="not followed",
                answers=(redirect(url),),
                want=Want(failure=None, entries=0, also=lambda seen: bool(seen.failure)),
            )
    for name, url in NO_URL.items():
        yield Row(
            name=f"source-{name}",
            promise="P10",
            right="no usable address",
            answers=(xml(feed(1)),),
            address=url,
            want=Want(failure=None, entries=0, also=lambda seen: bool(seen.failure)),
        )
    links = [
        item(n, link=url.replace("&", "&amp;")) for n, url in enumerate({**TYPED, **NO_URL}.values()) if "\r" not in url
    ]
    yield Row(
        name="entry-links",
        promise="P10",
        right="stored, none of them connected to",
        answers=(xml(rss(links)),),
        texts=True,
        want=Want(entries=len(links), also=lambda seen: len(seen.notes) == len(links), work=6),
    )
    scripts = xml(
        rss(
            [
                item(1, link="javascript:fetch('@CANARY@')"),
                item(2, link="data:text/html,x"),
                item(3, link="mailto:a@press.example"),
            ]
        )
    )
    yield Row(
        name="links-that-are-none",
        promise="P10",
        right="entries without a link",
        answers=(scripts,),
        texts=True,
        want=Want(titles=titles(3, 2, 1), nowhere=("javascript:", "data:", "mailto:")),
    )
    inward = {"/1": redirect("@CANARY@/admin"), "/2": redirect("http://169.254.169.254/"), "/3": html(page(3))}
    yield Row(
        name="entry-redirects-inward",
        promise="P10",
        right="the page is not read, the entry is kept",
        answers=(xml(feed(3, 2, 1)),),
        pages=inward,
        texts=True,
        want=Want(entries=3, note=REFUSED, text="quay 3 closes for good"),
    )
    yield Row(
        name="rebinding-name",
        promise="P10",
        right="judged at each connect, on the address connected to",
        polls=6,
        answers=(xml(feed(1)),),
        address="http://rebinding.example:@PORT@/source",
        want=Want(failure=None, entries=1),
    )
    yield Row(
        name="rebinding-redirect",
        promise="P10",
        right="judged at each hop",
        polls=4,
        want=Want(failure=None, entries=0),
        answers=(redirect("http://rebinding.example:@CANARYPORT@/"),),
    )
    yield Row(
        name="robots-redirects-inward",
        promise="P10",
        right="robots.txt is no way in",
        answers=(html(page(1)),),
        kind=SourceKind.PAGE,
        pages={"/robots.txt": redirect("@CANARY@/")},
        want=Want(failure=None, also=lambda seen: REFUSED in seen.failure),
    )
    refresh = "<html><meta http-equiv=refresh content='0;url=@CANARY@/'><body><p>Moved.</p></body></html>"
    yield Row(
        name="meta-refresh",
        promise="P10",
        right="no way in",
        answers=(html(refresh),),
        kind=SourceKind.PAGE,
        want=Want(failure=None, entries=0),
    )
    yield Row(
        name="frames-and-images",
        promise="P10",
        right="nothing in a page is loaded",
        texts=True,
        answers=(xml(feed(1)),),
        pages={
            "/1": html(
                page(
                    1,
                    "<img src='@CANARY@/i'><iframe src='@CANARY@/f'></iframe><script src='@CANARY@/s'></script>",
                    "<link rel=stylesheet href='@CANARY@/c'><base href='@CANARY@/'>",
                )
            )
        },
        want=Want(entries=1, text="quay 1 closes for good"),
    )


RULES: dict[str, tuple[Reply | str, bool]] = {
    "missing": (Reply(status="404 Not Found"), True),
    "forbidden": (Reply(status="403 Forbidden"), True),
    "gone": (Reply(status="410 Gone"), True),
    "broken": (Reply(status="500 Error"), False),
    "busy": (Reply(status="503 Busy"), False),
    "empty": ("", True),
    "all-refused": ("User-agent: *\nDisallow: /", False),
    "we-are-refused": ("User-agent: monitor\nDisallow: /\n", False),
    "others-refused": ("User-agent: otherbot\nDisallow: /\n", True),
    "we-may": ("User-agent: *\nDisallow: /\n\nUser-agent: monitor\nAllow: /\n", True),
    "longest-match-allows": ("User-agent: *\nDisallow: /\nAllow: /source\n", True),
    "longest-match-refuses": ("User-agent: *\nAllow: /\nDisallow: /source\n", False),
    "tie-allows": ("User-agent: *\nDisallow: /source\nAllow: /source\n", True),
    "wildcard": ("User-agent: *\nDisallow: /*rce\n", False),
    "end-anchor": ("User-agent: *\nDisallow: /sourc$\n", True),
    "byte-order-mark": ("\ufeffUser-agent: *\nDisallow: /\n", False),
    "capitals": ("USER-AGENT: MONITOR\nDISALLOW: /\n", False),
    "prefix-of-our-name": ("User-agent: mon\nDisallow: /\n", True),
    "carriage-returns": ("User-agent: *\rDisallow: /\r", False),
    "comment-behind": ("User-agent: * # all\nDisallow: / # everything\n", False),
    "html-page": ("<html><body>Welcome</body></html>", True),
    "binary": (Reply(body=bytes(range(256)) * 50), True),
    "other-case-of-path": ("User-agent: *\nDisallow: /SOURCE\n", True),
    "escaped-path": ("User-agent: *\nDisallow: /s%6Furce\n", False),
    "two-groups-for-us": ("User-agent: monitor\nDisallow: /a\n\nUser-agent: monitor\nDisallow: /source\n", False),
    "empty-disallow": ("User-agent: *\nDisallow:\n", True),
    "moved": (redirect("/elsewhere"), False),
    "moved-in-circles": (redirect("/robots.txt"), True),
    "huge": ("User-agent: *\n" + "Disallow: /x\n" * 30_000 + "Disallow: /source\n", False),
    "beyond-500-KiB": ("User-agent: *\n" + "# filler line\n" * 40_000 + "Disallow: /source\n", True),
}


def asked_for_it(seen: Seen) -> bool:
    """Whether the page itself was asked for."""
    return any(asked.path == "/source" for asked in seen.asked)


def robots() -> Iterator[Row]:
    """RFC 9309, asked for a watched page; feeds are asked without it."""
    for name, (answer, allowed) in RULES.items():
        reply = answer if isinstance(answer, Reply) else Reply(body=answer, media="text/plain")
        pages = {"/robots.txt": reply, "/elsewhere": Reply(body="User-agent: *\nDisallow: /source", media="text/plain")}
        yield Row(
            name=f"robots-{name}",
            promise="P14",
            right="asked" if allowed else "not asked",
            answers=(html(page(1)),),
            kind=SourceKind.PAGE,
            pages=pages,
            real_limits="huge" in name or "500" in name,
            want=Want(
                failure="" if allowed else "refused by robots.txt",
                also=asked_for_it if allowed else lambda seen: not asked_for_it(seen),
            ),
        )
    refused = {"/robots.txt": Reply(body="User-agent: *\nDisallow: /", media="text/plain"), "/1": html(page(1))}
    yield Row(
        name="feed-in-spite-of-robots",
        promise="P14",
        right="a feed is for programs; its pages are not asked",
        answers=(xml(feed(1)),),
        pages=refused,
        texts=True,
        want=Want(entries=1, note="refused by robots.txt", also=lambda seen: all(a.path != "/1" for a in seen.asked)),
    )
    yield Row(
        name="robots-asked-once-a-day",
        promise="P14",
        right="kept for a day, not longer",
        answers=(html(page(1)),),
        kind=SourceKind.PAGE,
        polls=60,
        pages={"/robots.txt": Reply(body="User-agent: *\nDisallow: /x", media="text/plain")},
        want=Want(also=lambda seen: sum(a.path == "/robots.txt" for a in seen.asked) == 2),
    )


ROWS = (*addresses(), *robots())
