"""Why a report was filed where it was, in one line for people."""

from __future__ import annotations

from datetime import datetime

from monitor.core.model.article import Article
from monitor.core.novelty.features import ReportFeatures
from monitor.core.novelty.memory import best_time
from monitor.core.novelty.nearest import Nearest, same_page, same_text
from monitor.core.novelty.similarity import COPY

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def why_new(features: ReportFeatures, found: Nearest | None, article: Article) -> str:
    """What sets the text apart from the nearest report, or that there is none."""
    if found is None:
        return "first report on its topic in the last 60 days"
    if found.plain < found.needed / 2:
        return "nothing like it in the last 60 days"
    if "stage" in found.differs:
        what = "another stage than in the nearest report"
    elif "people" in found.differs:
        what = "other people than in the nearest report"
    elif "role" in found.differs:
        answers = features.reaction > found.report.features.reaction
        what = "an answer to the act, not the act" if answers else "the act, not an answer to one"
    elif found.score < found.needed:
        what = "another act than in the nearest report" if found.plain >= found.needed else "unlike the nearest report"
    else:
        what = "no more like the nearest report than like others"
    return f"{what}, {_apart(best_time(article), found.report.at)}"


def why_same(features: ReportFeatures, found: Nearest, at: datetime) -> str:
    """What the text shares with the nearest report."""
    when = _apart(at, found.report.at)
    if found.labelled:
        return "people said that it is the same"
    other = found.report.features
    if same_text(features, other):
        return f"the same text, {when}"
    if same_page(features, other):
        return f"the same page, {when}"
    if found.copied >= COPY:
        return f"{round(100 * min(1.0, found.copied))} % of its wording stands in the nearest report, {when}"
    parts = []
    if set(features.acts.ids) & set(other.acts.ids):
        parts.append("same act")
    names = len(_names(features) & _names(other))
    if names:
        parts.append(f"same {_count(names)} names" if names > 1 else "one name in common")
    if features.origin and features.origin == other.origin:
        parts.append(f"same origin ({features.origin})")
    if features.language != other.language:
        parts.append("nearest in another language")
    return ", ".join([*parts, when]) if parts else f"alike in words, {when}"


def _names(features: ReportFeatures) -> set[int]:
    """Names and countries, without words that are capitals only for opening a sentence or are in any report."""
    return set(features.names).intersection(features.anchors.ids).difference(features.usual)


def _count(number: int) -> str:
    return _WORDS[number] if number < len(_WORDS) else str(number)


def _apart(one: datetime, other: datetime) -> str:
    days = round(abs((one - other).total_seconds()) / 86_400)
    if days == 0:
        return "on the same day"
    return f"{days} day{'s' if days > 1 else ''} apart"
