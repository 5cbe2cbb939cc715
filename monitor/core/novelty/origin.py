"""Who told it first.

Ten outlets that follow one agency are one origin. A text's origin is the agency or outlet that it credits (dateline,
"according to …", "first reported by …" in the languages served); without a credit it is the outlet itself.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from monitor.core.model.article import Article
from monitor.core.novelty.concepts import concept
from monitor.core.novelty.cues import Cued

_LOOKED_AT: Final = 12_000  # characters of a text in which credits and sourcing are looked for
_TOP: Final = 600  # characters in which a dateline stands
_NAMES_KEPT: Final = 512

# Agencies and papers that others credit, by the forms in which their names appear. Cyrillic forms are beginnings.
_KNOWN: Final = {
    "Reuters": "Reuters|Рейтер|Ройтерс|رويترز",
    "AFP": "AFP|Agence France-Presse|АФП|France-Presse",
    "AP": r"AP|Associated Press|Ассошиэйтед Пресс|Асошіейтед Прес",
    "dpa": "dpa|Deutsche Presse-Agentur",
    "ANP": "ANP",
    "EFE": "EFE|Efe",
    "ANSA": "ANSA|Ansa",
    "Lusa": "Lusa|LUSA",
    "Belga": "Belga",
    "APA": "APA",
    "PAP": "PAP",
    "TASS": "TASS|ТАСС",
    "Interfax": "Interfax|Интерфакс",
    "Ukrinform": "Ukrinform|Укринформ|Укрінформ",
    "Xinhua": "Xinhua",
    "Anadolu": "Anadolu(?: Agency)?",
    "Bloomberg": "Bloomberg|Блумберг",
    "The New York Times": "New York Times|NYT|Нью-Йорк таймс",
    "The Washington Post": "Washington Post|Вашингтон пост",
    "The Wall Street Journal": "Wall Street Journal|WSJ",
    "Financial Times": "Financial Times|FT",
    "The Guardian": "Guardian",
    "The Times": "The Times(?! of)",
    "The Telegraph": "Daily Telegraph|The Telegraph",
    "Politico": "Politico|POLITICO",
    "Axios": "Axios",
    "CNN": "CNN",
    "BBC": "BBC|Би-би-си|Бі-бі-сі",
    "NBC": "NBC(?: News)?",
    "CBS": "CBS(?: News)?",
    "Fox News": "Fox News",
    "Sky News": "Sky News",
    "Al Jazeera": "Al[- ]Jazeera|Аль-Джазира",
    "Le Monde": "Le Monde",
    "Le Figaro": "Figaro",
    "Der Spiegel": "Spiegel",
    "FAZ": "FAZ|Frankfurter Allgemeine(?:n)?(?: Zeitung)?",
    "Süddeutsche Zeitung": "Süddeutschen? Zeitung",
    "El País": "El País",
    "Haaretz": "Haaretz|Гаарец",
    "The Times of Israel": "Times of Israel",
    "Middle East Eye": "Middle East Eye",
    "Foreign Policy": "Foreign Policy",
    "Suspilne": "Suspilne|Суспільне",
    "Ukrainska Pravda": "Ukrainska Pravda|Ukrayinska Pravda|Українська правда|Украинская правда",
    "RFE/RL": "RFE/RL|Radio Free Europe|Радіо Свобода|Радио Свобода",
}
_CANONICAL: Final = tuple((name, re.compile(rf"(?<!\w)(?:{forms})(?!\w*[-/]\w)")) for name, forms in _KNOWN.items())
_ANY: Final = "|".join(forms for forms in _KNOWN.values())

_BEFORE: Final = r"""according\ to|reported\ by|reporting\ by|told|citing
    |reports?\ (?:in|from|by)|interview\ (?:with|to)|quoted\ by|laut|berichte(?:te|n|t)?|meldete?|gegenüber
    |unter\ Berufung\ auf|selon|rapporte
    |a\ rapporté|a\ indiqué|a\ révélé|auprès\ de|citant|según|informó|reportó|citando\ a?|segundo|informou|noticiou
    |secondo|riferi(?:sce|to\ da)|riporta|citando|volgens|meldt|meldde|bericht|aldus|tegenover|сообща(?:ет|ют)
    |сообщил[аои]?
    |пишет|переда[её]т|по\ данным|со\ ссылкой\ на|по\ информации|повідомля(?:є|ють)|повідоми(?:в|ла|ли)|пише|передає
    |за\ даними|з\ посиланням\ на|за\ інформацією"""
_AFTER: Final = r"""
    (?:\ news\ agency)?\ (?:first\ |exclusively\ |has\ |also\ )?(?:reported|reports|revealed
    |writes)
    |\ (?:berichte(?:t|te|ten)|meldete?|zufolge)|\ (?:rapporte|a\ rapporté|a\ révélé)|\ (?:informó|reportó)|\ informou
    |\ (?:riferisce|riporta)|\ (?:meldt|meldde|bericht)|\ (?:сообща|пиш|переда|повідом)"""
_ARTICLE: Final = (
    r"(?:the|der|die|das|dem|den|de|la|le|les|el|il|lo|news\ agency|agency|newspaper|agencia|l'agence|l'agenzia|agência"
    r"|agenzia|persbureau|Nachrichtenagentur|Zeitung|агентств\w*|издани\w*|газет\w*|агенція|агентство|видання)"
)
_NAME: Final = r"(?:[^\W\d_a-zа-яєіїґß-ÿ][\w'-]{0,60})(?:\ (?:of\ |de\ |du\ )?[^\W\d_a-zа-яєіїґß-ÿ][\w'-]{0,60}){0,3}"
_CREDIT_BEFORE: Final = Cued(
    re.compile(
        rf"\b(?i:{_BEFORE})[\s\"“„«]+(?P<article>(?:(?i:{_ARTICLE})\s+){{1,2}})?[\"“„«]?(?P<name>{_NAME})", re.VERBOSE
    ),
    "according to|reported by|reporting by|told|citing|report|interview|quoted by|laut|bericht|meld|gegenüber"
    "|unter berufung|selon|rapporte|a rapporté|a indiqué|a révélé|auprès de|citant|según|informó|reportó|citando"
    "|segundo|informou|noticiou|secondo|riferi|riporta|volgens|aldus|tegenover|сообща|сообщил|пишет|переда|по данным"
    "|со ссылкой|по информации|повідом|пише|за даними|з посиланням|за інформацією",
)
_CREDIT_AFTER: Final = re.compile(rf"(?<!\w)(?P<name>{_NAME})[\"”“»]?(?:{_AFTER})", re.VERBOSE)
_DATELINE: Final = re.compile(
    rf"\(\s*({_ANY})\s*\)|(?:^|\n|/)\s*({_ANY})\s*[-–—]\s|[-–—©]\s*({_ANY})\s*(?:$|\n)|\bBy\ ({_ANY})\b"
)
_FIRST: Final = Cued(
    re.compile(
        rf"(?i:exclusive|first\ reported|exclusiv\w*|exklusiv\w*|эксклюзив\w*|ексклюзив\w*).{{0,60}}?({_ANY})",
        re.DOTALL,
    ),
    "exclusiv|first reported|exklusiv|эксклюзив|ексклюзив",
)
_PRESS_WORD: Final = re.compile(
    r"\b(?:Times|Post|News|Journal|Herald|Tribune|Press|Zeitung|blatt|Presse|Magazine|Courier|Daily|Weekly|Radio|TV|Agency)\b"
    r"|[a-zß](?:blatt|zeitung|krant|press|news)\b",
    re.IGNORECASE,
)


def named_origin(article: Article) -> str:
    """The agency or outlet that the text credits with telling it, "" if it credits none."""
    text = f"{article.title}\n{article.text[:_LOOKED_AT]}"
    first = _FIRST.search(text)
    if first:
        return canonical(first.group(1))
    credits = Counter(name for name in map(canonical, _credited(text)) if name)
    if credits:
        most = max(credits.values())
        return next(name for name in credits if credits[name] == most)
    dateline = _DATELINE.search(text[:_TOP]) or _DATELINE.search(text[-200:])
    return canonical(next(filter(None, dateline.groups()))) if dateline else ""


def _credited(text: str) -> list[str]:
    found = [(match.start(), _known_at(text, match) or match.group("name")) for match in _CREDIT_BEFORE.finditer(text)]
    found += [(match.start(), match.group("name")) for match in _CREDIT_AFTER.finditer(text)]
    return [name for _, name in sorted(found)]


def _known_at(text: str, credit: re.Match[str]) -> str:
    """The known outlet named right behind the crediting words, whatever of its name is in capitals."""
    places = {credit.start("article"), credit.start("name")} - {-1}
    return next((name for name, pattern in _CANONICAL for place in places if pattern.match(text, place)), "")


@lru_cache(_NAMES_KEPT)
def canonical(name: str) -> str:
    """An outlet's one name: agencies and papers of record by table, others if their name says that they are press."""
    for known, pattern in _CANONICAL:
        if pattern.search(name):
            return known
    if _PRESS_WORD.search(name) and not any(concept(word) for word in name.lower().split()):
        return name.strip()
    return ""


def origin_in(article: Article, named: str) -> str:
    """The origin of a report: whom it credits, else the outlet itself."""
    return named or outlet(article)


def outlet(article: Article) -> str:
    """The outlet's own name as an origin: its publisher, else its site; editions of one house fold to one."""
    known = canonical(article.publisher) if article.publisher else ""
    host = (urlsplit(article.url).hostname or "").lower()
    return known or family(host) or article.publisher or article.source_name


def family(host: str) -> str:
    """A site's house: its name without ``www.``, edition and top-level domain (uk.example.com → example)."""
    labels = [label for label in host.split(".") if label not in ("www", "m", "amp", "edition")]
    if labels[-1].isdigit() or ":" in host:
        return ""  # a bare address names nobody
    if len(labels) < 2:
        return host
    shared = labels[-2:] == ["europa", "eu"] or (len(labels[-1]) == 2 and len(labels[-2]) <= 3)  # co.uk, com.tr, in.ua
    return labels[-3] if shared and len(labels) > 2 else labels[-2]
