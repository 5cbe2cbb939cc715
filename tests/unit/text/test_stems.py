"""Inflections share a stem in their language, and only there."""

from __future__ import annotations

import pytest

from monitor.core.text.languages import guess_language, is_function_word
from monitor.core.text.normalize import fold_plain
from monitor.core.text.stems import stem_forms, stem_words


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "sanction", "sanctions"),
        ("fr", "juges", "juge"),
        ("de", "sanktionen", "sanktion"),
        ("ru", "санкции", "санкциями"),
        ("uk", "санкцією", "санкції"),
        ("es", "jueces", "jueces"),
    ],
)
def test_inflections_share_a_stem(language: str, one: str, other: str) -> None:
    stems = stem_words([fold_plain(one), fold_plain(other)], language)
    assert stems[0] == stems[1]


def test_a_language_without_a_stemmer_leaves_words_alone() -> None:
    assert stem_words(["sanctions"], "xx") == ["sanctions"]


def test_forms_know_the_languages_that_give_them() -> None:
    assert "en" in stem_forms("sanctions")["sanction"]
    assert "" in stem_forms("sanctions")["sanctions"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the judges of the court met in the hague", "en"),
        ("die richter des gerichts trafen sich in den haag und", "de"),
        ("les juges de la cour dans une salle", "fr"),
        ("суд объявил решение по делу", "ru"),
        ("суд оголосив рішення у справі її", "uk"),
        ("اعلنت المحكمه", "ar"),
        ("", ""),
    ],
)
def test_a_guess_at_the_language(text: str, language: str) -> None:
    assert guess_language(text.split()) == language


def test_function_words_tell_nothing() -> None:
    assert is_function_word("the") and not is_function_word("court")
