"""On which days the things happened that a text opens with, as far as it says so: "on Monday", "12 February 2026"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from monitor.core.novelty.concepts import fold
from monitor.core.novelty.terms import Token

_WEEKDAYS: Final = (
    "monday montag lundi lunes maandag lunedi segunda-feira понедельник понедилок poniedzialek",
    "tuesday dienstag mardi martes dinsdag martedi terca-feira вторник вівторок wtorek",
    "wednesday mittwoch mercredi miercoles woensdag mercoledi quarta-feira среду середу srode",
    "thursday donnerstag jeudi jueves donderdag giovedi quinta-feira четверг четвер czwartek",
    "friday freitag vendredi viernes vrijdag venerdi sexta-feira пятницу п'ятницю piatek",
    "saturday samstag samedi sabado zaterdag sabato субботу суботу sobote",
    "sunday sonntag dimanche domingo zondag domenica воскресенье неділю niedziele",
)
_DAY_OF: Final = {fold(word): day for day, words in enumerate(_WEEKDAYS) for word in words.split()} | {
    "понеділок": 0, "segunda": 0, "terca": 1, "quarta": 2, "quinta": 3, "sexta": 4,
}  # fmt: skip
_AGO: Final = dict.fromkeys(
    "today heute aujourd'hui hoy hoje oggi vandaag сегодня сьогодні dzis dzisiaj".split(), 0
) | (dict.fromkeys("yesterday gestern hier ayer ontem ieri gisteren вчера вчора wczoraj".split(), 1))
_MONTHS: Final = (
    "jan janu ene genn янв січ stycz", "feb fevr fev fév фев лют lut", "mar marz mars maerz мар бер",
    "apr avri abr апр кві kwie", "may mai mayo magg mei maio мая май тра maj", "jun juin giug июн чер czer",
    "jul juil lugl июл лип lip", "aug aout ago авг сер sier", "sep set сен вер wrze",
    "oct okt octo ott out окт жов paz", "nov ноя лис listop", "dec dez dece dic дек гру grud",
)  # fmt: skip
_MONTH_OF: Final = {word: month for month, words in enumerate(_MONTHS, start=1) for word in words.split()}
_FULL: Final = frozenset({"may", "mai", "mar", "mars", "set", "out", "maj"})  # too common as beginnings of other words
_MOST: Final = 8
DATED: Final = frozenset("en de fr es nl it pt ru uk pl".split())  # languages whose words for days are known
APART: Final = 2  # days from which two events are told apart: papers and zones differ by one


def event_days(found: Sequence[Token], published: datetime) -> list[int]:
    """The days named, as proleptic ordinals in ascending order; a weekday is the last one before ``published``."""
    known = published.date()
    days: set[int] = set()
    beside_number = {place + step for place, token in enumerate(found) if token.is_number for step in (-2, -1, 1, 2)}
    for place, token in enumerate(found):
        low = fold(token.low)
        if low in _DAY_OF and not (place + 1 < len(found) and found[place + 1].is_number):
            days.add(known.toordinal() - (known.weekday() - _DAY_OF[low]) % 7)
        elif low in _AGO:
            days.add((known - timedelta(days=_AGO[low])).toordinal())
        elif place in beside_number:
            day = _calendar_day(found, place, known)
            if day is not None:
                days.add(day.toordinal())
    return sorted(days)[:_MOST]


def _calendar_day(found: Sequence[Token], place: int, known: date) -> date | None:
    """The date whose month stands at a place: "12 February 2026", "Feb 12", "12 de febrero", "12. Februar"."""
    before = [token for token in found[max(0, place - 2) : place] if token.low != "de"][-1:]
    after = found[place + 1 : place + 2]
    month = _month(found[place]) if any(token.is_number for token in (*before, *after)) else None
    if month is None:
        return None
    for near, following in ((before, found[place + 1 : place + 3]), (after, found[place + 2 : place + 3])):
        if near and near[0].low.isdecimal() and 1 <= int(near[0].low) <= 31:
            years = [int(t.low) for t in following if t.low.isdecimal() and len(t.low) == 4]
            return _nearest(int(near[0].low), month, years[0] if years else None, known)
    return None


def _month(token: Token) -> int | None:
    low = fold(token.low)
    for length in range(min(6, len(low)), 2, -1):
        beginning = low[:length]
        if beginning in _MONTH_OF:
            return _MONTH_OF[beginning] if beginning not in _FULL or low == beginning or len(low) > 3 else None
    return None


def _nearest(day: int, month: int, year: int | None, known: date) -> date | None:
    """That day in the year given, or in the one that puts it nearest to ``known``; None if there is no such day."""
    found = []
    for candidate in (year,) if year is not None else (known.year - 1, known.year, known.year + 1):
        try:
            found.append(date(candidate, month, day))
        except ValueError:
            continue
    return min(found, key=lambda one: abs(one - known), default=None)


def far_apart(one: Sequence[int], other: Sequence[int]) -> bool:
    """True if both name days and no day of one is near a day of the other."""
    return bool(one) and bool(other) and min(abs(a - b) for a in one for b in other) >= APART


def names_past(days: Sequence[int], written: datetime, told: datetime) -> bool:
    """True if a text of the time ``written`` names the day of ``told``, and that day is well before it."""
    return told.toordinal() <= written.toordinal() - APART and on_day(days, told)


def on_day(days: Sequence[int], told: datetime) -> bool:
    """True if one of the days named is that of ``told``, or next to it."""
    return any(abs(named - told.toordinal()) < APART for named in days)


def recalls(days: Sequence[int], written: datetime, told: datetime) -> bool:
    """True if a text of the time ``written`` names days that are all well before it, one of them that of ``told``."""
    past = bool(days) and max(days) <= written.toordinal() - APART
    return past and min(abs(day - told.toordinal()) for day in days) < APART
