"""What is tracked, and how the Markdown in it points from one paper to another."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_MADE = frozenset({"__pycache__", "build", "data", "dist"})
_FENCE = re.compile(r"^[ ]*```.*?^[ ]*```[ ]*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git holds or would take, by its place under the root; without git, what is not made by tools."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                            capture_output=True, check=False)  # fmt: skip
    names = [Path(name) for name in listed.stdout.decode().split("\0") if name] or _all_sources()
    return tuple(sorted(name for name in names if (ROOT / name).is_file()))


def _all_sources() -> list[Path]:
    places = [path.relative_to(ROOT) for path in ROOT.rglob("*")]
    return [place for place in places if not any(part.startswith(".") or part in _MADE for part in place.parts)]


def papers() -> list[Path]:
    """All Markdown files."""
    return [path for path in tracked() if path.suffix == ".md"]


def read(path: Path) -> str:
    """A tracked file's text; what is no UTF-8 is replaced."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


def anchors(markdown: str) -> set[str]:
    """The names of a paper's headings as GitHub makes them for links."""
    found: Counter[str] = Counter()
    names = set()
    for heading in _HEADING.findall(_FENCE.sub("", markdown)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        name = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        names.add(f"{name}-{found[name]}" if found[name] else name)
        found[name] += 1
    return names


def broken_links(path: Path, markdown: str) -> list[str]:
    """Links of the paper at that place that lead to no file of the project, or to no heading in it."""
    broken = []
    for link in _LINK.findall(_FENCE.sub("", markdown)):
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue
        place, _, anchor = link.partition("#")
        target = (ROOT / path.parent / place).resolve() if place else ROOT / path
        there = target.is_relative_to(ROOT) and target.exists()
        if not there or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            broken.append(link)
    return broken
