"""Captured pages are shown and do nothing: no script, no request, no way out, whoever wrote them."""

from __future__ import annotations

import hashlib
from base64 import b64decode

import pytest
from playwright.sync_api import BrowserContext

from monitor.core.model.ids import ArticleId, CaptureId
from monitor.store.store import Store
from tests.builders import taken
from tests.cli.conftest import Site, site
from tests.web.chromium import browser, complaints, context, needs_browser
from tests.web.conftest import Web
from tests.web.test_browser import log_in, looked_over

__all__ = ["browser", "complaints", "context", "site"]
HTML = "text/html; charset=utf-8"
HOSTILE = """<!doctype html><html><head><base href="{out}/base/">
<meta http-equiv="refresh" content="0; url={out}/refresh">
<meta http-equiv="refresh" content="0; url=javascript:document.title='ran'">
<link rel="stylesheet" href="{out}/sheet.css"><link rel="icon" href="{out}/icon.ico">
<link rel="preload" as="image" href="{out}/preload"><link rel="dns-prefetch" href="{out}">
<style>@import url("{out}/import.css"); @font-face {{ font-family: x; src: url({out}/font) }}
body {{ background: url({out}/background); font-family: x }}</style>
<script src="{out}/script.js"></script><script>top.document.title = "ran"; alert("ran")</script></head>
<body onload="alert('ran')"><h1 id="headline">Two judges were listed</h1>
<img src="{out}/pixel" onerror="alert('ran')" srcset="{out}/pixel2 2x"><img src="x" onerror="alert('ran')">
<svg onload="alert('ran')"><script>alert("ran")</script><image href="{out}/svg"></image></svg>
<iframe srcdoc="<script>alert('ran')</script><img src='{out}/srcdoc'>"></iframe><iframe src="{out}/frame"></iframe>
<object data="{out}/object"></object><embed src="{out}/embed"><video src="{out}/video" poster="{out}/poster" autoplay>
</video><audio src="{out}/audio" autoplay></audio>
<form action="{out}/form" id="form"><input name="password"><button id="send">Log in</button></form>
<a id="script" href="javascript:alert('ran')">a</a> <a id="top" target="_top" href="{out}/top">b</a>
<a id="self" href="{out}/self">c</a> <a id="blank" target="_blank" href="{out}/blank">d</a>
<a id="ping" ping="{out}/ping" href="#headline">e</a> <a id="home" target="_top" href="/login">f</a></body></html>"""


def planted(store: Store, article: int, body: bytes, content_type: str = HTML) -> CaptureId:
    """One more capture of the page of an article."""
    with store.write() as tx:
        found = tx.articles.find(ArticleId(article))
        assert found is not None
        return tx.captures.add(found.entry_id, taken(body, content_type))


def reported(web: Web) -> tuple[int, int]:
    """A development of the demo, and the article of a report of it that was edited."""
    with web.monitor.store.read() as tx:
        for each in tx.developments.latest(limit=50):
            for report in tx.developments.reports(each.id):
                if len(tx.captures.of_articles([report.article_id]).get(report.article_id, ())) > 1:
                    return each.id, report.article_id
    raise AssertionError("no page of the demo was captured twice")


@needs_browser
@pytest.mark.parametrize("alone", [False, True], ids=["in its frame", "in a tab of its own"])
def test_a_hostile_capture_runs_nothing_asks_nothing_and_leads_nowhere(
    web: Web, context: BrowserContext, complaints: list[str], site: Site, alone: bool
) -> None:
    _, article = reported(web)
    number = planted(web.monitor.store, article, HOSTILE.format(out=site.root).encode())
    page = log_in(web, context)
    complaints.clear()
    here = f"{web.root}/captures/{number}"
    if alone:  # the same answer, as a browser takes it that does not say what it wants the page for
        answer = web.reader.get(f"/captures/{number}/page")
        here = site.put("/alone", answer.text)
        site.status["/alone"] = (200, f"Content-Security-Policy: {answer.headers['content-security-policy']}")
    page.goto(here)
    frame = page.main_frame if alone else page.frames[1]
    frame.wait_for_selector("#headline")
    assert frame.evaluate("window.origin") == "null"
    for name in ("send", "script", "ping", "home", "top", "blank", "self"):
        if alone and name in ("home", "top", "self"):
            continue  # a link that is followed in a tab leaves it, as anywhere
        frame = page.main_frame if alone else page.frames[1]
        if frame.locator(f"#{name}").count():
            frame.locator(f"#{name}").click(no_wait_after=True)
        page.wait_for_timeout(150)
        assert page.url.partition("#")[0] == here
    assert [path for path in site.asked if path not in ("/alone", "/favicon.ico")] == []
    assert not [each for each in complaints if each.startswith("dialog")]
    assert "ran" not in page.title() and len(context.pages) == 1
    if not alone:
        assert page.locator("h1").count() == 1 and page.locator("nav").count() >= 2


def test_the_answer_itself_has_no_origin_no_type_but_its_own_and_no_cookie(web: Web) -> None:
    _, article = reported(web)
    number = planted(web.monitor.store, article, b"<h1>x</h1>", "text/html; charset=windows-1251\r\nx: y")
    answer = web.reader.get(f"/captures/{number}/page")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'; ") and "allow" not in policy and "script" not in policy
    assert answer.headers["content-type"] == "text/html; charset=windows-1251"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "set-cookie" not in answer.headers
    assert "sandbox" in web.text(f"/captures/{number}").partition("<iframe")[2].partition(">")[0]


