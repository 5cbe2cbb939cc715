"""Concepts, routes and digests: on their pages and through the API."""

from __future__ import annotations

import pytest

from monitor.core.model.route import Every
from monitor.services.channels import add_channel, find_channel, read_plan
from monitor.services.concepts import show_concept
from monitor.services.topics import add_topic, show_topic
from monitor.services.trial import compare, try_out
from tests.web.conftest import Web
from tests.web.test_pages import mark


def with_topic(web: Web, query: str, name: str = "own") -> None:
    add_topic(web.monitor.store, name, query, now=web.monitor.context.clock.now())


def test_a_concept_is_written_tried_used_and_removed(web: Web) -> None:
    tried = web.post("/concepts/new", name="ecocide-own", terms="ecocid*", act="try")
    assert "No topic names it yet" in tried.text
    assert "ecocid" in tried.text
    saved = web.post("/concepts/new", name="Ecocide own", terms="ecocid*\nécocid*", act="save")
    assert saved.url.path == "/concepts/ecocide-own"
    with_topic(web, "{ecocide-own} AND statute")
    assert 'href="/topics/own"' in web.text("/concepts/ecocide-own")
    assert "is used by own" in web.post("/concepts/ecocide-own/remove").text
    web.post("/topics/own/remove")
    assert "ecocide-own" not in web.post("/concepts/ecocide-own/remove").text


def test_a_change_says_what_each_topic_gains_and_loses(web: Web) -> None:
    web.post("/concepts/new", name="act", terms="sanction*", act="save")
    with_topic(web, "{act} AND judges")
    before = len(show_concept(web.monitor.store, "act").concept.terms)
    page = web.post("/concepts/act", terms="lawsuit", act="try").text
    assert "no longer found" in page
    assert "more and" in page
    assert len(show_concept(web.monitor.store, "act").concept.terms) == before


@pytest.mark.parametrize(("terms", "problem", "mark"), [
    ("judge\nsanc*tion", "line 2: * stands at the beginning or the end", "<mark>*</mark>"),
    ("ab*", "at least 3 letters", "<mark>a</mark>"), ('"Rome Statute"', "no quotes", "<mark>&#34;</mark>"),
    ("court OR judge", "joins parts of a query", "<mark>O</mark>"), ("{icc}", "does not belong", "<mark>{</mark>"),
    ("...", "no word here", "<mark>"), ("the", "almost every text", "<mark>"), ("", "at least one name", ""),
])  # fmt: skip
def test_a_mistake_stands_under_its_word_while_typing_and_is_never_saved(web: Web, terms: str, problem: str,
                                                                        mark: str) -> None:  # fmt: skip
    live = web.post("/concepts/-trial", name="act", terms=terms).text
    assert problem in live
    assert mark in live
    assert 'id="faults-terms" class="faults" hx-swap-oob="true"' in live
    refused = web.post("/concepts/new", name="act", terms=terms, act="save")
    assert refused.status_code == 422
    assert problem in refused.text
    assert "{act}" not in web.text("/concepts")


def test_a_concept_that_was_changed_in_another_tab_is_not_overwritten_unseen(web: Web) -> None:
    web.post("/concepts/new", name="act", terms="court of appeal", act="save")
    seen = web.text("/concepts/act").partition('name="seen" value="')[2].partition('"')[0]
    web.post("/concepts/act", name="act", seen=seen, terms="court of one", act="save")
    other = web.post("/concepts/act", name="act", seen=seen, terms="court of two", act="save").text
    assert "changed meanwhile" in other and "court of one" in other and "court of two</textarea>" in other
    assert "court of one" in web.text("/concepts/act")
    web.post("/concepts/act/remove")
    assert "removed meanwhile" in web.post("/concepts/act", name="act", terms="court of two", act="save").text


def test_what_was_typed_is_kept_line_by_line(web: Web) -> None:
    page = web.post("/concepts/new", name="act", terms="court of appeal\n  écocid*\nab*", act="save").text
    assert "\ncourt of appeal\nécocid*\nab*</textarea>" in page
    assert "\na AND\n(b</textarea>" in web.post("/topics/new", title="x", query="a AND\n  (b", act="try").text


def test_a_concept_of_a_pack_is_shown_and_may_be_copied_but_not_changed(web: Web) -> None:
    page = web.text("/concepts/rome_statute")
    assert "<textarea" not in page
    assert "Rome Statute" in page
    assert "Rome Statute" in web.text("/concepts/new?like=rome_statute")
    refused = web.post("/concepts/rome_statute", terms="x-ray machine", act="save")
    assert refused.status_code == 422
    assert "declared in feeds.toml or comes with a pack" in refused.text


