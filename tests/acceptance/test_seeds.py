"""Saved article pages that are not part of the project, through the replay, where they are at hand."""

from __future__ import annotations

import json
import os
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from monitor.app.machine import read_declared
from monitor.config.settings import Flags, read_settings
from monitor.replay import replay
from monitor.services.article_file import read_file
from tests.acceptance.daemon import PROGRAM
from tests.acceptance.receivers import DEADLINE

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
COLUMNS = ("sanctions", "rome-statute-amendments", "icpa")
GRADES = {"report": "report", "background": "mention", "no": "none"}

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the folder {SEEDS.relative_to(ROOT.parent)} is not here")


@cache
def expected() -> dict[str, dict[str, str]]:
    """The grades by the table in the folder's README."""
    table: dict[str, dict[str, str]] = {}
    for line in (SEEDS / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"seed\d+", cells[0]):
            table[cells[0]] = {name: GRADES[cell] for name, cell in zip(COLUMNS, cells[2:5], strict=True)}
    return table


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """The texts as the replay reads them. They are whole pages: which line is the headline is not said."""
    lines = []
    for name in expected():
        text = (SEEDS / f"{name}.txt").read_text(encoding="utf-8")
        lines.append(json.dumps({"id": name, "title": "", "text": text}))
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def check(answers: list[dict[str, Any]]) -> None:
    found = {answer["id"]: answer for answer in answers}
    grades = {name: {topic: answer["topics"][topic]["grade"] for topic in COLUMNS} for name, answer in found.items()}
    assert grades == expected()
    assert found["seed002"]["development"] == found["seed004"]["development"] is not None
    assert [found["seed002"]["alert"], found["seed004"]["alert"]] == [True, False]
    others = [found[name]["development"] for name in ("seed001", "seed003")]
    assert len({found["seed002"]["development"], *others}) == 3


def test_the_replay_grades_and_groups_them_as_their_table_says(articles: Path) -> None:
    declared = read_declared(read_settings(Flags(config=str(ROOT / "feeds.toml")), {}))
    check(list(replay(declared, read_file(articles))))


def test_the_command_says_the_same(articles: Path) -> None:
    environ = {"PATH": os.environ["PATH"], "HOME": str(articles.parent)}
    done = subprocess.run(
        [str(PROGRAM), "--config", str(ROOT / "feeds.toml"), "replay", str(articles), "--json"],
        cwd=articles.parent, env=environ, capture_output=True, text=True, timeout=DEADLINE, check=True,
    )  # fmt: skip
    check([json.loads(line) for line in done.stdout.splitlines()])
    assert done.stderr == ""
