from __future__ import annotations

import json

import pytest

from tests.cli.conftest import FAIR, JUDGES, Program

LINES = [
    {"id": "b", "title": FAIR.title, "text": FAIR.text, "date": "2026-06-03"},
    {"id": "a", "title": JUDGES.title, "text": JUDGES.text, "date": "2026-06-02", "url": JUDGES.url},
]


def write(program: Program, *lines: object) -> str:
    text = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    (program.folder / "a.jsonl").write_text(text)
    return "a.jsonl"


def test_articles_are_judged_in_date_order_one_object_a_line(monitor: Program) -> None:
    answers = [json.loads(line) for line in monitor.good("replay", write(monitor, *LINES), "--json").splitlines()]
    assert [each["id"] for each in answers] == ["a", "b"]
    first = answers[0]
    assert (first["topics"]["sanctions"]["grade"], first["novelty"], first["alert"]) == ("report", "new", True)
    assert (answers[1]["development"], answers[1]["alert"]) == (None, False)
    assert not monitor.database.exists()


def test_without_a_file_the_shipped_topics_judge(monitor: Program) -> None:
    (monitor.folder / "feeds.toml").unlink()
    answer = json.loads(monitor.good("replay", write(monitor, LINES[1]), "--json"))
    assert set(answer["topics"]) == {"sanctions", "rome-statute-amendments", "icpa"}


def test_a_table_is_for_people(monitor: Program) -> None:
    told = monitor.good("replay", write(monitor, *LINES))
    assert "2 articles: 1 alert" in told


@pytest.mark.parametrize(
    ("line", "said"),
    [("{", "a.jsonl:2: not JSON"), ({"id": "x", "title": "t"}, '"text" is missing'), ("[]", "one JSON object"),
     ({"id": "x", "title": "t", "text": "t", "date": "soon"}, '"date"'),
     ({"id": "x", "title": "t", "text": "t", "date": "0001-01-01T00:00:00+14:00"}, '"date"'),
     ("[" * 100_000, "a.jsonl:2: not JSON"), ("[" + "1" * 5_000 + "]", "a.jsonl:2: not JSON")],
)  # fmt: skip
def test_a_bad_line_is_named(monitor: Program, line: object, said: str) -> None:
    result = monitor("replay", write(monitor, LINES[0], line), "--json")
    assert result.exit_code == 2
    assert said in result.stderr


def test_half_a_letter_ends_no_replay(monitor: Program) -> None:
    broken = '{"id": "b\\ud800", "title": "A \\ud83d fair", "text": "Cakes were sold \\udc00."}'
    assert json.loads(monitor.good("replay", write(monitor, broken), "--json"))["id"] == "b?"


def test_a_missing_file_is_wrong_use(monitor: Program) -> None:
    result = monitor("replay", "none.jsonl")
    assert result.exit_code == 2
    assert "none.jsonl" in result.stderr
