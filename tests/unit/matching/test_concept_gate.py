"""An acronym that many share counts only in the right company."""

from __future__ import annotations

from monitor.core.model.topic import Concept, Person
from tests.unit.matching.texts import matched

COURT = Concept(
    name="court",
    terms=("International Criminal Court",),
    ambiguous=("ICC",),
    context=("The Hague", "judge*"),
    refused_by=("cricket", "wicket*"),
    people=(Person(name="Fatou Bensouda", aliases=("Bensouda",)),),
)


def counts(text: str) -> bool:
    return matched("{court}", text, "", "en", COURT) is not None


def test_the_full_name_needs_no_company() -> None:
    assert counts("The International Criminal Court met.")


def test_the_acronym_needs_context() -> None:
    assert counts("The ICC met in The Hague.")
    assert not counts("The ICC met.")


def test_the_acronym_is_refused_by_the_other_meaning() -> None:
    assert not counts("The ICC fined the cricket captain, and a judge took two wickets.")


def test_a_joke_about_the_other_meaning_does_not_undo_a_text_on_the_court() -> None:
    assert counts("Judges of the ICC met in The Hague. A judge spoke. Somebody joked about cricket.")


def test_names_of_people_and_their_aliases_belong_to_the_concept() -> None:
    assert counts("Bensouda left office.")
