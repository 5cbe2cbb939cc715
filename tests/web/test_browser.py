"""A real browser: the walk from the first start to the export, and every page looked over by axe-core."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page

from monitor.services.developments import list_developments, show_development
from tests.channels.hostile import HOSTILE
from tests.cli.conftest import Site, site
from tests.web.chromium import browser, complaints, context, needs_browser, new_context
from tests.web.conftest import PASSWORD, Web
from tests.web.hostile_store import plant

__all__ = ["browser", "complaints", "context", "site"]
AXE = Path(__file__).parent / "assets" / "axe.min.js"
pytestmark = needs_browser
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PAGES = ("/", "/developments", "/topics", "/topics/new", "/topics/sanctions", "/sources", "/sources/add",
         "/sources/court-desk", "/alerts", "/search?q=judges", "/explain", "/access", "/nothing", "/concepts",
         "/concepts/new", "/concepts/icc_officials", "/routes", "/digests")  # fmt: skip


def log_in(web: Web, context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(f"{web.root}/login")
    page.fill("input[name=password]", PASSWORD)
    page.click("text=Log in")
    page.wait_for_selector("h1:has-text('Today')")
    return page


def test_a_link_from_another_site_leads_in(web: Web, context: BrowserContext, site: Site) -> None:
    log_in(web, context)
    page = context.new_page()
    page.goto(site.put("/mail", f'<a href="{web.root}/topics">read</a>').replace("127.0.0.1", "localhost"))
    page.click("a")
    page.wait_for_selector("h1:has-text('Topics')")


def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(web: Web, context: BrowserContext,
                                                           complaints: list[str]) -> None:  # fmt: skip
    page = log_in(web, context)
    number = list_developments(web.monitor.store)[0].id
    article = show_development(web.monitor.store, number).reports[0].article_id
    assert looked_over(page, web.root, (*PAGES, f"/developments/{number}", f"/articles/{article}")) == []
    assert [each for each in complaints if "404" not in each] == []


def looked_over(page: Page, root: str, paths: Sequence[str]) -> list[str]:
    """What axe finds on these pages, narrow and wide, light and dark, and which are wider than their window."""
    found: list[str] = []
    for path in paths:
        page.goto(root + path)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour on its way
                found += [f"{path} {scheme} {width} {fault}" for fault in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(f"{path} is wider than {width}")
    return found


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate("axe.run().then(result => result.violations)")
    nodes = [(each["id"], each["nodes"][0]) for each in found]
    return [f"{name}: {node['html'][:200]}: {node['failureSummary'][:200]}" for name, node in nodes]


def test_a_session_that_ends_amid_an_edit_costs_nothing_that_was_typed(web: Web, context: BrowserContext) -> None:
    page = log_in(web, context)
    page.goto(f"{web.root}/topics/new")
    page.fill("input[name=title]", "Judges")
    context.clear_cookies()
    page.type("#query", "judge*")
    page.wait_for_selector("#trial:has-text('You were logged out')")
    assert page.url == f"{web.root}/topics/new" and page.input_value("#query") == "judge*"
    page.click("button:has-text('Save')")
    page.wait_for_selector("h1:has-text('You were logged out')")
    log_in(web, context)
    page.click("button:has-text('Send it again')")
    page.wait_for_url("**/topics/judges?said=saved")


def test_a_second_click_sends_nothing(web: Web, context: BrowserContext) -> None:
    page, sent = log_in(web, context), list[str]()
    page.on("request", lambda request: sent.append(f"{request.method} {request.url.removeprefix(web.root)}"))
    page.goto(f"{web.root}/topics/new")
    page.fill("input[name=title]", "Judges")
    page.fill("#query", "judge*")
    page.dblclick("button:has-text('Save')")
    page.wait_for_url("**/topics/judges?said=saved")
    assert sent.count("POST /topics/new") == 1


def test_hostile_texts_run_nothing(empty: Web, context: BrowserContext, complaints: list[str]) -> None:
    planted = plant(empty.monitor.store, HOSTILE[:60])
    page = log_in(empty, context)
    numbers = planted.developments[10:30]
    for path in ("/", "/alerts", "/search?q=e", "/concepts", "/concepts/hostile", "/routes", "/digests",
                 "/topics/hostile", *(f"/developments/{number}" for number in numbers)):  # fmt: skip
        page.goto(empty.root + path)
    assert complaints == []


def test_pages_are_read_without_javascript(web: Web, browser: Browser) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = log_in(web, context)
    page.click(".title a >> nth=0")
    assert page.locator("article.report").count() >= 1
    page.goto(f"{web.root}/topics/new")
    page.fill("textarea", "judge*")
    page.fill("input[name=title]", "Judges")
    page.click("button:has-text('Try')")
    assert page.locator("#trial h2").count() == 1
    context.close()