def test_a_topic_is_routed_otherwise(web: Web) -> None:
    add_channel(web.monitor.store, "desk", "terminal:")
    with_topic(web, "judges")
    page = web.post("/routes/topics/own", alerts=["new"], channel=["desk"], least_rank="2", languages="en fr").text
    assert "official bodies" in page
    topic = show_topic(web.monitor.store, "own").topic
    assert ([each.value for each in topic.rule.verdicts], topic.rule.least_rank.number) == (["new"], 2)
    assert (topic.rule.languages, topic.channels) == (("en", "fr"), ("desk",))
    for fields, said in (({}, "at least one kind"), ({"alerts": "new", "languages": "englisch"}, "language"),
                         ({"alerts": "new", "channel": "none"}, "no channel")):  # fmt: skip
        refused = web.post("/routes/topics/own", **fields)
        assert refused.status_code == 422
        assert said in refused.text
    assert "feeds.toml" in web.post("/routes/topics/sanctions", alerts="new").text


def test_a_route_that_was_changed_in_another_tab_is_not_overwritten_unseen(web: Web) -> None:
    add_channel(web.monitor.store, "desk", "terminal:")
    add_channel(web.monitor.store, "night", "terminal:")
    with_topic(web, "judges")
    form = "/routes/topics/own"
    seen = mark(web.text("/routes"), form)
    assert web.post(form, alerts=["new"], channel=["desk"], seen=seen).status_code == 200
    other = web.post(form, alerts=["update"], channel=["night"], languages="fr", seen=seen)
    assert other.status_code == 422 and "changed meanwhile" in other.text
    assert show_topic(web.monitor.store, "own").topic.channels == ("desk",)
    card = other.text.partition('id="topic-own"')[2].partition("</article>")[0]
    assert "#channel-desk" in card and 'value="night" checked' in card and 'value="update" checked' in card
    assert 'value="desk" checked' not in card and 'value="fr"' in card  # as it is saved, and as it was typed
    mistyped = web.post(form, channel=["night"], seen=mark(other.text, form))
    assert mistyped.status_code == 422 and 'value="night" checked' in mistyped.text
    assert web.post(form, alerts=["update"], channel=["night"], seen=mark(mistyped.text, form)).status_code == 200
    assert show_topic(web.monitor.store, "own").topic.channels == ("night",)


def test_a_channels_plan_that_was_changed_in_another_tab_is_not_overwritten_unseen(web: Web) -> None:
    add_channel(web.monitor.store, "desk", "terminal:")
    form = "/routes/channels/desk"
    seen = mark(web.text("/routes"), form)
    assert web.post(form, quiet="22:00-07:00", enabled="1", seen=seen).status_code == 200
    other = web.post(form, digest="daily 08:00", seen=seen)
    assert other.status_code == 422 and "changed meanwhile" in other.text and 'value="daily 08:00"' in other.text
    assert find_channel(web.monitor.store, "desk").enabled
    assert web.post(form, digest="daily 08:00", seen=mark(other.text, form)).status_code == 200
    assert not find_channel(web.monitor.store, "desk").enabled
    web.post(f"{form}/remove")
    gone = web.post(form, digest="daily 08:00", seen=seen)
    assert gone.status_code == 422 and "no channel" in gone.text


def test_a_channel_is_added_tested_planned_and_removed_and_its_address_never_shown(web: Web) -> None:
    secret = "json://user:planted-secret@192.0.2.7/hook"
    added = web.post("/routes/channels", name="desk", url=secret, quiet="22:00-07:00")
    assert "Added" in added.text
    web.post("/routes/channels/desk", digest="daily 08:00", zone="Europe/Paris", enabled="1", budget="5")
    plan = find_channel(web.monitor.store, "desk").plan
    assert plan.digest is not None
    assert (plan.digest.every, plan.quiet, plan.zone, plan.budget) == (Every.DAILY, None, "Europe/Paris", 5)
    page = web.text("/routes")
    assert "digests only, daily 08:00" in page
    assert "Next digest" in page
    assert "planted-secret" not in page + web.text("/digests") + web.program().get("/channels").text
    assert find_channel(web.monitor.store, "desk").enabled
    web.post("/routes/channels/desk")
    assert not find_channel(web.monitor.store, "desk").enabled
    assert 'id="channel-desk"' not in web.post("/routes/channels/desk/remove").text


