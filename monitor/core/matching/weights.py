"""Weights of the grading signals (see ``signals.Signals``), written by ``bench/train_grading.py``."""

from __future__ import annotations

BIAS = -3.0
WEIGHTS: dict[str, float] = {
    "title": 2.91,
    "title_part": 1.14,
    "opening": 1.73,
    "lead": 1.06,
    "early": 1.29,
    "spread": 0.75,
    "share": 0.86,
    "repeated": 1.46,
    "heading": 0.71,
    "act": 1.61,
    "news": 0.88,
    "elsewhere": -1.53,
    "background": -1.62,
    "aside": -1.66,
    "study": -3.03,
}
