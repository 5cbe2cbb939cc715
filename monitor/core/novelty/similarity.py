"""How alike two reports are: weighed words of one language, anchors across languages, acts, shared wording, time."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from monitor.core.model.ids import TopicId
from monitor.core.novelty.features import SKETCH, ReportFeatures
from monitor.core.novelty.memory import Memory
from monitor.core.novelty.vectors import Bag

_TF: Final = (0.0, *(1.0 + math.log(count) for count in range(1, 256)))
HALF_LIFE_DAYS: Final = 5.0
FLOOR: Final = 0.3
ACT_WEIGHT: Final = 0.3
SAME_ROLE: Final = 1.2
OTHER_ROLE: Final = (1.0, 1.0, 0.7, 0.5)
APART: Final = 0.5
LISTED: Final = 2
OTHER_PEOPLE: Final = 0.5
OTHER_COUNT: Final = 0.75
SHORT: Final = 25  # words below which a text is hardly more than its headline
PRIOR: Final = 10
USUAL_SHARE: Final = 0.5
_ENOUGH: Final = 20  # reports of a topic at which its own frequencies count half
COPY: Final = 0.5  # share of 3-word shingles from which a text is a near copy


class Weights(dict[int, float]):
    """How much a term tells: ln((n + above) / (df + below)), worked out when first asked for.

    n and df count all reports held, and ``PRIOR`` more that are taken to have been there before: half of them held the
    usual terms, none another. So a memory that is nearly empty knows already that "court" tells nothing. A term common
    in the report's own topics counts as that common everywhere, once the topic holds enough reports to say so.
    """

    def __init__(
        self, memory: Memory, topics: Sequence[TopicId], usual: Iterable[int], *, above: float = 2.0, below: float = 0.5
    ) -> None:
        super().__init__()
        self._all = memory.frequency
        self._own = [(memory.frequency_in(topic), len(memory) / (memory.size(topic) + _ENOUGH)) for topic in topics]
        self._usual = frozenset(usual)
        self._above = math.log(len(memory) + PRIOR + above)
        self._below = below

    def __missing__(self, term: int) -> float:
        frequency = float(self._all[term])
        for table, scale in self._own:
            frequency = max(frequency, table[term] * scale)
        if term in self._usual:
            frequency += PRIOR * USUAL_SHARE
        weight = max(0.0, self._above - math.log(frequency + self._below))
        self[term] = weight
        return weight


class Vector:
    """One field of the text in question, weighed once and compared with many."""

    __slots__ = ("_length", "_weighed", "_weights")

    def __init__(self, bag: Bag, weights: Weights) -> None:
        self._weights = weights
        self._weighed = {term: _TF[count] * weights[term] for term, count in bag.items()}
        self._length = math.sqrt(sum(weight * weight for weight in self._weighed.values()))

    def heaviest(self, most: int) -> list[tuple[int, float]]:
        """The terms that tell most, with their weights."""
        return sorted(self._weighed.items(), key=lambda pair: (-pair[1], pair[0]))[:most]

    def cosine(self, other: Bag) -> float:
        """Cosine with another text's field, 0 to 1; 0 if either is empty."""
        weights, weighed = self._weights, self._weighed
        product = square = 0.0
        for term, count in zip(other.ids, other.counts, strict=True):
            weight = _TF[count] * weights[term]
            square += weight * weight
            mine = weighed.get(term)
            if mine is not None:
                product += mine * weight
        return product / (self._length * math.sqrt(square)) if self._length and square else 0.0


def containment(one: array[int], other: array[int]) -> float:
    """Share of the smaller text's shingles that stand in the other, estimated from bottom-k sketches (Broder 1997)."""
    if not one or not other:
        return 0.0
    reach = min((sketch[-1] for sketch in (one, other) if len(sketch) >= SKETCH), default=one[-1] + other[-1])
    mine = {value for value in one if value <= reach}
    theirs = {value for value in other if value <= reach}
    smaller = min(len(mine), len(theirs))
    return len(mine & theirs) / smaller if smaller else 0.0


