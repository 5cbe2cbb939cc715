"""Report or mention: a weighted sum of the signals, and the reason in words."""

from __future__ import annotations

import math

from monitor.core.matching.signals import Signals
from monitor.core.matching.weights import BIAS, WEIGHTS

THRESHOLD = 0.5


def score(signals: Signals) -> float:
    """How likely it is that the text reports a development on the topic, 0 to 1."""
    total = BIAS + sum(WEIGHTS[name] * getattr(signals, name) for name in WEIGHTS)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def reason(signals: Signals, value: float) -> str:
    """One line for people: what spoke for the grade and what against it."""
    good = [text for name, text in _FOR if getattr(signals, name) >= 0.5]
    bad = [text for name, text in _AGAINST if getattr(signals, name) >= 0.5]
    if value >= THRESHOLD:
        return "; ".join(good[:3]) or "several signs together"
    if not signals.early and not signals.title:
        bad.append("no sentence brings its parts together")
    elif not signals.lead and not signals.title:
        bad.append("first told of after the lead")
    return "; ".join(bad[:3]) or "too little of the text is about it"


_FOR = (
    ("title", "the title reports it"),
    ("opening", "told of in the first sentences"),
    ("lead", "told of in the lead"),
    ("heading", "a heading reports it"),
    ("act", "with a word of action"),
    ("repeated", "several sentences report it"),
    ("spread", "title and lead together"),
)
_AGAINST = (
    ("background", "told of as background"),
    ("study", "reads like a paper or a standing page"),
    ("notice", "reads like an invitation, a vacancy or programme notes"),
)
