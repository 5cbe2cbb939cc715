from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.config.feeds_toml import parse
from tests.cli.conftest import Program

OPML = """<opml version="2.0"><body><outline text="Ports">
<outline type="rss" text="Quay Post" xmlUrl="https://quay.example.org/rss"/>
<outline type="rss" text="Quay again" xmlUrl="http://www.quay.example.org/rss/?utm_source=x"/>
<outline type="rss" text="Gazette" xmlUrl="https://gazette.example/rss.xml"/>
<outline type="rss" text="File" xmlUrl="file:///etc/passwd"/>
<outline type="rss" text="Quay Post" xmlUrl="https://reader:hidden@docket.example.org/feed"/>
</outline></body></opml>"""


@pytest.fixture
def opml(monitor: Program) -> Path:
    file = monitor.folder / "mine.opml"
    file.write_text(OPML, encoding="utf-8")
    return file


def sources(monitor: Program) -> dict[str, dict[str, object]]:
    return {each["id"]: each for each in json.loads(monitor.good("source", "list", "--json"))}


def test_only_what_is_new_is_imported_and_the_rest_is_explained(monitor: Program, opml: Path) -> None:
    said = monitor.good("source", "import", str(opml))
    assert "2 sources added, 3 skipped." in said
    assert "watched already as quay-post" in said
    assert "watched already as gazette" in said
    assert "only http and https can be polled" in said
    assert "hidden" not in said
    made = sources(monitor)
    assert set(made) == {"gazette", "quay-post", "quay-post-2"}
    assert (made["quay-post"]["owner"], made["quay-post"]["polls"]) == ("user", 0)


def test_a_dry_run_adds_nothing(monitor: Program, opml: Path) -> None:
    assert "2 sources would be added" in monitor.good("source", "import", str(opml), "--dry-run")
    assert set(sources(monitor)) == {"gazette"}


@pytest.mark.parametrize(("text", "said"), [("not xml", "no XML"), (None, "cannot be read")])
def test_a_file_that_cannot_be_read_is_a_mistake(monitor: Program, text: str | None, said: str) -> None:
    file = monitor.folder / "x.opml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    result = monitor("source", "import", str(file))
    assert result.exit_code == 2
    assert said in result.stderr


def test_what_is_exported_comes_back_the_same(monitor: Program, opml: Path) -> None:
    monitor.good("source", "import", str(opml))
    before = sources(monitor)
    exported = monitor("source", "export", "--opml")
    assert "hidden" not in exported.stdout
    assert "password" in exported.stderr
    (monitor.folder / "back.opml").write_text(exported.stdout, encoding="utf-8")
    monitor.good("source", "remove", "quay-post")
    monitor.good("source", "import", "back.opml")
    assert sources(monitor)["quay-post"] == before["quay-post"]


def test_tables_for_the_file_are_read_by_it(monitor: Program, opml: Path) -> None:
    monitor.good("source", "import", str(opml))
    declared = parse(monitor("source", "export").stdout, "sources.toml")
    assert [each.id for each in declared.sources] == ["gazette", "quay-post", "quay-post-2"]
