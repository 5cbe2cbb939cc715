"""Whom a headline says that an act hits, and which articles of a treaty a text names."""

from __future__ import annotations

import pytest

from monitor.core.novelty.objects import articles_named, people_hit
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