def test_a_browser_that_opens_it_alone_is_led_to_the_frame(web: Web) -> None:
    _, article = reported(web)
    number = planted(web.monitor.store, article, b"<h1>x</h1>")
    answer = web.reader.get(f"/captures/{number}/page", headers={"sec-fetch-dest": "document"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/captures/{number}")


@pytest.mark.parametrize(("body", "content_type", "shown", "ending"), [
    (b"%PDF-1.7 <script>", "text/html", False, "pdf"),
    (b"<html><script>", "image/svg+xml", True, "html"),
    (b"<svg onload=x>", "image/svg+xml", False, "bin"),
    (b"GIF89a", "", False, "bin"),
    (b"<script>alert(1)</script>", "text/plain", True, "txt"),
    (b"<xsl:stylesheet>", "text/xsl", True, "txt"),
])  # fmt: skip
def test_only_pages_and_texts_are_shown_all_else_is_saved(web: Web, body: bytes, content_type: str, shown: bool,
                                                          ending: str) -> None:  # fmt: skip
    _, article = reported(web)
    number = planted(web.monitor.store, article, body, content_type)
    answer = web.reader.get(f"/captures/{number}/page")
    assert answer.status_code == (200 if shown else 303)
    assert ("<iframe" in web.text(f"/captures/{number}")) is shown
    if shown:
        assert answer.headers["content-type"].partition(";")[0] in ("text/html", "text/plain")
    saved = web.reader.get(f"/captures/{number}/file")
    assert saved.content == body
    assert saved.headers["content-disposition"] == f'attachment; filename="capture-{number}.{ending}"'
    assert saved.headers["content-type"] in ("application/octet-stream", "application/pdf")
    assert "sandbox" in saved.headers["content-security-policy"]
    digest = saved.headers["repr-digest"].removeprefix("sha-256=:").rstrip(":")
    assert b64decode(digest) == hashlib.sha256(body).digest()


def test_a_development_leads_to_what_its_pages_said_and_to_how_one_changed(web: Web) -> None:
    development, article = reported(web)
    with web.monitor.store.read() as tx:
        first, second = tx.captures.of_articles([ArticleId(article)])[ArticleId(article)]
    text = web.text(f"/developments/{development}")
    assert f'href="/captures/{first.id}"' in text and first.sha256[:12] in text
    assert f'href="/captures/{second.id}"' in web.text(f"/articles/{article}")
    shown = web.text(f"/captures/{first.id}")
    assert first.sha256 in shown and "the bytes match the hash" in shown and "UTC" in shown
    changed = web.text(f"/captures/{second.id}/compare?other={first.id}")
    assert "<del>two</del>" in changed and "<ins>three</ins>" in changed
    assert "judges" in web.text(f"/captures/{second.id}/text")
    assert f'href="/captures/{second.id}"' in web.text("/captures")


def test_captures_are_data_too(web: Web) -> None:
    development, article = reported(web)
    program = web.program("read")
    items = program.get("/captures", params={"article": article}).json()["items"]
    assert len(items) == 2 and {each["article"] for each in items} == {article}
    assert len(program.get("/captures", params={"development": development, "limit": 1}).json()["items"]) == 1
    one = program.get(f"/captures/{items[0]['id']}").json()
    assert (one["check"], one["form"]) == ("the bytes match the hash", "page")
    body = program.get(f"/captures/{one['id']}/body")
    assert hashlib.sha256(body.content).hexdigest() == one["sha256"]
    assert body.headers["content-type"] == "application/octet-stream"
    assert "judges" in program.get(f"/captures/{one['id']}/text").json()["text"]
    for path in (f"/captures/{one['id']}/warc", f"/developments/{development}/warc"):
        assert program.get(path).content.startswith(b"\x1f\x8b")
    assert [program.get(f"/captures/{name}").status_code for name in ("999999", "x")] == [404, 422]
    assert web.stranger.get(f"/api/v1/captures/{one['id']}/body").status_code == 401


def test_what_is_no_longer_kept_or_damaged_is_said(web: Web) -> None:
    _, article = reported(web)
    gone, broken = (planted(web.monitor.store, article, b"<html><p>Two judges were listed.</p>") for _ in range(2))
    with web.monitor.store.write() as tx:
        tx.connection.exec_driver_sql(f"UPDATE captures SET stored = 0, gone = 'older than is kept' WHERE id = {gone}")
        tx.connection.exec_driver_sql(f"UPDATE captures SET sha256 = '{'0' * 64}' WHERE id = {broken}")
    assert "older than is kept" in web.text(f"/captures/{gone}")
    assert web.reader.get(f"/captures/{gone}/page").status_code == 404
    assert "do not match" in web.text(f"/captures/{broken}")
    assert web.reader.get("/captures/..%2f..%2fetc/page").status_code == 404
    assert web.reader.get("/captures/1/compare?other=-1").status_code == 404


@needs_browser
def test_axe_finds_nothing_on_the_pages_of_a_capture(web: Web, context: BrowserContext) -> None:
    page = log_in(web, context)
    _, article = reported(web)
    with web.monitor.store.read() as tx:
        first, second = tx.captures.of_articles([ArticleId(article)])[ArticleId(article)]
    paths = ("/captures", f"/captures/{first.id}", f"/captures/{first.id}/text",
             f"/captures/{second.id}/compare?other={first.id}")  # fmt: skip
    assert looked_over(page, web.root, paths) == []
