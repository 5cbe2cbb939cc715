"""Report or mention, for topics that were made from a query alone, and the stage of the act."""

from __future__ import annotations

import pytest

from monitor.core.matching.matcher import match
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
        "Become a member today",
        "If you value this, make a contribution.",
    ],
)
def test_teasers_and_appeals_are_noise(line: str) -> None:
    assert is_noise(line)


@pytest.mark.parametrize(
    "line",
    [
        "The court will read more of the evidence on Monday, the registrar said.",
        "Cookie banners may not hide the button for refusing, the data protection authority ruled on Tuesday.",
        "Denmark has become a member of the centre for the prosecution of the crime of aggression.",
        "Nederland doneert twee miljoen euro aan het centrum in Den Haag.",
        "Japan will make a contribution of five million euros to the court's fund.",
    ],
)
def test_a_real_paragraph_is_not_noise(line: str) -> None:
    assert not is_noise(line)


@pytest.mark.parametrize("heading", ["Related articles", "Meistgelesen", "Articles similaires :", "相关新闻"])
def test_in_teasers_nothing_is_found(heading: str) -> None:
    text = FILLER + f"\n{heading}\nParliament votes on ecocide\nMinisters quarrel over ecocide"
    assert matched("ecocide", text, "Museum opens new wing") is None


def test_what_follows_a_teaser_counts_again() -> None:
    text = "Read more: lighthouses of the north\nParliament voted on ecocide on Tuesday.\n" + FILLER
    assert grade("ecocide", text) is Grade.REPORT


def test_a_title_is_never_noise() -> None:
    assert grade("ecocide", FILLER, "Watch: parliament votes on ecocide") is Grade.REPORT


ROUNDUP = """Good morning. Here is the news.
1. Kosovo. The chambers heard closing statements on Monday. A judgment is expected at Christmas.
2. Darfur. A militia leader was sentenced to twenty-four years on Tuesday. He will appeal.
3. Ecocide. {ecocide}
4. Moves. Lucia Bettencourt joins the residual mechanism as deputy registrar from May on.
5. Books. A novel about interpreters is out. It has four hundred pages and no index at all."""


def test_an_item_of_a_newsletter_reports_by_itself() -> None:
    text = ROUNDUP.format(ecocide="Parliament voted on ecocide on Wednesday and sent the bill to the upper house.")
    found = matched("ecocide", text, "The Docket, no. 212")
    assert found is not None and found.grade is Grade.REPORT
    assert found.reason.startswith("one of its 5 items reports it")
    assert all("ecocide" in evidence.quote.lower() for evidence in found.evidence)
    assert all(text[one.span.start : one.span.end] == one.quote for one in found.evidence)


def test_an_item_that_only_mentions_makes_no_report() -> None:
    text = ROUNDUP.format(
        ecocide="The museum of the coast, which had a show on ecocide last year, is shut for repairs."
    )
    assert grade("ecocide", text, "The Docket, no. 212") is Grade.MENTION


def test_an_invitation_is_no_report() -> None:
    text = (
        "Date: Thursday 22 November\nVenue: Faculty of Law\nThe centre invites you to a panel on ecocide. "
        "Speakers: Prof. Milena Hradecka and Dr Joseph Abernathy. Moderator: Dr Pieter Claes. Registration is free."
    )
    assert grade("ecocide", text, "Panel: Ecocide as a crime, what next?") is Grade.MENTION


def test_two_neighbouring_sentences_of_the_lead_report_together() -> None:
    text = "A panel of three judges sat on Tuesday over sanctions. They were imposed on a harbour. " + FILLER
    pair, apart = (
        matched("sanctions AND harbour", one, "Judges rule on sanctions for harbour town")
        for one in (text, text.replace("They were", FILLER + "They were"))
    )
    assert pair is not None and apart is not None
    assert pair.score > apart.score


def test_an_act_in_a_heading_counts() -> None:
    lines = "The harbour has a lighthouse.\n{heading}\n" + FILLER
    plain, acting = (
        matched("lighthouse", lines.format(heading=heading), "Harbour news")
        for heading in ("The old lighthouse at night", "Council approves new lighthouse")
    )
    assert plain is not None and acting is not None
    assert acting.score > plain.score
