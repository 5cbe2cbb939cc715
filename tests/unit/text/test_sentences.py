"""Sentences end where a reader of the language would end them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text.sentences import paragraphs, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. government spoke. The court listened.",
        "Mr. Smith left at 3 p.m. yesterday. Nobody saw him.",
        "Das Gericht urteilte am 3. März über Nr. 7. Danach war Ruhe.",
        "Он приехал в г. Гаага, т.е. в суд. Потом уехал.",
        "Le juge M. Dupont a parlé. La salle était vide.",
        "قال القاضي نعم. هل هذا صحيح؟",
        "法院作出裁决。律师离开了。",
        "It rose 2.4 percent. Prices fell.",
        "See icc-cpi.int for more. It is long.",
        "“We will not stop.” She left the room.",
    ],
)
def test_two_sentences_are_two(text: str) -> None:
    assert len(cut(text)) == 2, cut(text)


WRAPPED = """The United States put five people who work
for the International Criminal Court on
its list. The registrar is among them, a
court official said on Thursday evening.

Nobody at the court answered questions on
what it will do now. The host state has
called in the envoy.
"""


def test_lines_wrapped_at_one_width_are_one_paragraph() -> None:
    assert len(paragraphs(WRAPPED)) == 2
    assert " ".join(cut(WRAPPED)[0].split()).endswith("Court on its list.")


def test_a_list_of_short_lines_stays_a_list() -> None:
    lines = "Members\nFrance\nGermany and Austria\nThe United Kingdom of Great Britain\nPeru\nChile"
    assert len(paragraphs(lines)) == 6


def test_a_new_line_ends_a_sentence() -> None:
    assert cut("Overview\nThe court met.\n\nIt rose.") == ["Overview", "The court met.", "It rose."]


def test_an_acronym_with_stops_may_end_a_sentence() -> None:
    assert cut("He flew to the U.S. The court waited.") == ["He flew to the U.S.", "The court waited."]


@given(st.text(alphabet="ab. !?\nÉ。"))
def test_ranges_are_in_order_and_cover_every_letter(text: str) -> None:
    spans = sentences(text)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert sum(len(text[start:end].replace(" ", "")) for start, end in spans) == sum(
        len(text[start:end].replace(" ", "")) for start, end in paragraphs(text)
    )


def test_a_text_without_stops_is_cut_into_bounded_pieces() -> None:
    assert max(len(piece) for piece in cut("word " * 5000)) <= 2000
