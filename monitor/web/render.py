"""From what was found to HTML: Jinja2 lives here. Every text put into a page is made inert, then escaped.

``finalize`` does it for each ``{{ … }}``, so that no template can forget; what is HTML already is ``Markup``, made only
in this file and in ``charts`` and ``marking``.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from monitor import __version__
from monitor.core.inert import inert, inert_url
from monitor.core.model.development import CHANGED
from monitor.core.wording import counted, day_of, is_day, when
from monitor.web.charts import rhythm, spark, timeline
from monitor.web.marking import adds, in_paragraph, lines, marked, pointed, word_changes, written
from monitor.web.site import Site, site_of
from monitor.web.static import address

_LONGEST = 20_000  # characters of one text; longer ones go through ``lines``
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

SAID = {
    "merged": "The two developments are one now.",
    "split": "The reports have a development of their own now.",
    "same": "They are filed together now.",
    "notsame": "They are filed apart now.",
    "saved": "Saved. It is tracked from now on.",
    "concept": "Saved. Every topic that names it uses these names from now on.",
    "removed": "Removed. What it found or brought stays.",
    "added": "Added. It is polled within seconds; what is there already is stored, and not alerted.",
    "paused": "Paused. It is not polled until you resume it.",
    "resumed": "It is polled again.",
    "polled": "It is polled within seconds, if the monitor runs.",
    "again": "It is sent again within seconds, if the monitor runs.",
    "route": "Saved. It holds for what comes from now on.",
    "channel": "Added. Send it a test.",
    "read": "Everything there is counts as seen.",
    "revoked": "Revoked. Whoever used it is locked out from now on.",
    "password": "The password is changed. Every other browser was logged out.",
    "feedback": "Noted.",
    "seen": "It counts as seen. What comes later is told.",
    "muted": "Muted.",
    "unmuted": "No longer muted.",
}


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page made of a template. ``said`` names a sentence of ``SAID``, as a redirect after a form does."""
    site = site_of(request)
    said = SAID.get(str(context.pop("said", "") or request.query_params.get("said", "")), "")
    principal = getattr(request.state, "principal", None)
    pieces = _environment().get_template(template).generate(
        said=said, inside=principal is not None, path=request.url.path, part=_part_of(request.url.path),
        now=site.now(), times=Times(site), version=__version__, **context,
    )  # fmt: skip
    body = bytearray()  # piece by piece: a table of 500 rows would stand in memory thrice if it were joined at the end
    for piece in pieces:
        body += piece.encode()
    return HTMLResponse(bytes(body), status)


def _part_of(path: str) -> str:
    """Under which entry of the navigation a page stands whose address does not begin with it."""
    first = path.split("/")[1]
    return {"developments": "/", "articles": "/", "captures": "/", "concepts": "/topics", "routes": "/alerts",
            "digests": "/alerts", "channels": "/alerts"}.get(first, "")  # fmt: skip


class Times:
    """How moments are shown: in the reader's zone, with UTC where one points at it."""

    def __init__(self, site: Site) -> None:
        self._zone: tzinfo = site.zone
        self._now = site.now()
        self.zone = str(site.zone)  # as in Europe/Amsterdam
        self.local = not site.zone_is_set  # nobody set a zone: the browser may show its own

    def at(self, moment: datetime | None, never: str = "never") -> Markup:
        """Day and time."""
        if moment is None:
            return escape(never)
        return self._element(moment, self._short(moment))

    def exact(self, moment: datetime) -> Markup:
        """Day and time to the second, in the reader's zone and in UTC: for what is to be proved."""
        local, utc = moment.astimezone(self._zone), moment.astimezone(UTC)
        text = f"{local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M:%S} {local:%Z}"
        if local.utcoffset():
            text += f" ({utc.day} {_MONTHS[utc.month - 1]} {utc.year}, {utc:%H:%M:%S} UTC)"
        return Markup('<time datetime="{}">{}</time>').format(utc.isoformat(timespec="seconds"), text)

    def claimed(self, moment: datetime | None, never: str = "never") -> Markup:
        """Day and time that a source claims; the day alone where that is all it says."""
        return escape(day_of(moment)) if moment is not None and is_day(moment) else self.at(moment, never)

    def ago(self, moment: datetime | None, never: str = "never") -> Markup:
        """How far from now."""
        if moment is None:
            return escape(never)
        return self._element(moment, ago(moment, self._now), relative=True)

    def _short(self, moment: datetime) -> str:
        local = moment.astimezone(self._zone)
        year = "" if local.year == self._now.astimezone(self._zone).year else f" {local.year}"
        return f"{local.day} {_MONTHS[local.month - 1]}{year}, {local:%H:%M}"

    def _element(self, moment: datetime, text: str, *, relative: bool = False) -> Markup:
        utc = moment.astimezone(UTC)
        full = when(moment, self._zone)
        kind = "ago" if relative else "at"
        return Markup('<time class="{}" datetime="{}" title="{}">{}</time>').format(
            kind, utc.isoformat(timespec="seconds"), full, text
        )


def ago(moment: datetime, now: datetime) -> str:
    """``20 s ago``, ``in 2 h``: how far a moment is from now."""
    seconds = (moment - now).total_seconds()
    size = abs(seconds)
    if size < 2:
        return "now"
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        if size >= length * (2 if unit == "d" else 1):
            break
    text = f"{max(1, round(size / length))} {unit}"
    return f"in {text}" if seconds > 0 else f"{text} ago"


def span(length: timedelta | None) -> str:
    """``30 min``, ``1.4 d``: a length of time; "" for None."""
    if length is None:
        return ""
    seconds = length.total_seconds()
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:.1f}".removesuffix(".0") + f" {unit}"
    return f"{seconds:.0f} s"


def size(count: int) -> str:
    """``48 KB``, ``1.2 MB``: a number of bytes."""
    for unit, length in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if count >= length:
            return (f"{count / length:.1f}" if unit != "KB" else f"{count / length:.0f}") + f" {unit}"
    return f"{count} bytes"


def _finalize(value: object) -> object:
    return inert(value, _LONGEST) if isinstance(value, str) and not isinstance(value, Markup) else value


def _link(url: str, text: str) -> Markup:
    """A link to a page elsewhere; the text alone where the address is none that may be followed."""
    shown, target = inert(text, 300) or "(no title)", inert_url(url)
    if not target:
        return Markup('<span dir="auto">{}</span>').format(shown)
    return Markup('<a href="{}" rel="noopener noreferrer nofollow" dir="auto">{}</a>').format(target, shown)


@cache
def _environment() -> Environment:
    made = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, cache_size=100,
                       undefined=StrictUndefined, finalize=_finalize, trim_blocks=True, lstrip_blocks=True,
                       auto_reload=False)  # fmt: skip
    made.globals |= {"link": _link, "static": address, "marked": marked, "in_paragraph": in_paragraph, "lines": lines,
                     "word_changes": word_changes, "timeline": timeline, "spark": spark, "rhythm": rhythm,
                     "counted": counted, "changed": CHANGED, "span": span, "size": size, "adds": adds,
                     "written": written, "pointed": pointed}  # fmt: skip
    return made
