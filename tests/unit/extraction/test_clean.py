from __future__ import annotations

import pytest

from monitor.extraction.clean import clean
from monitor.extraction.metadata import without_site

PROSE = "The court decided on Tuesday that both requests are admissible and set a date."


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Floods close three bridges",
        "READ ALSO | Minister quits",
        "Sign up for our newsletter to get the news every morning.",
        "Support our journalism with a monthly gift.",
        "Your donation helps us report from the capital.",
        "Advertisement",
        "Share on Facebook",
        "Photo: A. Person/Agency",
        "© 2026 River Post",
        "All rights reserved.",
        "We use cookies to improve this site.",
        "Tags: court, treaty",
        "Lesen Sie auch: Streit um den Haushalt",
        "Jetzt spenden",
        "Lire aussi : Le budget en débat",
        "Suscríbete a nuestro boletín",
        "Lees ook: Storm over het noorden",
        "Читайте також: Новий бюджет",
        "Подписывайтесь на наш канал",
    ],
)
def test_lines_of_the_site_are_dropped(line: str) -> None:
    assert clean([PROSE, line, PROSE.replace("Tuesday", "Friday")]).count("\n") == 1


@pytest.mark.parametrize(
    "line",
    [
        "Support for the court has grown among the member states since the vote.",
        "Share prices fell after the announcement of the measures against the bank.",
        "Your honours, the defence said, this is not a case about borders.",
        "Read together, the two articles leave no room for the reading of the ministry.",
        "Photographs of the site were shown to the judges on Monday.",
        "More on Friday's ruling was expected from the registrar. He did not speak.",
        "Copyright law was not the matter before the judges.",
        "Related persons were added to the list on the same day, the ministry said.",
        "Reporting by A. Person; editing by B. Person",
    ],
)
def test_lines_of_the_article_are_kept(line: str) -> None:
    assert line in clean([PROSE, line]).split("\n")


def test_the_list_of_other_articles_at_the_end_is_cut() -> None:
    tail = ["Related articles", "Minister quits over budget row", "Floods close three bridges in the north"]
    assert clean([PROSE, *tail]) == PROSE


def test_prose_after_a_heading_is_not_cut() -> None:
    lines = [PROSE, "More on the background", PROSE.replace("Tuesday", "Friday") + " It was the third such ruling."]
    assert lines[2] in clean(lines)


def test_repeats_are_folded_and_table_rows_are_not() -> None:
    assert clean([PROSE, PROSE, "Yes | 12 | for the motion now", "Yes | 12 | for the motion now"]).count("\n") == 2


def test_the_headline_does_not_open_the_text() -> None:
    assert clean(["Court: both requests admissible", PROSE], title="Court: both requests admissible") == PROSE


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Court opens | River Post", "Court opens"),
        ("Court opens - The River Post", "Court opens"),
        ("River Post: Court opens", "River Post: Court opens"),
        ("riverpost.example - Court opens", "Court opens"),
        ("Court opens - what next", "Court opens - what next"),
        ("River Post", "River Post"),
    ],
)
def test_the_sites_name_is_taken_off_a_title(title: str, expected: str) -> None:
    assert without_site(title, "River Post", "https://www.riverpost.example/a") == expected
