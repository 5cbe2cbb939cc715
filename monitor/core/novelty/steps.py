"""What a report adds to a development it belongs to: a step, an actor, a number, a confirmation, a correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from monitor.core.model.development import ClaimStatus, Novelty
from monitor.core.model.ids import TopicId
from monitor.core.novelty.additions import STATES, values
from monitor.core.novelty.features import ReportFeatures
from monitor.core.novelty.memory import FiledReport
from monitor.core.novelty.nearest import Nearest, same_page
from monitor.core.novelty.similarity import COPY
from monitor.core.novelty.slots import LADDER

_OFFICIAL: Final = (ClaimStatus.OFFICIAL_DOCUMENT, ClaimStatus.OFFICIAL_STATEMENT)
_NO_NEWS: Final = (ClaimStatus.OPINION, ClaimStatus.AI_WRITTEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change that is worth telling; ``changed`` names the slots."""

    novelty: Novelty
    changed: tuple[str, ...]
    reason: str


def step(
    features: ReportFeatures,
    found: Nearest,
    filed: Sequence[FiledReport],
    ladders: Mapping[TopicId, Sequence[str]],
) -> Step | None:
    """What changed with this report, None if it only repeats."""
    corrected = _correction(features, filed)
    if corrected is not None:
        return corrected
    if found.copied >= COPY or features.essay or features.claim in _NO_NEWS:
        return None
    return (
        _confirmation(features, filed)
        or _climb(features, filed, ladders)
        or _number(features, filed)
        or _actor(features, filed)
    )


def _correction(features: ReportFeatures, filed: Sequence[FiledReport]) -> Step | None:
    """The text says that it corrects, or the same page now gives other figures."""
    if features.correction:
        if any(report.features.correction for report in filed):
            return None
        return Step(novelty=Novelty.CORRECTION, changed=("correction",), reason="the text corrects an earlier one")
    for report in filed:
        other = report.features
        if not same_page(features, other) or other.text_key == features.text_key:
            continue
        gone, come = set(other.figures) - set(features.figures), set(features.figures) - set(other.figures)
        if gone and come:
            return Step(novelty=Novelty.CORRECTION, changed=("number",), reason="the same page now gives other figures")
    return None


def _confirmation(features: ReportFeatures, filed: Sequence[FiledReport]) -> Step | None:
    """An official word on what so far rested on unnamed sources; or a denial, the first."""
    if features.denies and not any(report.features.denies for report in filed):
        return Step(novelty=Novelty.UPDATE, changed=("confirmation",), reason="denied; so far it was told undisputed")
    rested = bool(filed) and filed[0].features.claim is ClaimStatus.ANONYMOUS_REPORT
    if not rested or any(_vouches(report.features) for report in filed) or not _vouches(features):
        return None
    return Step(
        novelty=Novelty.UPDATE,
        changed=("confirmation",),
        reason="officially confirmed; so far it rested on unnamed sources",
    )


def _vouches(features: ReportFeatures) -> bool:
    named = features.claim is not ClaimStatus.ANONYMOUS_REPORT
    return features.claim in _OFFICIAL or (features.confirms and named)


def _number(features: ReportFeatures, filed: Sequence[FiledReport]) -> Step | None:
    """More states than any report of the development counted, and told as grown: "now 93", or "14 more, 93 in all"."""
    come = values(features.counts, kind=STATES)
    known = {value for report in filed for value in values(report.features.counts, kind=STATES)}
    if not come or not known or max(come) <= max(known):
        return None
    if not features.grown and max(come) - max(known) not in come:
        return None
    return Step(novelty=Novelty.UPDATE, changed=("number",), reason=f"from {max(known)} to {max(come)} states")


def _actor(features: ReportFeatures, filed: Sequence[FiledReport]) -> Step | None:
    """One more who does the same, or the first official answer where so far the press told of the act."""
    if features.claim in _OFFICIAL and features.reaction and not any(_official(report) for report in filed):
        return Step(novelty=Novelty.UPDATE, changed=("actor",), reason="the first official answer to it")
    known = {name for report in filed for name in (*report.features.names, *report.features.headline)}
    further = features.on_top == 1 and set(features.headline) - known
    counted = features.on_top > max([1, *(report.features.on_top for report in filed)])
    if further or counted:
        return Step(novelty=Novelty.UPDATE, changed=("actor",), reason="a further one joins in")
    return None


def _official(report: FiledReport) -> bool:
    return report.features.claim in _OFFICIAL


def _climb(
    features: ReportFeatures, filed: Sequence[FiledReport], ladders: Mapping[TopicId, Sequence[str]]
) -> Step | None:
    """A rung of the topic's ladder above all that the development has reached."""
    if features.reaction >= 2:  # an answer to the act is no rung of it
        return None
    for topic, stage in features.stages:
        known = [old for report in filed for held, old in report.features.stages if held == topic]
        ladder = ladders.get(TopicId(topic)) or ()
        rungs = {rung: place for place, rung in enumerate(ladder)} or LADDER
        if stage not in rungs or not known or any(old not in rungs for old in known):
            continue
        last = max(known, key=lambda old: rungs[old])
        if rungs[stage] > rungs[last]:
            return Step(novelty=Novelty.UPDATE, changed=("stage",), reason=f"from {last} to {stage}")
    return None
