"""What a text adds in number: how many it counts, and whether its headline says that somebody came on top."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from monitor.core.novelty.concepts import fold
from monitor.core.novelty.terms import Token

_NUMBER_WORDS: Final = {
    2: "two zwei deux dos duas dois twee due два две двух двоє двох dwa dwie dwoje",
    3: "three drei trois tres três drie tre три трех трёх троє трьох trzy troje",
    4: "four vier quatre cuatro quatro quattro четыре четырех четырёх чотири чотирьох cztery czworo",
    5: "five fünf cinq cinco vijf cinque пять пяти п'ять п'ятьох pięć pięcioro",
    6: "six sechs seis zes sei шесть шести шість шести sześć sześcioro",
    7: "seven sieben sept siete sete zeven sette семь семи сім семи siedem",
    8: "eight acht huit ocho oito otto восемь восьми вісім восьми osiem",
    9: "nine neun neuf nueve nove negen девять девяти дев'ять дев'яти dziewięć",
    10: "ten zehn dix diez dez tien dieci десять десяти dziesięć",
    11: "eleven elf onze once undici одиннадцать одиннадцати одинадцять одинадцяти jedenaście",
    12: "twelve zwölf douze doce doze twaalf dodici двенадцать двенадцати дванадцять дванадцяти dwanaście",
}
_NUMBERS: Final = {word: value for value, words in _NUMBER_WORDS.items() for word in words.split()}
_TENS: Final = {
    word: 10 * value
    for value, words in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
    for word in words.split()
} | {"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19}

OBJECTS: Final = ("judge", "prosecutor", "official", "company", "bank", "rapporteur")  # concepts of those acted upon
PLURALS: Final = {name: f"{name}s" for name in OBJECTS} | {"company": "companies"}
FIRMS: Final = frozenset({"company", "bank"})
STATES: Final = len(OBJECTS)  # kind of a count of states: those who act together
_STATE_WORDS: Final = frozenset(
    """states countries nations governments signatories staaten lander regierungen unterzeichner etats pays signataires
    estados paises gobiernos firmantes stati paesi governi firmatari paises governos signatarios landen staten
    государств стран країн держав panstw krajow""".split()
)
_REACH: Final = 4  # words between a number and what it counts: "six more senior ICC judges"
_DIGITS: Final = 10  # of a figure that is no count of anything
_SHIFT: Final = 16  # bits of a stored count below its kind


def counted(found: Sequence[Token]) -> set[int]:
    """How many judges, officials, states … the words speak of, each as one number that holds kind and value."""
    counts: set[int] = set()
    for place in range(len(found)):
        value = _value(found, place)
        if value < 2:
            continue
        for word in found[place + 1 : place + 1 + _REACH]:
            kind = _kind(word)
            if kind is not None:
                counts.add(kind << _SHIFT | value)
                break
    return counts


def _value(found: Sequence[Token], place: int) -> int:
    """The number that a word stands for, 0 if none; "seventy-nine" counts once, at its first word."""
    low = found[place].low
    if low.isdecimal() and len(low) < 4:
        return int(low)
    if place and found[place - 1].low in _TENS and _TENS[found[place - 1].low] >= 20:
        return 0
    if low in _TENS:
        following = _NUMBERS.get(found[place + 1].low, 0) if place + 1 < len(found) else 0
        return _TENS[low] + (following if _TENS[low] >= 20 and following < 10 else 0)
    return _NUMBERS.get(low, 0)


def _kind(word: Token) -> int | None:
    known = word.concept
    if known in OBJECTS:
        return OBJECTS.index(known)
    return STATES if fold(word.low) in _STATE_WORDS else None


def values(counts: Iterable[int], *, kind: int) -> set[int]:
    """The numbers put to one kind."""
    return {count & ((1 << _SHIFT) - 1) for count in counts if count >> _SHIFT == kind}


def of_objects(counts: Iterable[int]) -> set[int]:
    """The counts of those acted upon."""
    return {count for count in counts if count >> _SHIFT < STATES}


_ALSO: Final = re.compile(
    r"""\b(?:joins?|joined|follows?|following\ suit|too|also|as\ well|echoes|likewise
    |schließ(?:t|en)\ sich|folgt|folgen|auch|ebenfalls|rejoint|rejoignent|se\ joint|se\ joignent|aussi|également
    |emboîte|à\ son\ tour|s'ajoute|se\ suman?|se\ unen?|también|siguen?|tras\ los\ pasos|si\ unisc(?:e|ono)|anche
    |seguono?|junta-se|une-se|também|segue|sluit(?:en)?\ zich\ aan|ook|volgt
    |присоедин\w*|также|тоже|вслед|приєдн\w*|також|теж|слідом|dołącz\w*|także|też)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_GROWN: Final = re.compile(
    r"""\b(?:now|already|ris(?:es?|en)\ to|rose\ to|gr[oe]wn?s?\ to|climb(?:s|ed)?\ to|jump(?:s|ed)?\ to|widen(?:s|ed)?
    |top(?:s|ped)|pass(?:es|ed)|exceed(?:s|ed)|reach(?:es|ed)|more\ than|over|in\ all
    |inzwischen|nun|mittlerweile|steigt\ auf|mehr\ als|über|désormais|plus\ de|passe\ à|ya\ son|ya\ suman|más\ de
    |sube\ a|asciende\ a|ora\ sono|salgono|sale\ a|più\ di|já\ são|mais\ de|sobe\ para|inmiddels|nu|stijgt\ naar
    |meer\ dan|уже|более|больше|вже|понад|już|ponad)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ORDINALS: Final = {
    2: "second zweite zweiter deuxième segundo segunda secondo seconda tweede второй вторая другий друга drugi druga",
    3: "third dritte dritter troisième tercer tercera terzo terza terceiro terceira derde третий третья третій третя",
    4: "fourth vierte vierter quatrième cuarto cuarta quarto quarta vierde четвёртый четвертый четвертий",
    5: "fifth fünfte fünfter cinquième quinto quinta vijfde пятый п'ятий",
}
_ORDINAL: Final = {word: value for value, words in _ORDINALS.items() for word in words.split()}
_ACTORS: Final = frozenset(
    """bank company state states country firm government nation lender insurer provider state land staat unternehmen
    pays entreprise país empresa paese azienda bedrijf страна компания держава країна компанія
    batch file files dossier wave tranche instalment installment list akte charge welle liste lot vague lote expediente
    lista lotto fascicolo remessa processo partij lijst список партия справа партія partia akta""".split()
)


def on_top(headline: Sequence[Token], title: str) -> int:
    """Whether a headline says that somebody or something is added: 0 no, 1 yes, from 2 on: the second, the third."""
    for place, token in enumerate(headline):
        value = _ORDINAL.get(token.low, 0)
        if value and any(
            word.low in _ACTORS or word.concept in ("bank", "company", "countries")
            for word in headline[place + 1 : place + 3]
        ):
            return value
    return int(bool(_ALSO.search(title)))


def tally(headline: Sequence[Token]) -> int:
    """The largest whole number in figures that a headline gives and that is no year, 0 if none."""
    found = [token.low.replace(",", "").replace(".", "") for token in headline if token.is_number]
    whole = [int(figure) for figure in found if figure.isdecimal() and len(figure) < _DIGITS]
    return max((value for value in whole if not 1900 <= value <= 2100), default=0)


def grown(title: str) -> bool:
    """True if a headline says that a number has become larger: "now 93 states"."""
    return bool(_GROWN.search(title))
