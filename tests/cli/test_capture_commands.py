from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
from pathlib import Path

import pytest

from monitor.core.model.ids import ArticleId
from monitor.store.store import Store
from tests.builders import taken
from tests.cli.conftest import JUDGES, Program

OLD = b"<html><body><article><p>Two judges of the court were put on the list by the Treasury on Monday.</p></article>"
NEW = OLD.replace(b"Two", b"Three")


@pytest.fixture
def captured(monitor: Program) -> Program:
    """A report, of whose page there are two captures."""
    monitor.hear(JUDGES)
    store = Store(monitor.database_url)
    with store.write() as tx:
        article = tx.articles.find(ArticleId(1))
        assert article is not None
        for body in (OLD, NEW):
            tx.captures.add(article.entry_id, taken(body))
    store.close()
    return monitor


def test_what_is_kept_is_listed_and_shown(captured: Program) -> None:
    newest, oldest = json.loads(captured.good("capture", "list", "--article", "1", "--json"))
    assert (newest["id"], oldest["id"], oldest["sha256"]) == (2, 1, hashlib.sha256(OLD).hexdigest())
    assert json.loads(captured.good("capture", "list", "--development", "1", "--limit", "1", "--json")) == [newest]
    shown = captured.good("capture", "show", "1")
    assert oldest["sha256"] in shown and "match the hash" in shown
    assert newest["sha256"][:12] in captured.good("capture", "list")
    timeline = json.loads(captured.good("development", "show", "1", "--json"))["timeline"]
    assert [each["captures"] for each in timeline] == [[1, 2]]
    assert re.search(r"Captures +1, 2\n", captured.good("development", "show", "1"))


def test_the_bytes_are_saved_as_they_were_received(captured: Program, tmp_path: Path) -> None:
    captured.good("capture", "save", "2", "page.html")
    assert (tmp_path / "page.html").read_bytes() == NEW
    refused = captured("capture", "save", "1", "page.html")
    assert refused.exit_code == 2 and "is there already" in refused.output
    captured.good("capture", "save", "1", "page.html", "--force")
    assert (tmp_path / "page.html").read_bytes() == OLD
    assert captured("capture", "save", "1", "-").stdout_bytes == OLD


def test_a_capture_is_not_written_through_a_link_that_somebody_planted(captured: Program, tmp_path: Path) -> None:
    other = tmp_path / "precious"
    other.write_text("kept")
    (tmp_path / f".page.html.{os.getpid()}.part").symlink_to(other)
    (tmp_path / ".page.html.part").symlink_to(other)
    captured("capture", "save", "2", "page.html")
    assert other.read_text() == "kept"


@pytest.mark.sqlite_only  # its database is a file
def test_a_capture_is_not_saved_over_the_database(captured: Program, tmp_path: Path) -> None:
    database = next(tmp_path.rglob("monitor.db"))
    assert "is the database itself" in captured("capture", "save", "1", str(database), "--force").stderr


def test_two_captures_are_compared_in_words(captured: Program) -> None:
    assert "[-Two-] [+Three+]" in captured.good("capture", "compare", "1", "2")
    assert json.loads(captured.good("capture", "compare", "1", "1", "--json")) == {"same_bytes": True, "changes": []}


@pytest.mark.parametrize("which", [("--development", "1"), ("--article", "1"), ("--all",)])
def test_captures_are_exported_as_warc(captured: Program, tmp_path: Path, which: tuple[str, ...]) -> None:
    assert "2 captures" in captured.good("capture", "export", *which, "out.warc.gz")
    whole = gzip.decompress((tmp_path / "out.warc.gz").read_bytes())
    assert whole.count(b"WARC-Type: response") == 2 and OLD in whole and NEW in whole
    assert b"\r\ntitle: " in whole


def test_a_damaged_capture_is_found_out(captured: Program) -> None:
    assert captured.good("capture", "verify") == "Checked 2, damaged 0.\n"
    store = Store(captured.database_url)
    with store.write() as tx:
        tx.connection.exec_driver_sql("UPDATE capture_parts SET number = 1 WHERE capture_id = 2")
    store.close()
    found = captured("capture", "verify", "--json")
    assert found.exit_code == 1 and json.loads(found.stdout) == {"checked": 2, "damaged": [2]}
    captured.good("capture", "export", "--all", "out.warc.gz")


@pytest.mark.parametrize(("words", "said"), [
    (("show", "99"), "no capture 99"), (("save", "99", "x"), "no capture 99"),
    (("list", "--article", "99"), "no article 99"), (("export", "--article", "99", "x"), "no article 99"),
    (("export", "x"), "say which"), (("export", "--all", "--article", "1", "x"), "say which"),
])  # fmt: skip
def test_what_is_not_there_is_said(captured: Program, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    refused = captured("capture", *words)
    assert refused.exit_code == 2 and refused.stderr.startswith(f"monitor: {said}")
    assert not (tmp_path / "x").exists()
