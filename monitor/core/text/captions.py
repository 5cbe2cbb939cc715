"""Lines under pictures: what they name was photographed, at some time, and is no part of what an article reports."""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 350  # characters of a caption; a longer line is a passage that ends with a credit
_WORD: Final = (
    r"(?:photo(?:graph)?|picture|image|foto(?:graf\w*)?|фото|imagen|immagine|bild|zdj\w*|handout|file|archiv\w*)s?"
)
_LENS: Final = (  # who sells pictures; agencies of news sign their reports, too
    r"(?:getty(?: images)?|epa(?:-efe)?|keystone|shutterstock|picture[- ]alliance|imago(?: images)?|alamy|depositphotos"
    r"|istock|123rf(?:\.com)?|unsplash|zuma press|lehtikuva)"
)
_AGENCY: Final = (
    rf"(?:{_LENS}|reuters|afp|ap|dpa|anp|efe|ansa|tass|xinhua|anadolu\w*|belga|lusa|pap|ritzau|ntb|handout|pool)"
)
_NAMED: Final = r"[^\W\d_][^()\[\]/.!?]{2,40}"  # the photographer
_CREDIT: Final = re.compile(
    rf"^(?:{_WORD}|(?:photo |picture |image )?credits?|crédits?(?: photo)?|bildquelle|illustration|file photo)\s?:"
    rf"|^(?:file photo|foto de archivo|archivbild|photo d'archives?)\b"
    rf"|[(\[](?:{_AGENCY} )?{_WORD}\b[^()\[\]]{{0,80}}[)\]]\s*\.?$"
    rf"|[(\[](?:{_NAMED}/\s?{_AGENCY}|{_LENS})[)\]]\s*\.?$"
    rf"|(?:©|[-–—]|\s)\s?{_NAMED}/\s?(?:{_AGENCY}\s?/\s?)*{_AGENCY}\s*\.?$"
    rf"|(?:/|©|\bvia)\s?{_LENS}\s*\.?$"
    rf"|(?:[.!?]|\s[-–—|])\s*{_WORD}\s?:\s?[^.:]{{2,60}}$",
    re.IGNORECASE,
)
_SIGNS: Final = re.compile(r"[/©(\[:]|\bvia\b|arch|file", re.IGNORECASE)  # without one of them it is none; found faster


def is_caption(line: str) -> bool:
    """Whether a line of a text (a paragraph) is the caption of a picture: short, with the credit at its head or end.

    A report that ends with the agency it comes from ("… am Freitag. (dpa)") is none.
    """
    if len(line) > _LONGEST or not _SIGNS.search(line):
        return False
    return _CREDIT.search(line.strip()) is not None


def without_captions(text: str) -> str:
    """The text without the lines that are captions, unless it is nothing else."""
    return "\n".join(line for line in text.split("\n") if not is_caption(line)) or text
