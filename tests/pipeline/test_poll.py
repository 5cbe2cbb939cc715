from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

from monitor.core.model.fetched import FailureReason, FetchFailed
from monitor.core.model.ids import SourceId
from monitor.core.model.source import SourceKind, SourceState
from monitor.pipeline.outcome import Result
from monitor.pipeline.poll import poll
from tests.builders import HOUR, NOON, fallback, source
from tests.pipeline import press
from tests.pipeline.conftest import Bench

FEED = "https://court.example.org/feed"
LISTING = "https://court.example.org/news"


def state(bench: Bench) -> SourceState:
    with bench.ctx.store.read() as tx:
        return tx.sources.state(SourceId("court"))


def test_first_contact_is_a_baseline_and_what_follows_is_live(bench: Bench) -> None:
    bench.publish(2, 1)
    bench.poll()
    bench.publish(3, 2, 1)
    assert bench.poll().facts["entries"] == 1
    assert [(entry.title, entry.baseline) for entry in bench.entries()] == [
        (press.title(1), True), (press.title(2), True), (press.title(3), False)]  # fmt: skip


def test_a_source_that_starts_empty_is_live_from_its_first_entry(bench: Bench) -> None:
    bench.publish()
    bench.poll()
    bench.publish(1)
    bench.poll()
    assert [entry.baseline for entry in bench.entries()] == [False]


def test_an_unchanged_feed_is_asked_conditionally_and_brings_nothing(bench: Bench) -> None:
    bench.publish(1)
    bench.poll()
    assert bench.poll().result is Result.NOT_MODIFIED
    assert bench.web.asked[-1].validators.etag
    assert len(bench.entries()) == 1


def test_every_twentieth_unchanged_poll_distrusts_the_validators(bench: Bench) -> None:
    bench.publish(1)
    for _ in range(22):
        bench.poll()
    unconditional = [not request.validators.etag for request in bench.web.asked]
    assert unconditional.count(True) == 2  # the first poll and the distrusting one


def test_a_failed_poll_leaves_only_a_counted_failure(bench: Bench) -> None:
    bench.publish(1)
    bench.poll()
    before = state(bench)
    bench.web.pages[FEED] = FailureReason.SERVER_ERROR
    outcome = bench.poll()
    after = state(bench)
    assert (outcome.result, after.failures, after.failure) == (Result.FAILED, 1, "server error answer")
    assert (after.validators, after.body_hash, len(bench.entries())) == (before.validators, before.body_hash, 1)


def test_a_list_that_always_comes_cut_off_still_tells_what_is_added_to_it(bench: Bench) -> None:
    for numbers in ((3, 2, 1), (4, 3, 2, 1)):
        bench.publish(*numbers)
        whole = str(bench.web.pages[FEED])
        bench.web.pages[FEED] = whole[: whole.index("<guid>guid-1<")]  # the last item never comes
        assert bench.poll().reason == "cut off in the middle"
    bench.publish(4, 3, 2, 1)
    bench.poll()  # whole at last: what it had not shown before is old
    told = {entry.title: entry.baseline for entry in bench.entries()}
    assert told == {press.title(1): True, press.title(2): True, press.title(3): True, press.title(4): False}


def test_an_html_page_at_a_feeds_address_is_a_failure_of_its_own_name(bench: Bench) -> None:
    bench.web.pages[FEED] = press.page(1)
    assert bench.poll().reason == "an HTML page and not a feed"


def test_a_feed_that_loses_all_its_items_is_a_failure_not_silence(bench: Bench) -> None:
    bench.publish(1)
    bench.poll()
    bench.publish()
    assert bench.poll().reason == "answered, but with no items"


def test_a_failing_source_is_slowed_and_comes_back_at_once(bench: Bench) -> None:
    bench.web.pages[FEED] = FailureReason.TIMEOUT
    waits = []
    for _ in range(10):
        bench.poll()
        due = state(bench).next_poll_at
        assert due is not None
        waits.append(due - NOON)
    assert waits[:3] == [timedelta(minutes=15), timedelta(minutes=30), HOUR]
    assert max(waits) == timedelta(hours=24)
    bench.publish(1)
    assert bench.poll().facts["recovered"] == 10
    assert state(bench).failures == 0


def test_retry_after_is_kept(bench: Bench) -> None:
    bench.web.pages[FEED] = lambda request: FetchFailed(
        url=request.url, reason=FailureReason.THROTTLED, status=429, retry_after=5 * HOUR
    )
    bench.poll()
    due = state(bench).next_poll_at
    assert due is not None
    assert due >= NOON + 5 * HOUR


def test_a_fallback_is_used_while_the_feed_fails_and_repeats_nothing(bench: Bench) -> None:
    bench.watch(source(fallbacks=(fallback("https://court.example.org/other", SourceKind.FEED),)))
    bench.publish(2, 1)
    bench.poll()
    bench.web.pages["https://court.example.org/other"] = press.feed("https://court.example.org", 3, 2, 1)
    bench.web.pages[FEED] = FailureReason.FORBIDDEN
    outcome = bench.poll()
    assert (outcome.result, outcome.facts["entries"], state(bench).address) == (Result.NEW, 1, 1)
    assert "by fallback" in outcome.reason
    assert not bench.entries()[-1].baseline  # dated after the last good poll: news, not baseline


