"""An article read once for all topics: tokens, stems, sentences, paragraphs, and the zones that grading looks at."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from monitor.core.matching.items import Item, items_of
from monitor.core.matching.noise import noisy_lines
from monitor.core.model.article import Article, Span
from monitor.core.model.match import Field
from monitor.core.text.languages import guess_language
from monitor.core.text.normalize import Folded, fold
from monitor.core.text.sentences import paragraphs, sentences
from monitor.core.text.stems import stem_words
from monitor.core.text.tokens import Token, tokenize

MAX_CHARACTERS = 200_000  # of one text; what stands behind is not read
LEAD_WORDS = 60
BRIEF_WORDS = 45  # of one line of text that is no more than the summary below a headline
BRIEF_SENTENCES = 2
_CITATION = re.compile(
    r"\b[A-Z][^\W\d_]{1,30}(?: (?:and|&|et al\.?) ?[A-Z]?[^\W\d_]{0,30})?,?"
    r" \((?:19|20)\d\d[a-z]?\)|\[\d{1,3}\]|\bIbid\b"
)
_PROSE_WORDS = 14  # a shorter line without a stop is a heading, a caption or a byline


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as half-open ranges of tokens and of characters in its field.

    ``words_before`` counts the running words of the text in front of it. ``prose`` is False for headings, captions,
    bylines. ``left_out`` is True for repeats, teasers and appeals, which say nothing about the article; ``noise`` for
    the last two, in which nothing is found at all.
    """

    first: int
    last: int
    field: Field
    span: Span
    paragraph: int
    words_before: int
    prose: bool = True
    left_out: bool = False
    noise: bool = False


class Reading:
    """One article, prepared. Token numbers run through the title and on through the text."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._title, self._text = fold(article.title[:2000]), fold(article.text[:MAX_CHARACTERS])
        title_tokens, text_tokens = tokenize(self._title), tokenize(self._text)
        self.title_count = len(title_tokens)
        self.tokens: list[Token] = title_tokens + text_tokens
        self.words = [token.text for token in self.tokens]
        self.language = (article.language or guess_language(self.words)).lower()[:2]
        self.stems = stem_words(self.words, self.language)
        self.sentences = self._cut()
        self.running = [s for s in self.sentences if s.field is Field.TEXT and s.prose and not s.left_out]
        self._firsts = [sentence.first for sentence in self.sentences]
        self.lead_end = self._find_lead_end()
        self.citations = min(2, len(_CITATION.findall(article.text[:4000])))

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items of a newsletter, a live blog or the like; () for a text that is one piece."""
        return items_of(self.article.title, self.article.text[:MAX_CHARACTERS])

    @cached_property
    def brief(self) -> bool:
        """Whether the text is a headline with one short line below it, as feeds have them: told in one breath."""
        if not self.title_count or not 0 < self.count - self.title_count <= BRIEF_WORDS:
            return False
        below = [sentence for sentence in self.sentences if sentence.field is Field.TEXT]
        return len(below) <= BRIEF_SENTENCES and below[-1].paragraph == below[0].paragraph

    @property
    def count(self) -> int:
        """How many tokens there are."""
        return len(self.tokens)

    def folded(self, token: int) -> Folded:
        """The folded field in which a token stands."""
        return self._title if token < self.title_count else self._text

    def sentence_of(self, token: int) -> int:
        """The number of the sentence in which a token stands."""
        return max(bisect_right(self._firsts, token) - 1, 0)

    def paragraph_of(self, token: int) -> int:
        """The number of the paragraph in which a token stands; the title is one of its own unless the text is brief."""
        return 0 if self.brief else self.sentences[self.sentence_of(token)].paragraph

    def span_of(self, first: int, last: int) -> Span:
        """Offsets of the tokens ``first`` to ``last`` (inclusive) in their field as stored."""
        start, end = self.folded(first).span(self.tokens[first].start, self.tokens[last].end)
        return Span(start=start, end=end)

    def written(self, token: int) -> str:
        """A token as it stands in the article."""
        span, field = self.span_of(token, token), self.folded(token)
        return field.original[span.start : span.end]

    def _cut(self) -> list[Sentence]:
        cut: list[Sentence] = []
        seen: set[tuple[str, ...]] = set()
        parts = (
            (Field.TITLE, self._title.original, 0, self.title_count),
            (Field.TEXT, self._text.original, self.title_count, self.count),
        )
        for field, original, first, last in parts:
            self._cut_field(field, original, (first, last), cut, seen)
        return cut

    def _cut_field(
        self, field: Field, original: str, window: tuple[int, int], cut: list[Sentence], seen: set[tuple[str, ...]]
    ) -> None:
        first, end = window
        folded = self._title if field is Field.TITLE else self._text
        starts = [folded.span(token.start, token.end)[0] for token in self.tokens[first:end]]
        lines = paragraphs(original)
        noisy = set() if field is Field.TITLE else noisy_lines([original[start:stop] for start, stop in lines])
        line_starts = [start for start, _ in lines]
        base = cut[-1].paragraph + 1 if cut else 0
        words = 0
        ranges = [(0, len(original))] if field is Field.TITLE else sentences(original)
        for start, stop in ranges:
            low, high = first + bisect_left(starts, start), first + bisect_left(starts, stop)
            if high <= low:
                continue
            line = max(bisect_right(line_starts, start) - 1, 0)
            key = tuple(self.words[low:high])
            left_out = line in noisy or (len(key) > 3 and key in seen)
            seen.add(key)
            prose = high - low >= _PROSE_WORDS or original[stop - 1] in ".!?\u3002\u061f\u06d4\u0964"
            cut.append(
                Sentence(
                    low,
                    high,
                    field,
                    Span(start=start, end=stop),
                    base + line,
                    words,
                    prose or field is Field.TITLE,
                    left_out,
                    line in noisy,
                )
            )
            if field is Field.TEXT and not left_out and prose:
                words += high - low

    def _find_lead_end(self) -> int:
        """The token behind the lead: whole sentences until LEAD_WORDS words are passed."""
        end = self.title_count
        for sentence in self.sentences:
            if sentence.field is Field.TEXT and sentence.words_before < LEAD_WORDS:
                end = sentence.last
        return end
