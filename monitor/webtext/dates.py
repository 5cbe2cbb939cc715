"""Dates as people and programs write them, to aware UTC times. What is claimed is read, never judged.

Read are ISO 8601 with its common misspellings, RFC 822 and 2822, dates with month names in a dozen languages,
numeric dates, and Unix time. A time without a zone is taken as UTC; a date without a time is midnight UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from monitor.webtext.months import MONTHS

FIRST_YEAR, LAST_YEAR = 1990, 2200  # outside of these a date is a mistake
_LONGEST = 400  # characters that are looked at
_REMEMBERED = 512  # dates, 300 B each: those of one poll are asked for twice; 18 µs spared a date are not worth more
_SHORT = 64  # characters: what is longer is a line of a page, and not asked for again

# Hours from UTC. Left out: names with several meanings (IST, BST as Bangladesh, CST as China); unknown names are UTC.
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "met": 1, "mez": 1, "cest": 2,
    "mest": 2, "mesz": 2, "eet": 2, "sast": 2, "eest": 3, "msk": 3, "trt": 3, "jst": 9, "kst": 9, "sgt": 8, "hkt": 8,
    "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "ast": -4, "adt": -3, "brt": -3, "art": -3,
}  # fmt: skip

_TIME = (
    r"(?P<hour>[01]?\d|2[0-4])\s?[:.h]\s?(?P<minute>[0-5]\d)(?:\s?:\s?(?P<second>[0-5]\d|60)(?:[.,]\d{1,9})?)?"
    r"(?:\s?(?P<half>[ap]\.?m\b\.?))?"
    r"(?:\s*(?:\(?(?:GMT|UTC)?(?P<offset>[+\u2212-](?:0\d|1[0-4]|\d(?!\d)):?(?:[0-5]\d)?)\b|\(?(?P<zone>[A-Za-z]{1,5})\b))?"
)
_GAP = r"(?:[\sT,|]|\bat\b|\bum\b|\bà\b|\ba las\b|\balle\b|\bom\b|\bв\b|\bо\b|\bкл\b|Uhr|\bklo\b|[-–—·•@]){0,4}"
_MAYBE_TIME = rf"(?:{_GAP}\s?{_TIME})?"
_YEAR = r"(?P<year>\d{4})"
_NAME = r"(?P<month>[^\W\d_]{3,12})"
_SEP = r"(?:\s|\.|,|/|-|\u00a0|\bde\b|\bdel\b|\bof\b|\bd'){1,4}"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d){_MAYBE_TIME}",
        rf"(?<!\d){_YEAR}[年년]\s?(?P<m>\d{{1,2}})[月월]\s?(?P<d>\d{{1,2}})[日일]{_MAYBE_TIME}",
        rf"(?<![\w.])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|°|-?го)?{_SEP}{_NAME}{_SEP}{_YEAR}(?!\d){_MAYBE_TIME}",
        rf"(?<!\w){_NAME}{_SEP}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_SEP}{_YEAR}(?!\d){_MAYBE_TIME}",
        rf"(?<![\w.])(?P<d>\d{{1,2}}){_SEP}{_NAME}{_SEP}(?P<yy>\d{{2}})(?![\d:]){_MAYBE_TIME}",
        rf"(?<![\d.])(?P<d>\d{{1,2}})(?P<swap>[./-])(?P<m>\d{{1,2}})[./-]{_YEAR}(?!\d){_MAYBE_TIME}",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])"
        r"(?:T?(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?(?P<zone>Z)?)?(?!\d)",
        # asctime: "Thu Mar 12 14:05:00 2026", with or without a zone before the year
        rf"(?<!\w){_NAME}\s+(?P<d>\d{{1,2}})\s+(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)\s+"
        rf"(?:(?:(?P<zone>[A-Z]{{1,5}})|(?P<offset>[+-]\d\d:?\d\d))\s+)?{_YEAR}",
    )
)
_UNIX = re.compile(r"\s*(\d{9,10})(\d{3})?(?:\.\d+)?\s*")


def read_date(text: str, *, month_first: bool = False) -> datetime | None:
    """The first date in ``text``, aware and in UTC; None when there is none or it is absurd.

    ``month_first`` decides how "03/04/2026" is read; it is read the other way when only that makes sense.
    """
    return (_remembered if len(text) <= _SHORT else _read_sample)(text[:_LONGEST], month_first)


@lru_cache(_REMEMBERED)
def _remembered(sample: str, month_first: bool) -> datetime | None:
    return _read_sample(sample, month_first)


def _read_sample(sample: str, month_first: bool) -> datetime | None:
    unix = _UNIX.fullmatch(sample)
    if unix:
        return _checked(datetime.fromtimestamp(int(unix.group(1)), UTC))
    found = [match for pattern in _PATTERNS for match in _valid(pattern, sample, month_first)]
    if not found:
        return None
    return min(found, key=lambda pair: pair[0])[1]


def _valid(pattern: re.Pattern[str], text: str, month_first: bool) -> list[tuple[int, datetime]]:
    """The first match of a pattern that is a real date, with its place."""
    for match in pattern.finditer(text):
        date = _read(match.groupdict(), month_first)
        if date is not None:
            return [(match.start(), date)]
    return []


def _read(parts: dict[str, str | None], month_first: bool) -> datetime | None:
    day, month = int(parts["d"] or 0), _month(parts)
    slashed = parts.get("swap") in ("/", "-")  # "03.04.2026" is never American, "3/4/2026 2:05:00 PM" always
    american = month_first or bool(parts.get("half") and parts.get("second"))
    if slashed and ((american and day <= 12) or month > 12):
        day, month = month, day
    year = int(parts.get("year") or 0) or 2000 + int(parts.get("yy") or 0)
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    half = (parts.get("half") or "").lower()[:1]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        local = datetime(year, month, day, tzinfo=_zone(parts)) + timedelta(
            hours=hour, minutes=minute, seconds=min(second, 59)
        )
        return _checked(local.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def _month(parts: dict[str, str | None]) -> int:
    if parts.get("m"):
        return int(parts["m"] or 0)
    return MONTHS.get((parts.get("month") or "").lower().rstrip("."), 0)


def _zone(parts: dict[str, str | None]) -> timezone:
    offset = (parts.get("offset") or "").replace("\u2212", "-").replace(":", "")
    if offset:
        digits = offset[1:]
        hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
        delta = timedelta(hours=hours, minutes=minutes)
        return timezone(-delta if offset[0] == "-" else delta)
    return timezone(timedelta(hours=_ZONES.get((parts.get("zone") or "").lower(), 0)))


def _checked(date: datetime) -> datetime | None:
    return date if FIRST_YEAR <= date.year <= LAST_YEAR else None
