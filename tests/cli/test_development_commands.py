from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from tests.cli.conftest import FAIR, JUDGES, STAFF, Program

HOSTILE = replace(JUDGES, id="hostile", title="Sanctions \x1b[31mon the International Criminal Court\x07\u202e\u200b")


@pytest.fixture
def filed(monitor: Program) -> Program:
    monitor.hear(JUDGES, FAIR, STAFF)
    return monitor


def listed(program: Program, *options: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(program.good("development", "list", "--json", *options))
    return found


def test_developments_are_listed_with_the_latest_report_first(filed: Program) -> None:
    assert [each["title"] for each in listed(filed)] == [STAFF.title, JUDGES.title]
    assert [each["title"] for each in listed(filed, "--topic", "icpa")] == []
    assert JUDGES.title in filed.good("development", "list")


def test_show_is_a_timeline_with_its_reasons(filed: Program) -> None:
    shown = json.loads(filed.good("development", "show", "1", "--json"))
    assert [each["url"] for each in shown["timeline"]] == [JUDGES.url]
    assert shown["timeline"][0]["reason"] in filed.good("development", "show", "1")


def test_merge_and_split_undo_each_other_and_are_kept_as_labels(filed: Program) -> None:
    assert "2 reports" in filed.good("development", "merge", "1", "2")
    assert len(listed(filed)) == 1
    filed.good("development", "split", "1", "3")
    assert [each["topics"] for each in listed(filed)] == [["sanctions"], ["sanctions"]]
    assert len(listed(filed, "--topic", "sanctions")) == 2
    labels = [json.loads(line) for line in filed.good("development", "labels", "--jsonl").splitlines()]
    assert [each["kind"] for each in labels] == ["merge", "split"]


def test_same_and_notsame_file_articles(filed: Program) -> None:
    filed.good("development", "same", "1", "3")
    assert len(listed(filed)) == 1
    filed.good("development", "notsame", "1", "3")
    assert len(listed(filed)) == 2


def test_a_list_of_what_is_unseen_is_as_long_as_it_was_asked_to_be(filed: Program) -> None:
    filed.good("development", "ack", "2")
    assert [each["title"] for each in listed(filed, "--unseen", "--limit", "1")] == [JUDGES.title]


def test_an_article_that_is_named_twice_is_split_off_once(filed: Program) -> None:
    filed.good("development", "merge", "1", "2")
    assert "1 report" in filed.good("development", "split", "1", "3", "3")
    labels = filed.good("development", "labels", "--jsonl").splitlines()
    assert [json.loads(line)["kind"] for line in labels] == ["merge", "split"]


@pytest.mark.parametrize(
    "words",
    [("show", "99"), ("merge", "1", "1"), ("split", "1", "1"), ("split", "1", "77"), ("split", "1", "1", "1"),
     ("same", "1", "2"), ("same", "1", "1"), ("notsame", "1", "1"),
     ("list", "--topic", "nope")],
)  # fmt: skip
def test_what_cannot_be_done_is_wrong_use(filed: Program, words: tuple[str, ...]) -> None:
    result = filed("development", *words)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert len(listed(filed)) == 2


def test_explain_says_what_became_of_a_page_and_which_clause_held(filed: Program) -> None:
    told = filed.good("explain", JUDGES.url)
    assert "alerted" in told
    assert "development show 1" in told
    passed = json.loads(filed.good("explain", FAIR.url, "--json"))[0]
    assert passed["account"] == "no match"
    assert all(not each["clauses"][0]["held"] for each in passed["topics"])


def test_explain_of_a_page_never_seen_fails(filed: Program) -> None:
    result = filed("explain", "https://nobody.example/")
    assert result.exit_code == 1
    assert "never seen" in result.stderr


def test_explain_takes_a_text_from_a_pipe(monitor: Program) -> None:
    told = monitor.good("explain", "--text", "-", input=f"{JUDGES.title}\n{JUDGES.text}\n")
    assert "sanctions  report" in told
    assert "✓" in told


@pytest.mark.parametrize("words", [(), ("https://a.example/", "--text", "x")])
def test_explain_wants_an_address_or_a_text(monitor: Program, words: tuple[str, ...]) -> None:
    assert monitor("explain", *words).exit_code == 2


def test_export_has_one_object_for_each_entry(filed: Program) -> None:
    rows = [json.loads(line) for line in filed.good("export").splitlines()]
    assert [(each["url"], each["account"]) for each in rows] == [
        (JUDGES.url, "alerted"), (FAIR.url, "no match"), (STAFF.url, "alerted")
    ]  # fmt: skip


def test_export_is_a_table_for_a_spreadsheet_too(filed: Program) -> None:
    table = list(csv.DictReader(io.StringIO(filed.good("export", "--format", "csv").removeprefix("\ufeff"))))
    assert [(row["url"], row["account"]) for row in table] == [
        (JUDGES.url, "alerted"), (FAIR.url, "no match"), (STAFF.url, "alerted")
    ]  # fmt: skip
    assert list(table[0]) == list(json.loads(filed.good("export").splitlines()[0]))


def test_no_listing_lets_an_escape_through(monitor: Program) -> None:
    monitor.hear(HOSTILE)
    commands = (["development", "list"], ["development", "show", "1"], ["development", "list", "--json"], ["export"],
                ["export", "--format", "csv"],
                ["explain", HOSTILE.url], ["explain", HOSTILE.url, "--json"],
                ["topic", "try", "sanctions"], ["topic", "try", "sanctions", "--json"])  # fmt: skip
    for words in commands:
        told = monitor.good(*words)
        assert "International Criminal Court" in told
        assert not set(told) & set("\x1b\x07\u202e\u200b"), words


def test_json_keeps_what_it_escapes(monitor: Program) -> None:
    monitor.hear(HOSTILE)
    assert json.loads(monitor.good("export"))["title"] == HOSTILE.title


def test_the_outbox_is_listed(filed: Program) -> None:
    waiting = json.loads(filed.good("alert", "list", "--status", "pending", "--json"))
    assert [(each["title"], each["channel"]) for each in waiting] == [
        (STAFF.title, "terminal"), (JUDGES.title, "terminal")
    ]  # fmt: skip
    assert "No alerts yet" not in filed.good("alert", "list")
    assert "Nothing" in filed.good("alert", "list", "--status", "dead")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_json_is_json_however_the_terminal_writes(monitor: Program, encoding: str) -> None:
    title = f"{JUDGES.title} – à Łódź, 東京 🎉"
    monitor.hear(replace(JUDGES, title=title))
    for words in (("export",), ("explain", JUDGES.url, "--json")):
        done = subprocess.run([sys.executable, "-m", "monitor", *words], capture_output=True, check=True,
                              env={**os.environ, "PYTHONIOENCODING": encoding})  # fmt: skip
        found = json.loads(done.stdout)
        assert (found[0] if isinstance(found, list) else found)["title"] == title
