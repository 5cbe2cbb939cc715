"""Texts as terms: words, numbers and names the same in every process and, for names, in every script.

This room's own cut of a text: it keeps numbers whole, drops what carries no news and stems, which the matcher
must not do. A term is known by a 32-bit number (CRC-32 of its spelling), to be stored and compared
cheaply.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from monitor.core.novelty.stopwords import STOP

_MARKS: Final = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u0e00-\u0eff"  # written after a letter, not \w
_LETTERS: Final = rf"(?:[^\W\d_]|[{_MARKS}])+"
_TOKEN: Final = re.compile(rf"\d+(?:[.,]\d+)*|{_LETTERS}(?:'{_LETTERS})*\d*")
_DOTTED: Final = re.compile(r"\b(?:[^\W\d_]\.){2,}")  # U.S., E.U.
_QUOTES: Final = str.maketrans(dict.fromkeys("’‘ʼ＇`´", "'") | {"\u00ad": None, "\u200b": None, "\ufeff": None})
_ELISION: Final = re.compile(r"^(?:[cdjlmnst]|qu|dell|nell|all|sull|un)'(?=..)", re.IGNORECASE)
_SENTENCE_END: Final = frozenset('.!?…:;"“”«»„•|–—-\n(')
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]")
_STEMMERS: Final = {
    "ar": "arabic", "da": "danish", "de": "german", "en": "english", "es": "spanish", "fa": "persian", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "id": "indonesian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_PREFIX: Final = 6  # letters kept of a word whose language has no stemmer


class Token(NamedTuple):  # made by the hundred for each text: a tuple costs a third of a frozen data class
    """One word or number of a text, with what its writing says about it."""

    text: str  # as written, without elision and possessive
    low: str  # lower case
    start: int  # offset into the tidied text
    opens: bool  # first of its sentence, line or quotation: a capital says nothing there

    @property
    def is_number(self) -> bool:
        """True for figures; words for numbers are not looked at."""
        return self.low[0].isdigit()

    @property
    def is_capital(self) -> bool:
        """True if the writing marks a name: a capital first letter."""
        return self.text[0].isupper()


def tidy(text: str) -> str:
    """``text`` in NFKC with one kind of apostrophe, no soft hyphens, and dotted abbreviations closed up (U.S. → US)."""
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return _DOTTED.sub(lambda match: match.group().replace(".", ""), plain)


def tokens(text: str, limit: int = 100_000) -> list[Token]:
    """The words and numbers of a tidied text, at most ``limit``; of unspaced scripts, pairs of characters."""
    found: list[Token] = []
    end = 0
    opens = True
    for match in _TOKEN.finditer(text):
        start, word = match.start(), match.group()
        if found and not opens:
            gap = text[end:start]
            opens = gap != " " and not _SENTENCE_END.isdisjoint(gap)
        end = match.end()
        if not word.isascii() and _UNSPACED.match(word):
            pairs = (word[i : i + 2] for i in range(max(1, len(word) - 1)))
            found.extend(Token(pair, pair, start + i, False) for i, pair in enumerate(pairs))
        else:
            if "'" in word:
                word = _bare(word)
            found.append(Token(word, word.lower(), start, opens))
        opens = False
        if len(found) >= limit:
            break
    return found[:limit]


def _bare(word: str) -> str:
    """A word without the elided article before it and the possessive behind it."""
    word = _ELISION.sub("", word)
    return word[:-2] if word[-2:] in ("'s", "'S") else word


def content(found: Iterable[Token]) -> list[Token]:
    """The tokens that carry news: no function words, no filler, no single letters."""
    return [
        token
        for token in found
        if (token.low not in STOP or token.text == "US") and (len(token.low) > 1 or token.is_number)
    ]


def stems(words: list[str], language: str) -> list[str]:
    """Each lower-case word reduced to its stem in ``language`` (ISO 639-1); "" or an unknown one cuts words short."""
    name = _STEMMERS.get(language)
    if name is None:
        return [word if word[0].isdigit() else word[:_PREFIX] for word in words]
    from Stemmer import Stemmer  # one object a call: they must not be shared between threads

    return list(Stemmer(name, 0).stemWords(words))


def number_of(term: str) -> int:
    """The 32-bit number of a term, the same in every process."""
    return zlib.crc32(term.encode("utf-8", "surrogatepass"))


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


@lru_cache(maxsize=20_000)
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
