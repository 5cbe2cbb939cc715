"""Our reading of the commonest RSS against feedparser's, over feeds made up from the elements that real ones have."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.sources import feed
from monitor.sources.feed_plain import read_plain
from monitor.sources.feed_split import FeedParts, split
from monitor.sources.parsed import Document, Parsed

NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)
TEXTS = st.one_of(
    st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cn", "Co"]), max_size=30),
    st.sampled_from(["", " padded ", "a < b", "<p>In <b>short</b></p>", "&amp;amp;", "Q&A", "ä", "\x85", "a\nb"]),
)
LINKS = st.sampled_from([
    "https://a.example.org/x", "http://a.example.org", "/x", "", "ftp://a.example.org/",
    " https://b.example.org/?a=1&b=2 ",
])  # fmt: skip
DATES = st.sampled_from([
    "Mon, 02 Mar 2026 10:00:00 GMT", "2026-03-02", "nonsense", "", "Mon, 02 Mar 2026 10:00:00 CEST",
])  # fmt: skip
WORDED = ("title", "description", "dc:creator", "content:encoded", "category", "author", "media:title")
GUIDS = ("guid", 'guid isPermaLink="false"', 'guid isPermaLink="true"')
ELEMENTS = st.one_of(
    st.tuples(st.sampled_from(WORDED), TEXTS),
    st.tuples(st.just("link"), LINKS),
    st.tuples(st.sampled_from(GUIDS), st.one_of(LINKS, TEXTS)),
    st.tuples(st.sampled_from(["pubDate", "dc:date"]), DATES),
    st.tuples(st.sampled_from(["slash:comments", "comments", 'title xml:lang="fr"']), st.just("4")),
)
ATOM_LINKS = st.builds(
    '<atom:link rel="{}" href="{}"/>'.format,
    st.sampled_from(["self", "next", "prev-archive", "hub", "alternate", "first"]),
    st.sampled_from(["https://a.example.org/feed?page=2", "/older", ""]),
)
HEAD_PARTS = st.one_of(
    st.builds(lambda name, text: f"<{name}>{escape(text)}</{name.split()[0]}>", st.sampled_from([
        "title", "link", "language", "description", "generator", "copyright", "managingEditor", "dc:language", "ttl",
        "lastBuildDate", "sy:updatePeriod", "sy:updateFrequency", "category", 'title type="html"',
    ]), st.one_of(TEXTS, LINKS, st.sampled_from(["en-GB", "fr", "T", "12"]))),
    ATOM_LINKS,
    st.sampled_from(["<image><title>I</title><link>https://i.example.org/</link></image>", "<title><b>T</b></title>",
                     "<textInput><title>S</title><link>https://s.example.org/</link></textInput>"]),
)  # fmt: skip
HEADS = st.one_of(
    st.lists(HEAD_PARTS, max_size=6).map("".join),
    st.lists(HEAD_PARTS, max_size=3).map("<title>T</title><link>https://a.example.org/</link>{}".format),
    st.builds(
        lambda link, links: f"<title>T</title><link>{link}</link>{''.join(links)}<language>fr</language>",
        st.sampled_from(["https://b.example.org/", "/", "/news/", "", " / ", "//b.example.org", "news", "http://"]),
        st.lists(ATOM_LINKS, max_size=3),
    ),
)
Element = tuple[tuple[str, str], bool]  # name and text, and whether it is CDATA
COMMON = '<title>{0}</title><link>https://a.example.org/{0}</link><guid isPermaLink="false">{0}</guid>'


def written(element: tuple[str, str], cdata: bool) -> str:
    name, text = element
    inside = f"<![CDATA[{text}]]>" if cdata and "]]>" not in text else escape(text)
    return f"<{name}>{inside}</{name.split()[0]}>"


def both(monkeypatch: pytest.MonkeyPatch, text: str) -> tuple[Parsed, Parsed]:
    document = Document(body=text.encode(), url="https://a.example.org/feed", charset="utf-8")
    ours = feed.parse_feed(document)
    with monkeypatch.context() as patched:
        patched.setattr(feed, "read_plain", lambda *_: None)
        patched.setattr(feed, "read_plain_head", lambda *_: None)
        return ours, feed.parse_feed(document)


@given(HEADS, st.lists(st.lists(st.tuples(ELEMENTS, st.booleans()), max_size=7), min_size=1, max_size=3), st.booleans())
@settings(max_examples=300)
def test_it_reads_what_feedparser_reads(head: str, items: list[list[Element]], usual: bool) -> None:
    def body(number: int, parts: list[Element]) -> str:
        begin = COMMON.format(number) if usual else ""
        return f"<item>{begin}{''.join(written(*part) for part in parts)}</item>"

    made = "".join(body(number, parts) for number, parts in enumerate(items))
    text = f'<?xml version="1.0"?><rss version="2.0" {NAMESPACES}><channel>{head}{made}</channel></rss>'
    with pytest.MonkeyPatch.context() as monkeypatch:
        ours, theirs = both(monkeypatch, text)
    assert ours == theirs


def parts(items: str, opening: str = '<rss version="2.0"><channel>') -> FeedParts:
    return split(f"{opening}<title>T</title>{items}</channel></rss>")


def test_a_plain_feed_is_read_without_feedparser() -> None:
    found = parts(f"<item>{COMMON.format(1)}<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item>")
    (entry,) = read_plain(found.opening, found.items, found.closing) or [{}]
    assert (entry["title"], entry["id"], entry["link"]) == ("1", "1", "https://a.example.org/1")


@pytest.mark.parametrize("odd", [
    "<title>again</title>", "<media:title xmlns:media='http://search.yahoo.com/mrss/'>x</media:title>",
    "<description><b>markup</b></description>", "<enclosure url='https://a.example.org/a.mp3'/>", "<unknown/>",
    "<pubDate xml:lang='fr'>x</pubDate>", "<description>\x85</description>",
])  # fmt: skip
def test_what_it_does_not_know_is_left_to_feedparser(odd: str) -> None:
    found = parts(f"<item>{COMMON.format(1)}{odd}</item>")
    assert read_plain(found.opening, found.items, found.closing) is None
