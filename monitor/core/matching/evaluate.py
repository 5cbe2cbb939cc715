"""Whether a part of a query holds in an article, or in a stretch of it, and by which words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from monitor.core.matching.facts import fact_holds
from monitor.core.matching.index import CompiledConcept, Place, TopicIndex
from monitor.core.matching.reading import Reading
from monitor.core.query.ast import (
    And,
    AtLeast,
    ConceptRef,
    FieldName,
    InField,
    Near,
    Node,
    Not,
    Or,
    Term,
    Unit,
    Within,
)

Window = tuple[int, int]  # half-open range of tokens


class Evaluation:
    """One article under one index. ``holds`` gives the places that fulfil a part, or None where it does not hold."""

    def __init__(self, reading: Reading, index: TopicIndex) -> None:
        self.reading = reading
        self.index = index
        self.places = _without(index.find(reading), reading)
        self.whole: Window = (0, reading.count)
        self._concepts: dict[str, list[Place]] = {}
        self._lists: dict[int, list[Place]] = {}

    def holds(self, node: Node, window: Window | None = None) -> list[Place] | None:
        """The places by which ``node`` holds within ``window`` (default: all), in order; None if it does not.

        An empty list means that it holds without words: a NOT, or a fact about the article.
        """
        window = self.whole if window is None else window
        match node:
            case Term() | ConceptRef():
                return self._inside(self.leaf(node), window) or None
            case And(parts):
                return self._all(parts, window)
            case Or(parts):
                found = [places for part in parts if (places := self.holds(part, window)) is not None]
                return _merge(found) if found else None
            case Not(part):
                return None if self.holds(part, window) is not None else []
            case Near():
                return self._near(node, window)
            case Within():
                return self._within(node, window)
            case AtLeast(count, part):
                places = self.holds(part, window)
                return places if places is not None and len(places) >= count else None
            case InField(field, part):
                return self._in_field(field, part, window)

    def leaf(self, node: Term | ConceptRef) -> list[Place]:
        """Every place of a term or a concept in the article."""
        if isinstance(node, Term):
            number = self.index.term_ids.get(node)
            return self.places.get(number, []) if number is not None else []
        known = self._concepts.get(node.name)
        if known is None:
            known = self._gate(self.index.concepts[node.name])
            self._concepts[node.name] = known
        return known

    def any_of(self, terms: tuple[int, ...], window: Window) -> list[Place]:
        """Places of any of the numbered terms within the window. ``terms`` is a tuple that the index holds."""
        places = self._lists.get(id(terms))
        if places is None:
            places = _merge([self.places[term] for term in terms if term in self.places])
            self._lists[id(terms)] = places
        return self._inside(places, window)

    def _gate(self, concept: CompiledConcept) -> list[Place]:
        """A concept's places: firm ones, and ambiguous ones that their context allows."""
        firm = self.any_of(concept.firm, self.whole)
        loose = self.any_of(concept.ambiguous, self.whole)
        if not loose:
            return firm
        context = len(firm) + len(self.any_of(concept.context, self.whole))
        refusing = self.any_of(concept.refused_by, self.whole)
        if not context or len(refusing) > context:
            return firm
        refused = {self.reading.sentence_of(place[0]) for place in refusing}
        return _merge([firm, [place for place in loose if self.reading.sentence_of(place[0]) not in refused]])

    @staticmethod
    def _inside(places: list[Place], window: Window) -> list[Place]:
        low = bisect_left(places, (window[0], -1))
        high = bisect_left(places, (window[1], -1))
        return [place for place in places[low:high] if place[1] < window[1]]

    def _all(self, parts: tuple[Node, ...], window: Window) -> list[Place] | None:
        found: list[list[Place]] = []
        for part in parts:
            places = self.holds(part, window)
            if places is None:
                return None
            found.append(places)
        return _merge(found)

    def _near(self, node: Near, window: Window) -> list[Place] | None:
        left, right = self.holds(node.left, window), self.holds(node.right, window)
        if not left or not right:
            return None
        starts = [place[0] for place in right]
        found: set[Place] = set()
        for first in left:
            at = bisect_right(starts, first[1])
            if at < len(right) and right[at][0] - first[1] <= node.distance and self._same_field(first, right[at]):
                found.update((first, right[at]))
            if not node.ordered:
                before = _last_ending_before(right, starts, first[0])
                if before and first[0] - before[1] <= node.distance and self._same_field(before, first):
                    found.update((before, first))
        return sorted(found) or None

    def _same_field(self, left: Place, right: Place) -> bool:
        title = self.reading.title_count
        return (left[0] < title) == (right[0] < title)

    def _within(self, node: Within, window: Window) -> list[Place] | None:
        left, right = self.holds(node.left, window), self.holds(node.right, window)
        if not left or not right:
            return None
        unit = self.reading.sentence_of if node.unit is Unit.SENTENCE else self.reading.paragraph_of
        lefts, rights = _by_unit(left, unit), _by_unit(right, unit)
        found: set[Place] = set()
        for number in lefts.keys() & rights.keys():
            if lefts[number] != rights[number] or len(lefts[number]) > 1:
                found.update(lefts[number] + rights[number])
        return sorted(found) or None

    def _in_field(self, field: FieldName, part: Node, window: Window) -> list[Place] | None:
        reading = self.reading
        if not field.is_text:
            return [] if fact_holds(field, part, reading) else None
        zones = {
            FieldName.TITLE: (0, reading.title_count),
            FieldName.LEAD: (reading.title_count, reading.lead_end),
            FieldName.BODY: (reading.title_count, reading.count),
        }
        zone = zones[field]
        return self.holds(part, (max(zone[0], window[0]), min(zone[1], window[1])))


def _without(places: dict[int, list[Place]], reading: Reading) -> dict[int, list[Place]]:
    """The places less those in teasers and appeals, which belong to other articles."""
    noise = [(sentence.first, sentence.last) for sentence in reading.sentences if sentence.noise]
    if not noise:
        return places
    kept = {
        term: [place for place in found if not any(first <= place[0] < last for first, last in noise)]
        for term, found in places.items()
    }
    return {term: found for term, found in kept.items() if found}


def _by_unit(places: list[Place], unit: Callable[[int], int]) -> dict[int, list[Place]]:
    grouped: dict[int, list[Place]] = {}
    for place in places:
        grouped.setdefault(unit(place[0]), []).append(place)
    return grouped


def _last_ending_before(places: list[Place], starts: list[int], token: int) -> Place | None:
    """The last place that ends before the token."""
    at = bisect_left(starts, token) - 1
    while at >= 0 and places[at][1] >= token:
        at -= 1
    return places[at] if at >= 0 else None


def _merge(lists: list[list[Place]]) -> list[Place]:
    if len(lists) == 1:
        return lists[0]
    return sorted(set().union(*lists)) if lists else []
