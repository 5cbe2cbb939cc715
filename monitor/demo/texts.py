"""The texts of the made-up press, read from the data files in ``texts/``: one TOML file for each outlet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One article as written. Paragraphs of ``body`` are separated by an empty line."""

    key: str  # "<outlet>/<slug>"
    outlet: str
    title: str
    summary: str  # as in the feed
    body: str
    author: str = ""
    section: str = ""
    age: timedelta | None = None  # how long before the start it was published; None = published by the story

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return self.key.split("/")[1]

    @property
    def paragraphs(self) -> list[str]:
        """The body, paragraph by paragraph, each on one line."""
        return [" ".join(part.split()) for part in self.body.strip().split("\n\n")]


@cache
def texts_of(outlet: str) -> tuple[Text, ...]:
    """All texts of that outlet, in the order of its file."""
    import tomllib

    source = files("monitor.demo").joinpath("texts", f"{outlet}.toml").read_text(encoding="utf-8")
    return tuple(_text(outlet, table) for table in tomllib.loads(source)["article"])


def _text(outlet: str, table: dict[str, str | int]) -> Text:
    hours = table.get("hours_before")
    return Text(
        key=f"{outlet}/{table['slug']}",
        outlet=outlet,
        title=str(table["title"]),
        summary=str(table["summary"]),
        body=str(table["body"]),
        author=str(table.get("author", "")),
        section=str(table.get("section", "")),
        age=None if hours is None else timedelta(hours=int(hours)),
    )
