"""What the page tells first: to who is new to it, to who looks for one source of many, to who must mend something."""

from __future__ import annotations

from datetime import timedelta

from monitor.core.model.alert import ChannelSpec, DeliveryStatus
from monitor.core.model.ids import ChannelId
from monitor.core.model.process import Process, Role
from monitor.core.query.parser import parse
from monitor.services.access import set_password
from monitor.services.concepts import show_concept
from monitor.services.topics import show_topic
from monitor.store.versions import HEARTBEAT
from monitor.web.passwords import hash_password
from monitor.web.topics import LANGUAGE
from tests.builders import NOON, source
from tests.web.conftest import Web


def test_the_help_on_queries_is_right(web: Web) -> None:
    assert "How a query is written" in web.text("/topics/new")
    assert [str(parse(way)) for way, _ in LANGUAGE]


def test_many_sources_are_found_by_name_and_shown_page_by_page(empty: Web) -> None:
    with empty.monitor.store.write() as tx:
        for number in range(120):
            tx.sources.put(source(f"s{number}"), NOON)
    first, second = empty.text("/sources"), empty.text("/sources?number=2")
    assert ("all 120" in first, first.count('href="/sources/s'), second.count('href="/sources/s')) == (True, 100, 20)
    found = empty.text("/sources?find=S119")
    assert found.count('href="/sources/s') == 1
    assert "No source has “nowhere”" in empty.text("/sources?find=nowhere")


def test_a_channel_that_cannot_be_used_and_a_refused_alert_are_told_first(web: Web) -> None:
    assert "No alert can go to" not in web.text("/") and "refused for good" not in web.text("/")
    with web.monitor.store.write() as tx:
        tx.channels.put(ChannelSpec(id=ChannelId("desk"), url="env:MONITOR_TEST_NOT_SET"))
        tx.outbox.save(tx.outbox.latest(limit=1)[0].delivery.id, DeliveryStatus.DEAD, attempts=1,
                       next_attempt=web.monitor.context.clock.now(), detail="550")  # fmt: skip
    shown = web.text("/")
    assert "No alert can go to" in shown and 'href="/routes#channel-desk"' in shown
    assert "1 alert</a> refused for good" in shown


def test_without_a_source_the_first_line_asks_for_one(empty: Web) -> None:
    with empty.monitor.store.write() as tx:
        tx.facts.put(HEARTBEAT, empty.monitor.context.clock.now().isoformat())
    assert "No source is polled" in empty.text("/")


def test_a_title_without_latin_letters_gets_a_name_and_one_topic_however_often_it_is_sent(web: Web) -> None:
    asked = {"title": "Репарації постраждалим", "query": "репараці*", "act": "save"}
    assert web.post("/topics/new", **asked).url.path == "/topics/topic-1"
    assert web.post("/topics/new", **asked).url.path == "/topics/topic-1"
    assert web.post("/topics/new", **{**asked, "query": "компенсаці*"}).url.path == "/topics/topic-2"


def test_a_topic_and_a_concept_may_be_called_trial(web: Web) -> None:
    web.post("/topics/new", title="Trial", query="judge*", act="save")
    web.post("/topics/trial", title="Trial", query="court*", act="save")
    assert show_topic(web.monitor.store, "trial").topic.query == "court*"
    web.post("/concepts/new", name="trial", terms="hearing", act="save")
    web.post("/concepts/trial", terms="proceedings", act="save")
    assert show_concept(web.monitor.store, "trial").concept.terms == ("proceedings",)


def test_a_mistake_is_told_in_words_of_the_page(web: Web) -> None:
    assert "topic &#34;trial&#34;" not in web.post("/topics/-trial", query="(ICC AND").text
    assert "monitor development list" not in web.reader.get("/developments/9999").text
    assert "mailto:you@example.org" in web.post("/routes/channels", name="desk", url="you@example.org").text
    assert "did you mean https://example.org?" in web.post("/sources/add", url="example.org", act="look").text
    assert "choose the articles" in web.post("/developments/6/split").text
    late = web.post("/routes/channels", name="desk", url="terminal:", quiet="late").text
    soon = web.post("/sources/add", url="https://example.org", interval="soon", act="look").text
    assert ">quiet: " in late and ">interval: " in soon


def test_who_forgot_the_password_is_told_what_to_do(fresh: Web) -> None:
    set_password(fresh.monitor.store, hash_password("a password of its own"))
    assert "monitor web link" in fresh.browser().post("/login", data={"password": "wrong"}).text
    assert "monitor web link" in fresh.stranger.get("/welcome?key=old").text


def test_who_forgot_a_password_of_the_settings_is_told_where_it_stands(web: Web) -> None:
    given = web.browser().post("/login", data={"password": "wrong"}).text
    assert "MONITOR_WEB_PASSWORD" in given and "monitor web link" not in given


def test_the_query_of_a_declared_topic_is_taken_into_one_of_your_own(web: Web) -> None:
    assert 'value="copy"' in web.text("/topics/sanctions")
    editor = web.post("/topics/new", act="copy", query="judge* AND visa*", against="sanctions", seen="x")
    assert "<h1>Add a topic</h1>" in editor.text and "judge* AND visa*" in editor.text
    assert 'name="name" value=""' in editor.text


def test_spans_of_silence_read_well(web: Web) -> None:
    page = web.text("/topics/sanctions")
    assert ">for a day<" in page and ">until I say otherwise<" in page


def test_a_monitor_that_was_killed_just_now_is_told_first_and_then_what_to_start(web: Web) -> None:
    now = web.monitor.context.clock.now()
    with web.monitor.store.write() as tx:
        tx.facts.put(HEARTBEAT, now.isoformat())
    assert "last sign of life" not in web.text("/")
    with web.monitor.store.write() as tx:
        tx.facts.put(HEARTBEAT, (now - timedelta(seconds=30)).isoformat())
    assert "sources healthy" in (shown := web.text("/")) and "gave its last sign of life" in shown
    with web.monitor.store.write() as tx:
        tx.facts.put(HEARTBEAT, (now - timedelta(hours=1)).isoformat())
        seen = tx.processes.now(now)
        tx.processes.put(Process(token="t", role=Role.WORKER, machine="other", pid=2, started_at=seen, seen_at=seen,
                                 patience=timedelta(hours=1)))  # fmt: skip
    assert "<code>monitor run --role scheduler</code>" in web.text("/")
