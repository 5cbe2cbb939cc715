"""Names that people give to sources, topics and channels."""

from __future__ import annotations

import re
import unicodedata

from monitor.core.errors import UserMistake

LONGEST = 64
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def check_name(kind: str, name: str) -> str:
    """The name, or UserMistake that says how a name of that ``kind`` ("topic", …) is written."""
    if len(name) > LONGEST or not _NAME.fullmatch(name):
        suggestion = slug(name)
        hint = f", as in {suggestion!r}" if suggestion else ""
        raise UserMistake(f"{kind} name {name!r}: use small letters, digits and hyphens, at most {LONGEST}{hint}")
    return name


def slug(text: str) -> str:
    """A name made of a text: "UN News – Law" gives "un-news-law"; "" if nothing usable is in it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")
