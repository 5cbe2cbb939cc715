"""Whole invented articles keep their grades, also when a bad page carries them (figures: ``bench/grading.py``).

The floors lie below the figures measured, so that they trip on a real loss only.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import replace

import pytest

from bench.grading import TEXTS, Labelled, default_index, grades, judged, read
from monitor.core.model.match import Grade

INDEX = default_index()
TUNED = read(TEXTS / "texts-tuned.toml")
TEASERS = """
Related articles
US imposes sanctions on two more judges of the International Criminal Court
Malta ratifies amendments to the Rome Statute on the crime of aggression
Read more: International Centre for the Prosecution of the Crime of Aggression gets a grant
"""
APPEAL = (
    "We use cookies to improve your experience. Accept all cookies.\nSubscribe to our newsletter on ICC sanctions\n"
)


def reported(text: Labelled) -> set[str]:
    return {str(found.topic_id) for found in grades(text, INDEX) if found.grade is Grade.REPORT}


BEFORE = [reported(text) for text in TUNED]


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("texts-tuned", 0.95), ("texts-held-out", 0.9), ("texts-short", 0.94), ("texts-items", 0.96),
        ("texts-fresh", 0.96), ("texts-fresh-second", 0.96), ("texts-fresh-unopened", 0.8),
        ("texts-languages", 0.94), ("texts-languages-unopened", 0.7),
    ],
)  # fmt: skip
def test_reports_are_told_from_mentions(name: str, floor: float) -> None:
    answers = judged(read(TEXTS / f"{name}.toml"), INDEX)
    assert answers.macro >= floor, answers.errors


def everywhere(change: Callable[[str], str]) -> Callable[[Labelled], Labelled]:
    return lambda text: replace(text, title=change(text.title), text=change(text.text))


def wrapped(text: str) -> str:
    return "\n".join("\n".join(textwrap.wrap(line, 68)) for line in text.split("\n"))


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        (everywhere(str.upper), 0),
        (everywhere(lambda text: text.replace("fi", "\ufb01").replace("fl", "\ufb02")), 0),
        (everywhere(lambda text: re.sub(r"(\w{4})(\w{3})", "\\1\u00ad\\2", text)), 0),
        (everywhere(lambda text: re.sub(r"(\w{3})(\w{3})", "\\1\u200b\\2", text)), 0),
        (everywhere(lambda text: text.replace(" ", "\u00a0")), 0),
        (everywhere(lambda text: text.replace("'", "\u2019").replace('"', "\u201c")), 0),
        (everywhere(lambda text: re.sub(r"[^\x00-\x7f]", lambda found: f"&#{ord(found[0])};", text)), 0),
        (lambda text: replace(text, text=wrapped(text.text)), 2),
        (lambda text: replace(text, title=text.title.upper()), 0),
        (lambda text: replace(text, title=""), 4),
        (lambda text: replace(text, text=APPEAL + text.text), 0),
        (lambda text: replace(text, text=text.text + TEASERS), 0),
        (lambda text: replace(text, text=text.title + "\n\n" + text.text), 0),
    ],
    ids=[
        "capitals", "ligatures", "soft hyphens", "joiners", "hard spaces", "curly quotes", "entities", "wrapped lines",
        "title in capitals", "no title", "cookies", "teasers", "title twice",
    ],
)  # fmt: skip
def test_a_bad_page_changes_no_grade(change: Callable[[Labelled], Labelled], lost: int) -> None:
    after = [reported(change(text)) for text in TUNED]
    compared = list(zip(TUNED, BEFORE, after, strict=True))
    gained = [(text.title, found - known) for text, known, found in compared if found - known]
    gone = [(text.title, known - found) for text, known, found in compared if known - found]
    assert not gained
    assert len(gone) <= lost, gone


def test_the_news_in_one_paragraph_of_a_long_text_is_noticed() -> None:
    filler = next(text for text in TUNED if text.kind == "long feature").text.replace("sanctions", "letters")
    told = "\nOn Thursday the United States imposed sanctions on two judges of the International Criminal Court.\n"
    long = Labelled("The translators", filler * 12 + told + filler * 12, "en", "", frozenset(), frozenset())
    found = {str(each.topic_id): each for each in grades(long, INDEX)}
    assert told.strip() in [evidence.quote for evidence in found["sanctions"].evidence]
