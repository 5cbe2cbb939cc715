"""Whom a headline says that an act hits, and which articles of a treaty a text names."""

from __future__ import annotations

import pytest

from monitor.core.novelty.additions import tally
from monitor.core.novelty.names import names_in, people_listed
from monitor.core.novelty.objects import articles_named, people_hit
from monitor.core.novelty.slots import act_concepts, prospective
from monitor.core.novelty.terms import number_of, skeleton, tidy, tokens

NAMES = frozenset("nadia ferhat okabe voss karlsen".split())


@pytest.mark.parametrize(
    ("headline", "people"),
    [
        ("US sanctions Judge Okabe and Nadia Ferhat", "okabe ferhat"),
        ("Judge Okabe sanctioned by Voss", "okabe"),
        ("Voss imposes sanctions on Nadia Ferhat", "ferhat"),
        ("USA sanktionieren Richter Okabe wegen Karlsen", "okabe"),
        ("Voss threatens court over Okabe", ""),
        ("US sanctions court: Karlsen to answer", ""),
        ("Okabe meets Karlsen", ""),
    ],
)
def test_people_behind_the_act_are_hit_and_those_who_act_are_not(headline: str, people: str) -> None:
    assert people_hit(tokens(tidy(headline)), NAMES) == {number_of("p:" + skeleton(name)) for name in people.split()}


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("to amend articles 8 bis and 15ter of the Statute", "8bis 15ter"),
        ("Articles 5, 8 and 121 in 2031", "5 8 121"),
        ("Article 15bis(4) came up with 12 states", "15bis"),
        ("les articles 8 et 124", "8 124"),
        ("зміни до статті 124", "124"),
        ("an article of 12 pages", ""),
    ],
)
def test_articles_are_named_with_their_number(text: str, articles: str) -> None:
    assert articles_named(tokens(tidy(text))) == {number_of("t:" + name) for name in articles.split()}


@pytest.mark.parametrize(
    ("headline", "may_come"),
    [
        ("US may sanction court", True),
        ("US MAY SANCTION COURT", True),
        ("Court may act in May", True),
        ("License extended to May", False),
        ("Talks begin on May 9", False),
        ("Hearing put off until mid-May", False),
    ],
)
def test_the_month_of_may_is_no_prospect(headline: str, may_come: bool) -> None:
    assert prospective(headline) is may_come


def test_an_everyday_act_that_is_only_wanted_is_none() -> None:
    ends, wanted = (tokens(tidy(title)) for title in ("Strike at port ends", "Court rejects bid to end strike"))
    assert number_of("a:end") in act_concepts(ends, ())
    assert number_of("a:end") not in act_concepts(wanted, ())


def test_a_registers_entry_names_its_person() -> None:
    notice = tokens(tidy("The following has been added: TEMBO, Mwansa, The Hague; nationality Zambia [ICC-EO14203]."))
    assert people_listed(notice, names_in(notice)) == {skeleton("tembo")}


@pytest.mark.parametrize(
    ("headline", "number"),
    [("Recall widened to 31,000 batteries", 31_000), ("Elections of 2030 put off", 0), ("Toll at 112 in 2031", 112)],
)
def test_a_headlines_number_is_no_year(headline: str, number: int) -> None:
    assert tally(tokens(tidy(headline))) == number
