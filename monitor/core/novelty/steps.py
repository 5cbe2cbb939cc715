"""What a report adds to a development it belongs to: a step, an actor, a number, a confirmation, a correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from monitor.core.model.development import ClaimStatus, Novelty
from monitor.core.model.ids import TopicId
from monitor.core.novelty.acting import own_act
from monitor.core.novelty.additions import FIRMS, OBJECTS, PLURALS, STATES, of_objects, values
from monitor.core.novelty.features import COUNTRY_TERMS, ReportFeatures
from monitor.core.novelty.memory import FiledReport
from monitor.core.novelty.nearest import Nearest, same_page
from monitor.core.novelty.similarity import COPY, LISTED
from monitor.core.novelty.slots import FIRM, IN_HEADLINE, LADDER, PROCEEDINGS
from monitor.core.novelty.terms import number_of

_OFFICIAL: Final = (ClaimStatus.OFFICIAL_DOCUMENT, ClaimStatus.OFFICIAL_STATEMENT)


def _families(words: Mapping[str, str]) -> dict[int, str]:
    return {number_of("a:" + family): said for family, said in words.items()}


_DECISIVE: Final = _families(  # acts that are a step of their own, in words for people
    {"lift": "it is lifted", "leave": "a withdrawal", "fund": "money or more time", "sue": "it goes to court"}
)
_LATER: Final = _DECISIVE | _families(  # on another day only: on the first day others tell the same in other words
    {
        "deposit": "it is deposited", "delay": "it is put off", "cancel": "it is called off", "call": "a further call",
        "resume": "it goes on",
    }
)  # fmt: skip
_DEPOSIT: Final = frozenset({number_of("a:deposit")})  # in treaty language, much the same word in every other
_OPEN: Final = _LATER | _families(  # where no ladder says what the stages of a topic are
    {
        "start": "it begins", "end": "it ends", "grow": "it is widened", "vote": "it is decided on",
        "ratify": "it is ratified", "amend": "it is changed", "impose": "it is imposed", "begin": "an agreement",
        "resign": "somebody resigns", "buy": "a purchase",
    }
)  # fmt: skip
_ANOTHER_DAY: Final = timedelta(hours=14)
_LONG_AFTER: Final = timedelta(days=2)  # when a near copy with another act in its headline is no second edition
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
    at: datetime,
) -> Step | None:
    """What changed with this report of the time ``at`` (aware UTC), None if it only repeats."""
    corrected = _correction(features, filed)
    if corrected is not None:
        return corrected
    if features.essay or features.claim in _NO_NEWS:
        return None
    taken = [
        _more_of_them(features, [report.features for report in filed]),
        _number(features, filed) or _tally(features, filed),
        _counted_on(features, filed),
    ]
    copied = found.copied >= COPY and features.claim not in _OFFICIAL  # offices fill in forms
    if not copied:  # else only what is told as added: an agency sends its story again with another head
        taken = [
            _confirmation(features, filed),
            _climb(features, filed, ladders, at) or _further_act(features, filed, _telling(filed, ladders, at)),
            _object(features, filed),
            *taken,
            _actor(features, filed),
        ]
    elif at - found.report.at >= _LONG_AFTER:
        taken.append(_further_act(features, filed, _DECISIVE))
    steps = [each for each in taken if each is not None]
    if not steps:
        return None
    changed = tuple(dict.fromkeys(slot for each in steps for slot in each.changed))
    return Step(novelty=Novelty.UPDATE, changed=changed, reason="; ".join(each.reason for each in steps))


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


def _tally(features: ReportFeatures, filed: Sequence[FiledReport]) -> Step | None:
    """A headline's number is said to have grown, and is larger than those of all headlines before."""
    last = max(report.features.tally for report in filed)
    if not features.grown or features.tally <= last:
        return None
    if any(number_of(f"n:{features.tally}") in report.features.figures for report in filed):
        return None
    return Step(novelty=Novelty.UPDATE, changed=("number",), reason=f"from {last or 'none'} to {features.tally}")


def _telling(filed: Sequence[FiledReport], ladders: Mapping[TopicId, Sequence[str]], at: datetime) -> Mapping[int, str]:
    """The acts that are a step if nobody told of them before."""
    if at - min(report.at for report in filed) < _ANOTHER_DAY:
        return _DECISIVE
    free = all(ladders.get(topic) == [] for report in filed for topic in report.topics)
    return _OPEN if free else _LATER


def _further_act(features: ReportFeatures, filed: Sequence[FiledReport], steps: Mapping[int, str]) -> Step | None:
    """The headline tells of an act of which no report of the development told: a withdrawal, a ruling, a grant."""
    if features.reaction >= 2 or features.prospect:
        return None
    told = {act for report in filed for act in report.features.acts.ids}
    mine = {act for act, count in features.acts.items() if count >= IN_HEADLINE and act in steps}
    if features.claim in _OFFICIAL and own_act(features):  # a depositary tells of nothing else, and in a form
        mine |= _DEPOSIT.intersection(features.acts.ids, steps)
    if all(report.features.language != features.language for report in filed):  # an act may hide behind another word
        mine &= _DEPOSIT
    fresh = sorted(mine - told)
    if not fresh or not (told or steps is _OPEN):
        return None
    return Step(novelty=Novelty.UPDATE, changed=("stage",), reason=f"a further act: {steps[fresh[0]]}")


