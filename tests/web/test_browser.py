"""A real browser: the walk from the first start to the export, and every page looked over by axe-core."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from monitor.services import access
from monitor.services.developments import list_developments, show_development
from tests.channels.hostile import HOSTILE
from tests.cli.conftest import Site, feed, site
from tests.web.conftest import PASSWORD, Web
from tests.web.hostile_store import plant

__all__ = ["site"]
AXE = Path(__file__).parent / "assets" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: apt-get install chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PAGES = ("/", "/developments", "/topics", "/topics/new", "/topics/sanctions", "/sources", "/sources/add",
         "/sources/court-desk", "/alerts", "/search?q=judges", "/explain", "/access", "/nothing", "/concepts",
         "/concepts/new", "/concepts/icc_officials", "/routes", "/digests")  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield found
        found.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complains of: scripts and styles that the policy refused, failed requests, dialogs."""
    return []


@pytest.fixture
def context(browser: Browser, complaints: list[str]) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 360, "height": 740})
    made.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    made.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    made.on("weberror", lambda error: complaints.append(str(error.error)))
    yield made
    made.close()


def log_in(web: Web, context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(f"{web.root}/login")
    page.fill("input[name=password]", PASSWORD)
    page.click("text=Log in")
    page.wait_for_selector("h1:has-text('Today')")
    return page


def test_from_the_first_start_to_the_export(fresh: Web, context: BrowserContext, complaints: list[str],
                                            site: Site) -> None:  # fmt: skip
    store = fresh.monitor.store
    key = access.make_welcome(store, fresh.monitor.context.clock.now())
    page = context.new_page()
    page.goto(f"{fresh.root}/welcome?key={key}")
    page.fill("input[name=password]", PASSWORD)
    page.fill("input[name=repeat]", PASSWORD)
    page.click("button")
    page.click("text=Add a topic")
    page.fill("input[name=title]", "Judges")
    page.fill("textarea", 'court AND (judge* OR "arrest')
    page.wait_for_selector("#trial .problem mark")
    page.fill("textarea", "court AND judge*")
    page.wait_for_selector("#trial h2:has-text('0 articles')")
    page.click("text=Save")
    page.wait_for_url("**/topics/judges?said=saved")
    site.put("/rss.xml", feed("The court names its judges"), "application/rss+xml")
    page.goto(f"{fresh.root}/sources/add")
    page.fill("input[name=url]", f"{site.root}/rss.xml")
    page.click("text=Look what it is")
    page.click("text=Add it")
    page.wait_for_url("**/sources/quay-post?said=added")
    page.click("text=Log out")
    page.wait_for_url("**/login")
    assert complaints == []


def test_a_reader_judges_merges_and_exports(web: Web, context: BrowserContext, complaints: list[str]) -> None:
    page = log_in(web, context)
    page.click(".title a >> nth=0")
    page.click("button:has-text('not relevant') >> nth=0")
    page.wait_for_selector("[aria-pressed=true]")
    first = int(page.url.partition("?")[0].rpartition("/")[2])
    other = next(each.id for each in list_developments(web.monitor.store) if each.id != first)
    page.fill("section[aria-label='Correct the filing'] input[name=other]", str(other))
    page.click("text=Merge it into this one")
    page.wait_for_selector("text=are one now")
    assert len(show_development(web.monitor.store, first).reports) > 1
    page.goto(f"{web.root}/developments")
    with page.expect_download() as download:
        page.click("text=As a table (CSV)")
    assert download.value.suggested_filename == "developments.csv"
    assert complaints == []


def test_a_link_from_another_site_leads_in(web: Web, context: BrowserContext, site: Site) -> None:
    log_in(web, context)
    page = context.new_page()
    page.goto(site.put("/mail", f'<a href="{web.root}/topics">read</a>').replace("127.0.0.1", "localhost"))
    page.click("a")
    page.wait_for_selector("h1:has-text('Topics')")


def test_axe_finds_nothing_and_no_page_is_wider_than_a_phone(web: Web, context: BrowserContext,
                                                           complaints: list[str]) -> None:  # fmt: skip
    page = log_in(web, context)
    number = list_developments(web.monitor.store)[0].id
    article = show_development(web.monitor.store, number).reports[0].article_id
    found = []
    for path in (*PAGES, f"/developments/{number}", f"/articles/{article}"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(web.root + path)
            found += [f"{path} {scheme} {fault}" for fault in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{path} is wider than the phone")
    assert found == []
    assert [each for each in complaints if "404" not in each] == []


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate("axe.run().then(result => result.violations)")
    nodes = [(each["id"], each["nodes"][0]) for each in found]
    return [f"{name}: {node['html'][:200]}: {node['failureSummary'][:200]}" for name, node in nodes]


def test_hostile_texts_run_nothing(empty: Web, context: BrowserContext, complaints: list[str]) -> None:
    planted = plant(empty.monitor.store, HOSTILE[:60])
    page = log_in(empty, context)
    for path in ("/", "/alerts", "/search?q=e", *(f"/developments/{number}" for number in planted.developments[10:30])):
        page.goto(empty.root + path)
    assert complaints == []


def test_pages_are_read_without_javascript(web: Web, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = log_in(web, context)
    page.click(".title a >> nth=0")
    assert page.locator("article.report").count() >= 1
    page.goto(f"{web.root}/topics/new")
    page.fill("textarea", "judge*")
    page.fill("input[name=title]", "Judges")
    page.click("button:has-text('Try')")
    assert page.locator("#trial h2").count() == 1
    context.close()
