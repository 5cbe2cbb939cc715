"""Concepts: the names that topics share, and an editor that says what a change would do to the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor.core.errors import ChangedMeanwhile, NotFound, UserMistake
from monitor.core.model.source import Owner
from monitor.core.model.topic import Concept
from monitor.services.concept_trial import Impact, try_concept
from monitor.services.concepts import (
    LISTS,
    ConceptRow,
    Fault,
    faults_in,
    list_concepts,
    put_concept,
    read_concept,
    remove_concept,
    show_concept,
)
from monitor.services.marks import mark_of
from monitor.services.names import slug
from monitor.web.asked import ConceptName, Form, Posted, Text
from monitor.web.render import page
from monitor.web.site import Here, Site
from monitor.web.topics import PERIODS, WHILE_TYPING, since_of

Lists = Mapping[str, Sequence[str]]  # lines by the names in LISTS

router = APIRouter(include_in_schema=False)
SHOWN = 15
LABELS = {
    "terms": ("Names", "One a line, in any language. Phrases need no quotes; trunc* works; ICC in capitals matches "
                       "capitals only."),
    "ambiguous": ("Ambiguous names", "Count only where an unambiguous name or a word of the context stands in the same "
                                     "text."),
    "context": ("Context", "Words that prove an ambiguous name."),
    "refused_by": ("Refused by", "Words that refute an ambiguous name in their sentence."),
}  # fmt: skip


@router.get("/concepts")
def concepts(request: Request, site: Here) -> Response:
    """The list, those that a person wrote first."""
    rows = sorted(list_concepts(site.store), key=lambda row: (row.concept.owner is Owner.FILE, row.concept.name))
    return page(request, "concepts.html", rows=rows)


@router.get("/concepts/new")
def new(request: Request, site: Here, like: Text = "") -> Response:
    """The empty editor, or one that begins with the names of another concept."""
    model = show_concept(site.store, like).concept if like else None
    return _editor(request, site, None, Form({}), lists=_lists(model) if model else None)


@router.post("/concepts/new")
def add(request: Request, site: Here, form: Posted) -> Response:
    """Save, or (the other button) try first."""
    return _save(request, site, None, form)


@router.post("/concepts/-trial")  # no name begins so: a concept may be called "trial"
def trial(request: Request, site: Here, form: Posted) -> Response:
    """The live trial while names are typed: what is wrong under each field, and what would change."""
    lists = _typed(form)
    return page(request, "concept-trial.html", live=True, most=WHILE_TYPING,
                **_tried(site, form.text("name"), lists, form, newest=WHILE_TYPING))  # fmt: skip


@router.get("/concepts/{name}")
def concept(request: Request, site: Here, name: ConceptName) -> Response:
    """One concept: its names, the topics that use it, and the editor if a person wrote it."""
    row = show_concept(site.store, name)
    return _editor(request, site, row, Form({}), lists=_lists(row.concept))


@router.post("/concepts/{name}")
def change(request: Request, site: Here, name: ConceptName, form: Posted) -> Response:
    """Save the change, or try first. What was typed stays, also where the concept was removed or changed meanwhile."""
    try:
        row = show_concept(site.store, name)
    except NotFound:
        words = f"concept {name!r} was removed meanwhile: save to add it anew"
        return _editor(request, site, None, form, lists=_typed(form), problem=words)
    return _save(request, site, row, form)


@router.post("/concepts/{name}/remove")
def remove(site: Here, name: ConceptName) -> Response:
    """Forget it, unless a topic uses it."""
    remove_concept(site.store, name, site.now())
    return RedirectResponse("/concepts?said=removed", 303)


def _save(request: Request, site: Site, row: ConceptRow | None, form: Form) -> Response:
    lists = _typed(form)
    if form.text("act") != "save" or faults_in(lists):
        return _editor(request, site, row, form, lists=lists, tried=True)
    name = row.concept.name if row else slug(form.text("name"))
    try:
        made = read_concept(name, lists)
        if row is None and any(each.concept.name == name for each in list_concepts(site.store)):
            raise UserMistake(f"there is a concept {name!r} already")
        put_concept(site.store, replace(made, people=row.concept.people) if row else made, site.now(),
                    seen=form.text("seen"))  # fmt: skip
    except UserMistake as error:
        return _editor(request, site, row, form, lists=lists, problem=str(error),
                       crossed=isinstance(error, ChangedMeanwhile))  # fmt: skip
    return RedirectResponse(f"/concepts/{made.name}?said=concept", 303)


def _editor(request: Request, site: Site, row: ConceptRow | None, form: Form, *, lists: Lists | None = None,
            tried: bool = False, problem: str = "", crossed: bool = False) -> Response:  # fmt: skip
    shown = lists or dict.fromkeys(LISTS, ())
    name = row.concept.name if row else form.text("name")
    found = _tried(site, name, shown, form) if tried else _untried()
    wrong = bool(problem or found["faults"] or found["problem"])
    return page(
        request, "concept.html", status=422 if wrong else 200, row=row, name=name, lists=shown, labels=LABELS,
        own=row is None or row.concept.owner is Owner.USER, periods=PERIODS, period=form.text("period", "12"),
        seen=(not crossed and form.text("seen")) or (mark_of(row.concept) if row else ""), live=False, most=0,
        now_saved=_lists(row.concept) if row and crossed else None,
        **(found | ({"problem": problem} if problem else {})),
    )  # fmt: skip


def _tried(site: Site, name: str, lists: Lists, form: Form, *, newest: int | None = None) -> dict[str, Any]:
    """What the part below the form needs: the faults by field, or the impact."""
    faults = faults_in(lists)
    if faults:
        return _untried() | {"faults": {key: [each for each in faults if each.list_name == key] for key in LISTS}}
    try:
        return _untried() | {"impact": _impact(site, read_concept(slug(name) or "new", lists), form, newest)}
    except UserMistake as error:
        return _untried() | {"problem": str(error)}


def _impact(site: Site, wanted: Concept, form: Form, newest: int | None) -> Impact:
    held = next((row.concept for row in list_concepts(site.store) if row.concept.name == wanted.name), None)
    whole = replace(wanted, people=held.people) if held else wanted
    with site.one_trial():
        return try_concept(site.store, whole, since=since_of(site, form), newest=newest)


def _untried() -> dict[str, Any]:
    return {"faults": dict[str, list[Fault]](), "impact": None, "problem": "", "shown": SHOWN, "fields": LISTS}


def _typed(form: Form) -> dict[str, list[str]]:
    return {key: form.raw(key).splitlines() for key in LISTS}


def _lists(concept: Concept) -> dict[str, list[str]]:
    """The names as the editor shows them: ambiguous ones stand in their own list only."""
    loose = set(concept.ambiguous)
    return {"terms": [each for each in concept.terms if each not in loose], "ambiguous": [*concept.ambiguous],
            "context": [*concept.context], "refused_by": [*concept.refused_by]}  # fmt: skip
