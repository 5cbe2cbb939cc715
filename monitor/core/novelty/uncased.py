"""Names in scripts without capitals, told by how they would sound: guesses at what Latin letters would spell.

Nothing in the writing marks a name there, so that every longer word may be one. What it may be is kept as the skeletons
(``terms.skeleton``) that a Latin spelling could have; only those that another text knows as names count, and only if
several of one text do. Letters that stand for several sounds give several guesses: Arabic has no p, Korean no f.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, product
from typing import Final

from monitor.core.novelty.terms import Token, number_of

_SHORTEST, _LONGEST = 3, 6  # letters of a skeleton: shorter ones are anybody's
_LETTERS: Final = 24  # of a word that are looked at
_VARIANTS: Final = 12  # spellings of one word
_WORDS_KEPT: Final = 256  # with what they may spell, a KB or so each
_FIRST_VOWELS: Final = "aeio"
_V: Final = "*"  # a vowel: nothing within a word, any at its beginning


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """Lines of ``letters: sounds``; several sounds are several guesses, ``-`` is none."""
    pairs = (line.split(":") for line in text.split("\n") if ":" in line)
    return {
        letter: tuple("" if sound == "-" else sound for sound in sounds.split())
        for letters, sounds in pairs
        for letter in letters.split()
    }


_ARABIC: Final = _table("""
ب: b p
پ: p
ت ط ة: t
ث: t s
ج: - g s
چ: k
د ض: d
ذ: d s
ر: r
س ص ش ز ژ ظ: s
ف: f v
ق: k g
ك ک: k
گ: g
غ: g
ل: l
م: m
ن: n
ح ه خ: h
ا أ إ آ ع: *
و ي ی ى ئ ؤ ء: -
""")
_HEBREW: Final = _table("""
ב: b v
ג: g
ד: d
ז ס ש: s
ט ת: t
כ ך: k h
ק: k
ל: l
מ ם: m
נ ן: n
פ: p f
ף: f
צ ץ: ts
ר: r
ה ח: h
א ע: *
ו י: -
""")
_DEVANAGARI: Final = _table("""
अ आ इ ई उ ऊ ऍ ऎ ए ऐ ऑ ऒ ओ औ: *
ं: n m
क: k
ख: h k
ग घ: g
ङ ञ ण न ऩ: n
च छ: k
ज: - s g
ट ठ त थ: t
ड ढ द ध: d
प: p
फ: f p
ब: b
भ: b v
म: m
र ऱ: r
ल ळ ऴ: l
व: v
श ष स: s
ह: h
""")
_KANA: Final = _table("""
ア イ ウ エ オ: *
カ キ ク ケ コ: k
ガ ギ グ ゲ ゴ: g
サ シ ス セ ソ ザ ズ ゼ ゾ: s
ジ: - s
タ テ ト ティ: t
チ: k
ツ: ts
ダ デ ド: d
ナ ニ ヌ ネ ノ: n
ン: n m
ハ ヒ ヘ ホ: h
フ: f h
バ ビ ブ ベ ボ: b v
ヴ: v
パ ピ プ ペ ポ: p
マ ミ ム メ モ: m
ラ リ ル レ ロ: l r
ワ: v
""")
_INITIALS: Final = tuple("k g|k|n|d t|d|r l|m|b p v|b|s|s|*|- s|-|k|k|t|p f|h".split("|"))
_FINALS: Final = tuple("|k g|k|k|n|n|n|d t|l r|l|l|l|l|l|l|l|m|p b|p|s t|s|n|-|k|k|t|p|-".split("|"))
_PARTICLES: Final = frozenset("은는이가을를의에와과도로")  # Korean, behind a name
_BEFORE: Final = {"arabic": ("وال", "بال", "ال", "لل", "و", "ل", "ب"), "hebrew": tuple("והבלמשכ")}  # and, the, to, by
_FEWEST: Final = 4  # letters of a word from which something may be cut


def is_uncased(character: str) -> bool:
    """Whether a letter's script is one of those told here."""
    code = ord(character)
    return 0x590 <= code <= 0x6FF or 0x900 <= code <= 0xD7F or 0x30A1 <= code <= 0x30FA or 0xAC00 <= code <= 0xD7A3


def guesses(found: Iterable[Token], most: int) -> dict[int, int]:
    """Terms that words of the text would be as names, with the length of their skeletons; first come, first kept."""
    made: dict[int, int] = {}
    for token in found:
        if not token.text.isascii() and token.is_news and not token.concept and is_uncased(token.text[0]):
            made.update(_spelled(token.low))
        if len(made) >= most:
            break
    return dict(islice(made.items(), most))


@lru_cache(_WORDS_KEPT)
def _spelled(word: str) -> dict[int, int]:
    bones = {bone for form in _forms(word) for bone in _skeletons(form)}
    return {number_of("p:" + bone): len(bone) for bone in sorted(bones) if len(bone) >= _SHORTEST}


def _forms(word: str) -> Iterator[str]:
    """The word, and what is left of it without what its language writes onto a name."""
    yield word
    code = ord(word[0])
    cut = _BEFORE["arabic"] if 0x600 <= code <= 0x6FF else _BEFORE["hebrew"] if 0x590 <= code <= 0x5FF else ()
    for prefix in cut:
        if word.startswith(prefix) and len(word) - len(prefix) >= _FEWEST:
            yield word[len(prefix) :]
            break
    if 0xAC00 <= code <= 0xD7A3 and len(word) > 2 and word[-1] in _PARTICLES:
        yield word[:-1]


def _skeletons(word: str) -> set[str]:
    sounds = [options for letter in word[:_LETTERS] for options in _sounds(letter)]
    if not sounds:
        return set()
    if _V in sounds[0]:
        sounds[0] = tuple(_FIRST_VOWELS)
    sounds = [tuple("" if sound == _V else sound for sound in options) for options in sounds]
    return {_bones(spelling) for spelling in islice(product(*sounds), _VARIANTS * len(_FIRST_VOWELS))}


def _bones(spelling: Sequence[str]) -> str:
    """As ``skeleton`` does it: no letter twice in a row, h only at the beginning, cut to six."""
    bones = ""
    for sound in spelling:
        for letter in sound:
            if not bones or (letter != "h" and letter != bones[-1]):
                bones += letter
    return bones[:_LONGEST]


def _sounds(letter: str) -> Iterator[tuple[str, ...]]:
    code = ord(letter)
    if 0xAC00 <= code <= 0xD7A3:
        initial, final = (code - 0xAC00) // 588, (code - 0xAC00) % 28
        for sounds in (_INITIALS[initial], _FINALS[final]):
            if sounds:
                yield tuple("" if sound == "-" else sound for sound in sounds.split())
    elif 0x900 <= code <= 0xD7F:
        yield _DEVANAGARI.get(chr(0x900 + (code & 0x7F)), ("",))  # the blocks of Indic scripts agree in their order
    elif 0x3040 <= code <= 0x30FF:
        yield _KANA.get(unicodedata.normalize("NFC", letter), ("",))
    else:
        yield _ARABIC.get(letter) or _HEBREW.get(letter) or ("",)
