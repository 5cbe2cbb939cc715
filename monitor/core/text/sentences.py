"""Paragraphs and sentences of a text as offset ranges, for many languages.

Paragraphs are lines, or what lines of one width hold together. A sentence ends at a stop, question or exclamation mark
(also Arabic, Devanagari, CJK), unless the stop belongs to an abbreviation, an initial, a number or a domain name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_STOPS = ".!?\u2026\u061f\u06d4\u0964\u0965"
_END = re.compile(
    rf"(?<![{_STOPS}])[{_STOPS}]+[\"'\u2019\u201d\u00bb)\]\u203a]*(?=\s)|[\u3002\uff01\uff1f]+[\u300d\u300f\u201d\uff09)]*"
)
_LAST_WORD = re.compile(r"([^\s(\[\"'\u00ab\u201c\u201e\u2018]+)$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?$")
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof st sr jr gen col lt sgt capt cmdr adm maj rep sen gov pres hon rev no nos vs inc ltd co corp dept
    art arts para paras fig vol ed eds pp al etc cf approx est jan feb mar apr jun jul aug sep sept oct nov dec
    nr abs bzw ca ggf inkl usw vgl str sog evtl geb tel
    m mm mme mlle me av env
    sra dra ud uds pag ee uu
    dhr mevr mw drs mr blz jl
    sig dott avv on pag ecc
    exmo exma
    т д п г гг ул им тыс млн млрд руб см ст стр проф акад рис кв долл напр
    р рр вул грн див
    """.split()
)
_NEVER_LAST = frozenset("etc usw ecc др пр".split())  # an abbreviation that often ends a sentence
_MIN_WRAPPED = 4  # lines
_LIST_MARK = re.compile(r"(?:\d{1,3}[.)]|[-\u2013\u2022*])\s")
_CUTS = ("-", "\u2010", "\u00ac")  # a hyphen at the end of a line
_NARROW, _WIDE = 30, 120  # characters between which texts are wrapped
_MAX_SENTENCE = 2000  # characters; a longer run without a stop is cut here so that work stays bounded


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of the non-empty lines, without the white space around them.

    Lines that were wrapped at a fixed width, as in mails and scanned print, are one paragraph.
    """
    spans: list[tuple[int, int]] = []
    at, broken = 0, True
    width = _wrapped_at(text)
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = at + line.index(stripped)
            end = start + len(stripped)
            if width and not broken and _goes_on(text[spans[-1][0] : spans[-1][1]], stripped, width):
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        broken = not stripped
        at += len(line) + 1
    return spans


def _wrapped_at(text: str) -> int:
    """The width at which the lines of a text are wrapped; 0 for a text with a line for each paragraph."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    width = max(map(len, lines), default=0)
    if len(lines) < _MIN_WRAPPED or not _NARROW <= width <= _WIDE:
        return 0
    full = [line for line in lines if len(line) >= 0.8 * width]
    open_ended = sum(line[-1] not in _STOPS for line in full)
    return width if 2 * len(full) >= len(lines) and 2 * open_ended > len(full) else 0


def _goes_on(before: str, line: str, width: int) -> bool:
    """Whether a line goes on with the paragraph before it: its first word would not have fitted there, or is cut."""
    last = before[before.rfind("\n") + 1 :].strip()
    if last.endswith(_CUTS) and line[0].islower():
        return True
    if _LIST_MARK.match(line):
        return False
    return len(last) + 1 + len(line.split(maxsplit=1)[0]) > width


def _is_end(text: str, start: int, stop: int, end: int) -> bool:
    """Whether the mark at ``stop`` really ends the sentence that began at ``start``."""
    mark = text[stop]
    if mark != ".":
        return True
    word_match = _LAST_WORD.search(text, max(start, stop - 24), stop)
    if word_match is None:
        return True
    word = word_match.group(1)
    following = text[end : end + 40].lstrip()[:1]
    if following and following.islower():
        return False
    lowered = word.lower()
    if lowered in _NEVER_LAST:
        return True
    if lowered in _ABBREVIATIONS:
        return False
    if len(word) == 1 and word.isalpha() and word.isupper():
        return False
    if _INITIALS.match(word):
        return bool(following) and not following.isdigit() and _starts_sentence(text, end)
    return not (word.isdigit() and len(word) <= 2 and _ordinal_follows(text, end))


def _starts_sentence(text: str, end: int) -> bool:
    """After an acronym with stops ("U.S."): a new sentence starts only with a word that rarely follows one."""
    following = re.match(r"\s*[\"'\u201c\u00ab]?(\w+)", text[end : end + 40])
    return following is not None and following.group(1).lower() in _STARTERS


_STARTERS = frozenset(
    """the a an it he she they we i this that these those but and in on at as after before however meanwhile its his
    her their there when while if le la les il elle der die das er sie es el los las het de""".split()
)


def _ordinal_follows(text: str, end: int) -> bool:
    """German and Slavic dates: "3. März", "10. Dezember" do not end a sentence."""
    following = re.match(r"\s*(\w+)", text[end : end + 30])
    return following is not None and following.group(1).lower()[:3] in _MONTHS


_MONTHS = frozenset(
    "jan feb mär mar apr mai may jun jul aug sep okt oct nov dez dec led úno bře dub kvě čer srp".split()
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of the sentences; none spans two paragraphs."""
    return list(each_sentence(text))


def each_sentence(text: str) -> Iterator[tuple[int, int]]:
    """The same one by one, for those who need only the first."""
    for start, stop in paragraphs(text):
        at = start
        for found in _END.finditer(text, start, stop):
            if _is_end(text, at, found.start(), found.end()):
                yield from _pieces(text, at, found.end())
                at = found.end()
        yield from _pieces(text, at, stop)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The range without white space at its ends, in pieces if it is very long."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _MAX_SENTENCE:
        cut = text.rfind(" ", start + 1, start + _MAX_SENTENCE)
        cut = cut if cut > start else start + _MAX_SENTENCE
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end
