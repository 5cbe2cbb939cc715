"""Sources: how each does, adding one with a look first, pausing, polling now."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor.core.errors import NotFound, UserMistake
from monitor.core.model.ids import SourceId
from monitor.core.model.source import SourceKind, SourceRank
from monitor.core.urls import without_credentials
from monitor.services.hosts import list_hosts, report_of
from monitor.services.sources import (
    Added,
    Wish,
    add_source,
    list_sources,
    make_due,
    pause,
    read_wish,
    remove,
    resume,
)
from monitor.services.status import SourceHealth
from monitor.web.asked import Form, Name, Page, Posted, Text, as_field
from monitor.web.render import page
from monitor.web.site import Here, Site

router = APIRouter(include_in_schema=False)
DAYS = 30
SHOWN = 100  # sources on a page
LONG = 20  # from so many on a list can be searched
CONDITIONS = ("failing", "healthy", "waiting", "paused", "disabled")
_ORDER = {word: number for number, word in enumerate(CONDITIONS)}


@router.get("/sources")
def sources(request: Request, site: Here, only: Text = "", find: Text = "", number: Page = 1) -> Response:
    """The table, what fails first, page by page; ``find`` is part of a name, id or address."""
    rows = sorted(list_sources(site.store), key=lambda row: (_ORDER[row.condition], row.source.id))
    counts = {word: sum(row.condition == word for row in rows) for word in CONDITIONS}
    wanted = [row for row in rows if only in ("", row.condition) and _has(row, find)]
    shown = wanted[(number - 1) * SHOWN : number * SHOWN]
    now = site.now()
    with site.store.read() as tx:
        days = tx.reading.all_days(now - timedelta(days=DAYS), now)
    asked = list_hosts(site.store, now)
    hosts = {row.source.id: report_of(asked, row.source.url) for row in shown}
    return page(request, "sources.html", rows=shown, counts=counts, only=only, total=len(rows), hosts=hosts,
                days=days, empty=[0] * DAYS, find=find, number=number, more=len(wanted) > number * SHOWN,
                long=len(rows) > LONG)  # fmt: skip


def _has(row: SourceHealth, part: str) -> bool:
    source = row.source
    texts = (source.name, source.id, without_credentials(source.url))
    return any(part.strip().casefold() in text.casefold() for text in texts)


@router.get("/sources/add")
def add_form(request: Request) -> Response:
    """The empty form."""
    return _add_page(request, Form({}))


@router.post("/sources/add")
def add(request: Request, site: Here, form: Posted) -> Response:
    """Look what the address answers; with the other button, add it."""
    save = form.text("act") == "save"
    try:
        wish = _wish(site, form)
        added = add_source(site.store, site.asking, wish, site.now(), dry_run=not save)
    except UserMistake as error:
        return _add_page(request, form, problem=as_field(str(error)))
    if save:
        return RedirectResponse(f"/sources/{added.source.id}?said=added", 303)
    return _add_page(request, form, looked=added)


@router.get("/sources/{name}")
def source(request: Request, site: Here, name: Name) -> Response:
    """One source: what it is, how it does, what it brought lately."""
    row = _row(site, name)
    now = site.now()
    with site.store.read() as tx:
        days = tx.reading.days(SourceId(name), now - timedelta(days=DAYS), now)
        latest = tx.reading.entries_of(SourceId(name), limit=25)
    host = report_of(list_hosts(site.store, now), row.source.url)
    return page(request, "source.html", row=row, url=without_credentials(row.source.url), days=days, latest=latest,
                host=host, addresses=[without_credentials(each.url) for each in row.source.fallbacks])  # fmt: skip


@router.post("/sources/{name}/pause")
def pause_source(site: Here, name: Name) -> Response:
    """Stop polling it."""
    pause(site.store, name)
    return _back(name, "paused")


@router.post("/sources/{name}/resume")
def resume_source(site: Here, name: Name) -> Response:
    """Poll it again."""
    resume(site.store, name, site.now())
    return _back(name, "resumed")


@router.post("/sources/{name}/poll")
def poll_now(site: Here, name: Name) -> Response:
    """Make it due now; a running monitor sees it within a second."""
    make_due(site.store, name, site.now())
    return _back(name, "polled")


@router.post("/sources/{name}/remove")
def remove_source(site: Here, name: Name) -> Response:
    """Stop watching one that was added here or on the command line."""
    remove(site.store, name, site.now(), file=site.config)
    return RedirectResponse("/sources?said=removed", 303)


def _row(site: Site, name: str) -> SourceHealth:
    for row in list_sources(site.store):
        if row.source.id == name:
            return row
    raise NotFound(f"no source {name!r}")


def _wish(site: Site, form: Form) -> Wish:
    rank = form.number("rank")
    kind = form.text("kind")
    return read_wish(
        form.text("url"), ident="", name=form.text("name"),
        kind=kind if kind in {each.value for each in SourceKind} else None,
        rank=rank if 1 <= rank <= len(SourceRank) else SourceRank.PRESS.number, language="",
        interval=form.text("interval") or "30m", shortest=site.shortest_interval,
    )  # fmt: skip


def _add_page(request: Request, form: Form, *, looked: Added | None = None, problem: str = "") -> Response:
    return page(request, "source-add.html", status=422 if problem else 200, form=form, looked=looked, problem=problem,
                kinds=[each.value for each in SourceKind])  # fmt: skip


def _back(name: str, said: str) -> Response:
    return RedirectResponse(f"/sources/{name}?said={said}", 303)
