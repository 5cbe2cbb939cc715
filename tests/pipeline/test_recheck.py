from __future__ import annotations

from datetime import timedelta

from monitor.core.model.alert import Message
from monitor.core.model.development import Novelty
from monitor.core.model.fetched import FailureReason, FetchFailed
from monitor.core.policy.recheck import LOOKS, MOST_LOOKS
from tests.builders import HOUR
from tests.pipeline import press
from tests.pipeline.conftest import Bench

PAGE = "https://court.example.org/1"


def alerted(bench: Bench) -> None:
    bench.publish()
    bench.poll()
    bench.publish(1)
    bench.poll()
    bench.work()
    assert len(bench.channel.messages) == 1


def after(bench: Bench, span: timedelta) -> list[Message]:
    """What is sent once that time has gone by, beyond the first alert."""
    bench.clock.forward(span)
    bench.work()
    return bench.channel.messages[1:]


def facts(message: Message) -> dict[str, str]:
    return {line.label: line.text for line in message.blocks[0].lines}


def test_a_changed_number_is_a_correction(bench: Bench) -> None:
    alerted(bench)
    bench.web.pages[PAGE] = press.page(1).replace("strike for 4 days", "strike for 9 days")
    (message,) = after(bench, 2 * HOUR)
    assert message.novelty is Novelty.CORRECTION
    assert "strike for 9 days" in facts(message)["What is new"]
    assert "strike for 9 days" in message.blocks[0].quote
    assert after(bench, 12 * HOUR) == [message]


def test_a_text_that_tells_of_the_topic_no_more_is_not_quoted_from_before(bench: Bench) -> None:
    alerted(bench)
    bench.web.pages[PAGE] = press.off_topic("The guild of bakers in Antwerp sells 4 kinds of bread and 9 cakes.")
    (message,) = after(bench, 2 * HOUR)
    assert "strike" not in message.blocks[0].quote
    assert "does not tell of it any more" in facts(message)["Why"]


def test_a_report_whose_page_was_never_read_is_looked_at_once_and_no_more(bench: Bench) -> None:
    bench.web.pages[PAGE] = FailureReason.FORBIDDEN
    alerted(bench)
    bench.clock.forward(2 * HOUR)
    bench.work()
    bench.clock.forward(40 * 24 * HOUR)
    with bench.ctx.store.write() as tx:
        assert tx.rechecks.claim_due(bench.clock.now(), HOUR, 10) == []


def test_a_mended_comma_is_silent(bench: Bench) -> None:
    alerted(bench)
    bench.web.pages[PAGE] = press.page(1).replace("a pension cut, their union said", "a pension cut - their union said")
    assert after(bench, 2 * HOUR) == []


def test_a_page_that_is_gone_was_seen_then_and_not_found_now(bench: Bench) -> None:
    alerted(bench)
    bench.web.pages[PAGE] = FailureReason.NOT_FOUND
    (message,) = after(bench, 2 * HOUR)
    told = "the page is no longer there: seen 2 Mar 2026, 12:00 UTC, not found 2 Mar 2026, 14:00 UTC"
    assert facts(message)["What is new"].startswith(told)
    assert "deleted" not in str(message)


def test_a_look_that_had_to_wait_for_the_hosts_turn_is_made_when_it_comes(bench: Bench) -> None:
    alerted(bench)
    bench.web.pages[PAGE] = lambda request: FetchFailed(
        url=request.url, reason=FailureReason.THROTTLED, retry_after=timedelta(minutes=2)
    )
    assert after(bench, 2 * HOUR) == []
    bench.web.pages[PAGE] = press.page(1).replace("strike for 4 days", "strike for 9 days")
    assert [message.novelty for message in after(bench, timedelta(minutes=2))] == [Novelty.CORRECTION]


def test_an_outage_or_a_wall_is_no_change(bench: Bench) -> None:
    alerted(bench)
    bench.web.pages[PAGE] = FailureReason.TIMEOUT
    assert after(bench, 2 * HOUR) == []
    wall = "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
    bench.web.pages[PAGE] = wall
    assert after(bench, 12 * HOUR) == []


def test_an_edit_that_the_feed_tells_of_is_looked_at_at_once(bench: Bench) -> None:
    alerted(bench)
    bench.web.pages[PAGE] = press.page(1).replace("strike for 4 days", "strike for 9 days")
    feed = press.feed("https://court.example.org", 1).replace("Story 1 in short", "Story 1 in short, corrected")
    bench.web.pages["https://court.example.org/feed"] = feed
    bench.poll()
    assert len(after(bench, timedelta())) == 1


def test_an_entry_that_leaves_the_list_is_looked_at_at_once(bench: Bench) -> None:
    alerted(bench)
    bench.publish(2, 1)
    bench.poll()
    bench.work()
    sent = len(bench.channel.messages)
    bench.web.pages["https://court.example.org/2"] = FailureReason.GONE
    bench.publish(1)
    bench.web.pages["https://court.example.org/2"] = FailureReason.GONE
    bench.poll()
    bench.work()
    (message,) = bench.channel.messages[sent:]
    assert "gone for good" in facts(message)["What is new"]


def test_looks_grow_rare_and_end(bench: Bench) -> None:
    alerted(bench)
    for _ in range(24 * 40):
        after(bench, HOUR)
    looks = [request for request in bench.web.asked if request.url == PAGE]
    assert len(looks) == 1 + 6


def test_a_feed_that_counts_comments_does_not_have_the_page_asked_at_every_poll_nor_end_its_month(bench: Bench) -> None:
    alerted(bench)
    feed = press.feed("https://court.example.org", 1)
    for number in range(2 * MOST_LOOKS):
        bench.web.pages["https://court.example.org/feed"] = feed.replace("in short.", f"in short. {number} comments")
        bench.poll()
        after(bench, HOUR / 6)
    assert len([request for request in bench.web.asked if request.url == PAGE]) <= 1 + MOST_LOOKS + len(LOOKS)
    bench.web.pages[PAGE] = press.page(1).replace("strike for 4 days", "strike for 9 days")
    assert len(after(bench, timedelta(days=20))) == 1


def test_the_pages_own_headline_is_no_correction_of_a_text_that_the_feed_carried(bench: Bench) -> None:
    quays = [f"Quay number {number} of the old harbour lies still since the early morning." for number in range(20)]
    told = " ".join(["The dockers of Rotterdam voted on Monday to strike for 4 days, their union said.", *quays])
    feed = press.feed("https://court.example.org", 1).replace(
        "</item>", f"<content:encoded><![CDATA[<p>{told}</p>]]></content:encoded></item>"
    ).replace("<rss ", '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" ')  # fmt: skip
    head = "Rotterdam: port at a standstill"
    page = f"<html lang='en'><title>{head}</title><body><article><h1>{head}</h1><p>{told}</p></article></body></html>"
    bench.publish()
    bench.poll()
    bench.web.pages["https://court.example.org/feed"], bench.web.pages[PAGE] = feed, page
    bench.poll()
    bench.work()
    assert len(bench.channel.messages) == 1
    assert after(bench, 2 * HOUR) == []
    bench.web.pages[PAGE] = edited = page.replace("for 4 days", "for 9 days")
    (message,) = after(bench, 8 * HOUR)
    assert "for 9 days" in facts(message)["What is new"]
    bench.web.pages[PAGE] = edited.replace("at a standstill", "at work again")
    assert "headline" in facts(after(bench, 48 * HOUR)[-1])["What is new"]
