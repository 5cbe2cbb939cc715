"""A guess at a text's language when nobody has said it: by script, then by function words.

Only for choosing a stemmer and for skipping function words; the article's own ``language`` goes first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in a is that for on with as was by it at from be are this an which has have not its were "
        "will or but his they he she their had who would",
        "fr": "le la les de des du et un une est que dans pour qui sur par au aux pas il elle ne ce se sont avec en "
        "son sa ses ont cette mais plus ou",
        "es": "el la los las de del y un una es que en por para con se su al lo como no mas sus ha fue son pero este "
        "esta o",
        "de": "der die das und den dem des ein eine einen ist in zu mit von fur auf nicht im sich auch als an werden "
        "wird hat haben bei nach oder aber",
        "nl": "de het een en van in is dat op te voor met zijn aan niet door ook om er als bij uit naar heeft worden "
        "werd wordt maar of",
        "it": "il lo la i gli le di del della dei e un una che in per con non si da al alla sono ha nel come anche ma "
        "o delle",
        "pt": "o a os as de do da dos das e um uma que em no na para por com nao se ao pelo pela sao foi mais como mas "
        "ou",
        "ru": "и в на не что с по из за к о от для это как он его но а у же при до так был",
        "uk": "і в на не що з у по за до про від для це як він його але а та при був яка який щодо",
        "id": "yang dan di dari untuk pada dengan ini itu tidak akan dalam oleh telah sebagai adalah",
    }.items()
}
_CYRILLIC_UKRAINIAN = frozenset("іїє")


def is_function_word(word: str) -> bool:
    """Whether the folded word is a function word of one of the languages listed."""
    return any(word in words for words in FUNCTION_WORDS.values())


def guess_language(tokens: Sequence[str]) -> str:
    """ISO 639-1 code for folded tokens; "" when there is nothing to go by."""
    sample = tokens[:400]
    scripts = Counter(_script(token) for token in sample)
    script = scripts.most_common(1)[0][0] if scripts else ""
    if script == "cyrillic":
        return "uk" if any(_CYRILLIC_UKRAINIAN & set(token) for token in sample) else "ru"
    if script == "arabic":
        return "fa" if any(set("پچژگ") & set(token) for token in sample) else "ar"
    if script != "latin":
        return script
    return _by_function_words(sample)


def _script(token: str) -> str:
    code = ord(token[0])
    if code < 0x250:
        return "latin" if token[0].isalpha() else ""
    for first, last, name in _SCRIPTS:
        if first <= code <= last:
            return name
    return ""


_SCRIPTS = (
    (0x370, 0x3FF, "el"), (0x400, 0x52F, "cyrillic"), (0x530, 0x58F, "hy"), (0x590, 0x5FF, "he"),
    (0x600, 0x77F, "arabic"), (0x900, 0x97F, "hi"), (0xD00, 0xD7F, "ml"), (0xE00, 0xE7F, "th"),
    (0x3040, 0x30FF, "ja"), (0x3400, 0x9FFF, "zh"), (0xAC00, 0xD7AF, "ko"),
)  # fmt: skip


def _by_function_words(tokens: Iterable[str]) -> str:
    votes: Counter[str] = Counter()
    for token in tokens:
        for language, words in FUNCTION_WORDS.items():
            if token in words:
                votes[language] += 1
    return votes.most_common(1)[0][0] if votes else ""
