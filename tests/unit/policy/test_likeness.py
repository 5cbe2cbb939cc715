from __future__ import annotations

import pytest

from monitor.core.policy.likeness import is_another, is_another_text

VISIT = (
    "Statement of the harbour master on the visit of the port commission",
    "The harbour master of Varna received the port commission on Monday and showed it new cranes and a customs shed.",
)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        VISIT,
        ("Statement of the harbour master on the port commission's visit", VISIT[1]),
        (VISIT[0], "In a ceremony at noon, pilots from four countries signed a charter on tugs and night traffic."),
        ("Commission of the port visits Varna: harbour master shows cranes", "The commission saw the customs shed."),
        ("The port commission visits Varna", VISIT[1].replace("on Monday", "on Tuesday").replace("cranes", "quays")),
        ("Correction", "The visit was on Tuesday."),
        ("", ""),
    ],
)
def test_an_edit_is_no_other_telling(title: str, text: str) -> None:
    assert not is_another(VISIT, (title, text))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Statement of the harbour master on ice, tugs and pilots in winter",
         "Pilots from four countries signed a charter at noon that has tugs wait at the mole while ice drifts in."),
        ("Pilots sign charter on night traffic", ""),
        ("Лоцманы подписали хартию о ночном движении", ""),
    ],
)  # fmt: skip
def test_the_next_statement_is_another(title: str, text: str) -> None:
    assert is_another(VISIT, (title, text))


def test_a_page_to_which_something_was_added_is_the_same_text() -> None:
    added = f"{VISIT[1]} Pilots from four countries signed a charter on tugs, ice and night traffic at noon."
    assert not is_another_text(VISIT[1], added)
    assert not is_another_text("Too short to tell.", "Nobody knows.")