def test_what_came_while_a_source_had_never_answered_is_news(bench: Bench) -> None:
    bench.web.pages[FEED] = FailureReason.TIMEOUT
    bench.poll()  # watching begins at noon
    bench.clock.forward(3 * HOUR)
    items = "".join(
        f"<item><title>Story {n}</title><link>https://court.example.org/{n}</link><pubDate>{when}</pubDate></item>"
        for n, when in enumerate(map(format_datetime, (NOON - HOUR, NOON + HOUR, NOON + 3 * HOUR)))
    )
    bench.web.pages[FEED] = f'<rss version="2.0"><channel><title>Court</title>{items}</channel></rss>'
    bench.poll()
    assert {entry.title: entry.baseline for entry in bench.entries()} == {
        "Story 0": True, "Story 1": False, "Story 2": True,  # the last is dated with the answer itself
    }  # fmt: skip


def test_a_watched_page_gives_its_new_passages_as_one_entry(bench: Bench) -> None:
    page = "https://court.example.org/status"
    rows = ["<tr><td>Arlia</td><td>3 May 2019</td></tr>", "<tr><td>Bravia</td><td>7 June 2021</td></tr>"]
    body = "<main><h1>Status of the treaty</h1><table>{}</table><p>Visitors today: {}</p></main>"
    html = f"<html><body>{body}</body></html>"
    bench.watch(source(url=page, kind=SourceKind.PAGE))
    bench.web.pages[page] = html.format("".join(rows), 17)
    assert bench.poll().facts["entries"] == 0
    bench.web.pages[page] = html.format("".join(reversed(rows)), 18)
    assert bench.poll().facts["entries"] == 0
    bench.web.pages[page] = html.format("".join([*rows, "<tr><td>Cordia</td><td>9 July 2026</td></tr>"]), 19)
    assert bench.poll().facts["entries"] == 1
    (entry,) = bench.entries()
    assert not entry.baseline
    assert entry.title == "Court: Cordia | 9 July 2026"


def test_a_watched_page_is_linked_without_the_password_in_its_address(bench: Bench) -> None:
    page = "https://reader:hidden@court.example.org/status"
    bench.watch(source(url=page, kind=SourceKind.PAGE))
    rows = "<tr><td>Arlia</td><td>3 May 2019</td></tr>"
    for listed in (rows, f"{rows}<tr><td>Cordia</td><td>9 July 2026</td></tr>"):
        bench.web.pages[page] = f"<html><body><h1>Status of the treaty</h1><table>{listed}</table></body></html>"
        bench.poll()
    assert [entry.url for entry in bench.entries()] == ["https://court.example.org/status"]


def test_a_removed_source_is_not_polled(bench: Bench) -> None:
    with bench.ctx.store.write() as tx:
        tx.sources.remove(SourceId("court"), NOON)
    assert bench.poll().result is Result.GONE
    assert bench.web.asked == []


def test_what_was_found_at_an_address_that_was_changed_meanwhile_is_dropped(bench: Bench) -> None:
    bench.publish(1)
    with bench.ctx.store.write() as tx:
        (claimed,) = tx.sources.claim_polls(NOON, HOUR, "mine", 5)
        tx.sources.put(source(url=LISTING), NOON)
    outcome = poll(bench.ctx, claimed.source.id, due=claimed)
    assert (outcome.result, outcome.reason) == (Result.GONE, "declared otherwise meanwhile")
    assert bench.entries() == []
    with bench.ctx.store.write() as tx:
        assert [each.url for each in tx.sources.claim_due(NOON, HOUR, "other", 5)] == [LISTING]


def test_a_claim_tells_a_poll_all_that_it_needs(bench: Bench) -> None:
    bench.publish(1)
    bench.poll()
    before = state(bench)
    with bench.ctx.store.write() as tx:
        tx.sources.poll_now(NOON)
        (claimed,) = tx.sources.claim_polls(NOON, HOUR, "mine", 5)
    assert claimed.state == replace(before, next_poll_at=NOON)
    assert poll(bench.ctx, claimed.source.id, due=claimed).result is Result.NOT_MODIFIED
    assert (state(bench).polls, state(bench).unchanged) == (before.polls + 1, 1)


def test_a_source_that_was_paused_before_its_turn_is_free_when_it_is_resumed(bench: Bench) -> None:
    with bench.ctx.store.write() as tx:
        tx.sources.claim_due(bench.clock.now(), HOUR, "one", 10)
        tx.sources.pause(SourceId("court"), True)
    assert bench.poll().result is Result.GONE
    with bench.ctx.store.write() as tx:
        tx.sources.pause(SourceId("court"), False)
        assert [each.id for each in tx.sources.claim_due(bench.clock.now(), HOUR, "two", 10)] == ["court"]


def test_a_source_of_the_longest_name_recovers(bench: Bench) -> None:
    name = "s" * 64
    bench.watch(source(name))
    bench.web.pages[source(name).url] = FailureReason.TIMEOUT
    assert bench.poll(name).result is Result.FAILED
    bench.publish(source=name)
    assert bench.poll(name).result is not Result.FAILED
