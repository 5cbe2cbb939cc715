from __future__ import annotations

import json

import pytest

from tests.cli.conftest import JUDGES, Program


def test_a_concept_is_added_named_in_a_query_and_forgotten_again(monitor: Program) -> None:
    monitor.hear(JUDGES)
    monitor.good("concept", "add", "bench", "judges", "magistrat*", "--ambiguous", "bench", "--context", "Hague")
    shown = json.loads(monitor.good("concept", "show", "bench", "--json"))
    assert shown["terms"] == ["judges", "magistrat*", "bench"] and shown["owner"] == "user"
    assert json.loads(monitor.good("topic", "try", "{bench}", "--json"))
    monitor.good("topic", "add", "benches", "{bench}")
    assert "benches" in monitor.good("concept", "list")
    refused = monitor("concept", "remove", "bench")
    assert refused.exit_code == 2 and "used by benches" in refused.output
    monitor.good("topic", "remove", "benches")
    monitor.good("concept", "remove", "bench")
    unknown = monitor("concept", "show", "bench")
    assert unknown.exit_code == 2 and "monitor concept list" in unknown.output


def test_one_that_is_there_is_written_over_only_when_that_is_said(monitor: Program) -> None:
    monitor.good("concept", "add", "bench", "judges")
    refused = monitor("concept", "add", "bench", "magistrates")
    assert refused.exit_code == 2 and "--replace" in refused.output
    monitor.good("concept", "add", "bench", "magistrates", "--replace")
    assert json.loads(monitor.good("concept", "show", "bench", "--json"))["terms"] == ["magistrates"]


def test_those_of_the_file_and_of_packs_are_changed_there(monitor: Program) -> None:
    for words in (("add", "icc", "x"), ("add", "icc", "x", "--replace"), ("remove", "icc")):
        refused = monitor("concept", *words)
        assert refused.exit_code == 2 and "feeds.toml" in refused.output
    assert "International Criminal Court" in monitor.good("concept", "show", "icc")


def test_what_it_would_change_is_said_before_it_is_kept(monitor: Program) -> None:
    monitor.hear(JUDGES)
    assert "stands in 1 article of 1" in monitor.good("concept", "add", "bench", "judges", "--try")
    assert monitor("concept", "show", "bench").exit_code == 2
    assert "sanctions: " in monitor.good("concept", "add", "icc", "no such court", "--try")


@pytest.mark.parametrize("words", [("bench",), ("Bench!", "x"), ("bench", '"a'), ("bench", "--ambiguous", "x")])
def test_a_mistake_is_told_in_a_line(monitor: Program, words: tuple[str, ...]) -> None:
    refused = monitor("concept", "add", *words)
    assert refused.exit_code == 2 and len(refused.stderr.splitlines()) == 1