def _object(features: ReportFeatures, filed: Sequence[FiledReport]) -> Step | None:
    """The same act now hits others too: people not named before, another article of the treaty."""
    if features.reaction >= 2:  # an answer to the act hits nobody
        return None
    known = [report.features for report in filed]
    articles = {name for one in known for name in one.articles}
    if articles and set(features.objects) & set(features.articles) - articles:
        return Step(novelty=Novelty.UPDATE, changed=("object",), reason="another article than so far")
    if _newly_named(features, known):
        return Step(novelty=Novelty.UPDATE, changed=("object",), reason="it hits people not named so far")
    return None


def _more_of_them(features: ReportFeatures, known: Sequence[ReportFeatures]) -> Step | None:
    """More of a kind than counted so far, told as added to them: "two more judges, six in all"."""
    for kind, name in enumerate(OBJECTS):
        come, so_far = values(features.counts, kind=kind), {v for one in known for v in values(one.counts, kind=kind)}
        if come and so_far and max(come) > max(so_far) and max(come) - max(so_far) in come:
            slot = "number" if name in FIRMS else "object"  # firms obey or refuse, nobody acts upon them
            reason = f"from {max(so_far)} to {max(come)} {PLURALS[name]}"
            return Step(novelty=Novelty.UPDATE, changed=(slot,), reason=reason)
    return None


def _newly_named(features: ReportFeatures, known: Sequence[ReportFeatures]) -> bool:
    """People hit whom no report of the development names, although one names others; told in one language."""
    told = [one for one in known if one.language == features.language and (one.objects or one.people)]
    if not told:
        return False
    names = {name for one in known for name in (*one.names, *one.headline, *one.people)}
    if set(features.objects) - set(features.articles) - names:
        return True
    fresh = set(features.people) - names
    counts = {count for one in known for count in of_objects(one.counts)}
    other_count = bool(counts) and counts.isdisjoint(of_objects(features.counts)) and bool(of_objects(features.counts))
    return len(fresh) >= LISTED and 2 * len(fresh) >= len(features.people) and (other_count or features.on_top == 1)


def _actor(features: ReportFeatures, filed: Sequence[FiledReport]) -> Step | None:
    """One more who does the same, or the first official answer where so far the press told of the act."""
    if features.claim in _OFFICIAL and features.reaction and not any(_official(report) for report in filed):
        return Step(novelty=Novelty.UPDATE, changed=("actor",), reason="the first official answer to it")
    known = {name for report in filed for name in (*report.features.names, *report.features.headline)}
    mine = set(features.headline) - set(features.objects)
    if all(report.features.language != features.language for report in filed):  # names may be spelled another way
        mine &= COUNTRY_TERMS
    if features.on_top == 1 and mine - known:
        return Step(novelty=Novelty.UPDATE, changed=("actor",), reason="a further one joins in")
    return None


def _counted_on(features: ReportFeatures, filed: Sequence[FiledReport]) -> Step | None:
    """The headline tells of the second, the third …: so many were not told of before, whatever is quoted."""
    if features.on_top > max([1, *(report.features.on_top for report in filed)]):
        return Step(novelty=Novelty.UPDATE, changed=("actor",), reason="a further one joins in")
    return None


def _official(report: FiledReport) -> bool:
    return report.features.claim in _OFFICIAL


def _climb(
    features: ReportFeatures, filed: Sequence[FiledReport], ladders: Mapping[TopicId, Sequence[str]], at: datetime
) -> Step | None:
    """A rung of the topic's ladder above all that the development has reached; on the first day no mere next one."""
    if features.reaction >= 2:  # an answer to the act is no rung of it
        return None
    first_day = at - min(report.at for report in filed) < _ANOTHER_DAY
    told = {act for report in filed for act in report.features.acts.ids}
    mine = {act for act, count in features.acts.items() if count >= IN_HEADLINE}
    same_act = first_day and mine <= told
    for topic, stage in features.stages:
        known = [old for report in filed for held, old in report.features.stages if held == topic]
        ladder = ladders.get(TopicId(topic)) or ()
        rungs = {rung: place for place, rung in enumerate(ladder)} or LADDER
        if stage not in rungs or not known or any(old not in rungs for old in known):
            continue
        last = max(known, key=lambda old: rungs[old])
        if features.prospect and LADDER.get(stage, FIRM) >= FIRM:  # it may come; nothing was done
            continue
        if same_act and stage not in PROCEEDINGS and rungs[stage] - rungs[last] == 1:  # the act, in other words
            continue
        if rungs[stage] > rungs[last]:
            return Step(novelty=Novelty.UPDATE, changed=("stage",), reason=f"from {last} to {stage}")
    return None
