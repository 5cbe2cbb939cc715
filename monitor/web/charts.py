"""Pictures as SVG, drawn here: no script, no style but classes that the page's own sheet colours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from markupsafe import Markup

from monitor.core.inert import inert
from monitor.core.model.development import Novelty, Report
from monitor.core.wording import counted, when

_WIDTH, _ROW, _TOP, _LEFT, _RIGHT = 760, 26, 26, 170, 20
MOST_ROWS = 14
_CLASSES = {Novelty.NEW: "new", Novelty.UPDATE: "update", Novelty.CORRECTION: "correction", Novelty.REPEAT: "repeat"}


def spark(counts: Sequence[int], label: str = "") -> Markup:
    """Bars for a few counts, oldest first, with the same in words for whoever cannot see them."""
    most, width = max([*counts, 1]), 6
    bars = [
        Markup('<rect x="{}" y="{:.1f}" width="{}" height="{:.1f}"/>').format(
            number * (width + 2), 20 - max(1.0, 19 * count / most), width, max(1.0, 19 * count / most))
        for number, count in enumerate(counts)
    ]  # fmt: skip
    words = label or f"{counted(sum(counts), 'report')} in {len(counts)} weeks: {', '.join(map(str, counts))}"
    size = len(counts) * (width + 2)
    return Markup('<svg class="spark" viewBox="0 0 {0} 20" width="{0}" height="20" role="img" aria-label="{1}">'
                  "<title>{1}</title>{2}</svg>").format(size, words, Markup().join(bars))  # fmt: skip


def rhythm(days: Sequence[int], label: str) -> Markup:
    """A strip of days, oldest first: the more came on a day, the fuller its mark."""
    marks = [
        Markup('<rect class="d{}" x="{}" y="1" width="6" height="12"/>').format(min(count, 3), number * 8)
        for number, count in enumerate(days)
    ]
    size = len(days) * 8
    return Markup('<svg class="strip" viewBox="0 0 {0} 14" width="{0}" height="14" role="img" aria-label="{1}">'
                  "<title>{1}</title>{2}</svg>").format(size, label, Markup().join(marks))  # fmt: skip


def timeline(reports: Sequence[Report], zone: tzinfo,
             marks: Sequence[tuple[Report, datetime, str]] = ()) -> Markup:  # fmt: skip
    """Reports over time, a row for each outlet; near copies are small. The same stands in words below the picture.

    ``marks`` are later changes of a report's page: when they were seen, and in words.
    """
    outlets: dict[str, list[Report]] = {}
    for report in sorted(reports, key=lambda each: each.first_seen):
        outlets.setdefault(report.source_name, []).append(report)
    rows = list(outlets.items())[:MOST_ROWS]
    left = len(outlets) - len(rows)
    moments = [report.first_seen for report in reports] + [at for _, at, _ in marks]
    first, length = min(moments), max(moments) - min(moments)
    height = _TOP + _ROW * len(rows) + 8
    body = [_axis(first, length, height, zone)]
    for number, (name, told) in enumerate(rows):
        y = _TOP + _ROW * number + _ROW // 2
        body.append(Markup('<text x="{}" y="{}" text-anchor="end" class="outlet">{}</text>'
                           '<line x1="{}" x2="{}" y1="{}" y2="{}" class="row"/>').format(
            _LEFT - 14, y + 4, _short(name), _LEFT, _WIDTH - _RIGHT, y, y))  # fmt: skip
        body += [_dot(report, _x(report.first_seen, first, length), y, zone) for report in told]
        body += [_diamond(report, _x(at, first, length), y, f"{words}, seen {when(at, zone)}")
                 for report, at, words in marks if report.source_name == name]  # fmt: skip
    words = f"{counted(len(reports), 'report')} by {counted(len(outlets), 'outlet')}"
    picture = Markup('<svg class="timeline" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>').format(
        _WIDTH, height, words, Markup().join(body))  # fmt: skip
    return picture + (Markup("<p><small>and {} more outlets below</small></p>").format(left) if left else Markup())


def _axis(first: datetime, length: timedelta, height: int, zone: tzinfo) -> Markup:
    """Start and end, with as many moments between as say something."""
    steps = 4 if length > timedelta(minutes=4) else 1 if length else 0
    marks = []
    for number in range(steps + 1):
        at = first + length * (number / steps if steps else 0)
        anchor = "start" if number == 0 else "end" if number == steps else "middle"
        x = _x(at, first, length)
        marks.append(Markup('<line x1="{0:.1f}" x2="{0:.1f}" y1="18" y2="{1}" class="grid"/>'
                            '<text x="{0:.1f}" y="12" text-anchor="{2}" class="tick">{3}</text>').format(
            x, height - 6, anchor, _tick(at.astimezone(zone), length)))  # fmt: skip
    return Markup().join(marks)


def _tick(at: datetime, length: timedelta) -> str:
    if length > timedelta(days=3):
        return f"{at.day} {at:%b}"
    return f"{at.day} {at:%b} {at:%H:%M}" if length > timedelta(hours=20) else f"{at:%H:%M}"


def _x(at: datetime, first: datetime, length: timedelta) -> float:
    room = _WIDTH - _LEFT - _RIGHT
    return _LEFT + (room * ((at - first) / length) if length else 0)


def _dot(report: Report, x: float, y: int, zone: tzinfo) -> Markup:
    kind = _CLASSES[report.novelty]
    words = f"{report.novelty.value}: {inert(report.title, 200)}, {report.source_name}, {when(report.first_seen, zone)}"
    size = 4 if report.near_copy else 7 if report.novelty is not Novelty.REPEAT else 5
    dot = Markup(
        '<a href="#report-{}" aria-label="{}"><circle class="{}" cx="{:.1f}" cy="{}" r="{}">'
        "<title>{}</title></circle></a>"
    )
    return dot.format(report.article_id, words, kind, x, y, size, words)


def _diamond(report: Report, x: float, y: int, words: str) -> Markup:
    shape = f"M{x:.1f} {y - 7} l7 7 l-7 7 l-7 -7 z"
    mark = Markup('<a href="#report-{}" aria-label="{}"><path class="correction" d="{}"><title>{}</title></path></a>')
    said = inert(words, 300)
    return mark.format(report.article_id, said, shape, said)


def _short(name: str) -> str:
    plain = inert(name, 200)
    return plain if len(plain) <= 24 else plain[:23] + "…"
