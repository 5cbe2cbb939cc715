"""What a request carries: form fields, bounded numbers and texts, the way back."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import Depends, Path, Query
from pydantic import AfterValidator
from starlette.requests import Request

MOST_FIELDS = 2_000
LARGEST_NUMBER = 2**31 - 1  # of a row: what both databases take
LONGEST_TEXT = 2_000  # characters of one in an address


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
Text = Annotated[str, Query(max_length=LONGEST_TEXT), AfterValidator(clean)]
Page = Annotated[int, Query(ge=1, le=100_000)]


def as_field(problem: str) -> str:
    """A mistake that names an option of a command, as in "--quiet: …": a form and the API have a field of that name."""
    return problem.removeprefix("--")


def way_back(text: str) -> str:
    """A path on this site, as a login form carries it; "/" for anything that could lead elsewhere.

    Addresses are ASCII: a letter that a page leaves out as unseen would bring the two slashes around it together.
    """
    if not text.startswith("/") or text.startswith("//") or "\\" in text or not (text.isascii() and text.isprintable()):
        return "/"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "/"
    elsewhere = parts.scheme or parts.netloc or parts.path in ("/login", "/welcome", "/logout")
    return "/" if elsewhere else text


def asker(request: Request, *, behind_proxy: bool) -> str:
    """Who asks, as a key for counting tries: an address, of IPv6 the network of 64 bits that one household has.

    Behind a proxy that is a near one's address, and the proxy says last in X-Forwarded-For whom it speaks for. Whoever
    else writes that header is counted by their own address, or at worst by what is allowed from all addresses together.
    """
    peer = request.client.host if request.client else ""
    named = request.headers.getlist("x-forwarded-for")
    if behind_proxy and named and _is_near(peer):
        return _counted(named[-1].rpartition(",")[2].strip()) or peer
    return _counted(peer) or peer


def _is_near(text: str) -> bool:
    found = _address(text)
    return found is not None and found.is_private


def _counted(text: str) -> str:
    """The address in its one form, "" for what is none."""
    found = _address(text)
    if found is None:
        return ""
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address; one of IPv4 also where a socket for both writes it as ::ffff:192.0.2.1."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, ipaddress.IPv6Address) else found
