"""What a feed carries in full is taken at its word; a teaser behind the markup of its picture is not."""

from __future__ import annotations

import pytest

from monitor.core.model.fetched import FailureReason
from tests.pipeline import press
from tests.pipeline.conftest import Bench

PAGE = "https://court.example.org/1"
PICTURE = "<figure><img src='/a.jpg' srcset='" + ", ".join(f"/a-{n}.jpg {n}w" for n in range(100)) + "'></figure>"
TEASER = "<p>On the quays of the old town nobody was seen at work on Monday, and nobody there could say why.</p>"
QUAYS = [f"<p>Quay number {n} of the old harbour lies still since the early morning of Monday.</p>" for n in range(30)]
LONG = "".join(QUAYS[:15])


def texts(bench: Bench, carried: str) -> list[str]:
    """The text of the one article, where its feed carries this."""
    bench.publish()
    bench.poll()
    bench.web.pages.setdefault(PAGE, press.page(1).replace("</article>", f"{''.join(QUAYS)}</article>"))
    bench.publish(1)
    feed = bench.web.pages["https://court.example.org/feed"]
    assert isinstance(feed, str)
    bench.web.pages["https://court.example.org/feed"] = feed.replace(
        "</item>", f"<content:encoded><![CDATA[{carried}]]></content:encoded></item>"
    ).replace("<rss ", '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" ')
    bench.poll()
    bench.work()
    with bench.ctx.store.read() as tx:
        return [article.text for article in tx.articles.listed()]


@pytest.mark.parametrize(
    "carried",
    [
        f"{PICTURE}{TEASER}<p><a href='{PAGE}'>Continue reading</a></p>",
        f"{LONG}<p>And then the union said that […]</p>",
    ],
)
def test_a_teaser_is_not_taken_for_the_article(bench: Bench, carried: str) -> None:
    (text,) = texts(bench, carried)
    assert text.startswith("The dockers of Rotterdam voted")


def test_a_teaser_serves_where_the_page_cannot_be_read(bench: Bench) -> None:
    bench.web.pages[PAGE] = FailureReason.FORBIDDEN
    (text,) = texts(bench, PICTURE + TEASER)
    assert text.startswith("On the quays of the old town")


def test_a_whole_text_is_taken_at_its_word(bench: Bench) -> None:
    (text,) = texts(bench, LONG)
    assert text.startswith("Quay number 0")
