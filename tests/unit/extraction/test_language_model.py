"""The language model gives what py3langid itself gives."""

from __future__ import annotations

import pytest

from monitor.extraction.language import language_of
from monitor.extraction.language_model import LanguageModel, load_model

TEXTS = {
    "en": "The harbour master said on Monday that two of the cranes would stand still until the inspectors had been.",
    "fr": "Le capitaine du port a déclaré lundi que deux des grues resteraient à l'arrêt jusqu'à la visite.",
    "nl": "De havenmeester zei maandag dat twee van de kranen stil blijven staan tot de inspecteurs zijn geweest.",
    "de": "Der Hafenmeister sagte am Montag, zwei der Kräne stünden still, bis die Prüfer da gewesen seien.",
    "es": "El capitán del puerto dijo el lunes que dos de las grúas permanecerán paradas hasta la inspección.",
    "uk": "Начальник порту сказав у понеділок, що два крани стоятимуть, доки не приїдуть інспектори.",
    "ru": "Начальник порта сказал в понедельник, что два крана будут стоять, пока не приедут инспекторы.",
    "ar": "قال مدير الميناء يوم الاثنين إن رافعتين ستتوقفان عن العمل حتى يأتي المفتشون.",
    "sr": "Управник луке је у понедељак рекао да ће две дизалице стајати док не дођу инспектори.",
    "zh": "港务局长星期一说，两台起重机将停用，直到检查人员到来。",
}  # fmt: skip


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return load_model()


ODD = ("A", "", "12345 67890", "SHOUTED: THE PORT IS CLOSED", "l'e\u0301te\u0301 et l'automne", "\ud800 half a pair")


@pytest.mark.parametrize("text", [*TEXTS.values(), *ODD])
def test_it_agrees_with_the_library(model: LanguageModel, text: str) -> None:
    langid = pytest.importorskip("py3langid.langid")
    theirs = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True).classify(text)
    language, probability = model.classify(text)
    assert probability == pytest.approx(theirs[1], abs=2e-3)
    assert language == theirs[0] or probability < 0.02  # without any word all are alike


@pytest.mark.parametrize("code", TEXTS)
def test_a_sentence_is_known_by_its_words(code: str) -> None:
    assert language_of(TEXTS[code] * 3) == code
