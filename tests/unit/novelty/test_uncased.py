"""Names and concepts in scripts without capitals or without spaces."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.core.model.development import Novelty
from monitor.core.model.ids import DevelopmentId
from monitor.core.novelty.concepts import concept
from monitor.core.novelty.features import features
from monitor.core.novelty.memory import Memory, filed
from monitor.core.novelty.terms import number_of, skeleton, tidy, tokens
from monitor.core.novelty.uncased import guesses
from monitor.core.novelty.verdict import judge
from tests.unit.novelty.test_memory import MATCHES, article


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("Karlsen", "كارلسن وكارلسن कार्लसन কার্লসেন קרלסן"),
        ("Brandvold", "براندفولد ब्रैंडवोल्ड ব্র্যান্ডভোল্ড"),
        ("Berrocal", "بيروكال बेरोकल 베로칼 베로칼은 ベロカル"),
        ("Tanaka", "تاناكا तनाका 다나카 タナカ"),
        ("Petrescu", "بتريسكو पेत्रेस्कु 페트레스쿠 ペトレスク"),
    ],
)
def test_a_name_is_among_the_guesses_of_each_spelling(name: str, spelled: str) -> None:
    wanted = number_of("p:" + skeleton(name.lower()))
    for word in spelled.split():
        assert wanted in guesses(tokens(tidy(word)), 50), word


def test_what_marks_its_names_or_is_a_known_concept_is_not_guessed_at() -> None:
    assert not guesses(tokens(tidy("Karlsen met the judges; Карлсен прибув")), 50)
    assert not guesses(tokens(tidy("عقوبات والمحكمة 미국은 न्यायाधीशों")), 50)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ("sanction", "عقوبات والعقوبات تحریم סנקציות प्रतिबंधों 제재를"),
        ("judge", "القضاة قاضي שופטים न्यायाधीशों বিচারক 재판관이"),
        ("us", "وأمريكا واشنطن अमेरिकी 미국은"),
    ],
)
def test_a_concept_is_known_with_what_is_written_onto_it(known: str, words: str) -> None:
    assert {concept(word) for word in words.split()} == {known}


def test_words_are_found_within_runs_and_figures_of_any_script_are_figures() -> None:
    told = {token.concept for token in tokens(tidy("美国对国际刑事法院法官实施制裁"))}
    assert {"us", "court", "judge", "sanction"} <= told
    assert [token.low for token in tokens(tidy("٧٩ دولة 第123回 ７カ国")) if token.is_number] == ["79", "123", "7"]
    assert "カーン" in [token.text for token in tokens(tidy("検察官カリム・カーン氏"))]


ENGLISH = (
    "Harbour court of Saltmouth hears Brandvold and Petrescu",
    "Ilse Brandvold and Tatiana Petrescu were heard by the court on Monday. Envoy Signe Karlsen spoke for them.",
)
HINDI = (
    "बंदरगाह में ब्रैंडवोल्ड और पेत्रेस्कु की सुनवाई",
    "इल्से ब्रैंडवोल्ड और तातियाना पेत्रेस्कु की सोमवार को सुनवाई हुई। दूत सिग्ने कार्लसन ने उनकी ओर से बात की।",
)
OTHER = ("बंदरगाह में मछली का दाम", "मछली का दाम सोमवार को गिर गया। दुकानदार रमेश ने कहा कि बारिश के कारण लोग कम आए।")


@pytest.mark.parametrize(("first", "second"), [(ENGLISH, HINDI), (HINDI, ENGLISH)])
def test_names_join_a_report_in_such_a_script_to_one_that_marks_them(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    assert _second(first, second) is Novelty.REPEAT
    assert _second(ENGLISH, OTHER) is Novelty.NEW


def _second(first: tuple[str, str], second: tuple[str, str]) -> Novelty:
    memory = Memory()
    for number, (title, text) in enumerate((first, second), 1):
        language = "en" if title.isascii() else "hi"
        one = replace(article(number, text, title=title, day=number / 10), language=language)
        facts = features(one, MATCHES)
        verdict = judge(one, MATCHES, facts, memory, one.first_seen)
        memory.add(filed(one, MATCHES, facts, verdict.development_id or DevelopmentId(number)))
    return verdict.novelty
