"""The compiled topics, and the one pass over an article that finds every term of all of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from monitor.core.matching.reading import Reading
from monitor.core.matching.terms import STEM_GAP, WORD_GAP, TermPlan, stem_language
from monitor.core.model.topic import Topic
from monitor.core.query.ast import Node, Query, Term

Place = tuple[int, int]  # first and last token of an occurrence, inclusive
MAX_PLACES = 5000  # occurrences of one term that are looked at in one article


@dataclass(frozen=True, slots=True)
class CompiledConcept:
    """A concept's terms by number; ``firm`` need no context."""

    name: str
    firm: tuple[int, ...]
    ambiguous: tuple[int, ...] = ()
    context: tuple[int, ...] = ()
    refused_by: tuple[int, ...] = ()

    @property
    def all_terms(self) -> tuple[int, ...]:
        """Every term that may make the concept hold."""
        return self.firm + self.ambiguous


@dataclass(frozen=True, slots=True)
class CompiledRung:
    """A stage and its terms by number."""

    stage: str
    terms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CompiledTopic:
    """A topic with its query and the clause that one sentence must hold to report on it."""

    topic: Topic
    query: Query
    report: Node
    needs: tuple[frozenset[int | str], ...] = ()  # of each set, one term or concept must stand in the article
    ladder: tuple[CompiledRung, ...] = ()
    background: tuple[int, ...] = ()
    states: tuple[int, ...] = ()
    vocabulary: tuple[int, ...] = ()  # every term that the query, the clause and their concepts know, context included


@dataclass(frozen=True, slots=True)
class TopicIndex:
    """Everything that ``match`` needs. Made by ``compile_topics``; shared between threads, never changed."""

    topics: tuple[CompiledTopic, ...]
    concepts: dict[str, CompiledConcept]
    term_ids: dict[Term, int]
    plans: tuple[TermPlan, ...]
    automaton: Any = field(repr=False)
    payloads: tuple[tuple[tuple[int, frozenset[str] | None], ...], ...] = field(repr=False)
    postings: dict[int, tuple[int, ...]] = field(repr=False)  # telling term -> topics that cannot do without
    concept_of: dict[int, tuple[str, ...]] = field(repr=False)  # term -> concepts that hold by it
    cues: dict[str, tuple[int, ...]] = field(repr=False)  # general word lists: acts, background, …
    terms: tuple[Term, ...] = field(repr=False)
    concept_postings: dict[str, tuple[int, ...]] = field(repr=False)

    def find(self, reading: Reading) -> dict[int, list[Place]]:
        """The places of every term that stands in the article, by term number, in order."""
        places: dict[int, list[Place]] = {}
        if self.automaton is None or not reading.count:
            return places
        language, payloads, plans = stem_language(reading.language), self.payloads, self.plans
        for pattern, token in self._hits(reading):
            for term, languages in payloads[pattern]:
                if languages is not None and language not in languages:
                    continue
                place = (token, token) if plans[term].plain else self._verify(term, token, reading)
                if place is None:
                    continue
                known = places.get(term)
                if known is None:
                    places[term] = [place]
                elif len(known) < MAX_PLACES:
                    known.append(place)
        return {term: found if len(found) == 1 else sorted(set(found)) for term, found in places.items()}

    def _hits(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Pattern number and token number of each hit, in the words first, then in the stems."""
        for gap, parts in ((WORD_GAP, reading.words), (STEM_GAP, reading.stems)):
            stream = gap + gap.join(parts) + gap
            starts = list(accumulate((len(part) + 1 for part in parts), initial=1))
            for pattern, start, end in self.automaton.find_matches_as_indexes(stream, overlapping=True):
                at = start + 1 if stream[start] == gap else start
                if at < end:
                    yield pattern, bisect_right(starts, at) - 1

    def _verify(self, term: int, token: int, reading: Reading) -> Place | None:
        """The place of a term whose pattern was found at a token, if its other words and capitals are right."""
        plan = self.plans[term]
        if plan.anchor < 0:
            return self._same_field(token, token + len(plan.tests) - 1, reading)
        first = token - plan.anchor
        last = first + len(plan.tests) - 1
        if first < 0 or last >= reading.count:
            return None
        for offset, test in enumerate(plan.tests):
            at = first + offset
            if at != token and not test.holds(reading.words[at], reading.stems[at], reading.language):
                return None
            if test.upper and not reading.written(at)[: len(test.form)].isupper():
                return None
        return self._same_field(first, last, reading)

    @staticmethod
    def _same_field(first: int, last: int, reading: Reading) -> Place | None:
        """No occurrence runs from the title into the text."""
        return None if first < reading.title_count <= last else (first, last)
