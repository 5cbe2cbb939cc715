"""Why a report was filed where it was, in one line for people."""

from __future__ import annotations

from datetime import datetime

from monitor.core.model.article import Article
from monitor.core.novelty.features import ReportFeatures
from monitor.core.novelty.memory import best_time
from monitor.core.novelty.nearest import Nearest
from monitor.core.novelty.similarity import COPY

_FAINT = 0.03  # likeness below which nothing is worth comparing
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def why_new(features: ReportFeatures, found: Nearest | None, article: Article) -> str:
    """What is missing in the nearest report, or that there is none."""
    if found is None or found.score < _FAINT:
        return "nothing like it in the last 60 days"
    other = found.report.features
    if features.reaction >= 2 > other.reaction:
        what = "an answer to the act, not the act"
    elif other.reaction >= 2 > features.reaction:
        what = "another act than the nearest report"
    elif found.score < found.needed / 2:
        return "nothing like it in the last 60 days"
    elif features.headline and other.headline and not set(features.headline) & set(other.names):
        what = "other names than in the nearest report"
    elif found.margin < found.score / 2:
        what = "no more like one known development than like others"
    else:
        what = "unlike the nearest report"
    return f"{what}, {_apart(best_time(article), found.report.at)}"


def why_same(features: ReportFeatures, found: Nearest, at: datetime) -> str:
    """What the text shares with the nearest report."""
    when = _apart(at, found.report.at)
    if found.told:
        return "people said that it is the same"
    other = found.report.features
    if features.text_key == other.text_key:
        return f"the same text, {when}"
    if features.url_key == other.url_key:
        return f"the same page, {when}"
    if found.copied >= COPY:
        return f"{round(100 * min(1.0, found.copied))} % of its wording stands in the nearest report, {when}"
    parts = []
    if set(features.acts.ids) & set(other.acts.ids):
        parts.append("same act")
    names = len(set(features.names) & set(other.names))
    if names:
        parts.append(f"same {_count(names)} name{'s' if names > 1 else ''}")
    if features.origin and features.origin == other.origin:
        parts.append(f"same origin ({features.origin})")
    if features.language != other.language:
        parts.append("in another language")
    return ", ".join([*parts, when]) if parts else f"alike in words, {when}"


def _count(number: int) -> str:
    return _WORDS[number] if number < len(_WORDS) else str(number)


def _apart(one: datetime, other: datetime) -> str:
    days = round(abs((one - other).total_seconds()) / 86_400)
    if days == 0:
        return "on the same day"
    return f"{days} day{'s' if days > 1 else ''} apart"