@pytest.mark.parametrize("fields", [
    {"name": "X Y", "url": "terminal:"}, {"name": "desk", "url": "file:/etc/hostname"},
    {"name": "desk", "url": "FILE:/etc/hostname"}, {"name": "desk", "url": "nonsense"},
    {"name": "desk", "url": "terminal:", "quiet": "late"}, {"name": "desk", "url": "terminal:", "budget": "0"},
    {"name": "desk", "url": "env:NO_SUCH_VARIABLE_HERE"}, {"name": "desk", "url": "frob://planted-secret@x"},
    {"name": "desk", "url": "smtp://mail.example.org/?from=a@example.org&to=b@example.org&ca=/etc/hostname"},
    {"name": "desk", "url": "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js?template=/etc/hostname"},
    {"name": "desk", "url": "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js?x=1;%20Template=x.json"},
    {"name": "desk", "url": "json://192.0.2.7/?any=~/x.json"}, {"name": "desk", "url": "json://192.0.2.7/?a=%252Fx"},
    {"name": "desk", "url": "webhook+https://192.0.2.7/in?secret=file:/etc/hostname"},
])  # fmt: skip
def test_a_channel_that_cannot_be_is_refused_in_place(web: Web, fields: dict[str, str]) -> None:
    answer = web.post("/routes/channels", **fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "planted-secret" not in answer.text


def test_a_variable_of_the_monitor_itself_is_no_address_of_a_channel(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_SMTP_PASSWORD", "planted:rest")
    answer = web.post("/routes/channels", name="desk", url="env:MONITOR_SMTP_PASSWORD")
    assert answer.status_code == 422
    assert "planted" not in answer.text


def test_the_digest_preview_holds_what_waits_and_sends_nothing(web: Web) -> None:
    add_channel(web.monitor.store, "desk", "terminal:", read_plan(digest="daily 08:00"))
    with web.monitor.store.write() as tx:
        tx.connection.exec_driver_sql("UPDATE deliveries SET channel_id = 'desk', status = 'held', sent_at = NULL")
        held = len(tx.outbox.held(find_channel(web.monitor.store, "desk").id))
    page = web.text("/digests")
    assert f"{held} alerts held" in page
    assert page.count('class="badge new"') >= 3
    digest = web.program().get("/channels/desk/digest").json()
    assert (digest["held"], digest["title"] in page) == (held, True)
    with web.monitor.store.read() as tx:
        assert len(tx.outbox.held(find_channel(web.monitor.store, "desk").id)) == held


def test_concepts_routes_and_channels_by_api(web: Web) -> None:
    program = web.program("read", "write")
    made = program.put("/concepts/act", json={"terms": ["sanction*"], "ambiguous": ["list"], "context": ["judge"]})
    assert made.status_code == 200
    assert program.post("/topics", json={"id": "own", "query": "{act}"}).status_code == 201
    assert program.get("/concepts/act").json()["topics"] == ["own"]
    impact = program.post("/try/concept", json={"name": "act", "terms": ["lawsuit"], "weeks": 52}).json()
    assert impact["topics"][0]["lost"]
    assert program.delete("/concepts/act").status_code == 400
    assert "line 1, column 1" in program.put("/concepts/act", json={"terms": ["a*"]}).json()["problem"]
    assert program.put("/concepts/icc", json={"terms": ["anything"]}).status_code == 409
    routed = program.put("/topics/own/route", json={"alerts": ["new"], "least_rank": 1, "languages": ["fr"]}).json()
    assert (routed["alerts"], routed["least_rank"], routed["languages"]) == (["new"], 1, ["fr"])
    channel = program.post("/channels", json={"id": "here", "url": "terminal:", "digest": "hourly :30"}).json()
    assert (channel["digest"], channel["next_digest"] is not None) == ("hourly :30", True)
    assert program.put("/channels/here", json={"quiet": "22:00-07:00"}).json()["quiet"] == "22:00-07:00"
    assert program.post("/channels/here/test").json()["sent"]
    assert program.delete("/channels/here").status_code == 204


def test_a_trial_while_typing_looks_at_the_newest_articles_only(web: Web) -> None:
    store = web.monitor.store
    with store.read() as tx:
        newest = [article.id for article in tx.articles.listed()][-3:]
    found = try_out(store, "court OR judges OR state*", newest=3).trial
    assert found.articles == 3
    assert {hit.article.id for hit in found.hits} <= set(newest)
    assert compare(store, "court", "sanctions", newest=3).articles == 3
