"""Texts as terms: words, numbers and names the same in every process and, for names, in every script.

This room's own cut of a text: it keeps numbers whole, drops what carries no news and stems, which the matcher
must not do. A term is known by a 32-bit number (CRC-32 of its spelling), to be stored and compared
cheaply.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, product
from typing import Final, NamedTuple

from monitor.core.novelty.concepts import WORDS_KEPT, concept, fold, unspaced_words
from monitor.core.novelty.countries_joined import JOINED
from monitor.core.novelty.stopwords import STOP

_MARKS: Final = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u0e00-\u0eff"  # written after a letter, not \w
_LETTERS: Final = rf"(?:[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*|(?:[{_MARKS}]+[^\W\d_]*)+)"
_GROUPED: Final = r"\d{1,3}(?: \d{3})+(?!\d)"  # a large number with its digits in threes: 41 000
_TOKEN: Final = re.compile(rf"({_GROUPED}|\d+(?:[.,]\d+)*|{_LETTERS}(?:'{_LETTERS})*\d*)")
_ASCII_TOKEN: Final = re.compile(
    rf"([A-Za-z]+(?:'[A-Za-z]+)*\d*|{_GROUPED}|\d+(?:[.,]\d+)*)", re.ASCII
)  # the same, and faster
_THREES: Final = re.compile(r"\d{1,3}(?:[., ]\d{3})+")  # 41,000 and 41.000 and 41 000
_DECIMAL_COMMA: Final = re.compile(r"\d+,\d{1,2}")
_DOTTED: Final = re.compile(r"\b(?:[^\W\d_]\.){2,}")  # U.S., E.U.
_DOTS: Final = re.compile(r"\.[^\W\d_]\.")  # in every match of it; found ten times as fast
_DIGITS: Final = re.compile(r"[^\W\D0-9]")  # of other scripts
_QUOTES: Final = re.compile("[’‘ʼ＇`´]")
_INVISIBLE: Final = re.compile("[\u00ad\u200b\ufeff]")
_ELISION: Final = re.compile(r"^(?:[cdjlmnst]|qu|dell|nell|all|sull|un)'(?=..)", re.IGNORECASE)
_SENTENCE_END: Final = frozenset('.!?…:;"“”«»„•|–—-\n(')
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]")
_KATAKANA: Final = re.compile("[\u30a1-\u30fa\u30fc]+")
_PARTS: Final = re.compile(
    rf"\d+(?:[.,]\d+)*|{_KATAKANA.pattern}|(?:(?!{_KATAKANA.pattern}|\d){_UNSPACED.pattern})+"
    rf"|[^\W\d_]+?(?={_UNSPACED.pattern}|\d|$)|."
)
_KNOWN: Final = re.compile("|".join(sorted(unspaced_words(), key=len, reverse=True)))
_STEMMERS: Final = {
    "ar": "arabic", "da": "danish", "de": "german", "en": "english", "es": "spanish", "fa": "persian", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "id": "indonesian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_LONGEST: Final = 64  # letters of a word: what is longer is none, and is not kept whole in memory
_PREFIX: Final = 6  # letters kept of a word whose language has no stemmer


class Token(NamedTuple):  # made by the hundred for each text: a tuple costs a third of a frozen data class
    """One word or number of a text, with what its writing says about it."""

    text: str  # as written, without elision and possessive
    low: str  # lower case; of numbers, one spelling for all languages
    is_number: bool  # figures; words for numbers are not looked at
    is_capital: bool  # the writing marks a name: a capital first letter
    concept: str  # what it stands for in any language, "" if nothing
    is_news: bool  # no function word, no filler, no single letter
    start: int  # offset into the tidied text
    opens: bool  # first of its sentence, line or quotation: a capital says nothing there


def tidy(text: str) -> str:
    """``text`` in NFKC with one kind of apostrophe, no soft hyphens, and dotted abbreviations closed up (U.S. → US)."""
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isascii():
        plain = _INVISIBLE.sub("", plain)
        plain = _DIGITS.sub(lambda match: str(unicodedata.digit(match.group())), plain)
    plain = _QUOTES.sub("'", plain)
    return _DOTTED.sub(lambda match: match.group().replace(".", ""), plain) if _DOTS.search(plain) else plain


def tokens(text: str, limit: int = 100_000) -> list[Token]:
    """The words and numbers of a tidied text, at most ``limit``; of unspaced scripts, pairs of characters."""
    parts = (_ASCII_TOKEN if text.isascii() else _TOKEN).split(text, limit)
    written, gaps, starts = parts[1::2], parts[:-1:2], list(accumulate(map(len, parts)))[:-1:2]
    opens = [gap != " " and not _SENTENCE_END.isdisjoint(gap) for gap in gaps]
    opens[:1] = [True] if opens else []
    whole = written if max(map(len, written), default=0) <= _LONGEST else [word[:_LONGEST] for word in written]
    places = zip(map(_word, whole), starts, opens, strict=True)
    found = [tuple.__new__(Token, (*word, start, first)) for word, start, first in places]
    _join(found)
    if text.isascii() or not _UNSPACED.search(text):
        return found
    cut: list[Token] = []
    for token, word in zip(found, written, strict=True):
        if _UNSPACED.search(word):
            cut += [Token(*_word(part), token.start + place, False) for place, part in _parts(word)]
        else:
            cut.append(token)
    return cut[:limit]


def _read_joined(table: str) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """The names of several words by their last: the words before it, folded, and the concept; the longest first."""
    found: defaultdict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    for line in table.strip().replace("\n  ", " ").splitlines():
        key, _, names = line.partition(":")
        spelled = [product(*(word.split("/") for word in name.split())) for name in names.split(";")]
        for *before, last in chain.from_iterable(spelled):
            found[last][tuple(map(fold, before))] = found[fold(last)][tuple(map(fold, before))] = key
    return {last: tuple(sorted(before.items(), key=lambda pair: -len(pair[0]))) for last, before in found.items()}


_JOINED: Final = _read_joined(JOINED)


def _join(found: list[Token]) -> None:
    """Words that make one name stand for what it names; those before the last are no news of their own."""
    for end in [place for place, token in enumerate(found) if token.low in _JOINED]:
        for before, known in _JOINED[found[end].low]:
            start = end - len(before)
            if start >= 0 and tuple(fold(token.low) for token in found[start:end]) == before:
                found[start:end] = [token._replace(concept=known, is_news=False) for token in found[start:end]]
                found[end] = found[end]._replace(concept=known)
                break


def _parts(run: str) -> Iterator[tuple[int, str]]:
    """Words that a run of characters without spaces holds, with their places.

    Figures, words of another script and names in katakana are whole; of the rest the words of the table of concepts and
    all pairs of characters, which is what finds the same word again wherever words end.
    """
    for match in _PARTS.finditer(run):
        start, part = match.start(), match.group()
        if not _UNSPACED.match(part) or (len(part) > 1 and _KATAKANA.fullmatch(part)):
            yield start, part
            continue
        known = [(found.start(), found.group()) for found in _KNOWN.finditer(part)]
        pairs = [(place, part[place : place + 2]) for place in range(max(1, len(part) - 1))]
        yield from ((start + place, word) for place, word in sorted({*known, *pairs}))


@lru_cache(WORDS_KEPT)
def _word(written: str) -> tuple[str, str, bool, bool, str, bool]:
    """All of a token but its place."""
    text = _bare(written) if "'" in written else written
    low = text.lower()
    is_number = low[0].isdigit()
    if is_number:
        low = _one_spelling(low)
    is_news = (low not in STOP or text == "US") and (len(low) > 1 or is_number)
    return text, low, is_number, text[0].isupper(), concept(low), is_news


def _one_spelling(number: str) -> str:
    """A number without the marks between its threes, and with a point before decimals, whatever its language."""
    if _THREES.fullmatch(number):
        return re.sub(r"\D", "", number)
    return number.replace(",", ".") if _DECIMAL_COMMA.fullmatch(number) else number


def _bare(word: str) -> str:
    """A word without the elided article before it and the possessive behind it."""
    word = _ELISION.sub("", word)
    return word[:-2] if word[-2:] in ("'s", "'S") else word


def content(found: Iterable[Token]) -> list[Token]:
    """The tokens that carry news: no function words, no filler, no single letters."""
    return [token for token in found if token.is_news]


def stems(words: list[str], language: str) -> list[str]:
    """Each lower-case word reduced to its stem in ``language`` (ISO 639-1); "" or an unknown one cuts words short."""
    name = _STEMMERS.get(language)
    if name is None:
        return [word if word[0].isdigit() else word[:_PREFIX] for word in words]
    from Stemmer import Stemmer  # one object a call: they must not be shared between threads

    return list(Stemmer(name, 0).stemWords(words))


@lru_cache(WORDS_KEPT)
def stem_number(word: str, language: str) -> int:
    """The number of the stem of one lower-case word; kept, since a few thousand words make up most texts."""
    return number_of(stems([word], language)[0])


def number_of(term: str) -> int:
    """The 32-bit number of a term, the same in every process."""
    return zlib.crc32(term.encode("utf-8", "surrogatepass"))


def shingle_numbers(words: Sequence[str]) -> set[int]:
    """The numbers of all runs of three words."""
    runs = map(" ".join, zip(words, words[1:], words[2:], strict=False))
    return {zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs}


_CYRILLIC: Final = dict(zip("абвгдезиклмнопрстуфыэ", "abvgdeziklmnoprstufye", strict=True)) | {
    "ё": "e", "є": "e", "ж": "z", "й": "", "і": "i", "ї": "i", "х": "h", "ц": "ts", "ч": "k", "ш": "s", "щ": "s",
    "ь": "", "ъ": "", "ю": "u", "я": "a", "ґ": "g", "ў": "u", "ђ": "d", "ј": "", "љ": "l", "њ": "n", "ћ": "t", "џ": "d",
}  # fmt: skip
_GREEK: Final = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", "avgdezitiklmnxoprsstifhpo", strict=True))
_LATIN: Final = (
    ("sch", "s"), ("tch", "k"), ("sh", "s"), ("ch", "k"), ("ph", "f"), ("th", "t"), ("kh", "h"), ("gh", "g"),
    ("zh", "z"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("x", "ks"), ("ce", "se"), ("ci", "si"), ("c", "k"), ("w", "v"),
    ("z", "s"),
)  # fmt: skip
_SPECIAL: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "e", "œ": "e", "ı": "i", "þ": "t"} | _CYRILLIC | _GREEK
)


def latin(word: str) -> str:
    """``word`` in plain lower-case Latin letters: accents dropped, Cyrillic and Greek letters transliterated."""
    spelled = unicodedata.normalize("NFKD", word.lower().translate(_SPECIAL))
    return "".join(c for c in spelled if c.isascii() and c.isalnum())


@lru_cache(WORDS_KEPT)
def skeleton(name: str, longest: int = 6) -> str:
    """What is left of a name across scripts: first letter and consonants, sounds spelled apart in languages as one.

    Netanyahu, Netanjahu, Nétanyahou and Нетаньяху are all "ntn". "" if nothing is left.
    """
    word = latin(name)
    for old, new in _LATIN:
        word = word.replace(old, new)
    if not word:
        return ""
    bones = [word[0] if word[0] not in "jy" else "i"]
    for letter in word[1:]:
        if letter not in "aeiouyjh" and letter != bones[-1]:
            bones.append(letter)
    return "".join(bones)[:longest]
