"""Folding brings spellings together and keeps the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text.normalize import fold, fold_plain
from monitor.core.text.tokens import tokenize


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Cour pénale", "cour penale"),
        ("Cour pe\u0301nale", "cour penale"),
        ("sanc\u00adtions", "sanctions"),
        ("the court\u2019s", "the court's"),
        ("« Statut »", '" statut "'),
        ("pre\u2011trial", "pre-trial"),
        ("STRASSE Straße", "strasse strasse"),
        ("ＩＣＣ", "icc"),
        ("Ёлка", "елка"),
        ("المَحكَمةُ", "المحكمه"),
        ("دیوان", "ديوان"),
        ("بین\u200cالمللی", "بينالمللي"),
        ("١٤٢٠٣", "14203"),
        ("œuvre", "oeuvre"),
        ("Cour p&eacute;nale", "cour penale"),
        ("court&rsquo;s", "court's"),
        ("Rome&nbsp;Statute", "rome statute"),
        ("juges &amp; procureurs", "juges & procureurs"),
        ("Crim-\ninal Court", "criminal court"),
    ],
)
def test_spellings_fold_to_one_form(written: str, meant: str) -> None:
    assert fold_plain(written) == meant


@given(st.text())
def test_every_token_leads_back_to_the_words_it_came_from(text: str) -> None:
    folded = fold(text)
    for token in tokenize(folded):
        start, end = folded.span(token.start, token.end)
        assert 0 <= start < end <= len(text)
        assert token.text in fold_plain(text[start:end])


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_plain(fold_plain(text)) == fold_plain(text)


def test_vowel_signs_of_indic_scripts_stay() -> None:
    assert len(tokenize(fold("ക്രിക്കറ്റ് ബോർഡ്"))) == 2


def test_scripts_without_spaces_give_a_token_per_character() -> None:
    assert [token.text for token in tokenize(fold("国际刑事法院 ICC"))] == [*"国际刑事法院", "icc"]


def test_the_possessive_is_no_word_of_its_own() -> None:
    assert [token.text for token in tokenize(fold("the court's judges’ s"))] == ["the", "court", "judges", "s"]


def test_a_word_with_an_entity_leads_back_to_all_of_it() -> None:
    text = "La Cour p&eacute;nale si&#232;ge, le caf&eacute; aussi"
    folded = fold(text)
    assert [text[slice(*folded.span(token.start, token.end))] for token in tokenize(folded)] == [
        "La", "Cour", "p&eacute;nale", "si&#232;ge", "le", "caf&eacute;", "aussi",
    ]  # fmt: skip


def test_what_only_looks_like_an_entity_stays() -> None:
    assert fold_plain("AT&T; R&D & sons; &nosuch;") == "at&t; r&d & sons; &nosuch;"
