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


@pytest.mark.parametrize(
    ("label", "charset", "text"),
    [
        ("win-1251", "cp1251", "Суд виніс рішення"),
        ("x-cp1251", "cp1251", "Суд виніс рішення"),
        ("x-sjis", "cp932", "国際刑事裁判所①"),
        ("shift_jis", "cp932", "国際刑事裁判所①"),
        ("ks_c_5601-1987", "cp949", "국제형사재판소 똠"),
        ("gb_2312-80", "gb18030", "国际刑事法院"),
        ("cn-big5", "big5hkscs", "國際刑事法院"),
        ("windows-874", "cp874", "ศาลอาญา"),
        ("windows-1256", "cp1256", "المحكمة الجنائية الدولية"),
    ],
)
def test_labels_of_old_sites_are_understood(label: str, charset: str, text: str) -> None:
    assert decode(text.encode(charset), label) == text


@pytest.mark.parametrize(
    ("charsets", "text"),
    [
        ("cp1251 koi8-r iso8859-5 cp866", "Международный уголовный суд сообщил о санкциях против судей"),
        ("cp1251 koi8-u iso8859-5", "Міжнародний кримінальний суд повідомив про ратифікацію"),
        ("cp1253", "Το Διεθνές Ποινικό Δικαστήριο ανακοίνωσε κυρώσεις"),
        ("cp1255", "בית הדין הפלילי הבינלאומי הודיע ביום שלישי"),
        ("cp1256 iso8859-6", "أعلنت المحكمة الجنائية الدولية يوم الثلاثاء"),
        ("cp1252", "El tribunal declaró que no hará más comentarios, según la jueza"),
        ("cp1250 iso8859-2", "Międzynarodowy Trybunał Karny nałożył na sędziów"),
        ("cp1254", "Uluslararası Ceza Mahkemesi yargıçlarına yaptırım uyguladığını açıkladı"),
        ("shift_jis euc_jp", "国際刑事裁判所は火曜日、米国の制裁について発表した"),
        ("euc_kr", "국제형사재판소는 화요일 미국의 제재를 발표했다"),
        ("gb18030", "国际刑事法院星期二宣布，美国对其法官实施了制裁"),
        ("big5", "國際刑事法院星期二宣布，美國對其法官實施了制裁"),
        ("cp874", "ศาลอาญาระหว่างประเทศประกาศเมื่อวันอังคาร"),
    ],
)
def test_old_encodings_without_a_label_are_told_by_what_they_spell(charsets: str, text: str) -> None:
    feed = f"<rss><channel><title>{text}</title></channel></rss>"
    assert {name: decode(feed.encode(name)) for name in charsets.split()} == dict.fromkeys(charsets.split(), feed)


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
