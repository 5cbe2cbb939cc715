"""Each signal says what its name says."""

from __future__ import annotations

from monitor.core.matching.explain import explain
from monitor.core.matching.signals import Signals
from tests.unit.matching.texts import article, index

CALM = "The weather stayed mild over the whole of the long weekend. Markets were calm and all the shops were full. "
MORE = "A museum opened its new wing. Trains ran late in the north of the country. Farmers hope for some rain. "
LAST = "Nobody saw the fox that crossed the bridge at night and came back at dawn. Sanctions hit the court."


def signals(text: str, title: str = "A quiet day in town", query: str = "court AND sanctions") -> Signals:
    measured = explain(article(text, title), index(query))[0].signals
    assert measured is not None
    return measured


def test_a_title_that_holds_every_part_reports() -> None:
    assert signals(CALM, "Court under sanctions").title == 1
    half = signals(CALM + "Sanctions fell.", "Court adjourns")
    assert (half.title, half.title_part) == (0, 0.5)


def test_early_sentences_open_and_lead_and_later_ones_do_not() -> None:
    first, later = (
        signals("Sanctions hit the court on Friday. " + CALM),
        signals(CALM + MORE * 2 + CALM + "The lake was still and children played. " * 2 + MORE + LAST),
    )
    assert (first.opening, first.lead, first.early, first.elsewhere) == (1, 1, 1, 0)
    assert (later.opening, later.lead, later.elsewhere) == (0, 0, 1)
    assert later.early < 0.6


def test_what_only_the_last_of_some_sentences_tells_leads_nothing() -> None:
    told = "Sanctions hit the court."
    closing, second, between = (signals(text) for text in (CALM + told, "A fox ran. " + told, CALM + told + " " + MORE))
    assert (closing.lead, closing.early) == (0, 0)
    assert (second.opening, second.lead, between.lead) == (1, 1, 1)
    assert signals(CALM + told, "Sanctions on court").lead == 1


def test_teasers_and_repeated_sentences_report_nothing() -> None:
    teaser = signals(CALM + "\nRead more: Sanctions hit the court\n" + CALM + "A court sat.\nThere were no sanctions.")
    assert (teaser.heading, teaser.share) == (0, 0)
    once = signals("The sanctions hit the court on Friday morning. " + CALM)
    thrice = signals("The sanctions hit the court on Friday morning. " * 3 + CALM)
    assert thrice.repeated == once.repeated == 0


def test_a_heading_is_seen_as_one() -> None:
    assert signals(CALM + "\nSanctions on the court\n" + CALM).heading == 1


def test_background_counts_unless_the_title_reports() -> None:
    text = "The court, where sanctions had been imposed last year, met on Friday. " + CALM
    assert signals(text).background == 1
    assert signals(text, "Court under sanctions").background == 0
    assert signals(text, "").background == 1


def test_an_aside_is_background_in_a_text_about_something_else() -> None:
    text = CALM + "The court was hit by sanctions last year."
    assert (signals(text).aside, signals(text).unrelated) == (1, 1)
    assert signals(text, "Court sits again today").unrelated == 0


def test_acts_news_and_study_are_told_from_one_another() -> None:
    news = signals("A minister announced sanctions on the court on Friday. " + CALM)
    paper = signals("Abstract. Keywords: court, sanctions. The court and sanctions are discussed (Weber 2014). " + CALM)
    assert (news.act, news.news, news.study, news.standing) == (1, 1, 0, 0)
    assert (paper.news, paper.standing) == (0, 1)
    assert paper.study >= 1


def test_a_headline_and_its_line_of_summary_report_together() -> None:
    assert signals("Sanctions fell on Friday.", "Court in distress").title == 1
    assert signals("Sanctions fell on Friday. " + CALM * 3, "Court in distress").title == 0
    assert signals("Sanctions fell last year.", "Court in distress").title == 0


def test_a_headline_that_looks_back_does_not_report() -> None:
    text = "The court was hit by sanctions last year. " + CALM
    now, then = signals(text, "Sanctions on the court"), signals(text, "A year ago: sanctions on the court")
    assert (now.title, now.opening) == (1, 1)
    assert (then.title, then.title_part, then.opening) == (0, 0, 0)
    assert signals("Sanctions hit the court today. " + CALM, "A year ago: sanctions on the court").opening == 1
