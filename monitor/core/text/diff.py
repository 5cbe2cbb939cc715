"""What is new in a text: passages that an older version did not have, and the words that differ.

Order, white space and noise (clocks, dates alone, counters, nonces, bare labels) make no difference: a page that
shuffles its blocks or ticks a clock has nothing new. A row of a table ("Chile, 23 September 2016") has.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.core.text.normalize import fold
from monitor.core.text.sentences import sentences
from monitor.core.text.tokens import is_unspaced, tokenize

_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?\b")
_NONCE = re.compile(r"(?=\w*\d)(?=\w*[a-z])\w{10,}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NOISE_WORDS = frozenset(
    """
    am pm utc gmt cet cest est edt last updated update today is now at on the of and to for a in by ago min mins minute
    minutes hour hours day days week weeks second seconds online visitor visitors view views viewed read reads reader
    readers share shares shared comment comments like likes follower followers subscriber subscribers user users people
    reading page id session token request ref version visits hits count counter total weather copyright all rights
    reserved monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    mis a jour heures lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet
    aout septembre octobre novembre decembre vues commentaires
    uhr stand aktualisiert montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz juni juli
    oktober dezember
    """.split()
)
_MAX_WORDS = 4000  # per side of a word diff: keeps the work bounded


def new_passages(old: str, new: str) -> tuple[str, ...]:
    """Lines of ``new`` that tell something which no line of ``old`` told, in order, as written.

    Lines are compared as sets, by their words; when a line has grown, only its new sentences are given.
    """
    seen_lines, seen_sentences = _keys_of(old)
    fresh: list[str] = []
    for line in new.split("\n"):
        key = _key(line)
        if key in seen_lines:
            continue
        pieces = [line[start:end] for start, end in sentences(line)]
        kept = [piece for piece in pieces if _tells(_key(piece)) and _key(piece) not in seen_sentences]
        seen_lines.add(key)
        seen_sentences.update(_key(piece) for piece in pieces)
        if kept:
            fresh.append(" ".join(kept))
    return tuple(fresh)


def _keys_of(text: str) -> tuple[set[str], set[str]]:
    lines: set[str] = set()
    parts: set[str] = set()
    for line in text.split("\n"):
        lines.add(_key(line))
        parts.update(_key(line[start:end]) for start, end in sentences(line))
    return lines, parts | lines


def _key(line: str) -> str:
    """The line's words, folded, without clocks and nonces; a counter's number counts for nothing."""
    folded = fold(_NONCE.sub(" ", _CLOCK.sub(" ", line)))
    words = [token.text for token in tokenize(folded)]
    if all(word.isdigit() or word in _NOISE_WORDS for word in words):
        return ""
    return " ".join(words)


def _tells(key: str) -> bool:
    """Whether a line says something: three real words, a real word with a year, or six characters without spaces."""
    words = [word for word in key.split() if not word.isdigit()]
    real = [word for word in words if word not in _NOISE_WORDS]
    if len(words) >= 3 and real:
        return len(real) >= 2 or bool(_YEAR.search(key)) or not is_unspaced(real[0][0])
    return bool(real) and bool(_YEAR.search(key))


_CONTEXT = 3  # words of unchanged text given on each side of a change


@dataclass(frozen=True, slots=True)
class WordChange:
    """A run of words taken out and the run put in its place; either may be empty.

    ``lead`` and ``tail`` are up to three words that stand before and after it in both versions.
    """

    removed: str
    added: str
    lead: str = ""
    tail: str = ""


def word_diff(old: str, new: str) -> tuple[WordChange, ...]:
    """The runs of words that differ between two versions; case, quotes and spacing make no difference.

    At most the first 4,000 words of each side are compared.
    """
    before, after = list(_words(old))[:_MAX_WORDS], list(_words(new))[:_MAX_WORDS]
    matcher = difflib.SequenceMatcher(None, [key for key, _ in before], [key for key, _ in after])
    changes: list[WordChange] = []
    for tag, first, last, other_first, other_last in matcher.get_opcodes():
        if tag != "equal":
            removed = " ".join(word for _, word in before[first:last])
            added = " ".join(word for _, word in after[other_first:other_last])
            lead = " ".join(word for _, word in after[max(other_first - _CONTEXT, 0) : other_first])
            tail = " ".join(word for _, word in after[other_last : other_last + _CONTEXT])
            changes.append(WordChange(removed, added, lead, tail))
    return tuple(changes)


def _words(text: str) -> Iterator[tuple[str, str]]:
    folded = fold(text)
    for token in tokenize(folded):
        start, end = folded.span(token.start, token.end)
        yield token.text, text[start:end]
