"""Who acts in a report, and on what: the states that act each for itself, the offices hit, the articles of a treaty.

Only what the features of a report hold; how much it counts is weighed in ``similarity``.
"""

from __future__ import annotations

from typing import Final

from monitor.core.novelty.dates import DATED
from monitor.core.novelty.features import COUNTRY_TERMS, ReportFeatures
from monitor.core.novelty.slots import COMINGS, IN_HEADLINE, OWN_ACTS
from monitor.core.novelty.terms import number_of

_OFFICES: Final = frozenset(number_of("c:" + office) for office in ("judge", "prosecutor"))
_SUBJECTS: Final = frozenset(number_of("c:" + crime) for crime in ("aggression", "ecocide", "genocide"))
_PARTIES: Final = frozenset(number_of("c:" + country) for country in ("ukraine", "russia"))  # whose war it is
_PORTRAIT: Final = 45  # words from which a text would say when something happened


def own_act(features: ReportFeatures) -> bool:
    """Whether a text tells of what each state does for itself."""
    return any(stage in OWN_ACTS for _, stage in features.stages)


def comes_or_goes(features: ReportFeatures) -> bool:
    """Whether a text tells that somebody joins or leaves what others have together."""
    return any(stage in COMINGS for _, stage in features.stages)


def offices(features: ReportFeatures) -> frozenset[int]:
    """Which of the offices that are hit apart a text speaks of: the bench, the prosecution."""
    return _OFFICES.intersection(features.anchors.ids)


def looks_back(features: ReportFeatures) -> bool:
    """Whether a longer text tells of no act in its headline, of no stage and of no day: a portrait, an essay.

    Only of languages whose days are known.
    """
    told = any(count >= IN_HEADLINE for count in features.acts.counts) or features.stages or features.days
    return not told and features.words >= _PORTRAIT and features.language in DATED


def who_acts(features: ReportFeatures) -> frozenset[int]:
    """The states that do what the headline tells: those before its verb, else all that it names."""
    return frozenset(features.actors) or COUNTRY_TERMS.intersection(features.headline)


def other_comings(one: ReportFeatures, other: ReportFeatures) -> bool:
    """Whether other states come or go in the two headlines, whichever states the texts recall."""
    mine, theirs = frozenset(one.actors) - _PARTIES, frozenset(other.actors) - _PARTIES
    return bool(mine) and bool(theirs) and mine.isdisjoint(theirs)


def same_own_act(one: ReportFeatures, other: ReportFeatures) -> bool:
    """Whether both headlines tell that the same states did for themselves what each does, to the same provisions."""
    if not one.stages or not other.stages or not own_act(one) or not own_act(other):
        return False
    return bool(who_acts(one)) and who_acts(one) == who_acts(other) and _one_subject(one, other)


def one_ratification(one: ReportFeatures, other: ReportFeatures) -> bool:
    """Whether the same state acts in both on the same provisions: its parliament's consent is a stage on the way."""
    if not own_act(one) and not own_act(other):
        return False
    return bool(one.actors) and set(one.actors) == set(other.actors) and _one_subject(one, other)


def _one_subject(one: ReportFeatures, other: ReportFeatures) -> bool:
    hit, hit_there = _subjects(one), _subjects(other)
    return not hit or not hit_there or not hit.isdisjoint(hit_there)


def _subjects(features: ReportFeatures) -> frozenset[int]:
    """The articles and crimes that a text on a treaty speaks of."""
    return _SUBJECTS.intersection(features.anchors.ids).union(features.articles)
