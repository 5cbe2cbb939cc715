"""Captions of pictures are no part of a report; a report that ends with its agency is no caption."""

from __future__ import annotations

import pytest

from monitor.core.text.captions import is_caption, without_captions

CAPTIONS = [
    "The prosecutor at a press conference in Bogota, April 25. (Lena Moreau / AFP)",
    "The president in the East Room in Washington. (Photo by LENA MOREAU/AFP via Getty Images)",
    "A demonstration in front of the court. © Lena Moreau / ANP / AFP",
    "Headquarters of the agency in The Hague. Photo: Lena Moreau",
    "Das Gebäude in Den Haag. Foto: dpa",
    "The judges at a hearing [Getty]",
    "Bild: Pressestelle",
    "Фото: пресс-служба",
    "FOTO DE ARCHIVO. Vista de la sede del tribunal",
    "Edificio dañado - Lena Moreau/Zuma Press",
]
REPORTS = [
    "Washington hat am Freitag Sanktionen verhängt. (dpa)",
    "The move was condemned by 79 states. (Reuters)",
    "He added that the court would go on. /AFP",
    "AMSTERDAM (AP) - The court said on Friday that it would go on with its work.",
    "The judges — Bossa / Ibáñez — sued.",
    "See the statement (photo) of Friday.",
    "The file shows that she was asked: will you go?",
    "A photo of the judge was shown to the witness, who did not know her.",
    "The photo agencies Getty Images and Reuters were asked not to show it, the court said. " * 5 + "(Reuters photo)",
]


@pytest.mark.parametrize("line", CAPTIONS)
def test_a_line_under_a_picture_is_a_caption(line: str) -> None:
    assert is_caption(line)


@pytest.mark.parametrize("line", REPORTS)
def test_a_line_of_a_report_is_none(line: str) -> None:
    assert not is_caption(line)


def test_a_text_loses_its_captions_but_not_everything() -> None:
    assert without_captions(f"{CAPTIONS[0]}\n{REPORTS[0]}\n{CAPTIONS[6]}") == REPORTS[0]
    assert without_captions(CAPTIONS[0]) == CAPTIONS[0]
