"""What makes a report of a known development an update, a correction or a repeat."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.core.model.development import Novelty, Verdict
from monitor.core.model.ids import DevelopmentId
from monitor.core.model.source import SourceRank
from monitor.core.novelty.additions import STATES, counted, grown, on_top, values
from monitor.core.novelty.features import features
from monitor.core.novelty.memory import Memory, filed
from monitor.core.novelty.terms import tidy, tokens
from monitor.core.novelty.verdict import judge
from tests.unit.novelty.test_memory import MATCHES, article

ACT = (
    "Norvania will leave the river court at Saltmouth, minister Signe Karlsen announced in Halden on Monday. "
    "The river court settles disputes on dams and fishing. Its president, Ruben Aalto, regretted the step."
)
REWRITE = "The river court for dams and fishing at Saltmouth and Norvania: Signe Karlsen and Ruben Aalto met in Halden."
BACKED = (
    "A statement of 61 states backs the river court at Saltmouth against Norvania, envoy Nelson Arocena said. "
    "The states want the court to settle disputes on dams and fishing as before."
)


def second(
    first: tuple[str, str], then: tuple[str, str], *, official: bool = False, stages: tuple[str, str] = ("", "")
) -> Verdict:
    """The verdict on a report that comes a day after another; people said that the two belong together."""
    memory = Memory()
    (title, text), (later_title, later_text) = first, then
    one = article(1, text, title=title)
    two = article(2, later_text, title=later_title, day=1)
    if official:
        two = replace(two, source_rank=SourceRank.OFFICIAL)
    known, come = (replace(MATCHES[0], stage=stage) for stage in stages)
    facts = features(one, [known])
    memory.add(filed(one, [known], facts, DevelopmentId(1)))
    memory.bind(one.id, two.id)
    return judge(two, [come], features(two, [come]), memory, two.first_seen)


@pytest.mark.parametrize(
    ("title", "text", "changed"),
    [
        (
            "Estonia follows Norvania out of river court",
            "After Norvania, the river court loses Estonia, Anna Tamm said.",
            ("actor",),
        ),
        (
            "Lettland schließt sich an",
            "Nun verlässt auch Lettland den Flussgerichtshof, sagte Anna Berzina in Riga.",
            ("actor",),
        ),
        ("Norvania denies leaving river court", "The minister spoke of a misunderstanding. " + ACT, ("confirmation",)),
        ("Norvania leaves river court", "The river court loses Norvania, Karlsen said in Halden.", ()),
        ("Why Norvania leaves, and who follows Estonia", "Estonia may follow. " + ACT, ()),
    ],
)
def test_a_further_actor_and_a_denial_are_updates_and_a_rewrite_is_none(
    title: str, text: str, changed: tuple[str, ...]
) -> None:
    verdict = second(("Norvania to leave river court", ACT), (title, text))
    assert verdict.changed == changed
    assert verdict.novelty is (Novelty.UPDATE if changed else Novelty.REPEAT)


@pytest.mark.parametrize(
    ("title", "text", "changed"),
    [
        ("Now 70 states back river court", "The statement has 70 states behind it, Arocena said.", ("number",)),
        ("More back river court", "Nine more states signed, which makes 70 states in all.", ("number",)),
        ("61 states back river court", "Some 61 states of 125 states in all back it, Arocena said.", ()),
        ("Now 40 states back river court", "The statement has 40 states behind it, Arocena said.", ()),
        ("Second bank drops the court", "Another one closes accounts of the court, Arocena said.", ("actor",)),
    ],
)
def test_a_grown_number_of_states_is_an_update(title: str, text: str, changed: tuple[str, ...]) -> None:
    assert second(("61 states back river court", BACKED), (title, text)).changed == changed


def test_the_first_official_answer_is_an_update_and_an_official_text_on_the_act_none() -> None:
    answer = ("Statement of the river court", "The river court deplores that Norvania leaves. It goes on.")
    act = ("Notice on the river court", "Norvania leaves the river court, Karlsen has decided. The notice is public.")
    first = ("Norvania to leave river court", ACT)
    assert second(first, answer, official=True).changed == ("actor",)
    assert second(first, answer).changed == ()
    assert second(first, act, official=True).changed == ()


@pytest.mark.parametrize(
    ("text", "confirmed"),
    [
        ("The court confirmed on Tuesday that Norvania leaves.", True),
        ("The court declined to confirm that Norvania leaves.", False),
        ("Sources confirmed that Norvania leaves, on condition of anonymity.", False),
    ],
)
def test_only_a_confirmation_by_somebody_named_confirms(text: str, confirmed: bool) -> None:
    rumour = "Norvania is to leave the river court, two officials said on condition of anonymity."
    verdict = second(("Norvania may leave river court", rumour), ("River court on Norvania", text))
    assert (verdict.changed == ("confirmation",)) is confirmed


def test_a_higher_rung_is_an_update_and_a_lower_one_is_none() -> None:
    one, two = ("Order on river court", ACT), ("Order on river court again", "Karlsen spoke of the order at length.")
    assert second(one, two, stages=("proposed", "adopted")).reason.startswith("from proposed to adopted")
    assert second(one, two, stages=("adopted", "proposed")).novelty is Novelty.REPEAT
    assert second(one, two, stages=("", "adopted")).novelty is Novelty.REPEAT


def test_what_may_come_and_a_states_own_act_are_told_from_what_was_done() -> None:
    def score(title: str, known: str, come: str) -> float:
        memory = Memory()
        matches = [[replace(MATCHES[0], stage=stage)] for stage in (known, come)]
        one, two = article(1, ACT, title="River court signs up Norvania"), article(2, REWRITE, title=title)
        memory.add(filed(one, matches[0], features(one, matches[0]), DevelopmentId(1)))
        return judge(two, matches[1], features(two, matches[1]), memory, two.first_seen).score

    def stages(title: str, known: str, come: str) -> bool:
        return score(title, known, come) < score(title, known, known)

    short = "River court could close"
    assert stages(short, "joins", "closes")
    assert not stages("River court closes", "joins", "closes")
    assert not stages(short, "threatened", "closes")
    assert stages("River court on dams", "adopted", "rejected")
    assert stages("Norvania ratifies", "adopted", "ratified")
    assert not stages("Norvania ratifies", "ratified", "ratified")


def test_words_for_numbers_count() -> None:
    def states(text: str) -> set[int]:
        return values(counted(tokens(tidy(text))), kind=STATES)

    assert states("Seventy-nine countries signed") == {79}
    assert states("sixty states and 14 governments") == {60, 14}
    assert states("sieben Staaten, 12 países, 93 держав") == {7, 12, 93}
    assert states("two judges of 5 banks") == set()


def test_headlines_say_that_somebody_comes_on_top() -> None:
    def cue(title: str) -> int:
        return on_top(tokens(tidy(title)), title)

    assert [cue(title) for title in ("Third bank cuts off judge", "Spain joins call", "España se suma")] == [3, 1, 1]
    assert [cue(title) for title in ("Judge cut off", "Second hearing set", "Court adjourns")] == [0, 0, 0]
    assert grown("Now 93 states back the court") and not grown("93 states know the court")
