"""Columns and gaps in PDFs, and which of a notice's dates is its own."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.extraction.pdf import read_pdf
from tests.unit.extraction.press_pages import placed_pdf

LEFT = [
    "The Assembly of the parties met in the city on",
    "Monday and adopted the amendment by consensus",
    "after three days of debate. Delegations of forty",
    "states took the floor before the vote was closed.",
]
RIGHT = [
    "The registry of the court said that the text would",
    "be deposited with the depositary this week, and",
    "that it would enter into force one year after the",
    "deposit of the instruments by the states concerned.",
]
NOTICE = [
    (50, 800, "UNITED HARBOURS"), (400, 800, "HAVRES UNIS"), (50, 750, "Reference: C.N.420.2026.TREATIES-XVIII.10"),
    (150, 720, "STATUTE OF THE HARBOUR COURT"), (200, 706, "ARLEN, 17 JULY 1998"), (180, 680, "VALDORIA: WITHDRAWAL"),
    (50, 650, "The Secretary of the Harbours, acting in his capacity as depositary of the treaty,"),
    (50, 636, "communicates the following:"), (50, 612, "The above action was effected on 19 November 2026."),
    (50, 588, "In accordance with article 127 of the Statute, the action shall take effect for Valdoria on"),
    (50, 574, "19 November 2027."), (350, 540, "20 November 2026"),
]  # fmt: skip


def test_two_columns_that_were_written_line_by_line_are_read_one_after_the_other() -> None:
    across = [
        (left, 700 - 14 * number, text)
        for number, pair in enumerate(zip(LEFT, RIGHT, strict=True))
        for left, text in zip((50, 310), pair, strict=True)
    ]
    assert read_pdf(placed_pdf(across)).paragraphs == (" ".join(LEFT), " ".join(RIGHT))


def test_the_cells_of_a_table_stay_beside_each_other() -> None:
    cells = ((50, "State {}"), (310, "{} May 2026"))
    rows = [(left, 700 - 14 * n, text.format(n + 1)) for n in range(6) for left, text in cells]
    assert "State 4 4 May 2026" in " ".join(read_pdf(placed_pdf(rows)).paragraphs)


def test_a_gap_ends_a_paragraph_and_the_notice_has_its_own_date() -> None:
    found = read_pdf(placed_pdf(NOTICE))
    assert "VALDORIA: WITHDRAWAL" in found.paragraphs
    assert any(each.endswith("depositary of the treaty, communicates the following:") for each in found.paragraphs)
    assert found.published == datetime(2026, 11, 20, tzinfo=UTC)
