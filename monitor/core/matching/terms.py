"""Terms made ready for the automaton: which patterns announce a term, and what its other words must be.

The automaton reads two streams of an article: its words and their stems. Whole phrases of fixed words are one pattern;
of any other term the most telling word is the pattern, and the words around it are compared when it is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from monitor.core.query.ast import Term, TermKind
from monitor.core.text.normalize import fold
from monitor.core.text.stems import ALGORITHMS, stem_forms
from monitor.core.text.tokens import tokenize

WORD_GAP = " "  # between words in the stream of words
STEM_GAP = "\x1f"  # between stems in the stream of stems
_KNOWN = frozenset({*ALGORITHMS, "uk"})
ACRONYM_LETTERS = 6
_TELLING = 4  # letters; a shorter word is likely to be an article or a preposition


class Mode(IntEnum):
    """How one word is compared; a lower number makes a better pattern."""

    EXACT = 0
    STEM = 1
    PREFIX = 2
    SUFFIX = 3
    INFIX = 4


@dataclass(frozen=True, slots=True)
class WordTest:
    """One word of a term. ``upper`` wants the article to write it in capitals."""

    form: str
    mode: Mode
    upper: bool = False

    def holds(self, word: str, stem: str, language: str) -> bool:
        """Whether a folded word with its stem passes, capitals left aside."""
        match self.mode:
            case Mode.EXACT:
                return word == self.form
            case Mode.STEM:
                return stem_language(language) in stem_forms(self.form).get(stem, ())
            case Mode.PREFIX:
                return word.startswith(self.form)
            case Mode.SUFFIX:
                return word.endswith(self.form)
            case Mode.INFIX:
                return self.form in word


@dataclass(frozen=True, slots=True)
class TermPlan:
    """A term as word tests. ``anchor`` is the test whose pattern announces it; -1 = the whole phrase is the pattern."""

    tests: tuple[WordTest, ...]
    anchor: int
    plain: bool = False  # the pattern alone proves it

    def patterns(self) -> list[tuple[str, frozenset[str] | None]]:
        """Strings for the automaton, each with the languages in which it counts (None = all)."""
        if self.anchor < 0:
            return [(WORD_GAP + WORD_GAP.join(test.form for test in self.tests) + WORD_GAP, None)]
        test = self.tests[self.anchor]
        match test.mode:
            case Mode.EXACT:
                return [(WORD_GAP + test.form + WORD_GAP, None)]
            case Mode.STEM:
                forms = stem_forms(test.form).items()
                return [(STEM_GAP + stem + STEM_GAP, languages) for stem, languages in forms]
            case Mode.PREFIX:
                return [(WORD_GAP + test.form, None)]
            case Mode.SUFFIX:
                return [(test.form + WORD_GAP, None)]
            case Mode.INFIX:
                return [(test.form, None)]


def stem_language(language: str) -> str:
    """The language under which stems are listed; "" for one without a stemmer."""
    return language if language in _KNOWN else ""


def plan(term: Term) -> TermPlan | None:
    """The plan for a term; None if it has no word."""
    tests: list[WordTest] = []
    pieces = term.text.split()
    for piece in pieces:
        tests.extend(_tests(piece, stems=term.kind is TermKind.WORD))
    if not tests:
        return None
    if all(test.mode is Mode.EXACT and not test.upper for test in tests):
        return TermPlan(tuple(tests), -1, plain=len(tests) == 1)
    anchor = min(range(len(tests)), key=lambda at: _commonness(tests[at]))
    return TermPlan(tuple(tests), anchor, plain=len(tests) == 1 and not tests[0].upper)


def _commonness(test: WordTest) -> tuple[bool, int, int]:
    """A lower one makes a better pattern: "the" stands everywhere, even the beginning of a long word does not."""
    return len(test.form) < _TELLING, test.mode, -len(test.form)


def _tests(piece: str, *, stems: bool) -> list[WordTest]:
    """The word tests of one typed piece; hyphens and apostrophes may make several of it."""
    folded = fold(piece.replace("*", ""))
    tokens = tokenize(folded)
    tests: list[WordTest] = []
    for number, token in enumerate(tokens):
        start, end = folded.span(token.start, token.end)
        written = folded.original[start:end]
        upper = written.isupper() and written.isalpha() and 2 <= len(written) <= ACRONYM_LETTERS
        cut_before = piece.startswith("*") and number == 0
        cut_after = piece.endswith("*") and number == len(tokens) - 1
        tests.append(WordTest(token.text, _mode(cut_before, cut_after, stems=stems and not upper), upper))
    return tests


def _mode(cut_before: bool, cut_after: bool, *, stems: bool) -> Mode:
    if cut_before:
        return Mode.INFIX if cut_after else Mode.SUFFIX
    if cut_after:
        return Mode.PREFIX
    return Mode.STEM if stems else Mode.EXACT
