"""Parts of a page's text that differ at every look and say nothing: clocks, stamps, counters, ages, nonces."""

from __future__ import annotations

import re

from monitor.webtext.months import MONTHS
from monitor.webtext.phrases import alternatives

_CLOCK = r"(?:[01]?\d|2[0-4])[:.h][0-5]\d(?:[:.][0-5]\d)?(?:\s?[ap]\.?m\.?)?(?:\s?(?:[A-Z]{3,4}|UTC[+-]?\d*|Uhr)\b)?"
_MONTH_NAME = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_WEEKDAY = alternatives(
    r"""
    (?:mon|tues?|wednes|wed|thurs?|thu|fri|satur|sat|sun)(?:day)?
    (?:mon|diens|donners|frei|sams|sonn)tag|mittwoch
    lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche
    lunes|martes|miércoles|jueves|viernes|sábado|domingo
    maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag
    понеділок|вівторок|середа|четвер|п.ятниця|субота|неділя
    понедельник|вторник|среда|четверг|пятница|суббота|воскресенье
    """
)
_DAY = (
    rf"(?:(?:{_WEEKDAY})[,.]?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?(?:{_MONTH_NAME})\.?(?:\s+de)?,?\s+\d{{4}}"
    rf"|(?:{_MONTH_NAME})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}})"
)
_JOINED = r"(?:[\s,|@T–-]|\bat\b|\bum\b|\bà\b|\bo\b|\bom\b|\bв\b|\bо\b){0,6}"
_WHEN = rf"(?:{_DAY}(?:{_JOINED}{_CLOCK})?|{_CLOCK}(?:{_JOINED}{_DAY})?)"
_STAMP_LABEL = alternatives(
    r"""
    (?:page |site |data )?(?:last )?(?:updat|modifi|chang|refresh|review|generat|retriev|check)ed(?: on| at)?
    (?:page |site |last )?updates?(?: on| at)?
    (?:status )?as (?:at|of)
    today is|today|now|it is now
    current (?:date|time)(?: is)?|local time|server time
    (?:dernière )?mis(?:e)? à jour(?: le)?|dernière modification|aujourd.hui
    zuletzt (?:aktualisiert|geändert)(?: am)?|letzte (?:aktualisierung|änderung)|stand(?: vom)?|heute
    última (?:actualización|modificación|atualização)|actualizado(?: el)?|atualizado(?: em)?|hoy
    (?:laatst )?bijgewerkt(?: op)?|laatste wijziging|vandaag
    ultimo aggiornamento|aggiornato(?: il)?|oggi
    обновлено|последнее обновление|сегодня
    оновлено|останнє оновлення|сьогодні
    آخر تحديث
    """
)
_STAMP = re.compile(rf"(?<!\w)(?:{_STAMP_LABEL})\s*[:\-–]?\s*(?:the\s+)?{_WHEN}", re.IGNORECASE)
_UNIT = alternatives(
    r"""
    sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?
    sekunden?|minuten?|stunden?|tagen?
    secondes?|heures?|jours?
    segundos?|minutos?|horas?|días?
    uur|uren|dagen
    секунд\w?|минут\w?|хвилин\w?|час\w{0,2}|годин\w?|дн\w{1,2}
    """
)
_AGE = re.compile(
    rf"(?<!\w)(?:(?:an?|one|\d+)\s+(?:{_UNIT})\s+(?:ago|geleden|назад|тому)|(?:vor|il y a|hace)\s+\d+\s+(?:{_UNIT})"
    rf"|\d+\s+(?:{_UNIT})\s+(?:left|to go|remaining|until)|noch\s+\d+\s+(?:{_UNIT})"
    r"|(?:showing|displaying|results?|items?)\s+\d[\d.,]*\s*(?:-|–|to)\s*\d[\d.,]*\s+of\s+\d[\d.,]*(?:\s+\w+)?"
    r"|just now|(?:generated|rendered|served|loaded|executed) in \d[\d.,]*\s?(?:ms|s|seconds?)"
    r"|\d+\s*min(?:ute)?s?\s+read)(?!\w)",
    re.IGNORECASE,
)
_COUNTED = alternatives(
    r"""
    views?|shares?|likes?|comments?|reads?|downloads?|visitors?|visits?|followers?|hits|reactions?|results?
    aufrufe|kommentare?
    vues?|partages?|commentaires?
    visitas?|comentarios?
    weergaven|reacties
    просмотр\w*|комментари\w*|перегляд\w*|коментар\w*
    """
)
_COUNTER = re.compile(
    rf"(?<!\w)(?:\d[\d.,\s]*[KMk]?\s*(?:{_COUNTED})|(?:{_COUNTED})(?:\s+(?:online|today|total))?\s*[:\-]?\s*\d[\d.,]*[KMk]?)(?!\w)",
    re.IGNORECASE,
)
_NONCE = re.compile(
    r"(?<!\w)(?=[0-9a-f-]*\d)(?=[0-9a-f-]*[a-f])[0-9a-f]{8}[0-9a-f-]{8,}(?!\w)|(?<!\w)[A-Za-z0-9+/_-]{40,}={0,2}(?!\w)"
)
_WHEN_ALONE = re.compile(rf"\W*(?:(?:{_WEEKDAY})?\W*{_WHEN}\W*)+", re.IGNORECASE)
_LONGEST = 5_000  # characters: a longer line is prose and is left as it is
_WORD = re.compile(r"[^\W\d_]{2,}")


def is_moment(text: str) -> bool:
    """Whether a text is a day, a time or both, and nothing else."""
    return len(text) < 200 and _WHEN_ALONE.fullmatch(text) is not None


def without_noise(line: str) -> str:
    """The line without stamps, ages and nonces; "" when nothing but noise is left of it.

    A counter is noise only where it stands nearly alone: "12 views" goes, "12 visitors were turned away" stays. A table
    row with words keeps its dates, because there a date is the news.
    """
    if len(line) > _LONGEST:
        return line
    text = _NONCE.sub(" ", _AGE.sub(" ", _STAMP.sub(" ", line)))
    text = " ".join(text.split()).strip(" |,;:·•-–")
    if not _WORD.search(text) or is_moment(text):
        return ""
    if len(text) < 80 and len(_WORD.findall(_COUNTER.sub(" ", text))) <= 2 and _COUNTER.search(text):
        return ""
    if "|" not in text and len(_WORD.findall(re.sub(_CLOCK, " ", text))) <= 2 and re.search(_CLOCK, text):
        return ""
    return text
