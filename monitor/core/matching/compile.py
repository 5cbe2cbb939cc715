"""From topics and concepts to one index for all of them. Mistakes name the topic and the place in its query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from monitor.core.errors import QueryError
from monitor.core.matching.cues import CUES
from monitor.core.matching.index import CompiledConcept, CompiledRung, CompiledTopic, TopicIndex
from monitor.core.matching.terms import TermPlan, plan
from monitor.core.model.ids import TopicId
from monitor.core.model.topic import Concept, Topic
from monitor.core.query.ast import (
    And,
    AtLeast,
    ConceptRef,
    InField,
    Near,
    Node,
    Not,
    Or,
    Query,
    Term,
    TermKind,
    Unit,
    Within,
    walk,
)
from monitor.core.query.checks import anchored
from monitor.core.query.parser import nearest, parse


def compile_topics(topics: Sequence[Topic], concepts: Sequence[Concept]) -> TopicIndex:
    """One index for all topics.

    Raises QueryError, naming the topic, for a query that cannot be read or names a concept that is not among
    ``concepts``.
    """
    return _Compiler(concepts).run(topics)


def compile_usable(topics: Sequence[Topic], concepts: Sequence[Concept]) -> tuple[TopicIndex, dict[TopicId, str]]:
    """One index for the topics that can be compiled, and why the others cannot: one of them must not stop them all."""
    try:
        return compile_topics(topics, concepts), {}
    except QueryError:
        unusable = {topic.id: why for topic in topics if (why := _why_not(topic, concepts))}
    return compile_topics([topic for topic in topics if topic.id not in unusable], concepts), unusable


def _why_not(topic: Topic, concepts: Sequence[Concept]) -> str:
    try:
        compile_topics([topic], concepts)
    except QueryError as error:
        return str(error)
    return ""


class _Compiler:
    """Gathers terms, gives them numbers, and builds the automaton over their patterns."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self._sources = {concept.name: concept for concept in concepts}
        self._term_ids: dict[Term, int] = {}
        self._plans: list[TermPlan] = []
        self._concepts: dict[str, CompiledConcept] = {}

    def run(self, topics: Sequence[Topic]) -> TopicIndex:
        compiled = tuple(self._topic(topic) for topic in topics)
        cues = {name: self._list(terms) for name, terms in CUES.items()}
        patterns, payloads = self._patterns()
        concept_of: dict[int, tuple[str, ...]] = {}
        for concept in self._concepts.values():
            for term in concept.all_terms:
                concept_of[term] = (*concept_of.get(term, ()), concept.name)
        postings = _postings(compiled)
        return TopicIndex(
            topics=compiled,
            concepts=self._concepts,
            term_ids=self._term_ids,
            plans=tuple(self._plans),
            automaton=_automaton(patterns),
            payloads=payloads,
            postings={
                self._term_ids[part]: numbers
                for part, numbers in postings.items()
                if isinstance(part, Term) and part in self._term_ids
            },
            concept_postings={part.name: numbers for part, numbers in postings.items() if isinstance(part, ConceptRef)},
            concept_of=concept_of,
            cues=cues,
            terms=tuple(self._term_ids),
        )

    def _topic(self, topic: Topic) -> CompiledTopic:
        query = self._read(topic, topic.query, "")
        positive = positive_part(query.root)
        report: Node | None = self._read(topic, topic.report, "report clause, ").root if topic.report else positive
        ladder = tuple(CompiledRung(rung.stage, self._list(rung.terms)) for rung in topic.ladder)
        report = report or query.root
        return CompiledTopic(
            topic,
            query,
            report,
            needs=self._needs(query.root),
            ladder=ladder,
            background=self._list(topic.background),
            states=self._list(topic.states),
            vocabulary=self._vocabulary(query.root, report),
        )

    def _vocabulary(self, *roots: Node) -> tuple[int, ...]:
        """Every term below the nodes, those of their concepts and of the concepts' context among them.

        A concept that the query only asks for beside another (left of a ``/s``) is made of everyday words: in a title
        they do not show what the text is about.
        """
        numbers: set[int] = set()
        everyday = _asked_beside(roots[0])
        for root in roots:
            for node in walk(positive_part(root) or root):
                if isinstance(node, Term) and node in self._term_ids:
                    numbers.add(self._term_ids[node])
                elif isinstance(node, ConceptRef) and node.name not in everyday:
                    concept = self._concepts[node.name]
                    numbers.update(concept.all_terms + concept.context)
        return tuple(numbers)

    def _needs(self, root: Node) -> tuple[frozenset[int | str], ...]:
        """The sets of terms and concepts of which the query needs one each."""
        return tuple(
            frozenset(part.name if isinstance(part, ConceptRef) else self._term_ids.get(part, -1) for part in parts)
            for parts in needed_parts(root)
        )

    def _read(self, topic: Topic, text: str, where: str) -> Query:
        try:
            query = parse(text)
        except QueryError as mistake:
            problem = f'topic "{topic.id}": {where}{mistake.problem}'
            raise QueryError(problem, line=mistake.line, column=mistake.column, hint=mistake.hint) from None
        for node in walk(query.root):
            if isinstance(node, Term):
                self._term(node)
            elif isinstance(node, ConceptRef) and node.name not in self._concepts:
                self._concepts[node.name] = self._concept(topic, text, node.name)
        return query

    def _concept(self, topic: Topic, text: str, name: str) -> CompiledConcept:
        source = self._sources.get(name)
        if source is None:
            close = nearest(name, list(self._sources))
            hint = (
                f"did you mean {{{close}}}?" if close else "concepts: " + (", ".join(sorted(self._sources)) or "none")
            )
            at = text.find("{" + name + "}")
            line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
            raise QueryError(f'topic "{topic.id}": no concept named "{name}"', line=line, column=column, hint=hint)
        people = [word for person in source.people for word in (person.name, *person.aliases)]
        loose = set(source.ambiguous)
        firm = [term for term in (*source.terms, *people) if term not in loose]
        return CompiledConcept(
            name,
            self._list(firm),
            self._list(source.ambiguous),
            self._list(source.context),
            self._list(source.refused_by),
        )

    def _list(self, texts: Iterable[str]) -> tuple[int, ...]:
        numbers = (self._term(Term(" ".join(text.split()), TermKind.PHRASE)) for text in texts)
        return tuple(dict.fromkeys(number for number in numbers if number is not None))

    def _term(self, term: Term) -> int | None:
        known = self._term_ids.get(term)
        if known is not None:
            return known
        planned = plan(term)
        if planned is None:
            return None
        self._plans.append(planned)
        self._term_ids[term] = len(self._plans) - 1
        return len(self._plans) - 1

    def _patterns(self) -> tuple[list[str], tuple[tuple[tuple[int, frozenset[str] | None], ...], ...]]:
        gathered: dict[str, list[tuple[int, frozenset[str] | None]]] = {}
        for number, planned in enumerate(self._plans):
            for pattern, languages in planned.patterns():
                gathered.setdefault(pattern, []).append((number, languages))
        return list(gathered), tuple(tuple(payload) for payload in gathered.values())


