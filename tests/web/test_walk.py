"""One walk of a new reader through the whole house, in a real browser on the real daemon and the made-up press."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from monitor.demo.world import PressWorld
from tests.acceptance.daemon import Daemon
from tests.web.chromium import browser, complaints, context, needs_browser
from tests.web.conftest import PASSWORD

__all__ = ["browser", "complaints", "context"]
pytestmark = needs_browser
QUERY = '"International Criminal Court" AND (sanction* OR ecocid*)'
SANCTIONED = "US Treasury imposes sanctions on two judges of the International Criminal Court"
DESIGNATED, ECOCIDE = 1, 11  # acts of the story: the first report, and one of another happening by the second outlet


@pytest.fixture
def world() -> Iterator[PressWorld]:
    with PressWorld(started=datetime.now(UTC)) as found:
        yield found


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    """``monitor run`` with the page, on a file that declares nothing to watch."""
    (tmp_path / "feeds.toml").write_text('[monitor]\nspacing = "1s"\n', encoding="utf-8")
    found = Daemon(tmp_path, tmp_path / "log.txt", variables={"MONITOR_WEB": "127.0.0.1:0"})
    yield found
    found.close()


def test_from_the_first_start_to_the_export(daemon: Daemon, world: PressWorld, context: BrowserContext,
                                            complaints: list[str]) -> None:  # fmt: skip
    page = context.new_page()
    enter(page, daemon)
    add_topic(page)
    for outlet, name in (("northgate", "northgate-wire"), ("hague-courier", "the-hague-courier")):
        add_source(page, world.sites[outlet].base)
        daemon.wait_for(event="poll", subject=name)  # its first contact: what comes from here on is news
    world.advance_to(DESIGNATED)
    daemon.wait_for(event="detect", title=SANCTIONED)
    page.goto(page.url.partition("/sources")[0])
    page.get_by_role("link", name=SANCTIONED).click()
    expect(page.locator("article.report blockquote mark").first).to_be_visible()
    page.get_by_role("button", name="relevant", exact=True).first.click()
    expect(page.locator("[aria-pressed=true]")).to_have_text("relevant")
    merge_with_another(page, daemon, world)
    rows = exported(page)
    assert SANCTIONED in [row["title"] for row in rows]
    assert all(row["topics"] == "court" for row in rows)
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_label("Password")).to_be_visible()
    assert complaints == []
    assert daemon.terminate() == 0


def enter(page: Page, daemon: Daemon) -> None:
    """The one-time link from the log, a password, and what to do first."""
    (started,) = daemon.wait_for(event="web", result="started")
    page.goto(re.findall(r"http://\S+", started["reason"])[0])
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", name="No developments yet")).to_be_visible()


def add_topic(page: Page) -> None:
    """A mistake under its word, then a trial, then it is saved."""
    page.get_by_role("link", name="Add a topic").click()
    page.get_by_label("Title").fill("The court")
    page.get_by_label("Name for commands").fill("court")
    page.get_by_label("Query").fill('"International Criminal Court" AND (sanction*')
    expect(page.locator("#trial .problem mark")).to_be_visible()
    page.get_by_label("Query").fill(QUERY)
    expect(page.locator("#trial h2")).to_contain_text("0 articles")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def add_source(page: Page, home: str) -> None:
    """The address of a home page, a look at what it leads to, then it is added."""
    page.get_by_role("link", name="Sources").click()
    page.get_by_role("link", name="Add a source").or_(page.get_by_role("link", name="Add one")).first.click()
    page.get_by_label("Address").fill(home)
    page.get_by_text("Say more").click()
    page.get_by_label("How often at first").fill("1s")
    page.get_by_role("button", name="Look what it is").click()
    expect(page.get_by_role("status")).to_contain_text("declared by the page")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("Added.")).to_be_visible()


def merge_with_another(page: Page, daemon: Daemon, world: PressWorld) -> None:
    """A second happening is reported; the reader says that it is the same."""
    first = page.url.partition("?")[0]
    world.advance_to(ECOCIDE)
    (told, *_) = daemon.wait_for(event="detect", source="the-hague-courier", result="new", alert=True)
    page.goto(first.partition("/developments")[0] + "/developments")
    other = page.locator("h2.title a").filter(has_text=told["title"]).get_attribute("href") or ""
    page.goto(first)
    before = page.locator("article.report").count()
    page.get_by_label("Another development tells of the same").fill(other.rpartition("/")[2])
    page.get_by_role("button", name="Merge it into this one").click()
    expect(page.get_by_text("are one now")).to_be_visible()
    assert page.locator("article.report").count() > before


def exported(page: Page) -> list[dict[str, str]]:
    """What a spreadsheet gets."""
    page.get_by_role("link", name="Today").click()
    page.get_by_role("link", name="All developments").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="As a table (CSV)").click()
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
