"""Evidence quotes the stored text exactly, and its highlights are the words that matched."""

from __future__ import annotations

from monitor.core.matching.explain import explain, near_misses
from monitor.core.matching.matcher import match
from monitor.core.model.match import Field
from monitor.core.model.topic import Concept
from tests.unit.matching.texts import article, index

TITLE = "Court in The Hague under sanc\u00adtions"
TEXT = "«Première» remarque: rien. The Court\u2019s judges were hit by new sanc\u00adtions on Friday.\nThe end is near."


def test_quotes_and_highlights_point_at_the_stored_text() -> None:
    one = article(TEXT, TITLE)
    found = match(one, index("sanctions /s (court OR judges)"))[0]
    assert found.evidence
    for evidence in found.evidence:
        whole = one.title if evidence.field is Field.TITLE else one.text
        assert whole[evidence.span.start : evidence.span.end] == evidence.quote
        words = {whole[term.start : term.end] for term in evidence.terms}
        assert "sanc\u00adtions" in words
        assert all(evidence.span.start <= term.start < term.end <= evidence.span.end for term in evidence.terms)
    assert found.evidence[0].quote.startswith("The Court\u2019s judges")


def test_the_clause_is_the_alternative_that_held() -> None:
    found = match(article("Judges met on Friday."), index("(rome AND statute) OR (judges AND friday)"))[0]
    assert found.evidence[0].clause == "judges AND friday"


def test_at_most_three_sentences_are_quoted() -> None:
    assert len(match(article("ICC met. ICC rose. ICC spoke. ICC left."), index("ICC"))[0].evidence) == 3


def test_words_far_apart_still_give_evidence() -> None:
    found = match(article("Rome was sunny.\nThe statute stands."), index("rome AND statute"))[0]
    assert {evidence.quote for evidence in found.evidence} == {"Rome was sunny.", "The statute stands."}


def test_explain_says_which_clause_held_and_by_which_words() -> None:
    topic = index("ICC AND (sanctions OR {people})", Concept(name="people", terms=("Bensouda",)))
    clauses = {clause.text: clause for clause in explain(article("The ICC met Bensouda."), topic)[0].clauses}
    assert clauses["ICC"].words == ("ICC",)
    assert clauses["{people}"].held and clauses["{people}"].words == ("Bensouda",)
    assert not clauses["sanctions"].held


def test_explain_answers_for_topics_that_did_not_match_too() -> None:
    answer = explain(article("The ICC met."), index("ICC AND sanctions"))[0]
    assert answer.match is None
    assert [clause.held for clause in answer.clauses] == [False, True, False]


def test_a_near_miss_names_the_one_clause_that_is_missing() -> None:
    assert [miss.missing for miss in near_misses(article("The ICC met."), index("ICC AND sanctions"))] == ["sanctions"]
    assert near_misses(article("The ICC met."), index("ICC AND sanctions AND judges")) == ()
    assert near_misses(article("Nothing here."), index("ICC AND sanctions")) == ()
    assert near_misses(article("ICC sanctions."), index("ICC AND sanctions")) == ()


def test_a_headline_that_reports_with_the_line_below_it_is_marked_in_its_own_words_alone() -> None:
    one = article("Sanctions are imposed on its judges.", "Washington and the ICC")
    found = match(one, index("ICC AND sanctions"))[0]
    assert [evidence.field for evidence in found.evidence] == [Field.TITLE]
    (evidence,) = found.evidence
    assert [one.title[term.start : term.end] for term in evidence.terms] == ["ICC"]
