"""P3: whatever a feed does with ids, links, dates and order, one story is one entry.

Each shape is polled twenty times. The feed shows the newest three stories; a new one appears at the fifth, the tenth
and the fifteenth poll, and at the eighteenth a pruned one comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.hostile.row import Reply, Row, Want, xml
from tests.hostile.stories import DATE, HEAD, TAIL, atom, feed, item, rss, title, titles

POLLS = 20
ALL = titles(1, 2, 3, 4, 5, 6)
AGES = (
    "Mon, 02 Mar 2026 10:00:00 GMT",
    "Sun, 01 Mar 2026 10:00:00 GMT",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "",
    "Fri, 02 Mar 2099 10:00:00 GMT",
    "yesterday at noon",
)


def shown(poll: int) -> list[int]:
    """The stories in the feed at this poll, newest first."""
    newest = 3 + poll // 5
    return [newest, newest - 1, newest - 2, *([1] if poll >= 17 else [])]


def shape(name: str, right: str, make: Callable[[int, int], str], *, polls: int = POLLS) -> Row:
    """A row from how story ``n`` is told at poll ``p``."""
    answers = [xml(rss(make(number, poll) for number in shown(poll))) for poll in range(polls)]
    return Row(name=name, promise="P3", right=right, answers=answers, want=Want(titles=ALL))


def shapes() -> Iterator[Row]:
    """Every shape that is told item by item."""
    one = "six stories, six entries"
    yield shape("plain", one, lambda n, p: item(n))
    yield shape("no-id", one, lambda n, p: item(n, guid="-"))
    yield shape("no-link", one, lambda n, p: item(n, link="-"))
    yield shape("title-alone", one, lambda n, p: item(n, guid="-", link="-"))
    yield shape("rotating-id", one, lambda n, p: item(n, guid=f"id-{n}-{p}"))
    yield shape("rotating-id-without-link", one, lambda n, p: item(n, guid=f"id-{n}-{p}", link="-"))
    yield shape("one-id-for-all", one, lambda n, p: item(n, guid="press"))
    yield shape("one-link-for-all", one, lambda n, p: item(n, link="@SITE@/"))
    yield shape("one-link-and-no-id", one, lambda n, p: item(n, guid="-", link="@SITE@/news"))
    yield shape("reused-ids-by-place", one, lambda n, p: item(n, guid=f"place-{shown(p).index(n)}"))
    yield shape("reused-ids-without-link", one, lambda n, p: item(n, guid=f"place-{shown(p).index(n)}", link="-"))
    yield shape("dates-jump", one, lambda n, p: item(n, date=AGES[(n + p) % len(AGES)]))
    yield shape("dates-jump-without-id", one, lambda n, p: item(n, guid="-", date=AGES[(n + p) % len(AGES)]))
    yield shape("no-date", one, lambda n, p: item(n, date=""))
    yield shape("year-2099", one, lambda n, p: item(n, date="Fri, 02 Jan 2099 10:00:00 GMT"))
    yield shape("backdated", one, lambda n, p: item(n, date=f"Mon, {28 - n:02} Feb 2011 10:00:00 GMT"))
    yield shape(
        "tracking-parameters", one, lambda n, p: item(n, guid="-", link=f"@SITE@/{n}?utm_source=rss&amp;utm_id={p}")
    )
    yield shape("session-in-link", one, lambda n, p: item(n, link=f"@SITE@/{n}?sid={n * 31 + p}"))
    yield shape("session-in-link-without-id", one, lambda n, p: item(n, guid="-", link=f"@SITE@/{n}?sid={n * 31 + p}"))
    yield shape("http-https-flip", one, lambda n, p: item(n, guid="-", link=f"http{'s' * (p % 2)}://press.example/{n}"))
    yield shape("www-flip", one, lambda n, p: item(n, guid="-", link=f"https://{'www.' * (p % 2)}press.example/{n}"))
    yield shape("slash-flip", one, lambda n, p: item(n, guid="-", link=f"@SITE@/a/{n}{'/' * (p % 2)}"))
    yield shape("fragment-flip", one, lambda n, p: item(n, guid="-", link=f"@SITE@/{n}#c{p}"))
    yield shape(
        "host-in-capitals",
        one,
        lambda n, p: item(n, guid="-", link=f"https://{'PRESS' if p % 2 else 'press'}.example/{n}"),
    )
    yield shape(
        "parameters-re-ordered",
        one,
        lambda n, p: item(n, guid="-", link=f"@SITE@/a?{f'id={n}&amp;l=en' if p % 2 else f'l=en&amp;id={n}'}"),
    )
    yield shape(
        "percent-case", one, lambda n, p: item(n, guid="-", link=f"@SITE@/{'%c3%a9' if p % 2 else '%C3%A9'}/{n}")
    )
    yield shape("id-flips-to-link", one, lambda n, p: item(n, guid=f"@SITE@/{n}" if p % 2 else f"id-{n}"))
    yield shape("link-moves-id-stays", one, lambda n, p: item(n, link=f"@SITE@/{'archive' if p > 8 else 'new'}/{n}"))
    yield shape(
        "title-in-entities",
        one,
        lambda n, p: item(n, headline=title(n).replace("quay", "&#113;uay" if p % 2 else "quay")),
    )
    yield shape(
        "title-spaced",
        one,
        lambda n, p: item(n, guid="-", link="-", headline=title(n).replace(" ", "  " if p % 2 else " ")),
    )
    yield shape("twice-in-one-document", one, lambda n, p: item(n) + item(n, guid=f"again-{n}"))


def orders() -> Iterator[Row]:
    """Shapes of the whole document."""
    turned = [xml(rss(item(n) for n in (shown(p) if p % 2 else reversed(shown(p))))) for p in range(POLLS)]
    yield Row(
        name="re-ordered",
        promise="P3",
        right="order says nothing",
        answers=turned,
        want=Want(entries=6, also=lambda seen: {e.title for e in seen.entries} == set(ALL)),
    )
    edited = [
        xml(rss(item(n, headline=title(n) + (" - corrected" if p > 3 else "")) for n in (3, 2, 1)))
        for p in range(POLLS)
    ]
    yield Row(
        name="edited-titles",
        promise="P3",
        right="an edited item is the same item",
        answers=edited,
        want=Want(entries=3),
    )
    again = [
        xml(
            rss(item(n, guid=f"id-{n}-{p // 5}", date=f"Mon, {2 + p // 5:02} Mar 2026 10:00:00 GMT") for n in (3, 2, 1))
        )
        for p in range(POLLS)
    ]
    yield Row(
        name="re-published",
        promise="P3",
        right="a re-published item is the same item",
        answers=again,
        want=Want(entries=3),
    )
    formats = [xml(atom(3, 2, 1) if p % 2 else feed(3, 2, 1)) for p in range(POLLS)]
    yield Row(
        name="rss-atom-flip",
        promise="P3",
        right="another format, the same entries",
        answers=formats,
        want=Want(titles=titles(1, 2, 3)),
    )
    blinking = [xml(feed(3, 2, 1) if p % 3 else feed()) for p in range(POLLS)]
    yield Row(
        name="empty-every-third-time",
        promise="P3",
        right="what comes back is known",
        answers=blinking,
        want=Want(failure=None, titles=titles(1, 2, 3)),
    )
    wild = [xml(rss(item(n) for n in range(40 + p, 20 + p, -1))) for p in range(POLLS)]
    yield Row(name="fast-feed", promise="P3", right="each story once, none missed", answers=wild, want=Want(entries=39))
    two = [
        xml(
            HEAD + f"<item><title>{title(1)}</title><link>@SITE@/1</link><pubDate>{DATE}</pubDate></item>"
            f"<item><title>{title(1)}</title><link>@SITE@/other</link><pubDate>{DATE}</pubDate></item>" + TAIL
        )
    ]
    yield Row(
        name="one-title-two-pages",
        promise="P3",
        right="one title may head two stories",
        answers=two,
        want=Want(entries=2),
        polls=3,
    )
    tickers = [
        xml(rss(item(n, guid="-", link="@SITE@/source", headline=f"Ticker says {title(n)}") for n in shown(p)))
        for p in range(POLLS)
    ]
    yield Row(
        name="ticker-links-home",
        promise="P3",
        right="the home page identifies nothing",
        answers=tickers,
        want=Want(entries=6),
    )
    json = [
        Reply(
            body='{"version":"https://jsonfeed.org/version/1.1","title":"P","items":['
            + ",".join(f'{{"id":{n},"title":"{title(n)}","url":"@SITE@/{n}"}}' for n in shown(p))
            + "]}",
            media="application/feed+json",
        )
        for p in range(POLLS)
    ]
    yield Row(
        name="json-with-number-ids", promise="P3", right="six stories, six entries", answers=json, want=Want(titles=ALL)
    )


ROWS = (*shapes(), *orders())
