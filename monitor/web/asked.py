"""What a request carries: form fields, bounded numbers and texts, the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import Depends, Path, Query
from pydantic import AfterValidator
from starlette.requests import Request

MOST_FIELDS = 2_000
LARGEST_NUMBER = 2**31 - 1  # of a row: what both databases take


def clean(text: str) -> str:
    """Without NUL, which PostgreSQL refuses, and without halves of letters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


class Form:
    """The fields of a posted form (application/x-www-form-urlencoded)."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        self._fields = fields

    def text(self, name: str, default: str = "") -> str:
        """The first value, without blanks around it."""
        return self.raw(name, default).strip()

    def raw(self, name: str, default: str = "") -> str:
        """The first value as it was typed."""
        return clean(self._fields.get(name, [default])[0])

    def number(self, name: str) -> int:
        """The first value as a row's number; 0, which no row has, if it is none."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def numbers(self, name: str) -> list[int]:
        """All values that are numbers."""
        return [
            int(text) for text in self._fields.get(name, []) if text.isascii() and text.isdigit() and len(text) < 10
        ]

    def texts(self, name: str) -> list[str]:
        """All values."""
        return [clean(text) for text in self._fields.get(name, [])]

    def pairs(self) -> list[tuple[str, str]]:
        """All names with each of their values, as they were typed."""
        return [(clean(name), clean(text)) for name, texts in self._fields.items() for text in texts]


async def read_form(request: Request) -> Form:
    """The form that a request posts; an empty one where it holds more fields than any form here has."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return Form(parse_qs(body, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return Form({})


Posted = Annotated[Form, Depends(read_form)]
Number = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
Name = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
ConceptName = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]  # packs write underscores
Text = Annotated[str, Query(max_length=2_000), AfterValidator(clean)]
Page = Annotated[int, Query(ge=1, le=100_000)]


def way_back(text: str) -> str:
    """A path on this site, as a login form carries it; "/" for anything that could lead elsewhere."""
    if not text.startswith("/") or text.startswith("//") or "\\" in text or not text.isprintable():
        return "/"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "/"
    elsewhere = parts.scheme or parts.netloc or parts.path in ("/login", "/welcome", "/logout")
    return "/" if elsewhere else text
