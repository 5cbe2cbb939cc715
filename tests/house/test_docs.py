"""The papers say what is so: links lead somewhere, commands exist, the set-up is two commands."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.house.commands_in_docs import commands, every_command, fault
from tests.house.papers import ROOT, anchors, broken_links, papers, read, tracked

README = Path("README.md")
LONGEST_README = 260  # lines


@pytest.mark.parametrize("paper", papers(), ids=str)
def test_links_lead_to_a_file_and_its_heading(paper: Path) -> None:
    assert broken_links(paper, read(paper)) == []


def test_a_link_that_leads_nowhere_is_found_out() -> None:
    markdown = (
        "[a](glossary.md) [b](nowhere.md) [c](glossary.md#nothing) [d](../../outside.md) [e](https://example.org)"
    )
    assert broken_links(Path("docs/page.md"), markdown) == ["nowhere.md", "glossary.md#nothing", "../../outside.md"]


@pytest.mark.parametrize("paper", papers(), ids=str)
def test_commands_are_those_of_the_program(paper: Path) -> None:
    wrong = {line: why for line in commands(read(paper)) if (why := fault(line))}
    assert wrong == {}


def test_the_papers_name_commands_at_all() -> None:
    assert sum(1 for paper in papers() for _ in commands(read(paper))) > 100


@pytest.mark.parametrize("line", [
    "monitor topic frobnicate x", "monitor topic list --jsn", "monitor frob", "monitor run --once --twice",
    "monitor demo [--sped FACTOR]",
])  # fmt: skip
def test_a_command_that_does_not_exist_is_found_out(line: str) -> None:
    assert fault(line)


@pytest.mark.parametrize("line", [
    "monitor --database old/monitor.db explain URL", "monitor export | jq -r .account", "monitor topic add NAME QUERY",
    "monitor source add https://example.org/news --rank 2   # look first", "monitor topic",
    "monitor -vv run --config=a.toml", "monitor COMMAND --help", "monitor demo [--speed FACTOR] [--fast]",
])  # fmt: skip
def test_a_command_that_exists_passes(line: str) -> None:
    assert fault(line) == ""


def test_the_reference_has_every_command() -> None:
    named = set(commands(read(Path("docs/reference/cli.md"))))
    missing = [command for command in every_command()
               if not any(line == command or line.startswith(f"{command} ") for line in named)]  # fmt: skip
    assert missing == []


def test_headings_are_named_as_the_pages_name_them() -> None:
    assert anchors("# What `it` is: a test\n\n## Once, or twice\n## Once, or twice\n") == {
        "what-it-is-a-test", "once-or-twice", "once-or-twice-1",
    }  # fmt: skip


def test_set_up_is_two_commands() -> None:
    section = re.search(r"^## Set-up$(.*?)^## ", read(README), re.MULTILINE | re.DOTALL)
    assert section is not None
    fences = re.findall(r"^```\w*\n(.*?)^```", section.group(1), re.MULTILINE | re.DOTALL)
    lines = [line.partition("#")[0].strip() for fence in fences for line in fence.splitlines()]
    assert [line for line in lines if line] == ["make run", "make test"]


def test_make_has_the_targets_that_the_papers_name() -> None:
    makefile = Path(__file__).parents[2].joinpath("Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    called = re.compile(r"(?:`|^|\$ )make ([a-z]+)\b", re.MULTILINE)
    named = {name for paper in papers() for name in called.findall(read(paper))}
    assert {"run", "test", "demo"} <= named <= targets


def test_the_program_is_never_installed_by_its_bare_name() -> None:
    """A package index may hold somebody else's project under it."""
    told = [path for path in tracked() if path.suffix == ".md" or (path.parts[0] == "monitor" and path.suffix == ".py")]
    assert [path for path in told if re.search(r"pip install '?monitor", read(path))] == []


def test_an_environment_is_made_without_make_too() -> None:
    script = ["/bin/sh", "scripts/make-env", "nowhere", "requirements-oidc.lock"]
    done = subprocess.run(script, cwd=ROOT, env={"PATH": "/nowhere"}, capture_output=True, text=True, check=False)
    assert "Name another one" in done.stderr  # nothing is left to find a Python by


def test_the_readme_stays_short() -> None:
    assert len(read(README).splitlines()) <= LONGEST_README


def test_every_room_is_on_the_map() -> None:
    rooms = {path.name for path in Path(__file__).parents[2].joinpath("monitor").iterdir()
             if path.is_dir() and (path / "__init__.py").exists()}  # fmt: skip
    house = read(README).partition("## The house")[2].partition("\n## ")[0]
    assert {room for room in rooms if f"`{room}`" not in house} == set()


def test_every_how_to_and_reference_is_linked_from_the_readme() -> None:
    linked = read(README)
    pages = [paper for paper in papers() if paper.parent.name in ("how-to", "reference")]
    assert pages
    assert [str(page) for page in pages if f"({page})" not in linked] == []
