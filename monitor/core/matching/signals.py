"""What grading looks at: a handful of plain figures about where and how an article tells of a topic.

Each lies between 0 and 1 (``study`` 1.5), means the same for every topic and language, and can be
read by a person in ``explain``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import pairwise

from monitor.core.matching.evaluate import Evaluation, Window
from monitor.core.matching.index import CompiledTopic, Place
from monitor.core.matching.reading import LEAD_WORDS, Sentence
from monitor.core.model.match import Field
from monitor.core.query.ast import And, ConceptRef, Near, Node, Not, Or, Term, Within, children

BEGINNING = 120  # words of the text that are searched for marks of news and of study
LEAD_SENTENCES = 5
CLOSING = 2  # sentences before the last one from which an item that tells of the topic there alone only mentions it
SHORT = 3  # sentences of an item in which a single one that comes out of the blue only mentions the topic
DRUM_ROLL = 10  # words before a sentence that only make curious: "Washington has struck again."
UNPREPARED = 0.5  # share of what must come together that stands before it then at most
_CORRECTION = ("correct", "corrig", "correc", "berichtig", "rectif", "rettific", "исправ", "виправ")
MAX_NOTICE = 60  # sentences: an invitation or a vacancy is not longer
MAX_SENTENCES = 120  # sentences looked at for one topic: grading needs the first ones, and time stays bounded


@dataclass(frozen=True, slots=True)
class Signals:
    """The figures for one topic in one article. The order of the fields is the order of the weights."""

    title: float = 0.0  # the title alone reports
    title_part: float = 0.0  # share of what must come together that stands in a title which does not report
    opening: float = 0.0  # one of the first two sentences reports, within 30 words
    lead: float = 0.0  # one of the first four sentences reports, within 60 words
    early: float = 0.0  # how early the first reporting sentence stands: 1 at once, 0.5 after 100 words
    spread: float = 0.0  # title and lead together hold all that must come together
    pair: float = 0.0  # two neighbouring sentences of the lead report together, none of them alone
    share: float = 0.0  # share of the running sentences that report, doubled
    repeated: float = 0.0  # two or more reporting sentences: 0.5; four or more: 1
    heading: float = 0.0  # a heading inside the text reports
    act: float = 0.0  # the first reporting sentence, the title or a heading has a word of the ladder or of news
    news: float = 0.0  # the beginning says who said it, or on which day: a report rather than a standing page
    elsewhere: float = 0.0  # neither the title nor the first sentence reports: the text is about something else
    unrelated: float = 0.0  # the same, and the title has no word of the topic's vocabulary
    background: float = 0.0  # the first reporting sentence is marked as background, and the title is silent
    aside: float = 0.0  # elsewhere and background
    standing: float = 0.0  # neither an act in the title nor a mark of news at the beginning
    study: float = 0.0  # marks of a scholarly paper or a standing page
    notice: float = 0.0  # marks of an invitation, a vacancy or the notes to a broadcast

    @property
    def aloof(self) -> bool:
        """Whether the text is a paper, a standing page or a notice, of which no item is news."""
        return self.study >= 1 or self.notice > 0

    def values(self) -> tuple[float, ...]:
        """The figures in the order of the fields."""
        return tuple(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Reporting:
    """A sentence that holds the topic's report clause, and the places that fulfil it."""

    sentence: Sentence
    places: tuple[Place, ...]
    acts: tuple[Place, ...] = ()
    background: bool = False
    passing: bool = False  # has words that make a sentence background for this very topic, or in so short an item
    looks_back: bool = False  # is the headline of an anniversary or a calendar


def reporting_sentences(evaluation: Evaluation, topic: CompiledTopic) -> list[Reporting]:
    """Every sentence, the title among them, that holds the report clause; in order. Noise is left out."""
    reading, index = evaluation.reading, evaluation.index
    acts = (index.cues["acts"], *(rung.terms for rung in topic.ladder))
    background = index.cues["background"]
    states = (index.cues["states"], topic.states) if len(reading.running) <= SHORT else ()
    passing = (topic.background, *states)
    found: list[Reporting] = []
    for number in _candidates(evaluation, topic.report):
        sentence = reading.sentences[number]
        if sentence.left_out:
            continue
        window = (sentence.first, sentence.last)
        places = evaluation.holds(topic.report, window)
        if places:
            found.append(
                Reporting(
                    sentence,
                    tuple(places),
                    tuple(sorted(place for terms in acts for place in evaluation.any_of(terms, window))),
                    bool(evaluation.any_of(background, window)),
                    any(evaluation.any_of(terms, window) for terms in passing),
                    sentence.field is Field.TITLE and bool(evaluation.any_of(index.cues["retrospect"], window)),
                )
            )
    return found or _told_in_one(evaluation, topic)


def _told_in_one(evaluation: Evaluation, topic: CompiledTopic) -> list[Reporting]:
    """A headline and its line of summary that report together, none of them alone; as if the headline did."""
    reading, index = evaluation.reading, evaluation.index
    places = evaluation.holds(topic.report) if reading.brief else None
    if not places or places[0][0] >= reading.title_count:
        return []
    asides = (index.cues["background"], index.cues["states"], topic.background, topic.states)
    if any(evaluation.any_of(terms, evaluation.whole) for terms in asides):
        return []
    lists = (index.cues["acts"], *(rung.terms for rung in topic.ladder))
    acts = sorted(place for terms in lists for place in evaluation.any_of(terms, evaluation.whole))
    return [Reporting(reading.sentences[0], tuple(places), tuple(acts))]


