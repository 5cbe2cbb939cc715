from __future__ import annotations

from datetime import UTC, datetime

from monitor.extraction.pdf import MAX_PAGES, read_pdf
from tests.unit.extraction.press_pages import pdf

BODY = [
    "The depositary circulates the following notification to all the parties con-",
    "cerned. The instrument of accession was deposited with the registry in the",
    "capital this week.",
    "The agreement enters into force for the state on the first day of the month",
    "that follows.",
]


def test_lines_are_joined_to_paragraphs_and_hyphens_undone() -> None:
    found = read_pdf(pdf([BODY]))
    assert found.problem == ""
    assert found.paragraphs == (
        "The depositary circulates the following notification to all the parties concerned. The instrument of accession"
        " was deposited with the registry in the capital this week.",
        "The agreement enters into force for the state on the first day of the month that follows.",
    )


def test_running_heads_and_page_numbers_are_dropped() -> None:
    names = ("north", "south", "east", "west")
    sheets = [
        [
            f"River Assembly, sheet {n}",
            "Fourth session",
            *(f"Line {'a' * k} of the {name} report." for k in range(9)),
            f"Page {n} of 4",
        ]
        for n, name in enumerate(names, start=1)
    ]
    text = " ".join(read_pdf(pdf(sheets)).paragraphs)
    assert "River Assembly" not in text
    assert "Page" not in text
    assert all(text.count(f"of the {name} report.") == 9 for name in names)


def test_title_author_and_date_come_from_the_document() -> None:
    info = "/Title (Report on accessions) /Author (Registry) /CreationDate (D:20260311080000+01'00')"
    found = read_pdf(pdf([BODY], info))
    assert (found.title, found.author) == ("Report on accessions", "Registry")
    assert found.published == datetime(2026, 3, 11, 7, tzinfo=UTC)
    assert read_pdf(pdf([["12 March 2026", *BODY]], info)).published == datetime(2026, 3, 12, tzinfo=UTC)
    assert read_pdf(pdf([BODY], "/Title (Microsoft Word - draft3.docx)")).title == ""


def test_only_the_first_pages_are_read() -> None:
    found = read_pdf(pdf([[f"This is sheet {'x' * n} of it."] for n in range(1, MAX_PAGES + 5)]))
    assert "x" * (MAX_PAGES + 1) not in " ".join(found.paragraphs)


def test_broken_and_scanned_documents_are_told_apart() -> None:
    assert read_pdf(b"%PDF-1.4 and then nothing").problem.startswith("cannot be read")
    assert read_pdf(pdf([[]])).problem == "no text in it: scanned pages"
