"""Who vouches for what a text says: an office, people with names, people without; and whether it corrects or hedges."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from monitor.core.model.article import Article
from monitor.core.model.development import ClaimStatus
from monitor.core.model.source import SourceRank
from monitor.core.novelty.cues import Cued
from monitor.core.text.sentences import each_sentence

_LOOKED_AT: Final = 6_000  # characters of a text in which hedges are looked for
_TOP: Final = 600  # characters in which a text says what it is
_SOURCED: Final = 1_500  # characters in which a text says from whom it has its news
_OPENING_SENTENCES: Final = 2

_AI: Final = Cued(
    re.compile(
        r"\b(?:(?:written|generated|produced|summari[sz]ed|created)\ (?:by|with|using)"
        r"\ (?:the\ help\ of\ )?(?:an?\ )?(?:AI\b|artificial\ intelligence)|AI[- ]generated"
        r"|AI\ (?:summary|assistant|overview)|KI-generiert|mit\ Hilfe\ von\ KI"
        r"|généré\ par\ (?:l')?(?:IA|intelligence)|generado\ (?:por|con)\ (?:IA|inteligencia)|generated\ summary"
        r"|written\ by\ (?:grok|chatgpt|gemini))",
        re.IGNORECASE,
    ),
    "written |generated |produced |summari|created |ai-generated|ai generated|ai summary|ai assistant|ai overview"
    "|ki-generiert|mit hilfe|généré|generado ",
)
_OPINION: Final = re.compile(
    r"\b(?:opinion|op-ed|editorial|commentary|comment|viewpoint|column|guest\ essay|kommentar|meinung|leitartikel"
    r"|gastbeitrag|tribune|éditorial|édito|point\ de\ vue|opinión|columna|opinião|coluna|opinie|commentaar"
    r"|editoriale|commento"
    r"|мнение|колонка|думка|opinia|felieton)\b\s*(?:[:|/—–-]|$)|^\s*(?:opinion|op-ed|kommentar|tribune)\b",
    re.IGNORECASE,
)
_OPINION_PATH: Final = re.compile(
    r"/(?:opinions?|op-?eds?|commentisfree|commentary|editorials?|columns?|meinung|tribunes?)/"
)
_MANY: Final = r"(?:two|three|four|five|six|several|some|senior|multiple|[0-9])"
_UNNAMED: Final = r"(?:officials?|diplomats?|people|persons?|sources?|employees|insiders?|aides?|staff\ members)"
_ANONYMOUS: Final = Cued(
    re.compile(
        rf"""\b(?:condition\ of\ anonymity|anonymous(?:ly)?|unnamed
    |not\ authori[sz]ed\ to\ (?:speak|discuss)|(?:asked|declined|wished)\ (?:not\ )?to\ be\ (?:named|identified)
    |{_UNNAMED}\ (?:(?:who\ (?:is|are|were|was)\ )?familiar\ with|with\ (?:direct\ |first-hand\ )?knowledge
    |briefed\ on|close\ to)
    |{_MANY}\ {_UNNAMED}\ (?:said|say|told)|(?<!the\ )officials?,?\ (?:say|said)
    |sources?\ (?:within|inside|close|said|say|told)
    |(?:citing|according\ to)\ (?:\w+\ ){{0,3}}(?:sources?|officials|diplomats|people)
    |Bedingung\ der\ Anonymität|(?:aus|in)\ \w*kreisen|Insider\w*|mit\ der\ (?:Sache|Angelegenheit)\ vertraut
    |sous\ (?:couvert\ d'|le\ sceau\ de\ l')anonymat|requis\ l'anonymat|(?:selon|de)\ (?:\w+\ )?sources?
    |sources?\ (?:proches|anonymes|diplomatiques?)
    |anonimato|fuentes|fontes|fonti|anonieme?|ingewijden
    |bronnen|anonimowo|źródł\w*|источник\w*|анонимн\w*|джерел\w*|анонімн\w*)\b""",
        re.IGNORECASE | re.VERBOSE,
    ),
    "condition of|anonym|unnamed|not authori|asked |declined |wished |official|diplomat|people |person|source|employee"
    "|insider|aide|staff members|two |three |four |five |six |several |some |senior |multiple |citing |according to "
    "|bedingung|aus |in |mit der |sous |requis |selon |de |anonimato|fuentes|fontes|fonti|anoniem|ingewijden|bronnen"
    "|anonimowo|źródł|источник|анонимн|джерел|анонімн|" + "|".join(f"{digit} " for digit in "0123456789"),
)
_VOUCHED: Final = Cued(  # somebody is named as having done or announced it
    re.compile(
        r"""\b(?:announce[sd]?|confirm(?:s|ed)|declared|in\ a\ (?:statement|letter|notice|filing|speech)
    |told\ (?:parliament|reporters)|imposed|signed|adopted|approved|passed|voted
    |published|filed|ruled|deposited|joined|designated|issued
    |a\ annoncé|ont\ annoncé|kündigte|teilte|anunci(?:ó|aron|ou)|annunciato|объявил\w*|заявил\w*|оголоси\w*|заяви\w*
    |повідоми\w*)\b""",
        re.IGNORECASE | re.VERBOSE,
    ),
    "announce|confirm|declared|in a |told |imposed|signed|adopted|approved|passed|voted|published|filed|ruled|deposited"
    "|joined|designated|issued|a annoncé|ont annoncé|kündigte|teilte|anunci|annunciato|объявил|заявил|оголоси|заяви"
    "|повідоми",
)
_DOCUMENT: Final = re.compile(
    r"\b(?:executive\ order\ \d+|federal\ register|sec(?:tion|\.)\ 1\.|resolution\ [A-Z]+[-/]|treaty\ collection"
    r"|depositary|official\ journal|general\ licen[cs]e\ no|hereby\ (?:order|determine|decide))",
    re.IGNORECASE,
)
_CORRECTS: Final = re.compile(
    r"^\W*(?:correct(?:ed|ion|s|ing)|clarification|corrigend(?:um|a)|errat(?:um|a)|retraction|refiled?|berichtigung|korrektur|richtigstellung|korrigiert"
    r"|correctif|rectificati(?:f|on)|corrigé|corrección|rectificación|fe\ de\ erratas|correção|rettifica"
    r"|correzione|rectificatie|correctie|исправлен\w*|опровержение|уточнен\w*|виправлен\w*"
    r"|спростування|sprostowanie)\b",
    re.IGNORECASE,
)


def claim_status(article: Article) -> ClaimStatus:
    """Who vouches for what the text says."""
    text = article.text[:_LOOKED_AT]
    if _AI.search(text[:_TOP]) or _AI.search(text[-_TOP:]):
        return ClaimStatus.AI_WRITTEN
    if article.source_rank is SourceRank.OFFICIAL:
        document = _DOCUMENT.search(f"{article.title}\n{text[:_TOP]}")
        return ClaimStatus.OFFICIAL_DOCUMENT if document else ClaimStatus.OFFICIAL_STATEMENT
    if _OPINION.search(article.title) or _OPINION_PATH.search(article.url):
        return ClaimStatus.OPINION
    return ClaimStatus.ANONYMOUS_REPORT if _rests_on_unnamed(article) else ClaimStatus.NAMED_REPORT


def _rests_on_unnamed(article: Article) -> bool:
    """True if the news itself comes from people without names.

    It is said in headline or opening sentences, or further down where the opening tells of nobody who did or announced
    it. A side remark by an unnamed official makes no rumour of an act that was announced.
    """
    head = article.text[:_SOURCED]
    opening = "\n".join(
        [article.title, *(head[start:end] for start, end in islice(each_sentence(head), _OPENING_SENTENCES))]
    )
    return bool(_ANONYMOUS.search(opening) or (_ANONYMOUS.search(head) and not _VOUCHED.search(opening)))


def is_correction(article: Article) -> bool:
    """True if headline or first line says that the text corrects an earlier one."""
    return bool(_CORRECTS.search(article.title) or _CORRECTS.search(article.text[:80]))


_DISCLAIMS: Final = re.compile(
    r"""\b(?:ma[kd]e\ (?:it\ )?clear\ that\ no|no\ truth\ in|contrary\ to\ (?:\w+\ )?reports
    |(?:is|are|was|were)\ (?:not\ true|untrue|unfounded|baseless|inaccurate|incorrect)
    |(?:trifft|treffen)\ nicht\ zu|unzutreffend|entgegen\ \w*berichten
    |contrairement\ à\ ce|(?:est|sont)\ (?:inexacte?s?|infondée?s?)|sans\ fondement
    |no\ es\ cierto|carecen?\ de\ fundamento|non\ è\ vero|prive?\ di\ fondamento
    |não\ é\ verdade|sem\ fundamento|(?:is|zijn)\ (?:onjuist|niet\ waar)
    |не\ соответствует\ действительности|не\ відповідає\ дійсності|nie\ jest\ prawdą)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def disclaims(article: Article) -> bool:
    """True if somebody's own statement says at its head that what was reported is not so."""
    return article.source_rank is SourceRank.OFFICIAL and bool(_DISCLAIMS.search(article.text[:_TOP]))


_HEDGED: Final = Cued(
    re.compile(
        r"\b(?:reportedly|is said to|sources?|angeblich|offenbar|soll(?:en)?|aurait|auraient|selon des|presuntamente"
        r"|habría|alegadamente|teria|sarebbe|avrebbe|naar verluidt|якобы|нібито|rzekomo)\b",
        re.IGNORECASE,
    ),
    "reportedly|is said to|source|angeblich|offenbar|soll|aurai|selon des|presuntamente|habría|alegadamente|teria"
    "|sarebbe|avrebbe|naar verluidt|якобы|нібито|rzekomo",
)


def is_hedged(article: Article) -> bool:
    """True if the text passes on what others say they know: it has no source of its own that it can name."""
    return bool(_HEDGED.search(article.text[:_LOOKED_AT]))
