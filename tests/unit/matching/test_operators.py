"""What each operator of the topic language means for a text."""

from __future__ import annotations

import pytest

from monitor.core.errors import QueryError
from monitor.core.matching.compile import compile_topics
from monitor.core.matching.matcher import match
from monitor.core.model.ids import TopicId
from monitor.core.model.source import SourceRank
from monitor.core.model.topic import Concept, Topic
from tests.unit.matching.texts import article, holds, index

TEXT = (
    "The judges were sanctioned on Friday. Nobody at the Court spoke.\nA second paragraph names the ICC in The Hague."
)


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("judge", True),
        ("=judge", False),
        ("sanctions", True),
        ("sanction*", True),
        ('"sanction"', False),
        ('"the judges"', True),
        ('"judges the"', False),
        ("*ctioned", True),
        ("*anctio*", True),
        ("ICC", True),
        ("icc", True),
        ("COURT", False),
        ("court", True),
        ("judges AND hague", True),
        ("judges AND NOT hague", False),
        ("judges AND NOT rome", True),
        ("rome OR hague", True),
        ("judges NEAR/2 sanctioned", True),
        ("judges NEAR/1 sanctioned", False),
        ("sanctioned NEAR/2 judges", True),
        ("sanctioned PRE/2 judges", False),
        ("judges PRE/2 sanctioned", True),
        ("judges /s friday", True),
        ("judges /s court", False),
        ("judges /p court", True),
        ("judges /p ICC", False),
        ("ATLEAST/3(hague)", False),
        ("ATLEAST/2(judges OR court)", True),
        ("ATLEAST/3(judges OR court)", False),
        ("title:ICC", False),
        ("title:news", True),
        ("body:news", False),
        ("lead:judges", True),
        ("judges lang:en", True),
        ("judges lang:(fr OR de)", False),
        ("judges source:court", True),
        ("judges source:example.org", True),
        ("judges NOT source:reuters", True),
        ('judges url:"/press/"', True),
        ("judges rank:1", False),
        ("judges rank:<=3", True),
        ("judges rank:press", True),
    ],
)
def test_an_operator_means_what_it_says(query: str, answer: bool) -> None:
    assert holds(query, TEXT, title="News of the day") is answer


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("санкция", "Введены новые санкции против судей.", "ru"),
        ("санкція", "Запроваджено санкціями обмеження.", "uk"),
        ("Sanktion", "Die Sanktionen gelten ab Montag.", "de"),
        ('"Cour penale"', "La Cour pénale siège.", "fr"),
        ("السلام", "تحقق السّلام اليوم.", "ar"),
        ("国际刑事法院", "今天国际刑事法院作出裁决。", "zh"),
        ('"*محكمة *جنائية"', "قررت المحكمة الجنائية ذلك.", "ar"),
        ("sanctions", "The sanc\u00adtions are here.", "en"),
        ("court's", "The court\u2019s judges.", "en"),
    ],
)
def test_many_scripts_and_spellings(query: str, text: str, language: str) -> None:
    assert holds(query, text, language=language)


def test_inflections_follow_the_language_of_the_article() -> None:
    assert holds("sanctions", "One sanction fell.", language="en")
    assert not holds("sanctions", "One sanction fell.", language="xx")


def test_no_phrase_runs_from_the_title_into_the_text() -> None:
    assert not holds('"court spoke"', "Spoke today.", title="The court")
    assert not holds("court NEAR/3 spoke", "Spoke today.", title="The court")


def test_rank_and_publisher_are_those_of_the_article() -> None:
    official = article("ICC.", source_rank=SourceRank.OFFICIAL, publisher="Daily Planet", source_id="search")
    assert match(official, index('ICC rank:1 source:"daily planet"'))


def test_an_unknown_concept_names_the_topic_and_the_nearest() -> None:
    topics = [Topic(id=TopicId("mine"), title="", query="ICC AND\n{rome-statut}")]
    with pytest.raises(QueryError, match=r'topic "mine".*no concept named "rome-statut"') as mistake:
        compile_topics(topics, [Concept(name="rome-statute", terms=("Rome Statute",))])
    assert (mistake.value.line, mistake.value.column) == (2, 1)
    assert mistake.value.hint == "did you mean {rome-statute}?"


def test_a_broken_query_names_its_topic() -> None:
    with pytest.raises(QueryError, match='topic "mine": NEAR needs a number'):
        compile_topics([Topic(id=TopicId("mine"), title="", query="a1 NEAR b1")], [])


def test_each_topic_answers_for_itself() -> None:
    topics = [Topic(id=TopicId(name), title="", query=name) for name in ("judges", "rome", "friday")]
    assert [found.topic_id for found in match(article(TEXT), compile_topics(topics, []))] == ["judges", "friday"]


def test_no_topics_and_no_text_are_no_matter() -> None:
    assert match(article(TEXT), compile_topics([], [])) == ()
    assert match(article(""), index("ICC")) == ()
