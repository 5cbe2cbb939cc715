"""Who does what to whom, and how far along: the slots in which two reports of alike words may differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from monitor.core.novelty.terms import Token, number_of

_FAMILIES: Final = {
    "react": "condemn support joint concern urge",
    "threaten": "threat demand",
    "impose": "blacklist freeze order sign impose",
    "lift": "lift exemption",
    "amend": "amend propose",
    "vote": "vote adopt reject block",
    "ratify": "ratify",
    "deposit": "deposit instrument",
    "leave": "withdraw participate",
    "begin": "join launch agreement",
    "fund": "fund extend",
    "replace": "replace software email technology",
    "sue": "lawsuit complaint injunction ruling",
    "tell": "interview",
    "end": "close end",
    "start": "begin",
    "grow": "widen",
    "delay": "delay",
    "cancel": "cancel",
    "call": "call",
    "resume": "resume",
    "resign": "resign",
    "buy": "buy",
    "deny": "deny",
}
ACTS: Final = {concept: family for family, concepts in _FAMILIES.items() for concept in concepts.split()}
EVERYDAY: Final = frozenset(
    "begin end widen delay cancel call resume resign buy".split()
)  # acts of any story: they join none
_ALSO: Final = {"deposit": "ratify", "resign": "leave"}  # an act that tells of another, too

IN_HEADLINE: Final = 2  # times that an act of the headline counts
_FIRST_WORDS: Final = 25  # words of news in which a first sentence fits
_REFUSED: Final = frozenset(  # before a word of confirming: it was not done
    "declined refused cannot could nor neither unable failed nicht weigert refuse refusé".split()
)
_HIT_ITSELF: Final = frozenset({"court", "icc"})
_TABLED: Final = frozenset("amend propose bill treaty ratify".split())  # who supports it takes part in it
_BENCH: Final = frozenset({"judge", "court"})
_RUNGS: Final = (
    ("threatened", "announced", "called for"),
    ("proposed", "planned"),
    ("circulated", "drafted"),
    ("voted", "rejected"),
    ("adopted", "signed", "joins"),
    ("ratified", "imposed", "funded"),
    ("in force", "extended"),
    ("challenged",),
    ("ruled on",),
    ("appealed",),
    ("ruled on appeal",),
    ("withdraws", "lifted"),
    ("closes",),
    ("handed over",),
)
OWN_ACTS: Final = frozenset({"ratified"})  # done by each state for itself: no step of what others did
COMINGS: Final = frozenset({"joins", "withdraws"})  # so are these, but what is joined has a headline's names, too
PROCEEDINGS: Final = frozenset({"challenged", "ruled on", "appealed", "ruled on appeal"})  # one case, for months
OPPOSED: Final = frozenset({"adopted", "rejected"})  # of one text only one can be true
FIRM: Final = 3  # rung from which a stage tells of something done, not of something to come
LADDER: Final = {stage: rung for rung, stages in enumerate(_RUNGS, 1) for stage in stages}


def act_concepts(headline: Sequence[Token], head: Sequence[Token]) -> list[int]:
    """Term numbers of the families of acts; those of the headline count twice. ``headline`` holds all its words.

    Everyday acts count in the headline alone, and not where somebody only wants them: "a bid to end it".
    """
    wanted = {token.start for before, token in pairwise(headline) if before.low == "to" and token.concept in EVERYDAY}
    title = [token.concept for token in headline if token.is_news and token.start not in wanted]
    lead = [token.concept for token in head if token.concept not in EVERYDAY]
    known = [concept for concept in (*title, *title, *lead) if concept in ACTS]
    return [number_of("a:" + act) for concept in known for act in (ACTS[concept], _ALSO.get(concept, "")) if act]


_TO_COME: Final = frozenset(  # behind them stands what has not been done, to the end of the sentence
    """awaits awaiting pending remains falta faltan queda quedan reste restent manca mancano resta restano ontbreekt
    rest fehlt fehlen aussteht осталось остается залишилося залишається pozostaje""".split()
)


def to_come(text: Sequence[Token]) -> frozenset[int]:
    """Where the words start that tell what is still to be done: "what remains is the deposit"."""
    ahead, found = False, set()
    for token in text:
        ahead = (ahead and not token.opens) or token.low in _TO_COME
        if ahead:
            found.add(token.start)
    return frozenset(found)


def reaction(headline: Sequence[Token], head: Sequence[Token]) -> int:
    """Whether a text tells of somebody's answer to an act: 0 no, 1 said at its head, 2 in its headline, 3 in both.

    What the court that was hit says of it belongs to the act: 1 at most.
    """
    if own_word(headline):
        return 1
    return 2 * _reacts(headline) + _reacts(head[:_FIRST_WORDS])


def own_word(headline: Sequence[Token]) -> bool:
    """True if the headline tells how the court that was hit takes it."""
    return any(token.concept in _HIT_ITSELF for token in headline[:1]) and _tells(headline, "condemn")


def confirms(headline: Sequence[Token], head: Sequence[Token]) -> bool:
    """True if headline or first sentence tells of a confirmation, and not of one that was refused."""
    return _tells(headline, "confirm") or _tells(head[:_FIRST_WORDS], "confirm")


def denies(headline: Sequence[Token]) -> bool:
    """True if the headline tells of a denial; a judge who denies a motion refuses it."""
    bench = any(one.concept in _BENCH and two.concept == "deny" for one, two in pairwise(headline))
    return _tells(headline, "deny") and not bench


def _tells(found: Sequence[Token], act: str) -> bool:
    return any(
        token.concept == act and not any(word.low in _REFUSED for word in found[max(0, place - 3) : place])
        for place, token in enumerate(found)
    )


def _reacts(found: Sequence[Token]) -> bool:
    """Whether a word of answering stands there; a court of appeal ("cour d'appel") calls for nothing.

    Who supports what is only tabled, an amendment or a bill, answers to no act but is one more for it.
    """
    tabled = any(token.concept in _TABLED for token in found)
    return any(
        ACTS.get(token.concept) == "react"
        and not (token.concept == "urge" and place and found[place - 1].concept == "court")
        and not (token.concept == "support" and tabled)
        for place, token in enumerate(found)
    )


_EXPLAINS: Final = re.compile(
    r"(?:^\W*|:\s+)(?:why|how|what|who|explain\w*|q&a|analysis|opinion|warum|wieso|wie|was|weshalb|pourquoi|comment|que\s|qu'est|décryptage"
    r"|por\s?qu[eéê]|cómo|qué|como|perch[eé]|come|cosa|waarom|hoe|wat|почему|как|что|зачем|чому|як|що|навіщо|dlaczego|jak|co)\b"
    r"|\b(?:analys[ei]s?|análisis|análise|analisi|анализ|аналіз|analiza|explain(?:er|ed)|explained|opinion|commentary|kommentar"
    r"|editorial|tribune|essay|interview with|timeline|fact ?check|(?:client|legal) (?:alert|update)|sanctions update"
    r"|key takeaways|(?:things|need|want) to know|primer|backgrounder|guide to|a look at|reading the|inside the"
    r"|mandanteninformation|tout savoir|claves de|retrato|portrait)\b|\?\s*$",
    re.IGNORECASE,
)


def explains(title: str) -> bool:
    """True if the headline promises an explanation or a view rather than news; such texts rarely tell it first."""
    return bool(_EXPLAINS.search(title))


_PROSPECT: Final = re.compile(
    r"""\b(?:could|may|might|would|mulls?|weighs?|considers?|considering|könnten?|dürften?|erwägt|erwägen|prüft
    |pourrait|pourraient|envisage\w*|podrían?|estudia|contempla|potrebbe(?:ro)?|valuta|poderá|poderia[mn]?|avalia
    |zou(?:den)?|overweegt|может|могут|рассматрива\w*|може|можуть|розгляда\w*|rozważa|może|mogą)\b""",
    re.IGNORECASE | re.VERBOSE,
)


_MONTH: Final = re.compile(  # of "May"
    r"\b(?:in|to|by|of|from|till|until|since|before|after|early|mid|late|end|last|next|\d{1,2})[\s-]+may\b|\bmay\s+\d",
    re.IGNORECASE,
)


def prospective(title: str) -> bool:
    """True if the headline tells of something that may come rather than of something done."""
    return bool(_PROSPECT.search(_MONTH.sub(" ", title)))
