from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.extraction.extracted import Extracted
from monitor.extraction.extractor import extract
from monitor.extraction.language import language_of

ENGLISH = "The harbour master told the council that the quay would be closed until the dredger came back in spring. "
GERMAN = "Der Hafenmeister sagte dem Rat, dass der Kai geschlossen bleibt, bis der Bagger im Frühling zurückkommt. "
PAGE = f"<html><body><article><h1>Quay closed</h1><p>{ENGLISH * 4}</p></article></body></html>"


@pytest.mark.parametrize(("dated", "found"), [(False, datetime(2026, 3, 3, tzinfo=UTC)), (True, None)])
def test_a_date_is_guessed_only_for_an_entry_that_has_none(dated: bool, found: datetime | None) -> None:
    page = extract(PAGE.encode(), url="http://press.example/2026/03/03/quay", media_type="text/html", dated=dated)
    assert isinstance(page, Extracted)
    assert page.published == found


def test_a_foreign_quotation_at_the_start_does_not_decide_the_language() -> None:
    assert language_of(GERMAN * 2 + ENGLISH * 12) == "en"


def test_a_text_whose_middle_says_nothing_is_read_further() -> None:
    assert language_of(GERMAN * 4 + "12.345.678 " * 80 + GERMAN * 4) == "de"
