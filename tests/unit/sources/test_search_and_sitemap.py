from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime

import pytest

from monitor.core.model.source import SourceKind
from monitor.sources.kinds import parse
from monitor.sources.parsed import MAX_ENTRIES, Document, Parsed, ParseProblem
from monitor.sources.search import parse_search, without_publisher
from monitor.sources.sitemap import parse_sitemap


def search(items: str) -> Parsed:
    body = f"<rss xmlns:News='https://news.example/ns'><channel><title>q</title>{items}</channel></rss>"
    return parse_search(Document(body=body.encode(), url="https://search.example/rss"))


def sitemap(body: str | bytes) -> Parsed:
    data = body.encode() if isinstance(body, str) else body
    return parse_sitemap(Document(body=data, url="https://example.org/sitemap.xml"))


def test_the_publisher_is_named_and_taken_off_the_headline() -> None:
    (entry,) = search(
        "<item><title>Court opens hearing - The Evening Post</title><link>https://search.example/r/1</link>"
        "<description>&lt;a href='x'&gt;Court opens hearing&lt;/a&gt; The Evening Post</description>"
        "<source url='https://post.example'>The Evening Post</source></item>"
    ).entries
    assert (entry.title, entry.publisher, entry.summary) == ("Court opens hearing", "The Evening Post", "")


def test_a_counter_in_front_of_the_address_is_taken_away() -> None:
    link = "https://search.example/click.aspx?ref=1&amp;url=https%3A%2F%2Fpost.example%2Fa%3Fb%3D1&amp;c=2"
    (entry,) = search(f"<item><title>T</title><link>{link}</link><News:Source>Post</News:Source></item>").entries
    assert entry.url == "https://post.example/a?b=1"


def test_only_the_publishers_own_name_is_taken_off() -> None:
    assert without_publisher("Treaty - what next - Post", "Post") == "Treaty - what next"
    assert without_publisher("Treaty - what next", "Post") == "Treaty - what next"
    assert without_publisher("Post", "Post") == "Post"


NEWS = (
    "<?xml version='1.0'?><!DOCTYPE urlset [<!ENTITY x 'boom'>]>"
    "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
    "<url><loc>https://example.org/a</loc><news:news><news:publication><news:name>Post</news:name>"
    "<news:language>en</news:language></news:publication><news:publication_date>2026-03-12T10:00:00+01:00"
    "</news:publication_date><news:title>Court &amp; parties &x;</news:title></news:news></url>"
    "<url><loc>https://example.org/news/court-opens-new-case.html</loc><lastmod>2026-03-11</lastmod></url></urlset>"
)


def test_a_news_sitemap_is_read() -> None:
    first, second = sitemap(NEWS).entries
    assert (first.title, first.publisher, first.language) == ("Court & parties &x;", "Post", "en")
    assert first.published == datetime(2026, 3, 12, 9, tzinfo=UTC)
    assert (second.title, second.updated) == ("court opens new case", datetime(2026, 3, 11, tzinfo=UTC))


def test_a_packed_document_is_unpacked_whatever_it_is() -> None:
    feed = b"<rss><channel><item><title>x</title></item></channel></rss>"
    for kind, body, items in ((SourceKind.SITEMAP, NEWS.encode(), 2), (SourceKind.FEED, feed, 1)):
        assert len(parse(kind, gzip.compress(body), url="https://example.org/x.gz").entries) == items
    broken = parse(SourceKind.PAGE, b"\x1f\x8bnothing of the kind", url="https://example.org/x.gz")
    assert broken.problem is ParseProblem.EMPTY
    picture = gzip.compress(b"\x89PNG and more")
    assert parse(SourceKind.PAGE, picture, url="https://example.org/x.gz").problem is ParseProblem.PICTURE


def test_a_sitemap_that_is_cut_off_gives_its_whole_pages() -> None:
    parsed = sitemap(NEWS[:-40])
    assert (len(parsed.entries), parsed.problem) == (1, ParseProblem.CUT_OFF)


@pytest.mark.parametrize("place", [0, MAX_ENTRIES // 2, MAX_ENTRIES + 9])
@pytest.mark.parametrize("dated", [True, False])
def test_of_a_sitemap_with_too_many_pages_the_newest_is_not_missed(place: int, dated: bool) -> None:
    pages = [f"<url><loc>/old-{n}</loc><lastmod>2019-0{1 + n % 9}-01</lastmod></url>" for n in range(MAX_ENTRIES + 9)]
    pages.insert(place, "<url><loc>/court-opens-case</loc><lastmod>2026-03-01T08:00:00Z</lastmod></url>")
    markup = "".join(pages if dated else (re.sub("<lastmod>.*</lastmod>", "", page) for page in pages))
    found = [entry.url for entry in sitemap(f"<urlset>{markup}</urlset>").entries]
    assert len(found) <= MAX_ENTRIES
    assert ("https://example.org/court-opens-case" in found) == (dated or place != MAX_ENTRIES // 2)


def test_an_index_leads_to_its_newest_part() -> None:
    parts = "".join(f"<sitemap><loc>/s{n}.xml</loc><lastmod>2026-0{n}-01</lastmod></sitemap>" for n in (1, 3, 2))
    assert sitemap(f"<sitemapindex>{parts}</sitemapindex>").next_url == "https://example.org/s3.xml"


def test_what_is_no_sitemap_is_named_and_a_feed_is_read_as_one() -> None:
    assert sitemap("").problem is ParseProblem.EMPTY
    assert sitemap("<html><title>404 Not Found</title><h1>Not Found</h1></html>").problem is ParseProblem.ERROR_PAGE
    assert [
        entry.title for entry in sitemap("<rss><channel><item><title>x</title></item></channel></rss>").entries
    ] == ["x"]


def test_the_title_of_a_picture_is_none_of_the_page() -> None:
    picture = (
        "<image:image><image:loc>/hero.jpg</image:loc><image:title>hero-banner.jpg</image:title></image:image>"
        "<video:video><video:title>Clip</video:title><video:publication_date>2020-01-01</video:publication_date>"
        "</video:video>"
    )
    spaces = "".join(f" xmlns:{kind}='http://www.google.com/schemas/sitemap-{kind}/1.1'" for kind in ("image", "video"))
    body = NEWS.replace("<url>", f"<url>{picture}").replace("<urlset", f"<urlset{spaces}")
    assert sitemap(body).entries == sitemap(NEWS).entries


@pytest.mark.parametrize(
    ("newest", "others"),
    [
        ("post-sitemap2.xml", ["page-sitemap.xml", "category-sitemap.xml", "newsletter-sitemap.xml"]),
        ("wp-sitemap-posts-post-1.xml", ["wp-sitemap-posts-page-1.xml", "wp-sitemap-users-1.xml"]),
        ("page-sitemap.xml", ["author-sitemap.xml"]),
        ("news.xml", ["post-sitemap.xml"]),
    ],
)
def test_an_index_leads_to_a_part_that_lists_articles(newest: str, others: list[str]) -> None:
    dated = [(newest, "2026-03-01"), *((other, "2026-03-02") for other in others)]
    if newest.startswith("page"):
        dated = [(newest, "2026-03-03"), *dated[1:]]
    parts = "".join(f"<sitemap><loc>/maps/{name}</loc><lastmod>{day}</lastmod></sitemap>" for name, day in dated)
    assert sitemap(f"<sitemapindex>{parts}</sitemapindex>").next_url.endswith(f"/{newest}")
