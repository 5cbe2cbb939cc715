"""Report or mention, for topics that were made from a query alone, and the stage of the act."""

from __future__ import annotations

import pytest

from monitor.core.matching.noise import is_noise
from monitor.core.model.match import Grade
from monitor.core.model.topic import Rung
from tests.unit.matching.texts import article, index, matched

FILLER = (
    "The weather stayed mild over the weekend. Markets were calm and shops were full. A museum opened a new wing. "
    "Trains ran late in the north. Farmers hope for rain in the coming month. The lake was still. Children played. "
)


def grade(query: str, text: str, title: str = "") -> Grade:
    found = matched(query, text, title)
    assert found is not None
    return found.grade


@pytest.mark.parametrize(
    ("query", "title", "text"),
    [
        ("ecocide", "Parliament votes on ecocide", "Members voted on Tuesday. " + FILLER),
        ("ecocide", "", "Lawmakers approved a law on ecocide on Monday, a minister said. " + FILLER),
        ("seabed AND mining", "Council adopts rules on seabed mining", "The council agreed on Friday. " + FILLER),
        (
            "Tribunal /s prosecutor",
            "Tribunal elects prosecutor",
            "States elected a prosecutor of the tribunal. " + FILLER,
        ),
    ],
)
def test_a_topic_made_of_a_query_gets_reports(query: str, title: str, text: str) -> None:
    assert grade(query, text, title) is Grade.REPORT


@pytest.mark.parametrize(
    ("query", "title", "text"),
    [
        ("ecocide", "Museum opens new wing", FILLER + "The museum had a show on ecocide last year."),
        ("seabed AND mining", "Fishermen meet", FILLER + "Some fear mining.\n" + FILLER + "The seabed is deep."),
        ("ecocide", "Museum opens new wing", FILLER + "\nRead more: Parliament votes on ecocide"),
    ],
)
def test_a_passing_word_is_a_mention(query: str, title: str, text: str) -> None:
    assert grade(query, text, title) is Grade.MENTION


def test_a_score_of_one_half_and_more_is_a_report_and_the_reason_is_said() -> None:
    found = matched("ecocide", "Members voted on ecocide on Tuesday.", "Parliament votes on ecocide")
    assert found is not None
    assert found.score >= 0.5
    assert "title" in found.reason


def test_the_stage_is_what_the_title_tells_first() -> None:
    ladder = (Rung(stage="threatened", terms=("threat*",)), Rung(stage="imposed", terms=("impos*",)))
    topic = index("sanctions", ladder=ladder)
    from monitor.core.matching.matcher import match

    stages = [
        match(article(text, title), topic)[0].stage
        for title, text in (
            ("Threat of new sanctions after those imposed in May", "Sanctions were imposed."),
            ("New sanctions", "Sanctions were imposed on Friday after a threat."),
            ("New sanctions", "Sanctions are discussed."),
        )
    ]
    assert stages == ["threatened", "imposed", ""]


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Court under pressure",
        "Lire aussi : la Cour sous pression",
        "Читайте також: суд під тиском",
        "Donate now to support our work. Your donation keeps independent journalism alive.",
        "Subscribe to our newsletter",
    ],
)
def test_teasers_and_appeals_are_noise(line: str) -> None:
    assert is_noise(line)


def test_a_real_paragraph_is_not_noise() -> None:
    assert not is_noise("The court will read more of the evidence on Monday, the registrar said.")


def test_an_act_in_a_heading_counts() -> None:
    lines = "The harbour has a lighthouse.\n{heading}\n" + FILLER
    plain, acting = (
        matched("lighthouse", lines.format(heading=heading), "Harbour news")
        for heading in ("The old lighthouse at night", "Council approves new lighthouse")
    )
    assert plain is not None and acting is not None
    assert acting.score > plain.score
