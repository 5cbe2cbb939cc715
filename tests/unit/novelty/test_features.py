"""Features are small, stable and the same after storing."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.model.article import Span
from monitor.core.model.ids import TopicId
from monitor.core.model.match import Evidence, Field, Grade, Match
from monitor.core.novelty.concepts import concept
from monitor.core.novelty.countries import COUNTRIES
from monitor.core.novelty.features import features, from_json, to_json
from monitor.core.novelty.names import names_in, people_listed
from monitor.core.novelty.terms import number_of, skeleton, tidy, tokens
from tests.unit.novelty.test_memory import MATCHES, STORY, article


@given(title=st.text(max_size=80), text=st.text(max_size=2_000), language=st.sampled_from(["", "en", "uk", "zz", "ar"]))
@settings(max_examples=80)
def test_any_text_has_features_that_survive_storing(title: str, text: str, language: str) -> None:
    facts = features(replace(article(1, text), title=title, language=language), MATCHES)
    assert from_json(to_json(facts)) == facts


def test_the_stored_form_of_a_long_text_is_a_few_kilobytes() -> None:
    text = " ".join(f"Word{number} was seen by Person{number}." for number in range(5_000))
    assert len(to_json(features(article(1, text), MATCHES))) < 6_000


@pytest.mark.parametrize("stored", ["{}", "[]", '{"form": 1}', '{"form": 99}', "nonsense"])
def test_a_stored_form_that_is_not_ours_is_a_value_error(stored: str) -> None:
    with pytest.raises(ValueError):
        from_json(stored)


def test_features_are_the_same_in_another_process() -> None:
    code = (
        "from tests.unit.novelty.test_memory import article, MATCHES, STORY\n"
        "from monitor.core.novelty.features import features, to_json\n"
        "print(to_json(features(article(1, STORY), MATCHES)), end='')"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout == to_json(features(article(1, STORY), MATCHES))


def test_a_name_has_one_skeleton_in_all_scripts() -> None:
    for names in (
        ["Selenskyj", "Zelensky", "Зеленский", "Зеленський"],
        ["Graham", "Грэм", "Грем"],
        ["Bensouda", "Бенсуда"],
    ):
        assert len({skeleton(name) for name in names}) == 1, names


def test_a_concept_is_one_in_all_languages() -> None:
    for words in (
        "sanctions Sanktionen sanciones sanções санкции санкцій",
        "judges Richter jueces juízes суддів rechters",
    ):
        assert len({concept(word.lower()) for word in words.split()}) == 1, words
    further = {
        "sanction": "sankce sancțiuni κυρώσεις sanksjoner szankciók pakotteita sankcije yaptırımlar sanksi",
        "judge": "soudce judecători dommerne domarna tuomarit sudije yargıçlar съдии",
        "ratify": "κύρωση onayladı ratifioi",
    }
    for known, words in further.items():
        assert {concept(word.lower()) for word in words.split()} <= {known}, words
    assert (concept("harbour"), concept("sudan")) == ("", "sudan")


def test_a_country_is_one_in_all_languages() -> None:
    named = {
        "iceland": "Iceland Islande Islanda Исландия Ісландія آيسلندا",
        "morocco": "Morocco Maroc Marruecos Marokko Marocco Maroko المغرب",
        "ecuador": "Ecuador Équateur Equador Эквадор Еквадор Ekwador الإكوادور",
        "hungary": "Hungary Hongrie Ungarn Ungheria Węgry Угорщина",
    }
    for known, words in named.items():
        assert {concept(word.lower()) for word in words.split()} == {known}, words
    assert [concept(word) for word in "bratislava ulaanbaatar будапеште".split()] == ["slovakia", "mongolia", "hungary"]
    seats_and_names = "sofia kampala rome geneva santiago wellington"
    common = seats_and_names + " verde мали malaise omar bhutto micron مالية بيروت grenades того verden dominique"
    assert {concept(word) for word in common.split()}.isdisjoint(COUNTRIES)


def test_a_name_of_several_words_is_one_country_in_all_languages() -> None:
    def countries(text: str) -> list[str]:
        return sorted({token.concept for token in tokens(tidy(text))} & COUNTRIES)

    named = {
        "southafrica": "South Africa; South African; Afrique du Sud; Sudáfrica; Zuid-Afrika; ЮАР; جنوب أفريقيا",
        "ivorycoast": "Ivory Coast; Côte d’Ivoire; Costa de Marfil; Кот-д’Ивуар; Wybrzeże Kości Słoniowej",
        "capeverde": "Cabo Verde; Cape Verde; Cap-Vert; Kap Verde; Кабо-Верде; الرأس الأخضر",
        "timor": "Timor-Leste; East Timor; Timor oriental; Тимор-Лешти",
        "northmacedonia": "North Macedonia; Macédoine du Nord; Nordmazedonien; Macedonia Północna",
        "bosnia": "Bosnia and Herzegovina; Bosnie-Herzégovine; Bosnien und Herzegowina; Босния и Герцеговина",
        "korea": "Republic of Korea; South Korea; Corée du Sud; Südkorea; Республика Корея",
        "congo": "DR Congo; Democratic Republic of the Congo; République démocratique du Congo",
        "congobrazza": "Republic of the Congo; Congo-Brazzaville",
        "papua": "Papua New Guinea; Papouasie-Nouvelle-Guinée; Papua-Neuguinea",
        "dominicanrepublic": "Dominican Republic; República Dominicana; Доминиканская Республика",
        "czech": "Czechia; Czech Republic; Tschechien; Česko; Чехія; République tchèque",
        "turkey": "Türkiye; Turkey; Turquie; Туреччина",
        "gambia": "the Gambia; La Gambie; Гамбия; غامبيا",
        "antigua": "Antigua and Barbuda; Антигуа и Барбуда",
        "britain": "United Kingdom; Royaume-Uni; Vereinigtes Königreich; المملكة المتحدة",
        "netherlands": "Netherlands; Pays-Bas; Países Bajos; Нидерланды",
    }
    for known, names in named.items():
        assert [countries(name) for name in names.split(";")] == [[known]] * len(names.split(";")), known
    assert countries("Guinea, Sudan und North Korea") == ["guinea", "northkorea", "sudan"]
    assert countries("the reina of a rica Casa in the south, in Africa") == []


def test_who_acts_stands_before_the_verb_of_a_headline() -> None:
    def acting(title: str) -> set[int]:
        return set(features(article(1, "It was said on Monday.", title=title), MATCHES).actors)

    assert acting("Czech Republic follows Spain into the river centre") == {number_of("c:czech")}
    assert acting("After Spain, Latvia and Malta join it") == {number_of("c:latvia"), number_of("c:malta")}
    assert acting("River centre thanks Spain") == set()


def test_a_judge_who_denies_a_motion_denies_no_report() -> None:
    def denied(title: str) -> bool:
        return features(article(1, "It was said on Monday.", title=title), MATCHES).denies

    assert denied("Ministry denies plan to leave the river court")
    assert not denied("Judge denies motion against the river court")


def test_in_german_full_names_show_which_nouns_are_people() -> None:
    def hit(title: str) -> set[int]:
        text = "Die Richterin Maja Lindqvist steht seit Montag auf der Liste des Ministeriums, ihr Vermögen ist weg."
        return set(features(replace(article(1, text, title=title), language="de"), MATCHES).objects)

    assert hit("USA verhängen Sanktionen gegen Lindqvist") == {number_of("p:" + skeleton("lindqvist"))}
    assert hit("Ministerium verhängt Sanktionen gegen Vermögen") == set()


def test_the_words_of_ministries_and_offices_are_no_acts() -> None:
    spoken = {"un": "الأمم", "us": "الولايات", "crime": "الجنائية", "withdraw": "خروج", "emergency": "emergencia طوارئ"}
    for known, words in spoken.items():
        assert {concept(word) for word in words.split()} == {known}, words
    assert not {concept(word) for word in "general المتحدة الخارجية".split()} - {""}


def test_a_court_of_appeal_calls_for_nothing() -> None:
    def answers(title: str, language: str) -> int:
        return features(replace(article(1, "Two to one.", title=title), language=language), MATCHES).reaction

    assert answers("La corte d'appello riattiva le sanzioni", "it") == 0
    assert answers("Trente pays lancent un appel au tribunal", "fr") == 2


def test_numbers_stay_whole_and_abbreviations_close_up() -> None:
    found = [token.text for token in tokens(tidy("The U.S. paid 1,200.50 to l’Aia’s office in 2031."))]
    assert found == ["The", "US", "paid", "1,200.50", "to", "Aia", "office", "in", "2031"]


def test_people_in_a_list_are_told_apart_from_people_who_have_their_say() -> None:
    text = tokens(tidy("Those named are Ilse Brandvold, Tomas Quiroga and Jun Okabe. Harlan Voss spoke later."))
    assert people_listed(text, names_in(text)) == {skeleton(name) for name in ("Brandvold", "Quiroga", "Okabe")}


def test_a_stage_counts_only_if_it_is_told_at_the_head() -> None:
    text = STORY + " " + "It rained. " * 100 + STORY
    late = Evidence(field=Field.TEXT, span=Span(start=1_000, end=1_010), quote=text[1_000:1_010], clause="c")
    early = replace(late, span=Span(start=0, end=10), quote=text[:10])
    for evidence, stages in ((late, ()), (early, (("t", "imposed"),))):
        match = Match(topic_id=TopicId("t"), grade=Grade.REPORT, score=1, evidence=(evidence,), stage="imposed")
        assert features(article(1, text), [match]).stages == stages


def test_words_that_the_topic_asked_for_are_usual() -> None:
    word = Span(start=STORY.index("harbour"), end=STORY.index("harbour") + len("harbour"))
    evidence = Evidence(field=Field.TEXT, span=Span(start=0, end=len(STORY)), quote=STORY, clause="c", terms=(word,))
    match = Match(topic_id=TopicId("t"), grade=Grade.REPORT, score=1, evidence=(evidence,))
    assert number_of("harbour") in features(article(1, STORY), [match]).usual
    assert number_of("harbour") not in features(article(1, STORY), MATCHES).usual


def test_what_stands_between_matched_parts_is_usual_and_a_word_of_acting_is_not() -> None:
    text = "The Centre for the Washing of Boats withdrew from the harbour."
    parts = [(text.index(word), text.index(word) + len(word)) for word in ("Centre", "Boats", "withdrew")]
    terms = tuple(Span(start=start, end=end) for start, end in parts)
    evidence = Evidence(field=Field.TEXT, span=Span(start=0, end=len(text)), quote=text, clause="c", terms=terms)
    match = Match(topic_id=TopicId("t"), grade=Grade.REPORT, score=1, evidence=(evidence,))
    usual = features(article(1, text), [match]).usual
    assert {number_of("centr"), number_of("wash"), number_of("boat")} <= set(usual)
    assert not {number_of("withdrew"), number_of("c:withdraw"), number_of("harbour")} & set(usual)


def test_a_role_with_a_capital_is_no_actor_of_a_headline() -> None:
    text = "The Deputy Registrar Kofi Adjei was heard. Later Deputy Registrar Adjei and Signe Karlsen left."
    said = features(article(1, text, title="Deputy Registrar Adjei heard"), MATCHES).headline
    assert number_of("p:" + skeleton("adjei")) in said
    assert number_of("p:" + skeleton("deputy")) not in said
