"""The words in which the press of many countries tells of a court are known, and false friends are not."""

from __future__ import annotations

import pytest

from monitor.core.novelty.concepts import concept
from monitor.core.novelty.terms import tidy, tokens

KNOWN = """
pl crime zbrodni | international międzynarodowego | hague Hadze | prosecute ścigania | ratify ratyfikował | war wojny
pl judge sędziów | begin rozpoczęło | statement oświadczenie | vote głosowali | adopt przyjęto | administration rządu
cs ukraine Ukrajině | begin začalo | war válečné | administration vláda | bill zákona | countries země
sk ukraine Ukrajine | prosecute stíhanie | withdraw odstúpiť | judge sudkyňa | hague Haagu | russia Rusko
sl judge sodnikom | impose uvedle | us ZDA | condemn obsodila | adopt sprejela | war vojne | investigate preiskava
hr judge suci | president predsjednik | condemn osudili | countries zemlje | centre centar | administration vlade
ro administration guvernul | countries statele | war războiului | court curte | fund finanțare | begin începe
hu war háború | administration kormány | hague Hágai | crime bűncselekmény | begin megkezdte | court bíróság
sv war kriget | russia ryska | prosecutor chefsåklagare | crime krigsförbrytelser | begin inleder | court domstolen
da war krigen | withdraw forlader | crime krigsforbrydelser | countries landene | freeze indefryser | judge dommere
no war krigen | administration regjeringen | crime krigsforbrytelser | begin starter | prosecutor sjefanklager
fi war sodan | russia Venäjän | administration hallitus | prosecutor pääsyyttäjä | withdraw vetäytyy | judge tuomarit
el ukraine Ουκρανία | war πόλεμος | administration κυβέρνηση | begin ξεκίνησε | russia Ρωσία | judge δικαστές
tr war savaşı | crime suçları | administration hükümet | lawsuit davası | prosecutor başsavcı | judge yargıçlar
uk prosecutor генпрокурор | ratify ратифікувала | vote проголосували | begin запрацював | administration уряд
ru ratify ратифицировал | prosecutor генпрокурор | vote проголосовали | administration правительство | ruling приговор
de prosecutor Staatsanwälte | begin eröffnet | aggression Angriffskrieg | deputy Vizechefankläger | withdraw Rückzug
fr judge magistrats | begin ouverture | us États-Unis | join adhésion | ruling décision | ratify ratifié
es vote votaron | begin inauguró | us estadounidense | lawsuit querella | withdraw salida | adopt aprueba
it investigate inchiesta | begin aperto | amend modifica | lawsuit ricorso | crime reati | judge magistrati
pt vote votou | begin abre | ruling decisão | join adesão | amend alterações | us Washington
nl crime misdrijven | begin geopend | prosecutor hoofdaanklager | condemn veroordeelt | ruling vonnis | us Amerikaanse
lt court teismas | international tarptautinis | us JAV | war karo
lv judge tiesneši | international starptautiskā | russia Krievija | court tiesas
et court kohus | international rahvusvaheline | russia Venemaa | crime kuritegu
bg russia Русия | judge съдиите | condemn осъжда | us САЩ
"""
FALSE_FRIENDS = [
    ("software", "opened"), ("software", "opens"), ("account", "accountability"), ("buy", "compromised"),
    ("delay", "reporter"), ("demand", "press"), ("ruling", "fallout"), ("withdraw", "retired"), ("fund", "financial"),
    ("bill", "gesetzt"), ("begin", "begangen"), ("visa", "visant"), ("withdraw", "retraités"), ("resign", "tritt"),
]  # fmt: skip


@pytest.mark.parametrize("line", KNOWN.strip().splitlines())
def test_words_of_the_press_are_known(line: str) -> None:
    asked = [pair.split() for pair in line[3:].split("|")]
    found = {word: tokens(tidy(word))[-1].concept for _, word in asked}
    assert found == {word: known for known, word in asked}


@pytest.mark.parametrize(("wrong", "word"), FALSE_FRIENDS)
def test_a_word_that_only_begins_like_one_is_not_taken_for_it(wrong: str, word: str) -> None:
    assert concept(word) != wrong


def test_the_united_states_are_one_name_in_every_language() -> None:
    for name in (
        "United States",
        "Estados Unidos",
        "Vereinigten Staaten",
        "Stanów Zjednoczonych",
        "Соединенных Штатов",
    ):
        assert [token.concept for token in tokens(name)] == ["us", "us"], name
