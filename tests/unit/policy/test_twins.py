"""Which sources watch one address twice, and which only share it."""

from __future__ import annotations

import pytest

from monitor.core.model.source import Source, SourceKind
from monitor.core.policy.twins import twins
from tests.builders import fallback, source

PAGE = "https://court.example.org/news"


@pytest.mark.parametrize("url", [PAGE, "http://www.court.example.org/news/?utm_source=x#top"])
def test_one_address_in_two_forms_is_one(url: str) -> None:
    first, again, other = source("a", PAGE), source("b", url), source("c")
    assert twins([first, other, again]) == ((first, again),)


@pytest.mark.parametrize(
    "other",
    [
        source("b", PAGE, SourceKind.PAGE),
        source("b", PAGE, SourceKind.LISTING, selector="main a"),
        source("b", PAGE, SourceKind.LISTING, paused=True),
        source("b", PAGE, SourceKind.LISTING, enabled=False),
        source("b", fallbacks=(fallback(PAGE),)),
    ],
)
def test_what_is_read_otherwise_or_not_polled_is_no_twin(other: Source) -> None:
    assert twins([source("a", PAGE, SourceKind.LISTING), other]) == ()
