from __future__ import annotations

import json

import pytest

from tests.cli.conftest import FAIR, JUDGES, STAFF, Program


def test_a_topic_is_added_listed_shown_and_removed(monitor: Program) -> None:
    monitor.good("topic", "add", "fair", "village /s fair", "--title", "Village fairs")
    assert "village /s fair" in monitor.good("topic", "show", "fair")
    rows = {each["name"]: each for each in json.loads(monitor.good("topic", "list", "--json"))}
    assert (rows["fair"]["title"], rows["fair"]["owner"]) == ("Village fairs", "user")
    monitor.good("topic", "remove", "fair")
    assert "fair" not in monitor.good("topic", "list")


def test_what_a_topic_tells_and_whether_it_is_muted_is_data_too(monitor: Program) -> None:
    monitor.good("topic", "add", "fair", "fair", "--alerts", "new", "--least-rank", "2", "--language", "en")
    monitor.good("topic", "mute", "fair")
    shown = json.loads(monitor.good("topic", "show", "fair", "--json"))
    assert (shown["alerts"], shown["least_rank"], shown["languages"], shown["muted"]) == (["new"], 2, ["en"], True)
    assert shown in json.loads(monitor.good("topic", "list", "--json"))
    assert "muted" in monitor.good("topic", "show", "fair")


@pytest.mark.parametrize(
    ("query", "column", "hint"),
    [("ICC NEAR sanctions", 5, "NEAR/5"), ("a AND (b OR c", 14, "add )"), ("{icccc} AND a", 1, "{icc}")],
)
def test_a_query_mistake_has_a_caret_under_its_column(monitor: Program, query: str, column: int, hint: str) -> None:
    result = monitor("topic", "add", "x", query)
    lines = result.stderr.splitlines()
    assert result.exit_code == 2
    assert f"column {column}" in lines[0]
    assert lines[1].strip() == query
    assert lines[2].index("^") - lines[1].index(query) == column - 1
    assert hint in lines[3]


def test_the_caret_of_a_long_query_is_in_sight(monitor: Program) -> None:
    query = " OR ".join(f"word{number}" for number in range(80)) + " NEAR x"
    lines = monitor("topic", "try", query).stderr.splitlines()
    assert len(lines[1]) < 130
    assert lines[1][lines[2].index("^") :].startswith("NEAR")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "Bad Name", "x"), "as in 'bad-name'"),
        (("add", "sanctions", "x"), "feeds.toml declares it"),
        (("add", "y", "foo", "--channel", "nope"), "no channel 'nope'"),
        (("remove", "sanctions"), "declared in feeds.toml"),
        (("show", "nope"), "there are sanctions, icpa"),
        (("show", "sanction"), "did you mean 'sanctions'?"),
        (("try", ""), "give a query"),
        (("try", "a", "--against", "nope"), "no topic 'nope'"),
        (("try", "harbour", "--file", "missing.jsonl"), "missing.jsonl"),
    ],
)
def test_wrong_use_is_told_in_one_line(monitor: Program, words: tuple[str, ...], said: str) -> None:
    result = monitor("topic", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_try_says_what_a_query_finds_and_what_it_nearly_finds(monitor: Program) -> None:
    monitor.hear(JUDGES, STAFF, FAIR)
    tried = json.loads(monitor.good("topic", "try", "professors AND Boston AND sanction*", "--json"))
    assert [each["url"] for each in tried["hits"]] == [STAFF.url]
    assert tried["articles"] == 3
    missed = json.loads(monitor.good("topic", "try", "professors AND Boston AND chess", "--json"))
    assert [(each["url"], each["clause"]) for each in missed["near_misses"]] == [(STAFF.url, "chess")]


def test_try_takes_a_saved_topic_and_a_file(monitor: Program) -> None:
    line = {"id": "1", "title": JUDGES.title, "text": JUDGES.text, "date": "2026-06-02", "source": "A"}
    (monitor.folder / "a.jsonl").write_text(json.dumps(line) + "\n")
    assert "1 report" in monitor.good("topic", "try", "sanctions", "--file", "a.jsonl")


def test_against_names_what_is_gained_and_lost(monitor: Program) -> None:
    monitor.hear(JUDGES, STAFF, FAIR)
    compared = json.loads(monitor.good("topic", "try", "Treasury OR cakes", "--against", "sanctions", "--json"))
    assert [each["url"] for each in compared["gained"]] == [FAIR.url]
    assert [each["url"] for each in compared["lost"]] == [STAFF.url]
    assert compared["both"] == 1
