"""The pack that comes with the program: its files are sound, its cases pass, and they are enough to mean something."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.core.errors import ConfigError
from monitor.core.matching.compile import compile_topics
from monitor.core.matching.matcher import match
from monitor.core.model.article import Article
from monitor.core.model.ids import ArticleId, EntryId, SourceId, TopicId
from monitor.core.model.match import Grade, Match
from monitor.core.query.parser import parse
from monitor.packs.cases import CaseResult, run_cases
from monitor.packs.loader import load_pack, pack_names

PACK = load_pack("icc")
INDEX = compile_topics(PACK.topics, PACK.concepts)
TOPICS = [topic.id for topic in PACK.topics]


def judged(title: str, text: str, language: str = "") -> dict[TopicId, Match]:
    article = Article(
        id=ArticleId(1),
        entry_id=EntryId(1),
        source_id=SourceId("case"),
        url="",
        title=title,
        text=text,
        language=language,
        first_seen=datetime(2026, 3, 2, tzinfo=UTC),
    )
    return {found.topic_id: found for found in match(article, INDEX)}


@pytest.mark.parametrize("result", list(run_cases(PACK)), ids=[case.id for case in PACK.cases])
def test_a_case_gets_the_grades_it_asks_for(result: CaseResult) -> None:
    assert result.passed, (result.faults, result.scores)


def test_a_case_that_asks_for_the_wrong_grade_fails_and_says_so() -> None:
    report = next(case for case in PACK.cases if case.kind == "report")
    wrong = replace(report, grades={TopicId("icpa"): Grade.REPORT, TopicId("other"): Grade.REPORT})
    faults = next(run_cases(replace(PACK, cases=(wrong,)))).faults
    assert faults == (
        "sanctions: report, should not be a report",
        "icpa: none, should be report",
        "other: no such topic in the pack",
    )


def test_the_topics_are_the_three_that_are_promised() -> None:
    assert pack_names() == ("icc",)
    assert TOPICS == ["sanctions", "rome-statute-amendments", "icpa"]


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_has_forty_cases_half_of_them_traps_and_mentions_in_six_languages(topic: str) -> None:
    cases = [case for case in PACK.cases if case.id.startswith(topic)]
    assert len(cases) >= 40
    assert sum(case.kind != "report" for case in cases) >= len(cases) * 0.5 - 1
    assert len({case.language for case in cases}) >= 6


@pytest.mark.parametrize("language", ["en", "fr", "es", "de", "nl", "it", "pt", "ru", "uk", "ar"])
def test_the_court_is_known_in_ten_languages(language: str) -> None:
    names = {
        "en": "International Criminal Court", "fr": "Cour pénale internationale", "es": "Corte Penal Internacional",
        "de": "Internationaler Strafgerichtshof", "nl": "Internationaal Strafhof", "it": "Corte penale internazionale",
        "pt": "Tribunal Penal Internacional", "ru": "Международный уголовный суд",
        "uk": "Міжнародного кримінального суду", "ar": "للمحكمة الجنائية الدولية",
    }  # fmt: skip
    index = compile_topics([PACK.topics[0].__class__(id=TopicId("c"), title="", query="{icc}")], PACK.concepts)
    article = Article(
        id=ArticleId(1), entry_id=EntryId(1), source_id=SourceId("s"), url="", title="", text=names[language],
        language=language, first_seen=datetime(2026, 3, 2, tzinfo=UTC),
    )  # fmt: skip
    assert match(article, index)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "ICC sanctions captain",
            "The ICC sanctioned the captain after the Test match, the match referee said on Monday.",
        ),
        ("ICC amends playing conditions", "The ICC amended the playing conditions for ODIs on Friday."),
        (
            "ICC amends its rules",
            "The International Chamber of Commerce (ICC) amended its rules of arbitration on Friday.",
        ),
        ("ICPA calls strike", "The ICPA, the union of Air India pilots, called a strike on Monday."),
        ("CPI rises", "The CPI rose 0.3 percent in May, the Bureau of Labor Statistics said. Inflation is up."),
        ("Экипаж МКС сменился", "Экипаж МКС сменился, сообщили в Роскосмосе. Санкции не помешали стыковке."),
        ("High court sanctions merger", "The high court on Tuesday sanctioned the merger of two insurers."),
    ],
)
def test_a_trap_gives_no_report(title: str, text: str) -> None:
    assert not [found for found in judged(title, text).values() if found.grade is Grade.REPORT]


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("US threatens new sanctions on International Criminal Court", "threatened"),
        ("Trump signs order imposing sanctions on International Criminal Court", "imposed"),
        ("Family sues over sanctions on International Criminal Court official", "challenged"),
        ("Biden lifts sanctions on International Criminal Court officials", "lifted"),
        ("Sanctioned judges of the International Criminal Court sue Treasury", "challenged"),
        ("Two US-sanctioned judges of the International Criminal Court challenge order", "challenged"),
        ("US sanctioned three judges of the International Criminal Court", "imposed"),
        ("Judge blocks sanctions on International Criminal Court prosecutor", "ruled on"),
        ("Government appeals ruling on International Criminal Court sanctions", "appealed"),
        ("Court turns down suit over sanctions on International Criminal Court", "ruled on"),
        ("Appeals court blocks sanctions on International Criminal Court", "ruled on appeal"),
        ("Senate votes on sanctions bill against International Criminal Court", "voted"),
        ("Treasury removes judge of International Criminal Court from sanctions list", "lifted"),
        ("EU condemns sanctions on International Criminal Court", ""),
        ("Judge under sanctions speaks about the International Criminal Court", ""),
    ],
)
def test_the_ladder_names_the_stage(title: str, stage: str) -> None:
    found = judged(title, "The International Criminal Court did not comment on the sanctions on Friday.", "en")
    assert found[TopicId("sanctions")].stage == stage


@pytest.mark.parametrize(
    ("language", "title", "stage"),
    [
        ("de", "Sanktionierte Richterin des Internationalen Strafgerichtshofs klagt gegen die USA", "challenged"),
        ("es", "Una jueza sancionada de la Corte Penal Internacional demandó al Tesoro", "challenged"),
        ("es", "Washington ha sancionado a dos jueces de la Corte Penal Internacional", "imposed"),
        ("fr", "Une juge sanctionnée de la Cour pénale internationale porte plainte", "challenged"),
        ("fr", "Washington sanctionne deux juges de la Cour pénale internationale", "imposed"),
        ("pt", "Juíza sancionada do Tribunal Penal Internacional processa os Estados Unidos", "challenged"),
    ],
)
def test_a_participle_that_describes_is_no_stage(language: str, title: str, stage: str) -> None:
    assert judged(title, "", language)[TopicId("sanctions")].stage == stage


@pytest.mark.parametrize(
    ("language", "title", "stage"),
    [
        ("en", "Senate panel on sanctions against International Criminal Court ends without a vote", ""),
        ("en", "No vote yet on sanctions against the International Criminal Court", ""),
        ("en", "US has not yet imposed sanctions on the International Criminal Court", ""),
        ("en", "Treasury not only sanctioned judges of the International Criminal Court", "imposed"),
        ("fr", "Washington n'a pas encore sanctionné la Cour pénale internationale", ""),
        ("de", "Noch keine angeordneten Sanktionen gegen den Internationalen Strafgerichtshof", ""),
    ],
)
def test_what_was_not_done_is_no_stage(language: str, title: str, stage: str) -> None:
    assert judged(title, "", language)[TopicId("sanctions")].stage == stage


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("ICPA could close by December, officials say", "closes"),
        ("ICPA mandate extended for two years", "extended"),
        ("ICPA evidence database grows", ""),
        ("Hungary leaves the ICPA", "withdraws"),
        ("ICPA hands case files over to Special Tribunal", "handed over"),
    ],
)
def test_the_centre_has_its_own_stages(title: str, stage: str) -> None:
    text = "The International Centre for the Prosecution of the Crime of Aggression against Ukraine sits in The Hague."
    assert judged(title, text, "en")[TopicId("icpa")].stage == stage


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("Island press: Norland ratifies amendment to the Statute of the International Criminal Court", "ratified"),
        ("Press conference on the amendment to the Rome Statute of the International Criminal Court", ""),
        ("Norland turns down amendment to the Statute of the International Criminal Court", "rejected"),
        ("States vote down amendment to the Rome Statute of the International Criminal Court", "rejected"),
        ("States vote for amendment to the Rome Statute of the International Criminal Court", "adopted"),
        ("Members fail to adopt amendment to Statute of the International Criminal Court", "rejected"),
        ("States pressed for an amendment to the Rome Statute of the International Criminal Court", "proposed"),
    ],
)
def test_proposed_adopted_or_refused(title: str, stage: str) -> None:
    found = judged(title, "The ministry told of it on Monday.", "en")
    assert found[TopicId("rome-statute-amendments")].stage == stage


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("rome-statute-amendments", "Despite US sanctions, the Assembly of States Parties on Friday adopted an "
         "amendment of the Rome Statute of the International Criminal Court. Delegates applauded."),
        ("rome-statute-amendments", "Trotz der Sanktionen nahm die Versammlung am Freitag eine Änderung des Römischen "
         "Statuts des Internationalen Strafgerichtshofs an."),
        ("icpa", "Despite US sanctions on its neighbour, the International Centre for the Prosecution of the Crime of "
         "Aggression got another year on Friday. Ministers agreed to it."),
    ],
)  # fmt: skip
def test_what_is_background_for_one_topic_may_stand_in_the_news_of_another(topic: str, text: str) -> None:
    grades = {found: match.grade for found, match in judged("Friday in The Hague", text).items()}
    assert grades[TopicId(topic)] is Grade.REPORT
    assert grades.get(TopicId("sanctions")) is not Grade.REPORT


def test_every_query_of_the_pack_reads() -> None:
    for topic in PACK.topics:
        parse(topic.query)
        parse(topic.report)
        assert topic.ladder


def test_no_term_of_a_concept_is_listed_under_two_meanings() -> None:
    for concept in PACK.concepts:
        assert not set(concept.terms) & set(concept.refused_by), concept.name
        assert not set(concept.context) & set(concept.refused_by), concept.name


def test_an_unknown_pack_is_a_mistake_that_names_those_there_are() -> None:
    with pytest.raises(ConfigError, match='no pack named "nope"; there are: icc'):
        load_pack("nope")
