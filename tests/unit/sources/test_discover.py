from __future__ import annotations

from monitor.sources.discover import Trace, discover
from monitor.sources.parsed import Document

HOME = (
    "<html><head><title>The Post</title>"
    "<link rel=alternate type='application/rss+xml' title='The Post » Comments' href='/comments/feed/'>"
    "<link rel=alternate type='application/rss+xml' title='The Post » News' href='/feed/'>"
    "<link rel=alternate hreflang=fr href='/fr/'></head><body><a href='/world/rss.xml'>World</a>"
    "<a href='javascript:void(0)'>RSS</a><a href='/about'>About us</a></body></html>"
)


def test_feeds_are_found_surest_first() -> None:
    feeds = discover(Document(body=HOME.encode(), url="https://post.example/home"))
    sure = [(feed.url, feed.trace) for feed in feeds if feed.trace is not Trace.USUAL]
    assert sure == [
        ("https://post.example/feed/", Trace.DECLARED),
        ("https://post.example/comments/feed/", Trace.DECLARED),
        ("https://post.example/world/rss.xml", Trace.LINKED),
    ]
    assert feeds[0].title == "The Post » News"
    assert "https://post.example/rss.xml" in {feed.url for feed in feeds if feed.trace is Trace.USUAL}


def test_an_address_that_is_a_feed_is_its_own_answer() -> None:
    body = b"<rss><channel><title>T</title><item><title>x</title></item></channel></rss>"
    (feed,) = discover(Document(body=body, url="https://post.example/feed/"))
    assert (feed.url, feed.title, feed.trace) == ("https://post.example/feed/", "T", Trace.ITSELF)


def test_links_are_seen_from_the_pages_base() -> None:
    home = (
        "<base href='/cms/'><link rel=alternate type='application/rss+xml' href='index.php?type=100'>"
        "<a href=news.rss>RSS</a>"
    )
    feeds = discover(Document(body=home.encode(), url="https://post.example/news/today/"))
    sure = [feed.url for feed in feeds if feed.trace is not Trace.USUAL]
    assert sure == ["https://post.example/cms/index.php?type=100", "https://post.example/cms/news.rss"]
