"""How alike two reports are: weighed words of one language, anchors across languages, acts, shared wording, time."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from monitor.core.model.development import ClaimStatus
from monitor.core.model.ids import TopicId
from monitor.core.novelty.acting import (
    comes_or_goes,
    looks_back,
    offices,
    one_ratification,
    other_comings,
    own_act,
    who_acts,
)
from monitor.core.novelty.additions import of_objects
from monitor.core.novelty.dates import far_apart
from monitor.core.novelty.features import COUNTRY_TERMS, SKETCH, ReportFeatures
from monitor.core.novelty.memory import Memory
from monitor.core.novelty.settings import Settings
from monitor.core.novelty.slots import FIRM, LADDER, OPPOSED, OWN_ACTS, PROCEEDINGS
from monitor.core.novelty.vectors import Bag
from monitor.core.novelty.weighing import Vector, Weights

YOUNG: Final = 10  # reports at which the memory is half grown
LISTED: Final = 2  # people from which they are a list
_GUESSED: Final = 12  # guesses by which reports are looked for
SHORT: Final = 25  # words below which a text is hardly more than its headline
TELLING: Final = 7  # letters of skeletons of names guessed from which they are no chance: one of three, one of four
IN_TITLE: Final = 2  # ``reaction`` from which the headline tells of an answer
COPY: Final = 0.5  # share of 3-word shingles from which a text is a near copy


def containment(one: array[int], other: array[int], members: frozenset[int] | None = None) -> float:
    """Share of the smaller text's shingles that stand in the other, estimated from bottom-k sketches (Broder 1997).

    ``members`` are the values of ``one`` as a set, for those who compare it with many.
    """
    members = frozenset(one) if members is None else members
    both = members.intersection(other)
    if not both:
        return 0.0
    reach = min((sketch[-1] for sketch in (one, other) if len(sketch) >= SKETCH), default=one[-1] + other[-1])
    smaller = min(bisect_right(one, reach), bisect_right(other, reach))
    return sum(value <= reach for value in both) / smaller if smaller else 0.0


def _sounding(guesses: Bag, anchors: Bag) -> dict[int, int]:
    """The guesses that are names there, with the lengths of their skeletons."""
    known = frozenset(anchors.ids)
    return {term: length for term, length in guesses.items() if term in known}


def _elsewhere(hit: frozenset[int], other: ReportFeatures, names: frozenset[int]) -> bool:
    """Whether somebody is hit of whom a text that marks its names, and is more than a headline, does not know."""
    return bool(hit) and other.words >= SHORT and len(names) > 1 and hit.isdisjoint(names)


def fading(one: datetime, other: datetime, settings: Settings) -> float:
    """What the time between two reports leaves of their likeness: half every five days, never below 30 %."""
    days = abs((one - other).total_seconds()) / 86_400
    return max(settings.floor, math.pow(0.5, days / settings.half_life))


class Query:
    """A report as a question to the memory: its fields, weighed once, to be compared with many."""

    def __init__(self, features: ReportFeatures, memory: Memory, topics: Sequence[TopicId], settings: Settings) -> None:
        self.features = features
        self.memory = memory
        self.settings = settings
        self.topics = frozenset(topics)
        self.needed = settings.threshold + settings.young * YOUNG / (len(memory) + YOUNG)
        self.lenience = settings.essay if features.essay else 1.0
        self.needed *= self.lenience
        self._names, self._headline = frozenset(features.names), frozenset(features.headline)
        self._hit = frozenset(features.objects).difference(features.articles)
        self._own_act, self._actors = own_act(features), who_acts(features)
        self._comes_or_goes, self._offices = comes_or_goes(features), offices(features)
        self._people, self.sketched = frozenset(features.people), frozenset(features.sketch)
        self.weights = Weights(memory, topics, features.usual, settings)
        self.body = Vector(features.body, self.weights)
        self.lead = Vector(features.lead, self.weights)
        self.title = Vector(features.title, self.weights)
        self.anchors = Vector(features.anchors, self.weights)
        self.acts = Vector(features.acts, Weights(memory, topics, features.usual, settings, above=4.0, below=2.0))

    def telling(self) -> dict[int, float]:
        """The terms that tell most of the report, with their weights."""
        told = {**dict(self.body.heaviest(24)), **dict(self.title.heaviest(6)), **dict(self.anchors.heaviest(12))}
        if self.features.guesses.ids:
            known = [term for term in self.features.guesses.ids if term in self.memory.frequency]
            told.update({term: self.weights[term] for term in sorted(known, key=self.weights.__getitem__)[-_GUESSED:]})
        return told

    def slots(self, other: ReportFeatures) -> tuple[float, tuple[str, ...]]:
        """Who does what to whom: what to multiply the likeness of words by, and what plainly differs.

        What differs is "role" (an act, and an answer to it), "people" (those named) or "stage" (of the act).
        """
        names = frozenset(other.names)
        role, headlines = self._roles(other), self._headlines(other, names)
        objects = 1.0 if self.goes_on(other) else self._objects(other, names)  # at each stage others have their say
        people, stages = headlines < 1.0 or objects < self.settings.other_count, self._stages(other)
        apart = (("role", role < 1.0), ("stage", stages < 1.0), ("people", people))
        differs = tuple(name for name, differs in apart if differs)
        days = self.settings.other_day if far_apart(self.features.days, other.days) else 1.0
        factor = self._acts(other) * self._sources(other) * role * stages * days * headlines * objects
        if differs and self._short(other):  # a headline or two: their words are alike at once, what differs says more
            factor *= factor
        return factor, differs

    def _short(self, other: ReportFeatures) -> bool:
        """Whether one of the two is hardly more than its headline."""
        return min(self.features.words, other.words) < SHORT

    def topical(self, topics: Sequence[TopicId]) -> float:
        """1 for a report on the same topics, less the fewer they share."""
        apart = 1.0 - len(self.topics.intersection(topics)) / max(1, len(self.topics.union(topics)))
        return 1.0 - (1.0 - self.settings.other_topics) * apart

    def told(self, other: ReportFeatures) -> float:
        """Likeness of the words, 0 to 1: in one language all of them, else names, numbers and concepts."""
        anchors = self.anchors.cosine(other.anchors, self._sounded(other))
        if self.features.language != other.language and self.features.language and other.language:
            return anchors
        if self._short(other):
            words = self.title.cosine(other.title), self.title.cosine(other.lead), self.lead.cosine(other.title)
            return max(*words, anchors)
        told, weights = self.body.cosine(other.body), self.settings
        told += weights.lead * self.lead.cosine(other.lead) + weights.title * self.title.cosine(other.title)
        return (told + weights.anchors * anchors) / (1.0 + weights.lead + weights.title + weights.anchors)

    def _sounded(self, other: ReportFeatures) -> Sequence[int]:
        """Names that one text spells in a script without capitals and the other marks, if too many for chance."""
        if not self.features.guesses.ids and not other.guesses.ids:
            return ()
        mine = _sounding(self.features.guesses, other.anchors)
        theirs = _sounding(other.guesses, self.features.anchors)
        return [term for found in (mine, theirs) if len(found) > 1 and sum(found.values()) >= TELLING for term in found]

    def _acts(self, other: ReportFeatures) -> float:
        """Less for reports of quite different acts, more for the same; 1 where either shows none."""
        if not self.features.acts.ids or not other.acts.ids:
            return 1.0
        return 1.0 + self.settings.acts * (self.acts.cosine(other.acts) - 0.5)

    def _sources(self, other: ReportFeatures) -> float:
        """More where both texts rest on unnamed sources."""
        return self.settings.unnamed if self.retold(other) else 1.0

    def retold(self, other: ReportFeatures) -> bool:
        """Whether both texts rest on unnamed sources: few leaks are told at a time, and each by many."""
        return self.features.claim is other.claim is ClaimStatus.ANONYMOUS_REPORT

    def portrays(self, other: ReportFeatures) -> bool:
        """Whether the text tells of no act, but of people of whom the other told that an act hits them."""
        hit = {*other.people, *other.objects, *other.headline} - COUNTRY_TERMS
        return bool(self._names & hit) and looks_back(self.features)

    def goes_on(self, other: ReportFeatures) -> bool:
        """Whether the text tells of a further stage of the same matter: one state's ratification, or one case.

        A case is known by people of whom no other story tells.
        """
        if one_ratification(self.features, other):
            return True
        theirs = dict(other.stages)
        if not any(PROCEEDINGS.issuperset((stage, theirs.get(topic, ""))) for topic, stage in self.features.stages):
            return False
        shared = self._names.intersection(other.names, self.features.anchors.ids) - COUNTRY_TERMS
        return sum(self._of_one(term) for term in shared) >= LISTED

    def _of_one(self, term: int) -> bool:
        """Whether all reports that hold a term are of one development."""
        held = (self.memory.report(slot) for slot in self.memory.posted(term))
        return len({self.memory.development_of(report) for report in held}) == 1

    def _roles(self, other: ReportFeatures) -> float:
        """Less where one text tells of an act and the other of somebody's answer to it."""
        one, two = sorted((self.features.reaction, other.reaction))
        if one >= 2:
            return self.settings.same_role
        return self.settings.other_role[two] if one == 0 else 1.0

    def _stages(self, other: ReportFeatures) -> float:
        """Less for a state's own act beside what others did, and for what may come beside what was done."""
        theirs = dict(other.stages)
        for topic, stage in self.features.stages:
            there = theirs.get(topic, "")
            if not there or stage == there:
                continue
            ahead = self.features.prospect and not other.prospect
            may_come = ahead and LADDER.get(stage, 0) > LADDER.get(there, 0) >= FIRM
            own = OWN_ACTS.intersection((stage, there)) and not one_ratification(self.features, other)
            if may_come or own or {stage, there} == OPPOSED:
                return self.settings.other_stage
        return 1.0

    def _headlines(self, other: ReportFeatures, names: frozenset[int]) -> float:
        """Less where a headline names those hit, or each names anybody, whom the other text nowhere mentions."""
        if self._acts_for_another(other, names):
            apart = self._comes_or_goes or self._actors.isdisjoint(other.headline)
            return self.settings.other_state if apart else self.settings.other_object
        if self._hits_others(other, names):
            return self.settings.other_object
        if self._answers_for_another(other, names):
            return self.settings.other_object
        if self._headline <= names or self._names.issuperset(other.headline):
            return 1.0
        return self.settings.other_headline

    def _hits_others(self, other: ReportFeatures, names: frozenset[int]) -> bool:
        """Whether a headline names people hit whom the other text does not know; between languages, whether both do."""
        if not self._hit and not other.objects:
            return False
        hit = frozenset(other.objects).difference(other.articles)
        if (hit and hit <= self._names) or (self._hit and self._hit <= names):  # told of here too: some came on top
            return False
        unknown = _elsewhere(self._hit, other, names), _elsewhere(hit, self.features, self._names)
        return any(unknown) if self.features.language == other.language else all(unknown)

    def _acts_for_another(self, other: ReportFeatures, names: frozenset[int]) -> bool:
        """Whether both tell of what each state does for itself, and a headline names a state unknown to the other.

        Where states join or leave what others have together, a headline may name those others, too: there each must
        name one of which the other text does not know.
        """
        unknown = self._actors - names, who_acts(other) - self._names
        if self._own_act and own_act(other):
            return any(unknown)
        if not self._comes_or_goes or not comes_or_goes(other):
            return False
        return all(unknown) or other_comings(self.features, other)

    def _answers_for_another(self, other: ReportFeatures, names: frozenset[int]) -> bool:
        """Whether two headlines each tell of an answer, and one names a state unknown to the other text."""
        if min(self.features.reaction, other.reaction) < IN_TITLE:
            return False
        return bool(self._actors - names or who_acts(other) - self._names)

    def _objects(self, other: ReportFeatures, names: frozenset[int]) -> float:
        """Less for two lists of people with hardly anybody in both: another batch, however alike the words."""
        mine_counted, theirs_counted = of_objects(self.features.counts), of_objects(other.counts)
        differ = mine_counted and theirs_counted and mine_counted.isdisjoint(theirs_counted)
        factor = self.settings.other_count if differ else 1.0
        if self._offices and self._short(other):
            theirs_hit = offices(other)
            if theirs_hit and self._offices.isdisjoint(theirs_hit):
                factor *= self.settings.other_people
        others = frozenset(other.people)
        mine, theirs = self._people - others - names, others - self._people - self._names
        if mine and theirs and min(len(self._people), len(others)) < LISTED:  # a register's entry: prose lists several
            return factor * self.settings.other_people
        if min(len(mine), len(theirs)) < LISTED:
            return factor
        shared = self._weight(self._people & others)
        if shared < min(self._weight(mine), self._weight(theirs)):
            return factor * self.settings.other_people
        return factor

    def _weight(self, terms: frozenset[int]) -> float:
        return sum(self.weights[term] for term in terms if self.weights[term] > 1.0)
