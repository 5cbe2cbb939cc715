"""Stems: the part of a word that its inflections share, by Snowball stemmers (https://snowballstem.org).

Stems are taken of folded words on both sides, so that accents typed or not typed make no difference. Ukrainian, which
Snowball lacks, has a short list of endings here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish",
}  # fmt: skip
LANGUAGES = (*ALGORITHMS, "uk")
_FORMS_KEPT = 2_048  # words of queries, 8 KB each
_UKRAINIAN_ENDINGS = tuple(
    sorted(
        """ами ями ові еві ого ому ими іми ого ею єю ою ах ях ам ям ом ем єм ів їв ий іи ои ую юю ая яя ии іі ою
        и і а я у ю о е є ь ія іі ію іє ією іями іях іям іи еи ень єм""".split(),
        key=len,
        reverse=True,
    )
)


@lru_cache(maxsize=64)
def _stemmer(algorithm: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(algorithm, 0)  # its own cache holds 2 MB a language, fills for days and spares 0.1 µs a word


def _ukrainian(word: str) -> str:
    for ending in _UKRAINIAN_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def stem_words(words: Iterable[str], language: str) -> list[str]:
    """The stems of folded ``words`` in a language (ISO 639-1); unchanged where there is no stemmer for it."""
    language = language[:2].lower()
    if language == "uk":
        return [_ukrainian(word) for word in words]
    algorithm = ALGORITHMS.get("no" if language in {"nb", "nn"} else language)
    if algorithm is None:
        return list(words)
    stems: list[str] = _stemmer(algorithm).stemWords(list(words))
    return stems


@lru_cache(_FORMS_KEPT)
def stem_forms(word: str) -> dict[str, frozenset[str]]:
    """For one folded word: each stem it has in some language, with the languages that give it.

    The key for languages without a stemmer is the word itself, with the empty string among its languages.
    """
    forms: dict[str, set[str]] = {word: {""}}
    for language in LANGUAGES:
        forms.setdefault(stem_words([word], language)[0], set()).add(language)
    return {stem: frozenset(languages) for stem, languages in forms.items()}
