"""Weights of the grading signals (see ``signals.Signals``)."""

from __future__ import annotations

BIAS = -3.0
WEIGHTS: dict[str, float] = {
    "title": 3.0,
    "title_part": 0.8,
    "opening": 1.2,
    "lead": 1.2,
    "early": 1.0,
    "spread": 0.5,
    "share": 1.0,
    "repeated": 1.0,
    "heading": 0.7,
    "act": 0.5,
    "background": -1.2,
    "study": -2.0,
}
