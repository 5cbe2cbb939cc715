"""The contracts hold, and break when a wrong import is planted: seen on a copy of the house."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lint(folder: Path) -> str:
    """What import-linter says of the house in ``folder``."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(program), "--no-cache"], cwd=folder, env=os.environ | {"PYTHONPATH": str(folder)}, text=True,
        capture_output=True, check=False, timeout=500,
    )  # fmt: skip
    return done.stdout


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in which something may be planted."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "monitor", folder / "monitor", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def test_every_contract_is_kept(house: Path) -> None:
    assert "0 broken" in lint(house)


@pytest.mark.parametrize(
    ("file", "planted", "contract"),
    [
        ("core/urls.py", "import sqlite3", "The core does no I/O BROKEN"),
        ("core/novelty/verdict.py", "import monitor.core.matching.matcher", "Inside core: downwards only BROKEN"),
        ("fetch/client.py", "import monitor.store.store", "Floors: who may import whom BROKEN"),
        ("services/export.py", "import sqlalchemy", "One door: SQLAlchemy and Alembic live in store BROKEN"),
    ],
)
def test_a_wrong_import_breaks_its_contract(house: Path, file: str, planted: str, contract: str) -> None:
    path = house / "monitor" / file
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}\n{planted}\n", encoding="utf-8")
    try:
        assert contract in lint(house)
    finally:
        path.write_text(before, encoding="utf-8")
