from __future__ import annotations

import codecs

import pytest

from monitor.webtext.decode import decode, without_controls

RUSSIAN = "Суд вынес решение по делу о границах"
FRENCH = "La cour a rendu son arrêt, très attendu"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (RUSSIAN.encode(), "windows-1251"),  # the label is wrong
        (RUSSIAN.encode("cp1251"), "windows-1251"),
        (RUSSIAN.encode("cp1251"), "utf-8"),  # the label is wrong the other way
        (RUSSIAN.encode("koi8-r"), ""),
        (codecs.BOM_UTF16_LE + RUSSIAN.encode("utf-16-le"), "utf-8"),
        (codecs.BOM_UTF8 + RUSSIAN.encode(), "iso-8859-1"),
    ],
)
def test_russian_is_read_whatever_the_label_says(body: bytes, charset: str) -> None:
    assert decode(body, charset) == RUSSIAN


def test_western_bytes_with_no_label_or_a_nonsense_label_are_read() -> None:
    assert decode(FRENCH.encode("cp1252")) == FRENCH
    assert decode(FRENCH.encode("cp1252"), "no-such-charset") == FRENCH


def test_the_label_inside_the_document_counts_when_the_answer_has_none() -> None:
    body = b'<meta charset="iso-8859-2"><p>' + "Žádný soud".encode("iso-8859-2")
    assert "Žádný soud" in decode(body)


def test_utf16_without_a_mark_is_recognised() -> None:
    assert decode("<rss><channel>".encode("utf-16-be")) == "<rss><channel>"


def test_one_broken_byte_in_utf8_costs_one_character() -> None:
    text = decode(FRENCH.encode() * 20 + b"\xff" + FRENCH.encode(), "utf-8")
    assert text.count("\ufffd") == 1
    assert text.endswith(FRENCH)


def test_what_nobody_sees_is_taken_out() -> None:
    assert without_controls("a\x00b\x1b[31m\u202ec\u200bd\ud800\ufeffe\nf") == "ab[31mcde\nf"


def test_a_broken_byte_in_a_short_text_that_says_it_is_utf8_costs_itself_alone() -> None:
    assert decode(b"\xff" + FRENCH.encode(), "utf-8") == f"\ufffd{FRENCH}"
