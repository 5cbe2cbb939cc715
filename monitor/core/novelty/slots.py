"""Who does what to whom, and how far along: the slots in which two reports of alike words may differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from monitor.core.novelty.concepts import concept
from monitor.core.novelty.terms import Token, number_of

_FAMILIES: Final = {
    "react": "condemn support joint concern urge",
    "threaten": "threat demand",
    "impose": "blacklist freeze order sign",
    "lift": "lift exemption",
    "amend": "amend propose",
    "vote": "vote adopt reject block",
    "ratify": "ratify deposit",
    "leave": "withdraw participate",
    "begin": "join launch agreement",
    "fund": "fund extend",
    "replace": "replace software email technology",
    "sue": "lawsuit complaint injunction ruling",
    "tell": "interview",
}
ACTS: Final = {concept: family for family, concepts in _FAMILIES.items() for concept in concepts.split()}

_FIRST_WORDS: Final = 25  # words of news in which a first sentence fits
_RUNGS: Final = (
    ("threatened", "announced", "called for"),
    ("proposed", "planned"),
    ("circulated", "drafted"),
    ("voted",),
    ("adopted", "signed", "joins"),
    ("ratified", "imposed", "funded"),
    ("in force", "extended"),
    ("challenged",),
    ("withdraws", "lifted", "handed over"),
)
LADDER: Final = {stage: rung for rung, stages in enumerate(_RUNGS, 1) for stage in stages}


def act_concepts(headline: Iterable[Token], head: Sequence[Token]) -> list[int]:
    """Term numbers of the families of acts; those of the headline count twice."""
    title = [concept(token.low) for token in headline]
    lead = [concept(token.low) for token in head]
    return [number_of("a:" + ACTS[known]) for known in (*title, *title, *lead) if known in ACTS]


def reaction(headline: Iterable[Token], head: Sequence[Token]) -> int:
    """Whether a text tells of somebody's answer to an act: 0 no, 1 said at its head, 2 in its headline, 3 in both."""
    return 2 * _reacts(headline) + _reacts(head[:_FIRST_WORDS])


def confirms(headline: Iterable[Token], head: Sequence[Token]) -> bool:
    """True if headline or first sentence tells of a confirmation."""
    return any(concept(token.low) == "confirm" for token in (*headline, *head[:_FIRST_WORDS]))


def _reacts(found: Iterable[Token]) -> bool:
    return any(ACTS.get(concept(token.low)) == "react" for token in found)


_EXPLAINS: Final = re.compile(
    r"^\W*(?:why|how|what|who|explain\w*|q&a|analysis|opinion|warum|wieso|wie|was|weshalb|pourquoi|comment|que\s|qu'est|décryptage"
    r"|por\s?qu[eéê]|cómo|qué|como|perch[eé]|come|cosa|waarom|hoe|wat|почему|как|что|зачем|чому|як|що|навіщо|dlaczego|jak|co)\b"
    r"|\b(?:analys[ei]s?|análisis|análise|analisi|анализ|аналіз|analiza|explain(?:er|ed)|explained|opinion|commentary|kommentar"
    r"|editorial|tribune|essay|interview with|timeline|fact ?check)\b|\?\s*$",
    re.IGNORECASE,
)


def explains(title: str) -> bool:
    """True if the headline promises an explanation or a view rather than news; such texts rarely tell it first."""
    return bool(_EXPLAINS.search(title))


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
_OBJECTS: Final = frozenset({"judge", "prosecutor", "official", "company", "bank", "rapporteur"})
_REACH: Final = 4  # words between a number and what it counts: "six more senior ICC judges"


def counted(found: Sequence[Token]) -> dict[str, set[int]]:
    """How many judges, prosecutors, officials … the words speak of: the object's concept and the numbers put to it."""
    counts: dict[str, set[int]] = {}
    for place, token in enumerate(found):
        value = int(token.low) if token.low.isdecimal() and len(token.low) < 3 else _NUMBERS.get(token.low)
        if value is None or value < 2:
            continue
        for word in found[place + 1 : place + 1 + _REACH]:
            known = concept(word.low)
            if known in _OBJECTS:
                counts.setdefault(known, set()).add(value)
                break
    return counts
