"""The pages show what the store holds, and their forms do what they say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from monitor.app.page import site_for
from monitor.services import overview
from monitor.services.developments import list_developments, show_development
from monitor.store.tables import articles, developments
from monitor.store.versions import HEARTBEAT, LAST_TICK
from monitor.web.health import readyz
from monitor.web.today import SHOWN
from tests.builders import NOON
from tests.cli.conftest import Site, feed, site
from tests.fakes import HandClock
from tests.web.conftest import Web
from tests.web.hostile_store import plant

__all__ = ["site"]
PAGES = ("/", "/developments", "/topics", "/topics/new", "/sources", "/sources/add", "/alerts", "/search", "/explain",
         "/access")  # fmt: skip
SUED = "Sanctioned international judges sue US Treasury in federal court"


def number_of(web: Web, words: str) -> int:
    return next(each.id for each in list_developments(web.monitor.store) if words in each.title)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_on_an_empty_database_and_on_a_full_one(web: Web, empty: Web, path: str) -> None:
    assert "<h1" in web.text(path)
    assert "<h1" in empty.text(path)


def test_today_shows_the_latest_step_with_its_sentence_marked_and_its_stage(web: Web) -> None:
    page = web.text("/")
    assert SUED in page
    assert "<mark>sanctions</mark>" in page
    assert 'aria-current="step"><span>challenged</span>' in page
    found = show_development(web.monitor.store, number_of(web, "US Treasury imposes")).development
    assert f"{found.origins} origins, {found.reports} reports" in page


def test_an_empty_page_says_what_to_do_next(empty: Web) -> None:
    assert 'href="/topics/new">Add a topic' in empty.text("/")
    assert 'href="/sources/add">Add one' in empty.text("/sources")


def test_what_came_since_the_last_visit_is_marked_until_it_is_seen(web: Web) -> None:
    store = web.monitor.store
    now = web.monitor.context.clock.now()
    overview.mark_read(store, now - timedelta(days=1))
    assert "badge new" in web.text("/")
    assert "badge new" not in web.post("/read").text


def test_news_that_took_long_to_be_read_and_more_than_a_page_of_it_are_all_shown(empty: Web) -> None:
    store, seen = empty.monitor.store, NOON + timedelta(hours=2)
    plant(store, [f"Strike {number}" for number in range(SHOWN + 10)])
    overview.mark_read(store, seen)
    assert "badge new" not in empty.text("/")
    with store.write() as tx:  # first seen at noon, while the reader had not been here; their pages came hours later
        tx.connection.execute(update(developments).values(news_at=seen + timedelta(hours=1)))
        tx.connection.execute(update(articles).values(stored_at=seen + timedelta(hours=1)))
    page, rest = empty.text("/"), empty.text("/?number=2")
    assert "60 developments with news" in page
    assert (page.count("badge new"), rest.count("badge new")) == (SHOWN, 10)
    assert "badge new" not in empty.post("/read").text


def test_a_development_shows_its_timeline_its_evidence_and_what_was_sent(web: Web) -> None:
    found = show_development(web.monitor.store, number_of(web, "US Treasury imposes"))
    page = web.text(f"/developments/{found.development.id}")
    assert len(found.reports) >= 4
    assert page.count('<article class="report"') == page.count("<circle") == len(found.reports)
    assert found.reports[0].reason in page
    assert 'class="badge sent"' in page


def test_a_later_edit_shows_the_words_that_changed(web: Web) -> None:
    number = number_of(web, "US Treasury imposes")
    article = show_development(web.monitor.store, number).reports[0].article_id
    page = web.text(f"/articles/{article}")
    assert "<del>two</del> <ins>three</ins>" in page
    assert f"/articles/{article}#versions" in web.text(f"/developments/{number}")


def test_merge_and_split_are_obeyed(web: Web) -> None:
    store = web.monitor.store
    kept, gone = number_of(web, "US Treasury imposes"), number_of(web, "White House")
    before = len(show_development(store, kept).reports)
    assert "are one now" in web.post(f"/developments/{kept}/merge", other=str(gone)).text
    reports = show_development(store, kept).reports
    assert len(reports) == before + 1
    assert web.reader.get(f"/developments/{gone}").headers["location"] == f"/developments/{kept}"
    moved = reports[-1].article_id
    after = web.post(f"/developments/{kept}/split", article=[str(moved)])
    assert "a development of their own" in after.text
    assert len(show_development(store, kept).reports) == before


def test_not_the_same_and_the_same_move_a_report_out_and_back(web: Web) -> None:
    number = number_of(web, "Northmark joins")
    before = [report.article_id for report in show_development(web.monitor.store, number).reports]
    first, second, *_ = before
    web.post(f"/articles/{first}/notsame", other=str(second))
    assert [report.article_id for report in show_development(web.monitor.store, number).reports] == [first, *before[2:]]
    web.post(f"/articles/{first}/same", other=str(second))
    assert [report.article_id for report in show_development(web.monitor.store, number).reports] == before


def test_feedback_mute_and_seen_are_kept(web: Web) -> None:
    number = number_of(web, "US Treasury imposes")
    article = show_development(web.monitor.store, number).reports[0].article_id
    page = web.post(f"/articles/{article}/feedback", opinion="relevant", development=str(number)).text
    assert 'value="relevant" aria-pressed="true"' in page
    assert "Muted until" in web.post(f"/developments/{number}/mute", span="7d").text
    assert "No longer muted" in web.post(f"/developments/{number}/unmute").text
    assert "Seen; nothing but repeats came since" in web.post(f"/developments/{number}/seen").text
    assert "relevant: 100 %" in web.text("/topics")


def test_a_query_is_tried_before_it_is_saved_and_its_mistake_stands_under_its_word(web: Web) -> None:
    query = '"International Criminal Court" AND judge*'
    tried = web.post("/topics/-trial", query=query).text
    assert "reports a week" in tried
    assert "<mark>International Criminal Court</mark>" in tried
    wrong = web.post("/topics/new", query='court AND ("judge', act="try")
    assert wrong.status_code == 422
    assert "<mark>" in wrong.text
    saved = web.post("/topics/new", title="Judges", query=query, act="save")
    assert saved.url.path == "/topics/judges"
    changed = web.post("/topics/judges", title="Judges", query="judge* AND lawsuit", act="try").text
    assert "no longer found" in changed
    web.post("/topics/judges", title="Judges", query="judge* AND lawsuit", act="save")
    assert "lawsuit" in web.text("/topics/judges")
    assert "Judges" not in web.post("/topics/judges/remove").text


def test_a_topic_that_was_changed_in_another_tab_is_not_overwritten_unseen(web: Web) -> None:
    web.post("/topics/new", title="Judges", query="judge*", act="save")
    seen = {"title": "Judges", "against": "judges", "seen": mark(web.text("/topics/judges"))}
    assert web.post("/topics/judges", **seen, query="judge* AND one", act="save").status_code == 200
    other = web.post("/topics/judges", **seen, query="judge* AND two", act="save")
    assert other.status_code == 422 and "changed meanwhile" in other.text
    assert "judge* AND one" in other.text and "judge* AND two" in other.text
    again = {**seen, "seen": mark(other.text)}
    assert web.post("/topics/judges", **again, query="judge* AND two", act="save").status_code == 200
    web.post("/topics/judges/remove")
    gone = web.post("/topics/judges", **seen, query="judge* AND three", act="save")
    assert "removed meanwhile" in gone.text and "judge* AND three</textarea>" in gone.text


def mark(page: str, form: str = "") -> str:
    """The mark in the form that is sent to that address; in the first one with a mark if none is named."""
    within = page.partition(f'action="{form}"' if form else "<form")[2]
    return within.partition('name="seen" value="')[2].partition('"')[0]


def test_a_form_that_is_sent_twice_counts_once(web: Web) -> None:
    for _ in range(2):
        assert web.post("/topics/new", title="Judges", query="judge*", act="save").url.path == "/topics/judges"
    assert web.post("/topics/new", title="Judges", query="lawyer*", act="save").status_code == 422


def test_what_was_typed_outlives_the_session(web: Web) -> None:
    typed = {"title": "Judges <b>", "query": 'judge*\nAND "the court"', "act": "save", "channel": ["a", "b"]}
    late = web.browser().post("/topics/new", data=typed)
    assert late.status_code == 401
    assert 'action="/topics/new"' in late.text and "Judges &lt;b&gt;</textarea>" in late.text
    assert "\njudge*\nAND &#34;the court&#34;</textarea>" in late.text
    assert late.text.count('name="channel"') == 2
    live = web.browser(**{"hx-request": "true"}).post("/topics/-trial", data=typed)
    assert "hx-redirect" not in live.headers and "What you typed stays" in live.text
    for path in ("/access/password", "/routes/channels"):
        assert "hunter2" not in web.browser().post(path, data={"password": "hunter2", "url": "hunter2"}).text


def test_a_declared_topic_can_be_tried_and_not_changed(web: Web) -> None:
    assert 'value="save"' not in web.text("/topics/sanctions")
    refused = web.post("/topics/sanctions", query="anything", act="save")
    assert refused.status_code == 422
    assert "declared in feeds.toml" in refused.text


def test_a_source_is_looked_at_then_added_polled_paused_and_removed(web: Web, site: Site) -> None:
    site.put("/rss.xml", feed("One", "Two", "Three"), "application/rss+xml")
    home = site.put("/", '<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head></html>')
    looked = web.post("/sources/add", url=home, act="look").text
    assert "declared by the page" in looked
    assert "3 items" in looked
    added = web.post("/sources/add", url=home, act="save")
    assert added.url.path == "/sources/quay-post"
    assert "within seconds" in web.post("/sources/quay-post/poll").text
    assert "Resume" in web.post("/sources/quay-post/pause").text
    assert "polled again" in web.post("/sources/quay-post/resume").text
    assert "quay-post" not in web.post("/sources/quay-post/remove").text


def test_an_address_that_cannot_be_watched_is_told_in_place(web: Web, site: Site) -> None:
    assert "not found" in web.post("/sources/add", url=f"{site.root}/nothing", act="look").text


def test_alerts_are_listed_by_state_and_a_refused_one_is_sent_again(web: Web) -> None:
    with web.monitor.store.write() as tx:
        listed = tx.outbox.latest(limit=1)[0]
        tx.outbox.save(listed.delivery.id, type(listed.delivery.status)("dead"), attempts=9, detail="no such mailbox",
                       next_attempt=listed.alert.created_at)  # fmt: skip
    page = web.text("/alerts?status=dead")
    assert "no such mailbox" in page
    assert "sent again" in web.post(f"/alerts/{listed.delivery.id}/again").text
    assert "dead 0" in web.text("/alerts")


def test_a_channel_is_tested_from_its_page(web: Web) -> None:
    assert "The channel took it" in web.post("/channels/terminal/test").text


def test_search_finds_words_and_phrases_and_narrows_down(web: Web) -> None:
    page = web.text("/search?q=judges+lawsuit")
    assert SUED in page
    assert "<mark>judges</mark>" in page
    assert SUED not in web.text("/search?q=%22lawsuit+judges%22")
    assert SUED not in web.text("/search?q=lawsuit&source=court-desk")
    assert "2026-01-31" in web.reader.get("/search?q=a&since=yesterday").text


def test_explain_says_why_a_page_was_told_and_how_topics_see_a_text(web: Web) -> None:
    report = show_development(web.monitor.store, number_of(web, "US Treasury imposes")).reports[0]
    page = web.reader.get("/explain", params={"url": report.url}).text
    assert "alerted" in page
    assert "How the topics see its text now" in page
    assert "never seen" in web.reader.get("/explain", params={"url": "https://nowhere.example/"}).text
    assert "badge report" in web.post("/explain", text="US imposes sanctions on the International Criminal Court").text


def test_times_are_in_the_zone_that_is_set_with_utc_beside(web: Web) -> None:
    page = web.text("/developments/1")
    assert "data-local" not in page
    assert re.search(r"CES?T \(", page)
    assert " UTC)" in page


@pytest.mark.parametrize("path", [
    "/developments/999", "/developments/abc", "/developments/99999999999999999999", "/articles/0", "/topics/none",
    "/topics/..%2f..%2fetc", "/sources/none", "/nothing",
])  # fmt: skip
def test_what_is_not_there_is_said_on_a_page(web: Web, path: str) -> None:
    answer = web.reader.get(path)
    assert answer.status_code == 404
    assert "<h1>Not here</h1>" in answer.text


def test_health_line_says_whether_the_monitor_runs(web: Web) -> None:
    with web.monitor.store.write() as tx:
        for sign in (HEARTBEAT, LAST_TICK):
            tx.facts.put(sign, "")
    assert "has not run on this database" in web.text("/")
    assert web.stranger.get("/readyz").status_code == 503
    with web.monitor.store.write() as tx:
        tx.facts.put(HEARTBEAT, web.monitor.context.clock.now().isoformat())
    assert "9 of 9 sources healthy" in web.text("/")


@pytest.mark.parametrize(("age", "status"), [(0, 200), (15, 200), (16, 503)])
def test_it_is_ready_while_the_last_good_tick_is_younger_than_three_intervals(web: Web, age: int, status: int) -> None:
    clock = HandClock()
    with web.monitor.store.write() as tx:
        tx.facts.put(LAST_TICK, (clock.now() - timedelta(seconds=age)).isoformat())
    assert readyz(replace(site_for(web.monitor), clock=clock)).status_code == status
    assert web.stranger.get("/readyz").status_code == 503  # by the machine's own clock, years later


def test_what_is_too_long_to_be_looked_for_is_said(web: Web) -> None:
    for path, field in (("/search", "q"), ("/explain", "url")):
        answer = web.reader.get(path, params={field: "x" * 3_000})
        assert answer.status_code == 400
        assert "too long" in answer.text
