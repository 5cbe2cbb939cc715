"""Topics: what is tracked, and an editor that tries a query on the archive before it is saved."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor.core.errors import AlreadyThere, ChangedMeanwhile, MonitorError, NotFound, QueryError, UserMistake
from monitor.services.channels import list_channels
from monitor.services.concepts import names_of
from monitor.services.feedback import precision
from monitor.services.marks import mark_of
from monitor.services.mutes import muted_topics
from monitor.services.names import slug
from monitor.services.topic_editing import WEEKS, change_topic, reports_by_week
from monitor.services.topics import TopicRow, add_topic, list_topics, remove_topic, show_topic
from monitor.services.trial import Comparison, Tried, compare, try_out
from monitor.web.asked import Form, Name, Posted
from monitor.web.feedback import SPANS
from monitor.web.render import page
from monitor.web.site import Here, Site

router = APIRouter(include_in_schema=False)
LANGUAGE = (  # the way into docs/reference/topic-language.md for who has only the page
    ("sanction", "the word in its forms: sanction, sanctions"),
    ('"Rome Statute"', "these words, in this order"),
    ("amend*", "every word that begins so"),
    ("court AND sanctions", "both; AND may be left out"),
    ("reparations OR compensation", "one of the two"),
    ("ICC NOT cricket", "the first without the second"),
    ("judges /s sanctions", "both in one sentence; /p: in one paragraph"),
    ("amend* NEAR/5 statute", "at most five words apart"),
    ("title:ecocide", "in the headline; also lead: source: lang:en"),
    ("{icc} AND (visa OR asset*)", "any name of the concept, and one of the bracket"),
)
NAME = re.compile(r"[a-z0-9-]+")
PERIODS = {"4": "4 weeks", "12": "12 weeks", "52": "a year", "": "everything"}
SHOWN = 25
WHILE_TYPING = 500  # articles, the newest: an answer within a few seconds; the button looks at all of the period


@router.get("/topics")
def topics(request: Request, site: Here) -> Response:
    """The list, with what each found week by week."""
    now = site.now()
    judged = {each.name: each for each in precision(site.store) if each.kind == "topic"}
    return page(request, "topics.html", rows=list_topics(site.store), weeks=reports_by_week(site.store, now),
                period=WEEKS, judged=judged, muted=muted_topics(site.store, now))  # fmt: skip


@router.get("/topics/new")
def new(request: Request, site: Here) -> Response:
    """The empty editor."""
    return _editor(request, site, None, Form({}))


@router.post("/topics/new")
def add(request: Request, site: Here, form: Posted) -> Response:
    """Save, or (the other button) try first; "copy" brings the query of a declared topic."""
    if form.text("act") == "copy":
        form = Form({"query": [form.raw("query")], "period": [form.text("period", "12")]})
    if form.text("act") != "save":
        return _editor(request, site, None, form)
    title = form.text("title")
    try:
        name = form.text("name") or slug(title) or _numbered(site, form)
        add_topic(site.store, name, form.raw("query"), title=title, channels=form.texts("channel"),
                         now=site.now())  # fmt: skip
    except AlreadyThere as error:
        if not _is_saved(site, name, form):
            return _editor(request, site, None, form, problem=error)
    except UserMistake as error:
        return _editor(request, site, None, form, problem=error)
    return RedirectResponse(f"/topics/{name}?said=saved", 303)


def _numbered(site: Site, form: Form) -> str:
    """A name for a topic whose title has no Latin letter to make one of: topic-1, or the one that it has already."""
    taken = [row.topic.id for row in list_topics(site.store)]
    if sent_before := [name for name in taken if name.startswith("topic-") and _is_saved(site, name, form)]:
        return sent_before[0]
    return next(name for number in count(1) if (name := f"topic-{number}") not in taken)


def _is_saved(site: Site, name: str, form: Form) -> bool:
    """Whether the topic stands there just as it was typed: the form was sent twice."""
    held = show_topic(site.store, name).topic
    return (held.query, held.title) == (form.raw("query"), form.text("title") or name)


@router.post("/topics/-trial")  # no name begins so: a topic may be called "trial"
def trial(request: Request, site: Here, form: Posted) -> Response:
    """The live trial while a query is typed: the part of the editor below the form."""
    try:
        tried, compared = _try(site, form, newest=WHILE_TYPING)
    except UserMistake as error:
        return page(request, "trial.html", **_problem(error, form.raw("query")), tried=None, compared=None, shown=SHOWN,
                    most=0)  # fmt: skip
    return page(request, "trial.html", tried=tried, compared=compared, problem="", caret=None, shown=SHOWN,
                most=WHILE_TYPING)  # fmt: skip


@router.get("/topics/{name}")
def topic(request: Request, site: Here, name: Name) -> Response:
    """One topic: its query, what it found, and the editor if a person made it."""
    row = show_topic(site.store, name)
    fields: dict[str, list[str]] = {
        "query": [row.topic.query],
        "title": [row.topic.title],
        "channel": list(row.topic.channels),
    }
    return _editor(request, site, row, Form(fields))


@router.post("/topics/{name}")
def change(request: Request, site: Here, name: Name, form: Posted) -> Response:
    """Save the change, or try first. What was typed stays, also where the topic was removed or changed meanwhile."""
    try:
        row = show_topic(site.store, name)
    except NotFound:
        gone = UserMistake(f"topic {name!r} was removed meanwhile: save to track it anew")
        return _editor(request, site, None, form, problem=gone)
    if form.text("act") != "save":
        return _editor(request, site, row, form)
    try:
        change_topic(site.store, name, form.raw("query"), title=form.text("title"), channels=form.texts("channel"),
                     seen=form.text("seen"), now=site.now())  # fmt: skip
    except UserMistake as error:
        return _editor(request, site, row, form, problem=error)
    return RedirectResponse(f"/topics/{name}?said=saved", 303)


@router.post("/topics/{name}/remove")
def remove(site: Here, name: Name) -> Response:
    """Stop tracking it."""
    remove_topic(site.store, name, site.now())
    return RedirectResponse("/topics?said=removed", 303)


def _editor(request: Request, site: Site, row: TopicRow | None, form: Form,
            problem: MonitorError | None = None) -> Response:  # fmt: skip
    query = form.raw("query")
    said = _problem(problem, query) if problem else {"problem": "", "caret": None}
    tried = compared = None
    if query.strip() and problem is None and form.text("act"):
        try:
            tried, compared = _try(site, form, row.topic.id if row else "")
        except UserMistake as error:
            said = _problem(error, query)
    crossed = isinstance(problem, ChangedMeanwhile)
    now = site.now()
    weeks = reports_by_week(site.store, now).get(row.topic.id, []) if row else []
    muted = muted_topics(site.store, now).get(row.topic.id) if row else None
    return page(
        request, "topic.html", status=422 if said["problem"] else 200, row=row, query=query, title=form.text("title"),
        seen=(not crossed and form.text("seen")) or (mark_of(row.topic) if row else ""), crossed=crossed,
        name=form.text("name") or form.text("against"), chosen=form.texts("channel"),
        channels=list_channels(site.store), tried=tried, compared=compared, weeks=weeks, spans=SPANS,
        concepts=sorted(names_of(row.topic)) if row else [],
        muted=muted, periods=PERIODS, period=form.text("period", "12"), shown=SHOWN, most=0, language=LANGUAGE,
        **said,
    )  # fmt: skip


def _try(site: Site, form: Form, name: str = "", *,
         newest: int | None = None) -> tuple[Tried | None, Comparison | None]:  # fmt: skip
    """What the query finds, and against the saved topic what it gains and loses. One trial at a time."""
    query, saved = form.raw("query"), name or form.text("against")
    if NAME.fullmatch(query.strip()):  # one plain word, not the name of a saved topic
        query = f"({query})"
    if not query.strip():
        return None, None
    since = since_of(site, form)
    with site.one_trial():
        tried = try_out(site.store, query, since=since, newest=newest)
        if not saved:
            return tried, None
        try:
            return tried, compare(site.store, query, saved, since=since, newest=newest)
        except NotFound:
            return tried, None


def since_of(site: Site, form: Form) -> datetime | None:
    """From when on a trial looks at the archive, by the period that was chosen."""
    weeks = form.text("period", "12")
    return site.now() - timedelta(weeks=int(weeks)) if weeks in PERIODS and weeks else None


def _problem(error: MonitorError, query: str) -> dict[str, Any]:
    """The words of a mistake; for one in the query also its line and the column in it."""
    if not isinstance(error, QueryError):
        return {"problem": str(error), "caret": None}
    typed = query.split("\n")
    line = typed[min(error.line, len(typed)) - 1].rstrip("\r")
    words = error.problem.removeprefix('topic "trial": ') + (f" ({error.hint})" if error.hint else "")
    return {"problem": words, "caret": (line, error.column)}
