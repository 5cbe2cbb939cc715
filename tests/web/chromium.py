"""The system's Chromium for tests: one for each file, a fresh context for each test, and what it complains of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), None)
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: apt-get install chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]  # fmt: skip
PATIENCE = 200_000.0  # milliseconds; the machine may be busy with other tests
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=QUIET, timeout=PATIENCE)
        yield found
        found.close()


def new_context(browser: Browser, **options: Any) -> BrowserContext:
    """A context that waits as long as a busy machine needs."""
    made = browser.new_context(**options)
    made.set_default_timeout(PATIENCE)
    return made


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complains of: scripts and styles that the policy refused, failed requests, dialogs."""
    return []


@pytest.fixture
def context(browser: Browser, complaints: list[str]) -> Iterator[BrowserContext]:
    made = new_context(browser, viewport={"width": 360, "height": 740})
    made.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    made.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    made.on("weberror", lambda error: complaints.append(str(error.error)))
    yield made
    made.close()
