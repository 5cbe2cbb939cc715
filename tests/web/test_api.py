"""The API: the same facts as the pages, for programs with a token."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.core.model.alert import DeliveryStatus
from monitor.services import access
from monitor.store.versions import LAST_TICK
from tests.cli.conftest import Site, feed, site
from tests.web.conftest import Web

__all__ = ["site"]


def items(web: Web, path: str) -> list[dict[str, Any]]:
    found = web.program().get(path).json()
    listed: list[dict[str, Any]] = found["items"] if isinstance(found, dict) else found
    return listed


def test_a_token_reads_and_only_one_with_write_changes(web: Web) -> None:
    reader, writer = web.program("read"), web.program("read", "write")
    wanted = {"id": "judges", "query": "judge*"}
    assert reader.post("/topics", json=wanted).status_code == 403
    assert writer.post("/topics", json=wanted).status_code == 201
    assert reader.get("/topics/judges").json()["query"] == "judge*"
    assert writer.put("/topics/judges", json={"query": "judge* AND court"}).json()["query"] == "judge* AND court"
    assert writer.delete("/topics/judges").status_code == 204
    assert reader.get("/topics/judges").status_code == 404


def test_a_revoked_or_unknown_token_opens_nothing(web: Web) -> None:
    program = web.program()
    assert program.get("/status").status_code == 200
    access.revoke(web.monitor.store, access.list_keys(web.monitor.store)[0].id)
    assert program.get("/status").status_code == 401
    assert program.get("/status", headers={"authorization": "Bearer nonsense"}).status_code == 401


def test_a_token_is_for_the_api_and_not_for_the_pages(web: Web) -> None:
    answer = web.program().get(f"{web.root}/access")
    assert answer.status_code == 303
    assert web.program().get(f"{web.root}/metrics").status_code == 200


def test_developments_are_paged_and_shown_with_evidence_that_stands_in_the_text(web: Web) -> None:
    program = web.program()
    first = program.get("/developments", params={"limit": 3}).json()
    second = program.get("/developments", params={"limit": 3, "page": first["next"]}).json()
    numbers = [each["id"] for each in first["items"] + second["items"]]
    assert len(set(numbers)) == 6
    whole = program.get(f"/developments/{numbers[0]}").json()
    evidence = whole["timeline"][0]["evidence"][0]
    assert evidence["quote"]
    assert evidence["end"] - evidence["start"] == len(evidence["quote"])


def test_reports_can_be_followed_by_number(web: Web) -> None:
    program, seen = web.program(), list[int]()
    page: dict[str, Any] = {"next": 0}
    while page["next"] is not None:
        page = program.get("/reports", params={"after": page["next"], "limit": 4}).json()
        seen += [each["article"] for each in page["items"]]
    assert seen == sorted(set(seen))
    assert len(seen) == sum(each["reports"] for each in items(web, "/developments"))


def test_merge_and_split_by_api(web: Web) -> None:
    program = web.program("read", "write")
    kept, gone = (each["id"] for each in items(web, "/developments")[:2])
    merged = program.post(f"/developments/{kept}/merge", json={"gone": gone}).json()
    articles = [each["article"] for each in program.get(f"/developments/{kept}").json()["timeline"]]
    assert merged["reports"] == len(articles)
    made = program.post(f"/developments/{kept}/split", json={"articles": articles[-1:]})
    assert made.status_code == 201
    assert made.json()["reports"] == 1


def test_a_source_that_is_resumed_is_due_at_once(web: Web) -> None:
    program, now = web.program("read", "write"), web.monitor.context.clock.now()
    program.post("/sources/court-desk/pause")
    with web.monitor.store.write() as tx:
        tx.sources.poll_now(now + timedelta(hours=1))
    resumed = datetime.fromisoformat(program.post("/sources/court-desk/resume").json()["next_poll"])
    assert resumed - now < timedelta(minutes=1)


def test_sources_are_added_paused_and_removed(web: Web, site: Site) -> None:
    program = web.program("read", "write")
    url = site.put("/rss.xml", feed("One"), "application/rss+xml")
    made = program.post("/sources", json={"url": url}).json()
    assert made["id"] == "quay-post"
    assert program.post("/sources", json={"url": url}).status_code == 409
    assert program.post("/sources/quay-post/pause").json()["condition"] == "paused"
    assert program.post("/sources/quay-post/resume").json()["condition"] == "waiting"
    assert program.delete("/sources/quay-post").status_code == 204
    assert program.delete("/sources/court-desk").status_code == 409


def test_search_explain_and_trial(web: Web) -> None:
    program = web.program("read", "write")
    found = program.get("/search", params={"q": "judges lawsuit"}).json()["items"]
    assert found
    assert program.get("/search", params={"q": "judges lawsuit", "until": "9999-12-31"}).json()["items"] == found
    story = program.get("/explain", params={"url": found[0]["url"]}).json()[0]
    assert story["account"] in ("alerted", "repeat", "not alerted")
    assert story["topics"][0]["clauses"]
    answers = program.post("/explain", json={"text": "Sanctions on the International Criminal Court imposed"}).json()
    assert {each["topic"] for each in answers} == {"sanctions", "rome-statute-amendments", "icpa"}
    assert program.post("/try/query", json={"query": "judge*"}).json()["hits"]
    wrong = program.post("/try/query", json={"query": "(judge"})
    assert wrong.status_code == 422
    assert "column" in wrong.json()["problem"]


def test_alerts_come_page_by_page_each_once(web: Web) -> None:
    program, seen, number = web.program(), list[int](), 1
    while number:
        page = program.get("/alerts", params={"limit": 5, "page": number}).json()
        assert len(page["items"]) <= 5
        seen, number = [*seen, *(each["id"] for each in page["items"])], page["next"]
    assert seen == [each["id"] for each in program.get("/alerts", params={"limit": 200}).json()["items"]]
    assert len(seen) > 10


def test_alerts_by_state(web: Web) -> None:
    assert {each["status"] for each in items(web, "/alerts?status=sent")} == {"sent"}
    assert web.program().get("/alerts?status=frob").status_code == 422


def test_a_source_that_is_paused_is_not_asked_now(web: Web) -> None:
    program = web.program("read", "write")
    name = items(web, "/sources")[0]["id"]
    assert program.post(f"/sources/{name}/pause").status_code == 200
    refused = program.post(f"/sources/{name}/poll")
    assert (refused.status_code, "resume it first" in refused.json()["problem"]) == (400, True)
    assert program.post(f"/sources/{name}/resume").status_code == 200
    assert program.post(f"/sources/{name}/poll").status_code == 200


def test_the_ledger_is_exported_whole(web: Web) -> None:
    lines = web.program().get("/export/entries.jsonl").text.splitlines()
    accounts = [json.loads(line)["account"] for line in lines]
    assert len(accounts) == sum(each["entries"] for each in items(web, "/sources"))


def test_openapi_describes_every_answer(web: Web) -> None:
    described = web.program().get("/openapi.json").json()
    assert described["servers"] == [{"url": "/api/v1"}]
    assert len(described["paths"]) > 15
    for path, methods in described["paths"].items():
        assert all(each["summary"] and each.get("description") for each in methods.values()), path


@pytest.mark.parametrize(("method", "path", "body"), [
    ("GET", "/developments/99999999999", None), ("GET", "/developments?page=0", None), ("GET", "/nothing", None),
    ("POST", "/topics", {"id": "X Y", "query": "a"}), ("POST", "/topics", {"id": "x"}), ("POST", "/topics", ["x"]),
    ("POST", "/developments/1/merge", {"gone": -1}), ("PUT", "/topics/sanctions", {"query": "x"}),
    ("GET", "/search?q=%00&since=never", None), ("GET", "/developments?since=x", None),
    ("GET", "/developments?since=0001-01-01T00:00:00%2B14:00", None), ("PATCH", "/topics", None),
    ("POST", "/alerts/999/again", None),
])  # fmt: skip
def test_a_mistake_is_told_in_one_form(web: Web, method: str, path: str, body: object) -> None:
    answer = web.program("read", "write").request(method, path, json=body)
    assert 400 <= answer.status_code < 500
    assert answer.json()["problem"]


def metrics(web: Web) -> dict[str, float]:
    lines = web.program().get(f"{web.root}/metrics").text.splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}


def test_metrics_are_in_the_form_that_prometheus_reads_and_tell_the_whole_watch(web: Web) -> None:
    found = metrics(web)
    assert all(value >= 0 for value in found.values())
    assert found['monitor_sources{condition="healthy"}'] == 9
    assert found["monitor_developments"] == len(items(web, "/developments"))
    assert found["monitor_polls_total"] > 9
    assert found["monitor_articles"] > found['monitor_matches{topic="sanctions",grade="report"}'] > 0
    assert found['monitor_alerts_total{kind="development"}'] >= found['monitor_entries_total{account="alerted"}'] > 0
    assert found['monitor_deliveries{status="sent"}'] > 0 == found['monitor_deliveries{status="pending"}']
    assert 50e6 < found["process_resident_memory_bytes"] < 2e9


def test_metrics_tell_what_is_late(web: Web) -> None:
    store, now = web.monitor.store, web.monitor.context.clock.now()
    with store.write() as tx:
        tx.facts.put(LAST_TICK, (now - timedelta(seconds=30)).isoformat())
        tx.sources.poll_now(now - timedelta(seconds=50))
        (sent, *_) = tx.outbox.latest(limit=1)
        tx.outbox.save(sent.delivery.id, DeliveryStatus.PENDING, attempts=1, next_attempt=now, detail="")
    found = metrics(web)
    assert 30 <= found["monitor_last_tick_age_seconds"] < 60
    assert 50 <= found["monitor_oldest_due_seconds"] < 80
    age = (now - sent.alert.created_at).total_seconds()
    assert age <= found["monitor_outbox_age_seconds"] < age + 30


def test_a_method_that_is_not_there_is_told_with_those_that_are(web: Web) -> None:
    assert web.program("read", "write").patch("/topics/sanctions").headers["allow"] == "DELETE, GET, PUT"
    assert web.program("read", "write").patch("/sources").headers["allow"] == "GET, POST"


def test_readers_say_what_they_think_by_api(web: Web) -> None:
    program = web.program("read", "write")
    number = next(each["id"] for each in items(web, "/developments") if "US Treasury" in each["title"])
    article = program.get(f"/developments/{number}").json()["timeline"][0]["article"]
    assert program.post(f"/articles/{article}/feedback", json={"opinion": "relevant"}).status_code == 204
    assert any(each["share"] == 1.0 for each in program.get("/precision").json())
    assert program.post(f"/developments/{number}/mute", json={"span": "7d"}).status_code == 204
    assert program.post(f"/developments/{number}/unmute").status_code == 204
    assert program.post(f"/developments/{number}/unmute").status_code == 400
    assert program.post(f"/developments/{number}/seen").status_code == 204
    assert program.post("/topics/icpa/mute", json={}).status_code == 204
    assert program.post("/topics/icpa/unmute").status_code == 204
    whole = program.get(f"/articles/{article}").json()
    assert whole["opinions"] == ["relevant"]
    assert ("two", "three") in [(each["removed"], each["added"]) for each in whole["versions"][-1]["changes"]]
    evidence = next(each for each in whole["evidence"] if each["field"] == "text")
    assert evidence["quote"] in " ".join(whole["text"].split())


def test_same_and_not_the_same_by_api(web: Web) -> None:
    program = web.program("read", "write")
    number = next(each["id"] for each in items(web, "/developments") if each["reports"] > 1)
    first, second, *_ = (each["article"] for each in program.get(f"/developments/{number}").json()["timeline"])
    apart = program.post(f"/articles/{first}/notsame", json={"other": second}).json()
    assert apart["reports"] == 1
    together = program.post(f"/articles/{first}/same", json={"other": second}).json()
    assert together["id"] == number
