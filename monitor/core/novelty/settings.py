"""What the decision weighs, and how much. Chosen on labelled texts; ``bench/novelty.py`` shows what each is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The defaults are what runs; others are for measuring what a signal is worth by leaving it out."""

    threshold: float = 0.11  # likeness beyond the stream's own from which a report belongs to a known development
    young: float = 0.05  # more is needed while the memory is nearly empty and cannot tell common words from rare ones
    crowd: float = 0.18  # more, as far as what a small memory holds is of the same day: being near in time tells little
    essay: float = 0.5  # of the threshold: explanations and comments rarely tell a thing first
    stream: float = 0.5  # share of the likeness to other developments that is taken off: it is the stream's
    half_life: float = 5.0  # days between two reports after which their likeness counts half
    floor: float = 0.3  # what time leaves of a likeness at least, so that a late copy does not alert
    late: float = 0.6  # at least, between reports of one state's own act, and of a portrait of those whom an act hit
    lead: float = 0.5  # weight of the lead beside the body, and so on
    title: float = 0.5
    anchors: float = 0.5
    acts: float = 0.3  # spread of the factor for the same or other acts
    same_role: float = 1.2  # two answers to an act
    other_role: tuple[float, float, float, float] = (1.0, 1.0, 0.7, 0.5)  # an act and an answer, by how sure it is one
    other_headline: float = 0.5  # each headline names somebody whom the other text nowhere mentions
    other_object: float = 0.25  # and the act hits them, or each state acts for itself
    other_state: float = 0.15  # each state acts for itself, and the headlines have none in common
    other_stage: float = 0.5  # what may come beside what was done; a state's own act beside what others did
    other_day: float = 0.9  # the news of the two happened on days apart, as far as the texts name days
    other_people: float = 0.5  # lists of people with hardly anybody in both
    other_count: float = 0.75  # "four judges" and "two judges"
    prior: float = 10.0  # reports taken to have been there before the first
    usual_share: float = 0.5  # of them, those that held the words that any report of the topic holds
    unnamed: float = 1.2  # both rest on unnamed sources: a leak is retold so
    other_topics: float = 0.6  # for reports on other topics altogether; in between if they share some
    form: float = 0.5  # like wording about other people


DEFAULT: Final = Settings()
