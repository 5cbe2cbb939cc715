"""P4 to P6: cut and failed answers, conditional requests, manners."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from datetime import timedelta

import brotli

from tests.hostile.row import Answer, Reply, Row, Seen, Want, html, redirect, says, xml
from tests.hostile.stories import feed, item, page, rss, titles

WHOLE = xml(feed(3, 2, 1), etag='"three"')
GROWN = xml(feed(4, 3, 2, 1), etag='"four"')
LOGIN = "<html><title>Sign in</title><form><input name=u><input type=password name=p><button>Go</button></form></html>"


def fails_between(name: str, bad: Answer, failure: str, right: str = "a counted failure and nothing else") -> Row:
    """A good poll, a bad answer, then one story more: the bad one must leave no trace."""

    def untouched(seen: Seen) -> bool:
        return failure in seen.failures[1] and bool(seen.failures[1]) and seen.state.validators.etag == '"four"'

    return Row(
        name=name,
        promise="P4",
        right=right,
        answers=(WHOLE, bad, GROWN),
        want=Want(titles=titles(1, 2, 3, 4), also=untouched),
    )


def cuts() -> Iterator[Row]:
    """Answers that end too early, or are no feed whatever their status says."""
    text = feed(9, 8, 7)
    yield fails_between("cut-body", xml(text[:300], length=len(text)), "cut off")
    yield fails_between(
        "cut-chunks", says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n<rss version='2.0'>"), "cut off"
    )
    yield fails_between("cut-gzip", Reply(body=gzip.compress(text.encode())[:-20], packed="gzip"), "cut off")
    yield fails_between("cut-brotli", Reply(body=brotli.compress(text.encode())[:-9], packed="br"), "cut off")
    yield fails_between("cut-headers", says(b"HTTP/1.1 200 OK\r\nContent-Le"), "")
    yield fails_between("no-answer", says(b""), "")
    yield fails_between("not-http", says(b"220 mail.press.example ESMTP\r\n"), "")
    yield fails_between("gzip-that-is-none", Reply(body=text, packed="gzip"), "cannot be decoded")
    yield fails_between("unknown-encoding", Reply(body=text, packed="lzma"), "cannot be decoded")
    yield fails_between(
        "error-with-feed-body", xml(text, status="500 Internal Server Error", etag='"x"'), "server error"
    )
    yield fails_between("not-found-with-feed-body", xml(text, status="404 Not Found", etag='"x"'), "not found")
    yield fails_between("part-of-the-body", xml(text, status="206 Partial Content", etag='"x"'), "cut off")
    yield fails_between(
        "error-page-with-200",
        html("<html><title>Error</title><h1>Service unavailable</h1></html>", etag='"x"'),
        "error page",
    )
    yield fails_between("any-page-with-200", html(page(1), etag='"x"'), "an HTML page and not a feed")
    yield fails_between("login-page-with-200", html(LOGIN, etag='"x"'), "login page")
    yield fails_between("empty-body", xml("", etag='"x"'), "empty body")
    yield fails_between("no-content", xml("", status="204 No Content"), "empty body")
    yield fails_between(
        "plain-text", Reply(body="database is down", media="text/plain", etag='"x"'), "neither XML nor JSON"
    )
    yield fails_between("other-xml", xml("<?xml version='1.0'?><opml><body/></opml>", etag='"x"'), "no feed")
    yield fails_between("no-items-any-more", xml(feed(), etag='"x"'), "no items")
    half = rss([item(5), item(4)])
    yield Row(
        name="cut-in-the-third-item",
        promise="P4",
        right="whole items are kept, the rest comes with the next poll",
        answers=(WHOLE, xml(half[: half.rindex("<pubDate>")], etag='"x"'), xml(feed(6, 5, 4, 3, 2, 1))),
        want=Want(entries=6, also=lambda seen: "cut off" in seen.failures[1]),
    )
    yield Row(
        name="gone",
        promise="P4",
        right="named, slowed, never dropped",
        answers=(WHOLE, xml("", status="410 Gone")),
        polls=12,
        want=Want(
            failure="gone for good",
            entries=3,
            wait=timedelta(minutes=1),
            also=lambda seen: seen.waited <= timedelta(hours=25),
        ),
    )
    yield Row(
        name="down-for-long",
        promise="P4",
        right="the ceiling of the back-off is a day",
        answers=(xml("", status="503 Down"),),
        polls=20,
        want=Want(
            failure="server error",
            entries=0,
            wait=timedelta(hours=20),
            also=lambda seen: seen.waited <= timedelta(hours=25),
        ),
    )


def conditions(seen: Seen) -> list[tuple[str, str]]:
    """What each poll of the source was conditional on."""
    asked = [each for each in seen.asked if each.path == "/source"]
    return [(each.headers.get("if-none-match", ""), each.headers.get("if-modified-since", "")) for each in asked]


def conditions_are(pair: tuple[str, str]) -> Callable[[Seen], bool]:
    """Whether the second and third poll were conditional on exactly this."""
    return lambda seen: conditions(seen)[1:] == [pair, pair]


def validators() -> Iterator[Row]:
    """Conditional requests, and servers that lie."""
    for name, etag, modified in (
        ("strong", '"abc"', ""),
        ("weak", 'W/"abc"', ""),
        ("bare", "abc", ""),
        ("gzip-suffix", '"abc-gzip"', ""),
        ("odd-letters", '"\u00e9\u00fc;,="', ""),
        ("date", "", "Mon, 02 Mar 2026 10:00:00 GMT"),
        ("bad-date", "", "sometime on Monday"),
        ("both", '"abc"', "Mon, 02 Mar 2026 10:00:00 GMT"),
    ):
        yield Row(
            name=f"validator-{name}",
            promise="P5",
            right="given back byte for byte",
            polls=3,
            answers=(xml(feed(1), etag=etag, modified=modified),),
            want=Want(entries=1, also=conditions_are((etag, modified))),
        )
    yield Row(
        name="both-renewed",
        promise="P5",
        right="both are those of the last 200",
        polls=4,
        answers=(
            xml(feed(1), etag='"1"', modified="Mon, 02 Mar 2026 10:00:00 GMT"),
            xml(feed(2, 1), etag='"2"'),
            xml(feed(2, 1), etag='"2"'),
        ),
        want=Want(entries=2, also=lambda seen: conditions(seen)[2:] == [('"2"', "")] * 2),
    )
    yield Row(
        name="lying-etag",
        promise="P5",
        right="found by a full fetch within a day",
        polls=48,
        answers=(xml(feed(1), etag='"same"'), xml(feed(2, 1), etag='"same"', lies=True)),
        want=Want(entries=2),
    )
    yield Row(
        name="lying-date",
        promise="P5",
        right="found by a full fetch within a day",
        polls=48,
        answers=(
            xml(feed(1), modified="Mon, 02 Mar 2026 10:00:00 GMT"),
            xml(feed(2, 1), modified="Mon, 02 Mar 2026 10:00:00 GMT", lies=True),
        ),
        want=Want(entries=2),
    )
    yield Row(
        name="304-unasked",
        promise="P5",
        right="a failure: nothing is held to be unchanged",
        answers=(xml("", status="304 Not Modified"),),
        want=Want(failure="broken HTTP", entries=0),
    )
    yield Row(
        name="new-etag-each-time",
        promise="P5",
        right="the body tells that nothing changed",
        polls=6,
        answers=[xml(feed(2, 1), etag=f'"{n}"') for n in range(6)],
        want=Want(entries=2, also=lambda seen: seen.state.unchanged == 5),
    )
    yield Row(
        name="mostly-304",
        promise="P5",
        right="at least 95 % of the polls of an unchanged feed",
        polls=48,
        answers=(WHOLE,),
        want=Want(entries=3, also=lambda seen: sum(c != ("", "") for c in conditions(seen)) >= 45),
    )
    yield Row(
        name="304-with-entries-lost-between",
        promise="P5",
        right="validators of a failed poll are not used",
        answers=(WHOLE, xml("<rss><channel>", etag='"four"'), xml(feed(4, 3, 2, 1), etag='"four"')),
        want=Want(entries=4),
    )


def throttled(name: str, asked_for: str, least: timedelta, status: str = "429 Too Many Requests") -> Row:
    """A server that asks for patience gets it, the host as a whole."""
    answers = (WHOLE, Reply(status=status, headers=f"Retry-After: {asked_for}"))
    return Row(
        name=name,
        promise="P6",
        right="never asked sooner than it said",
        answers=answers,
        want=Want(failure=None, entries=3, wait=least, also=lambda seen: bool(seen.failure)),
    )


def gaps(least: float) -> Callable[[Seen], bool]:
    """Whether politeness waited so long before each request but the first of a round."""
    return lambda seen: len(seen.waits) >= 2 and min(seen.waits) >= least - 0.01


def manners() -> Iterator[Row]:
    """Spacing, Retry-After, who we say we are, addresses that move."""
    yield throttled("429-seconds", "7200", timedelta(hours=2))
    yield throttled("429-date", "Mon, 02 Mar 2026 18:31:00 GMT", timedelta(hours=6))
    yield throttled("429-old-date-form", "Monday, 02-Mar-26 18:31:00 GMT", timedelta(hours=6))
    yield throttled("503-seconds", "5400", timedelta(minutes=90), "503 Service Unavailable")
    yield throttled("429-past-date", "Mon, 02 Feb 2026 10:00:00 GMT", timedelta(minutes=1))
    yield throttled("429-nonsense", "soon; please", timedelta(minutes=1))
    yield throttled("429-for-ever", "99999999999", timedelta(hours=23))
    yield throttled("429-negative", "-5", timedelta(minutes=1))
    texts = {f"/{n}": html(page(n)) for n in (1, 2, 3)}
    yield Row(
        name="spacing",
        promise="P6",
        right="a second and more between two requests",
        answers=(xml(feed(3, 2, 1)),),
        pages=texts,
        texts=True,
        spacing=1.0,
        want=Want(entries=3, also=gaps(1.0)),
    )
    slow = texts | {"/robots.txt": Reply(body="User-agent: *\nCrawl-delay: 9\nDisallow: /x", media="text/plain")}
    yield Row(
        name="crawl-delay",
        promise="P6",
        right="robots.txt's crawl delay is kept",
        answers=(xml(feed(3, 2, 1)),),
        pages=slow,
        texts=True,
        spacing=1.0,
        want=Want(entries=3, also=lambda seen: sum(wait > 8.9 for wait in seen.waits) >= 3),
    )
    yield Row(
        name="honest-name",
        promise="P6",
        right="our name and where to reach us",
        answers=(WHOLE,),
        want=Want(
            also=lambda seen: (
                seen.asked[0].headers["user-agent"].startswith("monitor/")
                and "desk@press.example" in seen.asked[0].headers["user-agent"]
            )
        ),
    )
    yield Row(
        name="throttled-page",
        promise="P6",
        right="the page is asked again later, the entry is kept",
        answers=(xml(feed(1)),),
        texts=True,
        pages={"/1": Reply(status="429 Slow", headers="Retry-After: 120")},
        want=Want(entries=1, note="asked to slow down"),
    )
    moved = redirect("@SITE@/moved", "301 Moved Permanently")
    yield Row(
        name="301-kept",
        promise="P6",
        right="followed; every story once",
        answers=(moved,),
        pages={"/moved": WHOLE},
        polls=4,
        want=Want(entries=3),
    )
    chain = {"/a": redirect("@SITE@/b", "301 Moved"), "/b": redirect("@SITE@/c", "308 Moved"), "/c": WHOLE}
    yield Row(
        name="301-chain",
        promise="P6",
        right="followed to its end",
        answers=(redirect("/a", "301 Moved"),),
        pages=chain,
        polls=2,
        want=Want(entries=3),
    )
    yield Row(
        name="302-to-a-login",
        promise="P6",
        right="a failure by its name",
        answers=(redirect("/login"),),
        pages={"/login": html(LOGIN)},
        want=Want(failure="login page", entries=0),
    )


ROWS = (*cuts(), *validators(), *manners())
