"""One line on what a report adds to what its development already tells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from monitor.core.model.article import Article
from monitor.core.novelty.features import BODY_CHARACTERS, ReportFeatures, anchor_of
from monitor.core.novelty.memory import FiledReport
from monitor.core.novelty.names import names_in
from monitor.core.novelty.slots import ACTS
from monitor.core.novelty.terms import Token, content, number_of, stem_number, tidy, tokens

_SENTENCE: Final = re.compile(r"[^.!?…\n]+(?:[.!?…](?=[^\s\"”»'’)])[^.!?…\n]*)*[.!?…]?[\"”»)]*")
_NAME, _NUMBER, _ACT, _MOST = 1.0, 0.8, 0.5, 2.5
_ENOUGH: Final = 1.2
_LONGEST: Final = 220  # characters of the line
_SHORTEST: Final = 6  # words of a sentence worth quoting


def whats_new(article: Article, features: ReportFeatures, filed: Sequence[FiledReport]) -> str:
    """The sentence that adds most, "" if none adds enough.

    Facts are names, numbers and acts; a country, its capital and its people are one fact, and so are the names of one
    body (they are one concept). What any report of the development says already is not new.
    """
    known = {term for report in filed for term in (*report.features.anchors.ids, *report.features.figures)}
    said = {term for report in filed for term in (*report.features.body.ids, *report.features.title.ids)}
    text = tidy(article.text[:BODY_CHARACTERS])
    found = tokens(text)
    names, starts = names_in(found), [token.start for token in found]
    best, line = _ENOUGH, ""
    for match in _SENTENCE.finditer(text):
        words = content(found[bisect_left(starts, match.start()) : bisect_left(starts, match.end())])
        if len(words) < _SHORTEST:
            continue
        score = _new_facts(words, names, known) * (0.5 + 0.5 * _new_words(words, features.language, said))
        if score > best:
            best, line = score, match.group().strip()
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _new_facts(words: Sequence[Token], names: frozenset[str], known: set[int]) -> float:
    fresh = {anchor for anchor in (anchor_of(word, names) for word in words) if anchor} - {""}
    fresh = {anchor for anchor in fresh if number_of(anchor) not in known}
    people = sum(anchor.startswith("p:") for anchor in fresh)
    figures = sum(anchor.startswith("n:") for anchor in fresh)
    acts = sum(anchor.startswith("c:") and anchor[2:] in ACTS for anchor in fresh)
    return min(_MOST, _NAME * people + _NUMBER * figures + _ACT * acts)


def _new_words(words: Sequence[Token], language: str, said: set[int]) -> float:
    return sum(stem_number(word.low, language) not in said for word in words) / len(words)
