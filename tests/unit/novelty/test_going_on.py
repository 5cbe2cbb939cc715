"""A matter that goes on for weeks: what keeps its reports together, and what is a further step in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.core.model.article import Article
from monitor.core.model.development import Novelty, Verdict
from monitor.core.model.ids import DevelopmentId
from monitor.core.model.source import SourceRank
from monitor.core.novelty.claims import disclaims, is_correction
from monitor.core.novelty.dates import names_past, on_day
from monitor.core.novelty.features import features
from monitor.core.novelty.memory import Memory, filed
from monitor.core.novelty.terms import number_of, tidy, tokens
from monitor.core.novelty.verdict import judge
from tests.unit.novelty.test_memory import MATCHES, article

SUIT = (
    "Two fishers of Saltmouth sued the ministry on Monday over the dam order. Tamsin Ravensworth and Odhran Kilbracken "
    "say that it keeps them from the river and from the help that they gave to the inspectors."
)
RULING = (
    "A judge has stopped the dam order for {who}, two fishers who had sued the ministry. The river stays open to them, "
    "he wrote, until the case is heard in full."
)


def then(first: Article, second: Article, *stages: str, bound: bool = False) -> Verdict:
    """The verdict on ``second`` where only ``first`` and a few reports of other things are known."""
    memory = Memory()
    one, two = (replace(MATCHES[0], stage=stage) for stage in stages)
    for number in range(2, 9):
        other = article(
            number, f"Harvest number {number} was good in village {number}, farmers there said.", day=number
        )
        memory.add(filed(other, MATCHES, features(other, MATCHES), DevelopmentId(number)))
    memory.add(filed(first, [one], features(first, [one]), DevelopmentId(1)))
    if bound:
        memory.bind(first.id, second.id)
    return judge(second, [two], features(second, [two]), memory, second.first_seen)


@pytest.mark.parametrize(
    ("who", "novelty"),
    [("Tamsin Ravensworth and Odhran Kilbracken", Novelty.UPDATE), ("Piet Aldersgate and Una Morrow", Novelty.NEW)],
)
def test_a_ruling_weeks_later_belongs_to_the_suit_of_the_same_people(who: str, novelty: Novelty) -> None:
    suit = article(1, SUIT, title="Fishers sue over dam order")
    ruling = article(20, RULING.format(who=who), title="Judge stops dam order for fishers", day=26)
    assert then(suit, ruling, "challenged", "ruled on").novelty is novelty


def test_on_the_first_day_a_rung_told_in_the_text_alone_is_the_act_in_other_words() -> None:
    act = article(1, "The ministry imposed sanctions on Odhran Kilbracken on Monday.", title="Sanctions imposed")
    text = "Odhran Kilbracken is cut off from his bank: the ministry put sanctions on him."
    for day, novelty in ((0, Novelty.REPEAT), (2, Novelty.UPDATE)):
        again = article(20, text, title="The ministry turns up the heat", day=day)
        assert then(act, again, "imposed", "in force", bound=True).novelty is novelty


@pytest.mark.parametrize("title", ["Second case file follows", "Zweite Akte folgt"])
def test_a_second_one_is_a_step_however_much_is_quoted_of_the_first(title: str) -> None:
    first = article(1, SUIT, title="First case file handed over")
    again = article(20, "One more went to the court. " + SUIT, title=title, day=10)
    assert then(first, again, "handed over", "handed over", bound=True).changed == ("actor",)


def test_numbers_are_written_one_way_for_all_languages() -> None:
    def written(text: str) -> list[str]:
        return [token.low for token in tokens(tidy(text)) if token.is_number]

    assert {*written("41,000 and 41.000 and 41 000 and 41\u00a0000")} == {"41000"}
    assert written("6,5 or 6.5 million, article 8, 15 and 21, 2029 400") == [
        "6.5",
        "6.5",
        "8",
        "15",
        "21",
        "2029",
        "400",
    ]
    assert written("41 000 страниц") == ["41000"]


def test_who_acts_stands_in_the_first_sentence_where_the_headline_names_nobody() -> None:
    def acting(text: str, title: str = "Senate ratifies in last reading") -> list[int]:
        return [*features(article(1, text, title=title), MATCHES).actors]

    assert acting("RIGA (Agency) - The Senate of Colombia ratified the river treaty.") == [number_of("c:colombia")]
    assert acting("The Senate of Colombia spoke of Ghana and ratified the river treaty.") == []
    assert acting("The Senate of Colombia ratified it late on Monday.", "Ghana ratifies treaty") == [
        number_of("c:ghana")
    ]


def test_who_supports_what_is_tabled_answers_no_act() -> None:
    def answer(title: str) -> int:
        return features(article(1, "It was said on Monday.", title=title), MATCHES).reaction

    assert answer("Support for amendment grows to 44 states") == 0
    assert answer("Forty states support the court") == 2


def test_what_is_still_to_come_is_no_act() -> None:
    deposit = number_of("a:deposit")

    def told(text: str) -> bool:
        return deposit in features(replace(article(1, text, title="Senado"), language="es"), MATCHES).acts.ids

    assert told("El gobierno hizo el depósito del instrumento.")
    assert not told("El senado aprobó la ley. Falta el depósito del instrumento.")


def test_an_office_that_says_what_was_reported_is_not_so_denies() -> None:
    said = article(1, "We wish to make clear that no account was closed.", title="Statement on a customer")
    assert not disclaims(said)
    assert disclaims(replace(said, source_rank=SourceRank.OFFICIAL))
    assert is_correction(replace(said, title="Corrigendum: result of the vote"))


def test_a_day_that_is_named_counts_where_it_is_well_before_the_text() -> None:
    told = datetime(2029, 6, 12, 9, tzinfo=UTC)
    days = [told.toordinal()]
    assert names_past(days, datetime(2029, 6, 21, tzinfo=UTC), told)
    assert not names_past(days, datetime(2029, 6, 13, tzinfo=UTC), told)
    assert on_day(days, told) and not on_day([], told)


def test_how_the_hit_court_takes_it_belongs_to_the_act_of_the_day_that_it_names() -> None:
    def likeness(day: str) -> float:
        text = "The ministry imposed measures on the people of the river court, among them Odhran Kilbracken."
        act = article(1, text, title="Ministry lists Kilbracken")
        when = act.first_seen.strftime("%-d %B %Y") if day == "the same" else day
        text = f"The court takes note of the measures of {when}. It stands by its people and goes on with its work."
        answer = article(20, text, title="The court regrets new measures", day=1)
        return then(act, answer, "imposed", "imposed").score

    assert likeness("the same") > 0.3 > likeness("3 March 2020")
