"""One development, one article, and what people say about the filing."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor.core.errors import UserMistake
from monitor.core.model.article import VersionKind
from monitor.core.model.route import MuteAct
from monitor.services import developments, mutes
from monitor.services.dossier import article_file, dossier
from monitor.services.export import iso
from monitor.services.topics import list_topics
from monitor.web.asked import Number, Posted
from monitor.web.feedback import SPANS, WORDS
from monitor.web.render import page
from monitor.web.site import Here

router = APIRouter(include_in_schema=False)


@router.get("/developments/{number}")
def development(request: Request, site: Here, number: Number) -> Response:
    """Its timeline, its reports with their evidence, what was sent, and the forms to correct the filing."""
    found = dossier(site.store, number)
    if found.development.id != number:  # it was merged
        return RedirectResponse(f"/developments/{found.development.id}", 303)
    own = [each for each in found.told if not each.report.near_copy]
    copies = [each for each in found.told if each.report.near_copy]
    titles = {row.topic.id: row.topic.title for row in list_topics(site.store)}
    now, number = site.now(), found.development.id
    said = mutes.said_of_developments(site.store, now).get(number, {})
    with site.store.read() as tx:
        opinions = tx.feedback.opinions()
    return page(
        request, "development.html", dossier=found, own=own, copies=copies, titles=titles, zone=site.zone,
        articles=[each.report for each in found.told], muted=said.get(MuteAct.MUTE), said_of=opinions,
        has_captures=any(each.captures for each in found.told),
        seen=mutes.is_seen(found.development, said), spans=SPANS, opinions=WORDS,
        marks=[(each.report, version.seen_at, version.change or version.kind.value) for each in found.told
               for version in each.versions if version.change or version.kind is not VersionKind.EDITED],
    )  # fmt: skip


@router.post("/developments/{number}/merge")
def merge(site: Here, number: Number, form: Posted) -> Response:
    """Another development tells of the same: its reports come here."""
    other = form.number("other")
    if not other:
        raise UserMistake("merge: give the number of the other development")
    developments.merge(site.store, number, other, site.now())
    return _back(number, "merged")


@router.post("/developments/{number}/split")
def split(site: Here, number: Number, form: Posted) -> Response:
    """The chosen reports tell of another happening."""
    made = developments.split(site.store, number, form.numbers("article"), site.now())
    return _back(made.id, "split")


@router.post("/articles/{number}/same")
def same(site: Here, number: Number, form: Posted) -> Response:
    """Another article tells of the same happening."""
    made = developments.say_same(site.store, number, form.number("other"), site.now())
    return _back(made.id, "same")


@router.post("/articles/{number}/notsame")
def not_same(site: Here, number: Number, form: Posted) -> Response:
    """Another article tells of a different happening."""
    developments.say_not_same(site.store, number, form.number("other"), site.now())
    return RedirectResponse(f"/articles/{number}?said=notsame", 303)


@router.get("/articles/{number}")
def article(request: Request, site: Here, number: Number) -> Response:
    """The stored text with its evidence, and what later looks at its page found."""
    return page(request, "article.html", file=article_file(site.store, number), iso=iso)


def _back(number: int, said: str) -> Response:
    return RedirectResponse(f"/developments/{number}?said={said}", 303)