def _automaton(patterns: list[str]) -> object | None:
    if not patterns:
        return None
    import ahocorasick_rs

    return ahocorasick_rs.AhoCorasick(patterns, store_patterns=False)


def positive_part(node: Node) -> Node | None:
    """The node without its NOT parts and facts about the article; None if nothing is left."""
    match node:
        case Not():
            return None
        case InField(field, part):
            return positive_part(part) if field.is_text else None
        case AtLeast(_, part):
            return positive_part(part)
        case And(parts) | Or(parts):
            kept = [kept for part in parts if (kept := positive_part(part)) is not None]
            if len(kept) > 1:
                return type(node)(tuple(kept))
            return kept[0] if kept else None
        case _:
            return node


def _postings(topics: Sequence[CompiledTopic]) -> dict[Term | ConceptRef, tuple[int, ...]]:
    """For each telling part, the topics that cannot hold without one of their telling parts."""
    shared: Counter[Term | ConceptRef] = Counter()
    for topic in topics:
        shared.update({node for node in walk(topic.query.root) if isinstance(node, Term | ConceptRef)})
    postings: dict[Term | ConceptRef, list[int]] = {}
    for number, topic in enumerate(topics):
        for part in telling_parts(topic.query.root, shared):
            postings.setdefault(part, []).append(number)
    return {part: tuple(numbers) for part, numbers in postings.items()}


def telling_parts(node: Node, shared: Counter[Term | ConceptRef]) -> frozenset[Term | ConceptRef]:
    """A set of parts of which at least one must stand in the article; the least shared choice among the possible."""
    match node:
        case Term() | ConceptRef():
            return frozenset({node})
        case And(parts):
            choices = [telling_parts(part, shared) for part in parts if anchored(part)]
            return min(choices, key=lambda choice: sum(shared[part] for part in choice)) if choices else frozenset()
        case Or(parts):
            return frozenset().union(*(telling_parts(part, shared) for part in parts))
        case Near(left, right) | Within(left, right):
            return telling_parts(And((left, right)), shared)
        case AtLeast(_, part) | InField(_, part):
            return telling_parts(part, shared)
        case _:
            return frozenset()


def needed_parts(node: Node) -> list[frozenset[Term | ConceptRef]]:
    """Sets of parts; where the node holds, at least one of each set stands in the article."""
    match node:
        case And(parts):
            return [needed for part in parts for needed in needed_parts(part)]
        case Near(left, right) | Within(left, right):
            return needed_parts(left) + needed_parts(right)
        case AtLeast(_, part) | InField(_, part):
            return needed_parts(part) if anchored(node) else []
        case _:
            return [telling_parts(node, Counter())] if anchored(node) else []


def _asked_beside(query: Node) -> frozenset[str]:
    """The concepts that stand in the query only as the left side of a ``/s`` or ``/p``, and of a ``/s`` somewhere."""
    anywhere = Counter(node.name for node in walk(query) if isinstance(node, ConceptRef))
    asked = [(n.left.name, n.unit) for n in walk(query) if isinstance(n, Within) and isinstance(n.left, ConceptRef)]
    close = {name for name, unit in asked if unit is Unit.SENTENCE}
    beside = Counter(name for name, _ in asked if name in close)
    return frozenset(name for name, times in beside.items() if anywhere[name] == times)