def faded(likeness: float, one: datetime, other: datetime) -> float:
    """Likeness less what the time between two reports takes from it: halved every five days, never below 30 %."""
    days = abs((one - other).total_seconds()) / 86_400
    return likeness * max(FLOOR, math.pow(0.5, days / HALF_LIFE_DAYS))


class Query:
    """A report as a question to the memory: its fields, weighed once, to be compared with many."""

    def __init__(self, features: ReportFeatures, memory: Memory, topics: Sequence[TopicId]) -> None:
        self.features = features
        self.weights = Weights(memory, topics, features.usual)
        self.body = Vector(features.body, self.weights)
        self.lead = Vector(features.lead, self.weights)
        self.title = Vector(features.title, self.weights)
        self.anchors = Vector(features.anchors, self.weights)
        self.acts = Vector(features.acts, Weights(memory, topics, features.usual, above=4.0, below=2.0))

    def telling(self) -> dict[int, float]:
        """The terms that tell most of the report, with their weights."""
        return {**dict(self.body.heaviest(40)), **dict(self.title.heaviest(8)), **dict(self.anchors.heaviest(16))}

    def slots(self, other: ReportFeatures) -> float:
        """What to multiply the likeness of words by, for who does what to whom."""
        return self._acts(other) * self._roles(other) * self._headlines(other) * self._objects(other)

    def differences(self, other: ReportFeatures) -> tuple[str, ...]:
        """Slots in which the two texts plainly tell different things: "role", "people"."""
        role = ("role",) if self._roles(other) < 1.0 else ()
        people = self._headlines(other) < 1.0 or self._objects(other) < OTHER_COUNT
        return (*role, "people") if people else role

    def told(self, other: ReportFeatures) -> float:
        """Likeness of the words, 0 to 1: in one language all of them, else names, numbers and concepts."""
        anchors = self.anchors.cosine(other.anchors)
        if self.features.language != other.language:
            return anchors
        if min(self.features.words, other.words) < SHORT:
            return max(self.title.cosine(other.title), self.title.cosine(other.lead), self.lead.cosine(other.title))
        told = self.body.cosine(other.body) + 0.5 * (self.lead.cosine(other.lead) + self.title.cosine(other.title))
        return (told + 0.5 * anchors) / 2.5

    def _acts(self, other: ReportFeatures) -> float:
        """Less for reports of quite different acts, more for the same; 1 where either shows none."""
        if not self.features.acts.ids or not other.acts.ids:
            return 1.0
        return 1.0 + ACT_WEIGHT * (self.acts.cosine(other.acts) - 0.5)

    def _roles(self, other: ReportFeatures) -> float:
        """Less where one text tells of an act and the other of somebody's answer to it."""
        one, two = sorted((self.features.reaction, other.reaction))
        if one >= 2:
            return SAME_ROLE
        return OTHER_ROLE[two] if one == 0 else 1.0

    def _headlines(self, other: ReportFeatures) -> float:
        """Less where each headline names somebody whom the other text nowhere mentions."""
        mine, theirs = self.features, other
        if set(mine.headline).issubset(theirs.names) or set(theirs.headline).issubset(mine.names):
            return 1.0
        return APART

    def _objects(self, other: ReportFeatures) -> float:
        """Less for two lists of people with hardly anybody in both: another batch, however alike the words."""
        factor = OTHER_COUNT if _disjoint(self.features.counts, other.counts) else 1.0
        shared, mine, theirs = self._listed(other)
        if min(len(mine), len(theirs)) >= LISTED and self._weight(shared) < min(
            self._weight(mine), self._weight(theirs)
        ):
            return factor * OTHER_PEOPLE
        return factor

    def _listed(self, other: ReportFeatures) -> tuple[set[int], set[int], set[int]]:
        """People named in full: in both texts, and only in one or the other."""
        mine, theirs = set(self.features.people), set(other.people)
        return mine & theirs, mine - theirs - set(other.names), theirs - mine - set(self.features.names)

    def _weight(self, terms: set[int]) -> float:
        return sum(self.weights[term] for term in terms if self.weights[term] > 1.0)


def _disjoint(one: array[int], other: array[int]) -> bool:
    return bool(one) and bool(other) and set(one).isdisjoint(other)
