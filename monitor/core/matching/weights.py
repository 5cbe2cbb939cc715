"""Weights of the grading signals (see ``signals.Signals``), written by ``bench/train_grading.py``."""

from __future__ import annotations

BIAS = -2.63
WEIGHTS: dict[str, float] = {
    "title": 3.2,
    "title_part": 0.93,
    "opening": 1.62,
    "lead": 0.87,
    "early": 1.94,
    "spread": 1.01,
    "pair": 1.5,
    "share": 1.02,
    "repeated": 1.23,
    "heading": 0.71,
    "act": 1.85,
    "news": 0.27,
    "elsewhere": -1.28,
    "unrelated": -2.3,
    "background": -2.73,
    "aside": -2.17,
    "standing": -0.99,
    "study": -2.58,
    "notice": -7.0,
}
