"""The shipped feeds.toml: what ``monitor init`` writes and what a new user starts from."""

from __future__ import annotations

from pathlib import Path


def template() -> str:
    """The text of the shipped feeds.toml: beside this module in an installed wheel, at the root in a source tree."""
    here = Path(__file__).resolve().parent
    installed, in_tree = here / "feeds.toml", here.parent.parent / "feeds.toml"
    return (installed if installed.is_file() else in_tree).read_text(encoding="utf-8")
