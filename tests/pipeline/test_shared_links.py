"""Several happenings under one link: items of a ticker, and the one item of a page of the latest statement."""

from __future__ import annotations

import pytest

from monitor.core.model.entry import Account
from monitor.core.model.fetched import Fetched
from monitor.core.model.ids import ArticleId
from tests.builders import HOUR, NOON, source
from tests.pipeline import press
from tests.pipeline.conftest import Bench

FEED, LINK = "https://court.example.org/feed", "https://court.example.org/latest"
SAYS = {
    1: "The dockers of Rotterdam voted on Monday to strike for 4 days over a pension cut, their union said.",
    2: "In Hamburg, crane drivers left the quays at noon; dockers there went on strike because two of them fell.",
    3: "No wage was paid in Marseille since March, and so its dockers joined a strike that tug crews had begun.",
}
HEADS = {
    1: "Dockers in Rotterdam go on strike over a pension cut",
    2: "Hamburg: cranes stand still after two accidents, quays empty",
    3: "Tug crews and others stop work in Marseille: unpaid since March",
}


def feed(*numbers: int, dates: bool = False) -> str:
    """All items lead to one address, under one id where there is one item."""
    items = "".join(
        f"<item><title>{HEADS[n]}</title><link>{LINK}</link><description>{SAYS[n]}</description>"
        + (f"<guid isPermaLink='false'>{'latest' if len(numbers) == 1 else n}</guid>")
        + (f"<pubDate>Mon, 02 Mar 2026 0{n}:00:00 GMT</pubDate>" if dates else "")
        + "</item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Court</title>{items}</channel></rss>'


def page(*numbers: int) -> str:
    told = "".join(f"<h2>{HEADS[n]}</h2><p>{SAYS[n]}</p>" for n in numbers)
    return f"<html lang='en'><head><title>Latest</title></head><body><article>{told}</article></body></html>"


def shows(bench: Bench, *numbers: int, dates: bool = False) -> None:
    bench.web.pages[FEED], bench.web.pages[LINK] = feed(*numbers, dates=dates), page(*numbers)
    bench.poll()
    bench.work()
    bench.clock.forward(HOUR)


def alerted(bench: Bench) -> list[str]:
    return [entry.title for entry in bench.entries() if entry.account is Account.ALERTED]


def test_every_item_of_a_ticker_with_one_link_is_judged_by_itself(bench: Bench) -> None:
    shows(bench)
    shows(bench, 1, 2)
    shows(bench, 3, 1, 2)
    assert Account.DUPLICATE not in bench.accounts()
    assert sorted(alerted(bench)) == sorted(HEADS.values())


def test_items_of_a_ticker_that_carries_them_whole_are_judged_by_what_it_carries(bench: Bench) -> None:
    shows(bench)
    whole = feed(1, 2)
    for number in (1, 2):
        carried = f"<p>{SAYS[number]}</p>" + f"<p>The quays of the port were {'empty' * number} all day long.</p>" * 30
        whole = whole.replace(SAYS[number], f"<![CDATA[{carried}]]>")
    bench.web.pages[FEED] = whole
    bench.poll()
    bench.work()
    entries = bench.entries()
    with bench.ctx.store.read() as tx:
        texts = [article.text for entry in entries if (article := tx.articles.find(entry.article_id or ArticleId(0)))]
    assert [text[:40] for text in sorted(texts, key=len)] == [SAYS[1][:40], SAYS[2][:40]]
    assert LINK not in [request.url for request in bench.web.asked]


def test_one_page_listed_by_two_sources_is_one_article(bench: Bench) -> None:
    bench.watch(source("press"))
    shows(bench)
    bench.web.pages["https://press.example.org/feed"] = feed()
    bench.poll("press")
    shows(bench, 1)
    bench.web.pages["https://press.example.org/feed"] = feed(1)
    bench.poll("press")
    bench.work()
    assert bench.accounts() == [Account.ALERTED, Account.DUPLICATE]


@pytest.mark.parametrize("dates", [True, False])
def test_the_next_statement_under_the_same_link_and_id_is_news_and_no_correction(bench: Bench, dates: bool) -> None:
    shows(bench)
    for number in (1, 2, 3):
        shows(bench, number, dates=dates)
        shows(bench, number, dates=dates)
    assert alerted(bench) == list(HEADS.values())
    assert [message.novelty for message in bench.channel.messages if message.novelty == "correction"] == []
    bench.clock.forward(30 * 24 * HOUR)
    bench.work()
    assert len(bench.channel.messages) == 3


def test_the_next_statement_is_seen_though_the_last_was_on_no_topic(bench: Bench) -> None:
    shows(bench)
    other = feed(1).replace(HEADS[1], "Museum opens a room with maps from its cellar")
    bench.web.pages[FEED] = other.replace(SAYS[1], "Maps of five centuries hang in a hall that was built as a stable.")
    bench.web.pages[LINK] = press.off_topic()
    bench.poll()
    bench.work()
    shows(bench, 2)
    assert alerted(bench) == [HEADS[2]]


def test_a_corrected_statement_stays_an_edit(bench: Bench) -> None:
    shows(bench)
    shows(bench, 1)
    told = "The dockers of Rotterdam voted on Monday to strike for 9 days over a pension cut, their union said."
    bench.web.pages[FEED] = feed(1).replace(SAYS[1], told).replace("go on strike", "strike for nine days")
    bench.web.pages[LINK] = page(1).replace(SAYS[1], told)
    bench.poll()
    bench.work()
    assert len(bench.entries()) == 1
    assert [message.novelty for message in bench.channel.messages] == ["new", "correction"]


def test_another_text_at_the_claimed_moment_of_the_old_one_is_an_edit(bench: Bench) -> None:
    shows(bench)
    shows(bench, 1, dates=True)
    bench.web.pages[FEED] = feed(2, dates=True).replace("02:00:00", "01:00:00")
    bench.poll()
    assert len(bench.entries()) == 1


def live_page(number: int, *others: int) -> str:
    """A feed whose first item stands under one address day for day, with a new id each day."""
    day = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid>"
        f"<description>{said}</description></item>"
        for title, link, guid, said in (
            (HEADS[number], LINK, f"live-{number}", SAYS[number]),
            *((press.title(n), f"https://court.example.org/{n}", f"id-{n}", f"Story {n} in short.") for n in others),
        )
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Court</title>{day}</channel></rss>'


def test_a_live_page_that_is_used_again_for_another_story_is_news(bench: Bench) -> None:
    shows(bench)
    for number in (1, 2, 3):
        bench.web.pages[FEED], bench.web.pages[LINK] = live_page(number, 8, 9), page(number)
        bench.poll()
        bench.work()
        bench.clock.forward(HOUR)
    assert [entry.title for entry in bench.entries() if entry.url == LINK] == list(HEADS.values())
    assert set(HEADS.values()) <= set(alerted(bench))


def test_a_feed_that_comes_in_other_words_as_a_whole_has_nothing_new(bench: Bench) -> None:
    shows(bench)
    heads = "".join(
        f"<item><title>{{}} {number} {{}}</title><link>https://court.example.org/{number}</link></item>"
        for number in range(8)
    )
    told = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Court</title>{heads}</channel></rss>'
    bench.web.pages[FEED] = told.format(*["Harbour pilots sign a", "charter on tugs"] * 8)
    bench.poll()
    bench.web.pages[FEED] = told.format(*["Lotsen im Hafen zeichnen", "Satzung über Schlepper"] * 8)
    bench.poll()
    assert len(bench.entries()) == 8


def test_a_link_that_is_no_address_is_shared_with_nobody(bench: Bench) -> None:
    shows(bench)
    bench.web.pages[FEED] = feed(1).replace(LINK, "https://[court")
    bench.poll()
    bench.work()
    (entry,) = bench.entries()
    with bench.ctx.store.read() as tx:
        assert tx.entries.owns_link(entry)


def test_two_links_that_are_led_to_one_page_are_two_entries(bench: Bench) -> None:
    shows(bench)
    offer = "<html lang='en'><body><article><h1>Read more with us</h1><p>" + (
        "Our offer for readers begins at two coins a week, and it ends whenever you like it to. " * 12
    )
    items = "".join(
        f"<item><title>{HEADS[n]}</title><link>{LINK}/{n}</link><description>{SAYS[n]}</description></item>"
        for n in (1, 2)
    )
    for number in (1, 2):
        bench.web.pages[f"{LINK}/{number}"] = lambda request: Fetched(
            url=request.url, final_url="https://court.example.org/offer", status=200, body=offer.encode(),
            headers=(("Content-Type", "text/html"),), fetched_at=NOON,
        )  # fmt: skip
    bench.web.pages[FEED] = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
    bench.poll()
    bench.work()
    assert Account.DUPLICATE not in bench.accounts()
