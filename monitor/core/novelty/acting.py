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


def same_own_act(one: ReportFeatures, other: ReportFeatures) -> bool:
    """Whether both headlines tell that the same states did for themselves what each does, to the same provisions."""
    if not one.stages or not other.stages or not own_act(one) or not own_act(other):
        return False
    actors = COUNTRY_TERMS.intersection(one.headline)
    if not actors or actors != COUNTRY_TERMS.intersection(other.headline):
        return False
    mine, theirs = _subjects(one), _subjects(other)
    return not mine or not theirs or not mine.isdisjoint(theirs)


def _subjects(features: ReportFeatures) -> frozenset[int]:
    """The articles and crimes that a text on a treaty speaks of."""
    return _SUBJECTS.intersection(features.anchors.ids).union(features.articles)