def _candidates(evaluation: Evaluation, report: Node) -> list[int]:
    """Numbers of the sentences in which some word of the clause stands."""
    numbers: set[int] = set()
    stack: list[Node] = [report]
    while stack:
        node = stack.pop()
        if isinstance(node, Term | ConceptRef):
            numbers.update(evaluation.reading.sentence_of(place[0]) for place in evaluation.leaf(node))
        elif not isinstance(node, Not):
            stack.extend(children(node))
    return sorted(numbers)[:MAX_SENTENCES]


def measure(evaluation: Evaluation, topic: CompiledTopic, reporting: list[Reporting]) -> Signals:
    """The signals of a topic that an article matches."""
    reading = evaluation.reading
    running = reading.running
    title = [r for r in reporting if r.sentence.field is Field.TITLE and not r.looks_back]
    looks_back = any(r.looks_back for r in reporting)
    text = [r for r in reporting if r.sentence.field is Field.TEXT and (title or not r.passing)]
    text = [r for r in text if not (looks_back and r.background)]
    prose = [r for r in text if r.sentence.prose]
    first = prose[0] if prose else None
    before = first.sentence.words_before if first else 0
    rank = sum(s.first < first.sentence.first for s in running[:20]) if first else 0
    alone = not title and len(prose) == 1 and len(running) <= SHORT
    passing = alone and _unprepared(evaluation, topic, prose[0].sentence)
    closing = not title and rank >= CLOSING and first is not None and first.sentence.first == running[-1].first
    told_last = closing or passing
    title_window = (0, reading.title_count)
    kindred = bool(evaluation.any_of(topic.vocabulary, title_window))
    title_part = coverage(evaluation, topic.report, title_window) if kindred and not title and not looks_back else 0.0
    headings = [r for r in text if not r.sentence.prose]
    leading = title or ([first] if first else [])
    elsewhere = not title and (first is None or not running or first.sentence.first != running[0].first)
    background = not title and first is not None and first.background
    news = bool(evaluation.any_of(evaluation.index.cues["news"], _beginning(evaluation)))
    return Signals(
        title=float(bool(title)),
        title_part=title_part,
        opening=float(first is not None and before < 30 and rank < 2 and not told_last),
        lead=float(first is not None and before < LEAD_WORDS and rank < 4 and not told_last),
        early=1 / (1 + max(before, 15 * rank) / 100) if first and not told_last else 0.0,
        spread=0.0 if passing else coverage(evaluation, topic.report, (0, reading.lead_end)),
        pair=float(first is None and _pair(evaluation, topic)),
        share=min(1.0, 2 * len(prose) / len(running)) if running else 0.0,
        repeated=0.0 if len(prose) < 2 else 0.5 if len(prose) < 4 else 1.0,
        heading=float(bool(headings)),
        act=float(any(r.acts for r in leading + headings)),
        news=float(news),
        elsewhere=float(elsewhere),
        unrelated=float(elsewhere and reading.title_count > 2 and not kindred),
        background=float(background),
        aside=float(elsewhere and background),
        standing=float(not news and not any(r.acts for r in title)),
        study=_study(evaluation),
        notice=_notice(evaluation),
    )


def _unprepared(evaluation: Evaluation, topic: CompiledTopic, sentence: Sentence) -> bool:
    """Whether a sentence comes out of the blue: what stands before it holds half of what must come together at most.

    Not behind a drum roll of a few words, nor behind the note that opens a corrected text.
    """
    opener = evaluation.reading.words[evaluation.reading.running[0].first]
    if sentence.words_before <= DRUM_ROLL or opener.startswith(_CORRECTION):
        return False
    return coverage(evaluation, topic.report, (0, sentence.first)) <= UNPREPARED


def _pair(evaluation: Evaluation, topic: CompiledTopic) -> bool:
    """Whether two neighbours among the first sentences hold the report clause together, neither as background."""
    lead = evaluation.reading.running[:LEAD_SENTENCES]
    for left, right in pairwise(lead):
        window = (left.first, right.last)
        if evaluation.holds(topic.report, window) and not evaluation.any_of(topic.background, window):
            return True
    return False


def coverage(evaluation: Evaluation, node: Node, window: Window) -> float:
    """How much of what must come together stands in the window: 1 for all, 0 for nothing."""
    match node:
        case Or(parts):
            return max(coverage(evaluation, part, window) for part in parts)
        case And(parts):
            shares = [coverage(evaluation, part, window) for part in parts if not isinstance(part, Not)]
            return sum(shares) / len(shares) if shares else 0.0
        case Near(left, right) | Within(left, right):
            return (coverage(evaluation, left, window) + coverage(evaluation, right, window)) / 2
        case _:
            return float(evaluation.holds(node, window) is not None)


def _beginning(evaluation: Evaluation) -> Window:
    return (0, min(evaluation.reading.count, evaluation.reading.title_count + BEGINNING))


def _study(evaluation: Evaluation) -> float:
    """0.5 for one mark of a paper or standing page, 1 for two, 1.5 for more."""
    reading = evaluation.reading
    marks = {
        reading.words[first] for first, _ in evaluation.any_of(evaluation.index.cues["study"], _beginning(evaluation))
    }
    return min(1.5, (len(marks) + reading.citations) / 2)


def _notice(evaluation: Evaluation) -> float:
    """0.5 for three marks of an invitation, a vacancy or the notes to a broadcast, 1 for more."""
    reading = evaluation.reading
    if len(reading.running) > MAX_NOTICE:
        return 0.0
    marks = {reading.words[first] for first, _ in evaluation.any_of(evaluation.index.cues["notice"], evaluation.whole)}
    return 0.0 if len(marks) < 3 else 0.5 if len(marks) == 3 else 1.0
