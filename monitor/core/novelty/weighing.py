"""How much the terms of a text tell in its stream, and the cosine of fields so weighed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import repeat
from operator import mul
from typing import Final

from monitor.core.model.ids import TopicId
from monitor.core.novelty.memory import Memory
from monitor.core.novelty.settings import Settings
from monitor.core.novelty.vectors import Bag

_TF: Final = (0.0, *(1.0 + math.log(count) for count in range(1, 256)))
_ENOUGH: Final = 20  # reports of a topic at which its own frequencies count half


class Weights(dict[int, float]):
    """How much a term tells: ln((n + above) / (df + below)), worked out when first asked for.

    n and df count all reports held, and some more that are taken to have been there before: half of them held the
    usual terms, none another. So a memory that is nearly empty knows already that "court" tells nothing. A term common
    in the report's own topics counts as that common everywhere, once the topic holds enough reports to say so.
    """

    def __init__(
        self,
        memory: Memory,
        topics: Sequence[TopicId],
        usual: Iterable[int],
        settings: Settings,
        *,
        above: float = 2.0,
        below: float = 0.5,
    ) -> None:
        super().__init__()
        self._all = memory.frequency
        self._own = [(memory.frequency_in(topic), len(memory) / (memory.size(topic) + _ENOUGH)) for topic in topics]
        self._usual = frozenset(usual)
        self._above = math.log(len(memory) + settings.prior + above)
        self._below = below
        self._prior = settings.prior * settings.usual_share

    def __missing__(self, term: int) -> float:
        frequency: float = self._all.get(term, 0)
        for table, scale in self._own:  # get: a counter asked for what it lacks calls a function of its own
            frequency = max(frequency, table.get(term, 0) * scale)
        if term in self._usual:
            frequency += self._prior
        weight = self._above - math.log(frequency + self._below)
        self[term] = weight = weight if weight > 0.0 else 0.0
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

    def cosine(self, other: Bag, besides: Sequence[int] = ()) -> float:
        """Cosine with another text's field, 0 to 1; 0 if either is empty.

        ``besides`` are terms that one of the two holds, and the other under a name that is not written alike.
        """
        if besides:
            return self._cosine_besides(other, besides)
        if not self._length or not other.ids:
            return 0.0
        values = list(map(mul, map(_TF.__getitem__, other.counts), map(self._weights.__getitem__, other.ids)))
        square = sum(map(mul, values, values))
        product = sum(map(mul, map(self._weighed.get, other.ids, repeat(0.0)), values))
        return product / (self._length * math.sqrt(square)) if square else 0.0

    def _cosine_besides(self, other: Bag, besides: Sequence[int]) -> float:
        theirs = {term: _TF[count] * self._weights[term] for term, count in other.items()}
        mine = dict(self._weighed)
        for term in besides:
            weight = theirs.get(term) or mine.get(term) or 0.0
            mine[term] = theirs[term] = weight
        product = sum(weight * theirs.get(term, 0.0) for term, weight in mine.items())
        lengths = [math.sqrt(sum(weight * weight for weight in side.values())) for side in (mine, theirs)]
        return product / (lengths[0] * lengths[1]) if all(lengths) else 0.0
