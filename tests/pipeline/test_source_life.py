"""What becomes of a source over many polls: moves, drift, silence, fallbacks, feeds that outran the polls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

import pytest

from monitor.config.feeds_toml import parse
from monitor.core.model.fetched import FailureReason, Fetched, FetchFailed, FetchRequest, FetchResult
from monitor.core.model.ids import SourceId
from monitor.core.model.source import SourceKind, SourceState, Told
from monitor.pipeline.outcome import Result
from monitor.pipeline.watch import watch_sources
from monitor.services.declare import apply, assemble
from monitor.services.status import status
from tests.builders import HOUR, NOON, fallback, source
from tests.pipeline import press
from tests.pipeline.conftest import Bench

SITE = "https://court.example.org"
FEED = f"{SITE}/feed"
NEWS = f"{SITE}/news"
NEW_HOME = "https://tribunal.example.org/feed"
DAY = timedelta(days=1)
STRIKES = '[[topic]]\nname = "strike"\nquery = "dockers AND strike*"\n'


def state(bench: Bench, name: str = "court") -> SourceState:
    with bench.ctx.store.read() as tx:
        return tx.sources.state(SourceId(name))


def told(bench: Bench) -> list[str]:
    """The titles of the notices sent up to now."""
    watch_sources(bench.ctx)
    bench.work()
    return [message.title for message in bench.channel.messages]


def answer(bench: Bench, body: str, **other: object) -> Callable[[FetchRequest], FetchResult]:
    def reply(request: FetchRequest) -> FetchResult:
        made = Fetched(url=request.url, final_url=request.url, status=200, headers=(("Content-Type", "text/xml"),),
                       body=body.encode(), fetched_at=bench.clock.now())  # fmt: skip
        return replace(made, **other)  # type: ignore[arg-type]

    return reply


def listing(*links: str) -> str:
    items = "".join(f"<li><a href='{link}'>Judges hear the case about quay number {n} at length</a></li>"
                    for n, link in enumerate(links))  # fmt: skip
    return f"<html><body><main><h1>News</h1><ul>{items}</ul></main></body></html>"


def pages(folder: str, count: int, start: int = 0) -> list[str]:
    return [f"/{folder}/{number}" for number in range(start, start + count)]


def test_an_address_that_moved_for_good_is_followed_and_told(bench: Bench) -> None:
    body = press.feed(SITE, 1)
    bench.web.pages[FEED] = answer(bench, body, final_url=NEW_HOME, permanent_url=NEW_HOME)
    bench.web.pages[NEW_HOME] = body
    for _ in range(4):
        bench.poll()
    assert [request.url for request in bench.web.asked] == [FEED, FEED, FEED, NEW_HOME]
    assert told(bench) == ["Source has moved: Court"]
    assert NEW_HOME in str(bench.channel.messages[0].blocks)
    assert told(bench) == ["Source has moved: Court"]
    assert len(bench.entries()) == 1


def test_a_source_that_gets_another_id_in_feeds_toml_loses_no_news_and_repeats_none(bench: Bench) -> None:
    declared = f'[[source]]\nid = "NAME"\nname = "Court"\nurl = "{FEED}"\n' + STRIKES
    apply(bench.ctx.store, assemble(parse(declared.replace("NAME", "court"), "f")), NOON)
    bench.publish(1)
    bench.poll()
    bench.publish(2, 1)
    bench.poll()
    bench.work()
    assert len(bench.channel.messages) == 1
    apply(bench.ctx.store, assemble(parse(declared.replace("NAME", "tribunal"), "f")), NOON)
    bench.publish(3, 2, 1)  # the third came before the first poll under the new name
    bench.poll("tribunal")
    bench.work()
    assert [message.title for message in bench.channel.messages] == [press.title(2), press.title(3)]


def test_where_an_address_moved_is_told_without_its_token(bench: Bench) -> None:
    there = f"{NEW_HOME}?access_token=planted"
    bench.web.pages[FEED] = answer(bench, press.feed(SITE, 1), final_url=there, permanent_url=there)
    logged = " ".join(bench.poll().reason for _ in range(3))
    assert told(bench) == ["Source has moved: Court"]
    listed = " ".join(status(bench.ctx.store).sources[0].remarks)
    for said in (logged, listed, repr(bench.channel.messages)):
        assert "moved" in said and f"{NEW_HOME}?access_token=" in said
        assert "planted" not in said


@dataclass(frozen=True)
class Edit:
    """How a source is declared otherwise."""

    name: str
    url: str


RENAMED, REWRITTEN = Edit("tribunal", NEWS), Edit("court", NEWS.replace("https", "http"))


def edited(bench: Bench, edit: Edit, kind: SourceKind, before: str, after: str) -> list[str]:
    """The titles of what is news when the list or page, without dates, has become ``after``."""
    for each, page in ((Edit("court", NEWS), before), (edit, after)):
        declared = f'[[source]]\nid = "{each.name}"\nname = "Court"\nurl = "{each.url}"\nkind = "{kind}"\n' + STRIKES
        apply(bench.ctx.store, assemble(parse(declared, "f")), NOON)
        bench.web.pages[each.url] = page
        bench.poll(each.name)
    return [entry.title for entry in bench.entries() if not entry.baseline]


@pytest.mark.parametrize("edit", [RENAMED, REWRITTEN])
def test_a_list_that_is_declared_otherwise_loses_no_news_and_repeats_none(bench: Bench, edit: Edit) -> None:
    old = pages("news", 5)
    assert len(edited(bench, edit, SourceKind.LISTING, listing(*old), listing("/news/9", *old))) == 1
    assert len(bench.entries()) == 6


@pytest.mark.parametrize("edit", [RENAMED, REWRITTEN])
def test_a_page_that_is_declared_otherwise_loses_no_news(bench: Bench, edit: Edit) -> None:
    html = "<html><body><main><h1>Status of the treaty</h1><p>The assembly keeps this list.</p>{}</main></body></html>"
    found = edited(bench, edit, SourceKind.PAGE, html.format(""), html.format("<p>Norland left the treaty today.</p>"))
    assert found == ["Court: Norland left the treaty today."]


def test_an_id_that_another_source_bore_once_has_a_first_contact_of_its_own(bench: Bench) -> None:
    bench.publish(1)
    bench.poll()
    with bench.ctx.store.write() as tx:
        tx.sources.remove(SourceId("court"), NOON)
    bench.clock.forward(DAY)
    bench.watch(source(url=NEW_HOME))
    bench.web.pages[NEW_HOME] = press.feed("https://tribunal.example.org", 2, 3)
    bench.poll()
    assert [entry.baseline for entry in bench.entries()] == [True] * 3


def test_a_new_address_that_fails_leads_back_to_the_declared_one(bench: Bench) -> None:
    body = press.feed(SITE, 1)
    bench.web.pages[FEED] = answer(bench, body, final_url=NEW_HOME, permanent_url=NEW_HOME)
    for _ in range(3):
        bench.poll()
    bench.web.pages[FEED] = press.feed(SITE, 2, 1)
    assert bench.poll().result is Result.NEW
    assert state(bench).moved_to == ""


def test_an_edit_of_the_declared_address_ends_the_move(bench: Bench) -> None:
    bench.web.pages[FEED] = answer(bench, press.feed(SITE, 1), final_url=NEW_HOME, permanent_url=NEW_HOME)
    for _ in range(3):
        bench.poll()
    bench.watch(source(url=f"{SITE}/atom"))
    bench.poll()
    assert bench.web.asked[-1].url == f"{SITE}/atom"


def test_a_listing_that_shrinks_to_its_menu_is_a_failure_that_loses_nothing(bench: Bench) -> None:
    bench.watch(source(url=NEWS, kind=SourceKind.LISTING))
    for number in range(6):
        bench.web.pages[NEWS] = listing(*pages("news", 30, number))
        bench.poll()
    bench.web.pages[NEWS] = listing(*pages("news", 4, 36))
    outcome = bench.poll()
    assert (outcome.result, outcome.reason) == (Result.FAILED, "lists 4 links, usually 30")
    assert outcome.facts["entries"] == 4
    for _ in range(5):
        bench.poll()
    assert state(bench).next_poll_at == NOON + HOUR / 2  # its server answers: no reason to ask less often


def test_a_listing_that_leads_elsewhere_is_a_failure_until_it_is_usual(bench: Bench) -> None:
    bench.watch(source(url=NEWS, kind=SourceKind.LISTING))
    for number in range(6):
        bench.web.pages[NEWS] = listing(*pages("news", 30, number))
        bench.poll()
    for number in range(9):
        bench.web.pages[NEWS] = listing(*pages("press", 30, number))
        result = bench.poll().result
        assert result is (Result.FAILED if number < 7 else Result.NEW)
        bench.clock.forward(DAY)


def test_a_source_that_falls_silent_is_told_once_and_when_it_speaks_again(bench: Bench) -> None:
    bench.publish()
    bench.poll()
    for number in range(8):
        bench.clock.forward(DAY)
        bench.publish(*range(number, -1, -1))
        bench.poll()
    assert state(bench).usual_gap == DAY
    for _ in range(9):
        bench.clock.forward(DAY)
        bench.poll()
    assert told(bench).count("Source is silent: Court") == 1
    silent = next(each for each in bench.channel.messages if each.title == "Source is silent: Court")
    assert "no item for 9 days, usual gap 1 day" in str(silent.blocks)
    assert told(bench).count("Source is silent: Court") == 1
    bench.publish(*range(9, -1, -1))
    bench.poll()
    assert told(bench).count("Source brings items again: Court") == 1


def test_a_monitor_that_was_switched_off_takes_no_source_for_silent(bench: Bench) -> None:
    bench.publish()
    bench.poll()
    for number in range(8):
        bench.clock.forward(DAY)
        bench.publish(*range(number, -1, -1))
        bench.poll()
    told(bench)
    bench.clock.forward(30 * DAY)
    assert "Source is silent: Court" not in told(bench)


def test_a_source_that_is_gone_is_told_with_what_to_do(bench: Bench) -> None:
    bench.watch(source("other"))
    bench.publish(source="other")
    bench.poll("other")
    bench.web.pages[FEED] = lambda request: FetchFailed(url=request.url, reason=FailureReason.GONE, status=410)
    for _ in range(3):
        bench.poll()
        bench.clock.forward(HOUR)
    assert told(bench) == ["Source is gone: Court"]
    assert "give another address" in bench.channel.messages[0].blocks[0].text
    assert told(bench) == ["Source is gone: Court"]


def test_a_fallback_in_use_is_told_once_and_the_way_back_too(bench: Bench) -> None:
    bench.watch(source(fallbacks=(fallback(f"{SITE}/other", SourceKind.FEED),)))
    bench.web.pages[f"{SITE}/other"] = press.feed(SITE, 1)
    bench.web.pages[FEED] = FailureReason.FORBIDDEN
    bench.poll()
    bench.clock.forward(HOUR)
    bench.poll()
    assert told(bench) == ["Source is read by its fallback: Court"]
    assert "refused by the server" in str(bench.channel.messages[0].blocks)
    bench.publish(1)
    for _ in range(9):
        bench.poll()
    assert told(bench)[1:] == ["Source works at its own address again: Court"]


def paged(bench: Bench, pages: dict[str, list[int]]) -> None:
    """A feed of pages that lead to each other in the order given."""
    addresses = list(pages)
    for address, older in pairwise([*addresses, ""]):
        link = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="{older}"/>' if older else ""
        bench.web.pages[address] = press.feed(SITE, *pages[address]).replace("<channel>", f"<channel>{link}")


def test_a_feed_that_outran_the_polls_is_read_back_to_what_is_known(bench: Bench) -> None:
    bench.publish(0)
    bench.poll()
    paged(bench, {FEED: [6, 5], f"{FEED}?2": [4, 3], f"{FEED}?3": [2, 1, 0], f"{FEED}?4": [0]})
    outcome = bench.poll()
    assert (outcome.facts["entries"], outcome.facts["older_pages"]) == (6, 2)
    assert "gap" not in outcome.facts
    assert [entry.title for entry in bench.entries()] == [press.title(number) for number in range(7)]


def test_an_older_page_that_fails_is_read_at_the_next_poll(bench: Bench) -> None:
    bench.publish(0)
    bench.poll()
    paged(bench, {FEED: [6, 5], f"{FEED}?2": [4, 3, 0]})
    bench.web.pages[f"{FEED}?2"] = FailureReason.TIMEOUT
    assert bench.poll().facts["entries"] == 2
    paged(bench, {FEED: [7, 6, 5], f"{FEED}?2": [4, 3, 0]})
    assert bench.poll().facts["entries"] == 3
    assert state(bench).older_url == ""


def test_an_older_page_that_fails_is_read_at_the_next_poll_of_a_feed_that_did_not_change(bench: Bench) -> None:
    bench.publish(0)
    bench.poll()
    paged(bench, {FEED: [6, 5], f"{FEED}?2": [4, 3, 0]})
    older = bench.web.pages.pop(f"{FEED}?2")
    bench.web.pages[f"{FEED}?2"] = FailureReason.TIMEOUT
    assert bench.poll().facts["entries"] == 2
    bench.web.pages[f"{FEED}?2"] = older
    assert bench.poll().facts["entries"] == 2
    assert bench.poll().result is Result.NOT_MODIFIED


def test_a_gap_that_cannot_be_read_back_is_said(bench: Bench) -> None:
    bench.publish(0)
    bench.poll()
    bench.publish(6, 5)
    outcome = bench.poll()
    assert outcome.facts["gap"] is True
    assert "may have been missed" in outcome.reason


def test_nobody_is_sent_to_another_site_for_older_pages(bench: Bench) -> None:
    bench.publish(0)
    bench.poll()
    paged(bench, {FEED: [6, 5], "https://elsewhere.example.com/feed": [4]})
    bench.poll()
    assert bench.web.asked[-1].url == FEED


def test_a_hosts_wish_to_be_left_alone_holds_for_its_other_sources(bench: Bench) -> None:
    bench.watch(source("docket", url=f"{SITE}/docket"), source("else", url="https://else.example.org/feed"))
    bench.web.pages[FEED] = lambda request: FetchFailed(
        url=request.url, reason=FailureReason.THROTTLED, status=429, retry_after=5 * HOUR
    )
    bench.poll()
    assert state(bench, "docket").next_poll_at == NOON + 5 * HOUR
    assert state(bench, "else").next_poll_at == NOON


def test_what_a_host_behind_a_redirect_wishes_does_not_hold_the_host_that_leads_there(bench: Bench) -> None:
    behind = "https://files.example.net/feed"
    bench.watch(source("docket", url=f"{SITE}/docket"), source("files", url="https://files.example.net/other"))
    bench.web.pages[FEED] = lambda request: FetchFailed(
        url=request.url, final_url=behind, reason=FailureReason.THROTTLED, status=429, retry_after=5 * HOUR
    )
    bench.poll()
    held = {name: state(bench, name).next_poll_at for name in ("court", "docket", "files")}
    assert held["docket"] == NOON
    assert held["files"] == NOON + 5 * HOUR
    assert held["court"] is not None and held["court"] >= NOON + 5 * HOUR


def test_a_poll_that_is_put_off_is_no_failure(bench: Bench) -> None:
    bench.web.pages[FEED] = lambda request: FetchFailed(
        url=request.url, reason=FailureReason.THROTTLED, retry_after=HOUR, detail="left alone for an hour more"
    )
    assert bench.poll().result is Result.POSTPONED
    found = state(bench)
    assert found.failures == 0
    assert found.next_poll_at is not None
    assert found.next_poll_at >= NOON + HOUR


def test_what_the_publisher_asks_is_kept_through_unchanged_polls(bench: Bench) -> None:
    bench.web.pages[FEED] = press.feed(SITE, 1).replace("<channel>", "<channel><ttl>90</ttl>")
    for _ in range(3):
        bench.poll()
        assert state(bench).next_poll_at == NOON + 1.5 * HOUR


def test_max_age_of_the_answer_counts_as_well(bench: Bench) -> None:
    kind = ("Content-Type", "text/xml")
    bench.web.pages[FEED] = answer(
        bench, press.feed(SITE, 1), headers=(kind, ("Cache-Control", "public, s-maxage=9, max-age=3600"))
    )
    bench.poll()
    assert state(bench).next_poll_at == NOON + HOUR


def test_the_first_unchanged_poll_of_a_day_is_a_full_one(bench: Bench) -> None:
    bench.publish(1)
    for _ in range(3):
        bench.poll()
    bench.clock.forward(DAY)
    bench.poll()
    assert [bool(request.validators.etag) for request in bench.web.asked] == [False, True, True, False]


def test_ignored_lines_of_a_page_are_never_news_in_either_direction(bench: Bench) -> None:
    page = f"{SITE}/status"
    html = ("<html><body><main><h1>Status of the treaty</h1><p>The assembly of the harbours keeps this list.</p>"
            "<p>Quote of the morning: {}</p></main></body></html>")  # fmt: skip
    watched = source(url=page, kind=SourceKind.PAGE, ignore=("quote of the", "/^Session [0-9]+/"))
    bench.watch(watched)
    for saying in ("a calm sea never made a sailor", "no wind helps him who knows no port"):
        bench.web.pages[page] = html.format(saying)
        assert bench.poll().facts["entries"] == 0
    bench.watch(replace(watched, ignore=()))
    bench.web.pages[page] = html.format("no wind helps him who knows no port") + " "
    assert bench.poll().facts["entries"] == 0
    bench.web.pages[page] = html.format("the tide waits for no captain at all")
    assert bench.poll().facts["entries"] == 1


def test_a_selector_names_the_items_of_a_listing(bench: Bench) -> None:
    bench.watch(source(url=NEWS, kind=SourceKind.LISTING, selector="ul.papers a"))
    paper = "<ul class='papers'><li><a href='/papers/1'>Report of the bureau on dredging the port</a></li></ul>"
    bench.web.pages[NEWS] = listing(*pages("news", 5)).replace("</main>", f"{paper}</main>")
    bench.poll()
    assert [entry.url for entry in bench.entries()] == [f"{SITE}/papers/1"]


def test_an_index_of_sitemaps_is_read_by_its_newest_part(bench: Bench) -> None:
    bench.watch(source(url=f"{SITE}/sitemap.xml", kind=SourceKind.SITEMAP))
    index = f"<sitemapindex><sitemap><loc>{SITE}/news-1.xml</loc></sitemap></sitemapindex>"
    bench.web.pages[f"{SITE}/sitemap.xml"] = f"<?xml version='1.0'?>{index}"
    for count in (1, 2):
        urls = "".join(f"<url><loc>{SITE}/judges-hear-case-{number}</loc></url>" for number in range(count))
        bench.web.pages[f"{SITE}/news-1.xml"] = f"<?xml version='1.0'?><urlset>{urls}</urlset>"
        assert bench.poll().facts["entries"] == 1


def test_a_poll_does_not_forget_what_was_told_meanwhile(bench: Bench) -> None:
    def tell_while_asked(request: FetchRequest) -> FetchResult:
        with bench.ctx.store.write() as tx:
            tx.sources.mark_told([SourceId("court")], add=frozenset({Told.FAILING}))
        return FetchFailed(url=request.url, reason=FailureReason.TIMEOUT)

    bench.web.pages[FEED] = tell_while_asked
    bench.poll()
    assert state(bench).told == {Told.FAILING}


def test_an_index_whose_parts_are_on_another_site_fails_instead_of_bringing_nothing(bench: Bench) -> None:
    bench.watch(source(url=f"{SITE}/sitemap.xml", kind=SourceKind.SITEMAP))
    index = "<sitemapindex><sitemap><loc>https://maps.example.net/news-1.xml</loc></sitemap></sitemapindex>"
    bench.web.pages[f"{SITE}/sitemap.xml"] = f"<?xml version='1.0'?>{index}"
    assert bench.poll().reason == "its parts are on another site"
