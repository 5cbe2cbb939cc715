"""Feeds and tables out: they are read back as they were written."""

from __future__ import annotations

import csv
import io
import re

import feedparser

from monitor.outputs import csv as table
from monitor.services import access
from tests.channels.hostile import HOSTILE
from tests.web.conftest import Web
from tests.web.hostile_store import plant


def link(web: Web, name: str = "reader") -> str:
    _, secret = access.make_feed_link(web.monitor.store, name, web.monitor.context.clock.now())
    return f"/feeds/{secret}"


def test_atom_holds_every_development_under_an_id_that_stays(web: Web) -> None:
    address = f"{link(web)}/all.atom"
    answer = web.stranger.get(address)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    read = feedparser.parse(answer.content)
    assert not read.bozo
    assert "; 1 report from 1 origin; " in answer.text and "1 reports" not in answer.text
    developments = web.program().get("/developments").json()["items"]
    assert len(read.entries) == len(developments)
    assert [each.id for each in read.entries] == [
        each.id for each in feedparser.parse(web.stranger.get(address).content).entries
    ]
    newest = read.entries[0]
    assert newest.title == "Sanctioned international judges sue US Treasury in federal court"
    assert newest.updated == "".join(re.findall(r"[\d\-T:]+Z", newest.updated))
    assert newest.links[1].href == f"{web.root}/developments/{developments[0]['id']}"


def test_json_feed_says_the_same(web: Web) -> None:
    root = link(web)
    atom = feedparser.parse(web.stranger.get(f"{root}/all.atom").content)
    document = web.stranger.get(f"{root}/all.json").json()
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert [each["id"] for each in document["items"]] == [each.id for each in atom.entries]
    assert [each["title"] for each in document["items"]] == [each.title for each in atom.entries]


def test_a_topic_has_a_feed_of_its_own(web: Web) -> None:
    root = link(web)
    read = feedparser.parse(web.stranger.get(f"{root}/topic-icpa.atom").content)
    assert read.entries
    assert all("Aggression" in each.tags[0].term for each in read.entries)
    assert web.stranger.get(f"{root}/topic-none.atom").status_code == 404
    assert web.stranger.get(f"{root}/all.exe").status_code == 404


def test_a_topic_with_the_longest_name_has_a_feed_too(web: Web) -> None:
    web.post("/topics/new", title=64 * "x", query="judge*", act="save")
    assert web.stranger.get(f"{link(web)}/topic-{64 * 'x'}.atom").status_code == 200


def test_a_feed_that_is_known_is_not_sent_again_and_a_revoked_link_is_dead(web: Web) -> None:
    address = f"{link(web)}/all.atom"
    tag = web.stranger.get(address).headers["etag"]
    assert web.stranger.get(address, headers={"if-none-match": tag}).status_code == 304
    weak = {"if-none-match": f'"other", W/{tag}'}  # as a proxy that compresses has it
    assert web.stranger.get(address, headers=weak).status_code == 304
    page = web.text("/access")
    number = re.search(r'action="/access/(\d+)/revoke"', page)
    assert number is not None
    web.post(f"/access/{number[1]}/revoke")
    assert web.stranger.get(address).status_code == 404


def test_a_link_is_made_on_the_page_and_shown_once(web: Web) -> None:
    made = web.post("/access/feeds", name="my reader").text
    found = re.search(r"(/feeds/[^/]+/all\.atom)", made)
    assert found is not None
    assert web.stranger.get(found[1]).status_code == 200
    assert found[1] not in web.text("/access")


def test_hostile_texts_are_plain_in_feeds(empty: Web) -> None:
    plant(empty.monitor.store, HOSTILE[:50])
    root = link(empty)
    read = feedparser.parse(empty.stranger.get(f"{root}/all.atom").content, sanitize_html=False)
    assert not read.bozo
    assert len(read.entries) == 50
    assert all(each.summary_detail.type == "text/plain" for each in read.entries)
    assert all(re.match(r"https?://", each.link) for each in read.entries)
    assert len(empty.stranger.get(f"{root}/all.json").json()["items"]) == 50


def test_a_table_reads_back_and_holds_no_formula(empty: Web) -> None:
    plant(empty.monitor.store, HOSTILE)
    body = empty.program().get("/export/developments.csv").content
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert len(rows) == len(HOSTILE) + 1
    assert all(len(row) == len(rows[0]) for row in rows)
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []


def test_numbers_and_texts_stay_what_they_are() -> None:
    body = b"".join(table.render(("a", "b"), [(-5, 'say "x", y'), (None, "=1+1")])).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(body))) == [["a", "b"], ["-5", 'say "x", y'], ["", "'=1+1"]]
