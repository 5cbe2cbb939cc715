"""Which of the old encodings bytes without a label are in, judged by what they spell.

Each candidate is tried; the one whose characters are most like a text in its languages wins. East Asian encodings are
told by their structure too: most byte sequences are impossible in them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

_LOOKED_AT = 4_000  # bytes of high characters and what stands between them
_A_WORD, _MOSTLY = 3, 0.6  # so many high bytes in a row, in so large a share of them, and words are written in them
_LEAST = 0.3  # score below which nothing is believed but Latin letters
_USUAL = 0.03  # western European is by far the most common of those written in Latin letters
_BROKEN = 0.02  # share of impossible sequences that a cut or patched text may have
_UNLIKELY = -1.0
# Small letters by how often they are written (counts in news texts of each language, roughly); capitals count half.
_LETTERS: Mapping[str, tuple[str, ...]] = {
    "cyrillic": ("оеаинтсрвлкмдпуяыьзбгчйхжшюцщэфё", "оаинвіетрсклудмпязьбгчйхжїюшщцєфґ"),
    "greek": ("αοιετσνηυρπκμλςωίόάγέδήθχφύβξώζψ",),
    "hebrew": ("יוהלאתרבשמנעםדקכפחגטזצסןךףץ",),
    "arabic": ("اليمونترةبدعفهسكقحجأشصىطخإثذضزغئءآظؤ",),
    "thai": ("านรกเงมยลวดทสตะปบคหแจพชขใไโผซถ่้ัีิุูํ์",),
    "latin": ("éèàäöüßçñóáíôêâîùûœæøåãõëïòìúºª°§«»–—‘’“”„…•€£©®",),
    "central": ("ęąłóśżćźńčěšžřýáíéůöüőűôäťďň„”–’",),
    "turkish": ("ıüşçğöİŞÇ’“”",),
}
_SINGLE = {
    "cp1251": "cyrillic", "koi8-r": "cyrillic", "iso8859-5": "cyrillic", "cp866": "cyrillic", "koi8-u": "cyrillic",
    "cp1253": "greek", "cp1255": "hebrew", "cp1256": "arabic", "iso8859-6": "arabic", "cp874": "thai",
    "cp1252": "latin", "cp1250": "central", "iso8859-2": "central", "cp1254": "turkish",
}  # fmt: skip
_LATIN = ("latin", "central", "turkish")
_WIDE = ("shift_jis", "euc_jp", "euc_kr", "gb18030", "big5")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fc\u3001\u3002\u300c\u300d]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_HAN = re.compile("[\u4e00-\u9fff]")
_MARKS = re.compile("[\u3001\u3002\uff01-\uff5e\u300a\u300b\u201c\u201d]")
_HALF = re.compile("[\uff61-\uff9f]")  # half-width kana: what other encodings look like when read as Japanese
# The hundred or so that are written most often, simplified and traditional: they tell Chinese from chance.
_COMMON = frozenset(
    "的一是不了在人有我他这個个們们中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于着下自之年过過发發"
    "后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前"
    "开開但因只从從想实實日军軍者意无無力它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間由问問很最"
)


def guess(body: bytes) -> str:
    """Python's name of the encoding that ``body``, which is no UTF-8, is most likely in; cp1252 where nothing tells."""
    sample = _telling(body)
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", sample)]
    latin = sum(run for run in runs if run >= _A_WORD) < _MOSTLY * sum(runs)  # single letters among ASCII ones
    scores = {name: _single_score(sample, name, script) for name, script in _SINGLE.items()
              if (script in _LATIN) == latin}  # fmt: skip
    scores |= {name: _wide_score(sample, name) for name in _WIDE}
    if "cp1252" in scores:
        scores["cp1252"] += _USUAL
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= _LEAST else "cp1252"


def _telling(body: bytes) -> bytes:
    """The part of a document around its characters beyond ASCII, from the first of them on."""
    first = re.search(rb"[\x80-\xff]", body)
    return body[first.start() : first.start() + _LOOKED_AT] if first else b""


def _single_score(sample: bytes, name: str, script: str) -> float:
    """From about 0 (noise) to 1: how like a text of that script; each letter counts by how often it is written.

    Capitals inside words count against: they are what another encoding's small letters look like.
    """
    text = sample.decode(name, "replace")
    high = [char for char in text if char > "\x7f" and char != "\u00a0"]
    if not high:
        return _UNLIKELY
    best = max(_share(high, letters) for letters in _LETTERS[script])
    wrong = sum(1 for one, other in itertools.pairwise(text) if other > "\x7f" and other.isupper() and one.islower())
    return best - 3 * wrong / len(high)


def _share(high: list[str], letters: str) -> float:
    weights = {letter: 1.0 - 0.5 * place / len(letters) for place, letter in enumerate(letters)}
    total = 0.0
    for char in high:
        weight = weights.get(char)
        if weight is None:
            small = weights.get(char.lower())
            weight = small * 0.5 if small else (0.3 if char in "«»“”„’‘–—…№" else -0.7)
        total += weight
    return total / len(high)


def _wide_score(sample: bytes, name: str) -> float:
    text = sample.decode(name, "replace")
    high = [char for char in text if char > "\x7f"]
    broken = text.count("\ufffd")
    if not high or broken > max(1, len(high) * _BROKEN):
        return _UNLIKELY
    whole = "".join(high)
    kana, hangul, han = (len(pattern.findall(whole)) / len(high) for pattern in (_KANA, _HANGUL, _HAN))
    common = sum(1 for char in high if char in _COMMON) / len(high)
    half = len(_HALF.findall(whole)) / len(high)
    if name in ("shift_jis", "euc_jp"):
        return (kana + han) * (1.0 if kana > 0.15 else 0.3) - half
    if name == "euc_kr":
        return hangul**2 + han * 0.1
    marks = len(_MARKS.findall(whole)) / len(high)
    return (han + marks) * (0.4 + min(common * 3, 0.6))
