"""What readers say: of an alert by its signed link, without a login, and of reports and developments on their pages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from monitor.core.errors import NotFound, UserMistake
from monitor.core.model.ids import ArticleId
from monitor.core.model.route import Opinion
from monitor.services import feedback, mutes
from monitor.web.asked import Form, Name, Number, Posted
from monitor.web.render import page
from monitor.web.site import Here, Site

router = APIRouter(include_in_schema=False)
WORDS = {Opinion.RELEVANT: "relevant", Opinion.NOT_RELEVANT: "not relevant", Opinion.REPEAT: "a repeat"}
SPANS = {"1d": "a day", "7d": "a week", "30d": "30 days", "": "until I say otherwise"}
Signature = Annotated[str, Query(alias="s", max_length=100)]


@router.get("/feedback/{number}/{opinion}")
def ask(request: Request, site: Here, number: Number, opinion: Opinion, signature: Signature = "") -> Response:
    """Where a link of an alert leads: a button. Mail programs open links by themselves, so that this notes nothing."""
    if not feedback.is_genuine(site.store, number, opinion, signature):
        raise NotFound("this link is not one that the monitor made")
    article = feedback.find_article(site.store, str(number))
    return page(request, "feedback.html", article=article, words=WORDS[opinion], done=False,
                address=f"/feedback/{number}/{opinion.value}?s={signature}")  # fmt: skip


@router.post("/feedback/{number}/{opinion}")
def take(request: Request, site: Here, number: Number, opinion: Opinion, signature: Signature = "") -> Response:
    """Note what the link says."""
    if not feedback.is_genuine(site.store, number, opinion, signature):
        raise NotFound("this link is not one that the monitor made")
    article = feedback.give(site.store, ArticleId(number), opinion, via="link", now=site.now())
    return page(request, "feedback.html", article=article, words=WORDS[opinion], done=True, address="")


@router.post("/articles/{number}/feedback")
def judge(site: Here, number: Number, form: Posted) -> Response:
    """Note what a reader says of a report on its development's page."""
    said = form.text("opinion")
    if said not in {each.value for each in Opinion}:
        raise UserMistake("say relevant, not-relevant or repeat")
    feedback.give(site.store, ArticleId(number), Opinion(said), note=form.text("note"), via="web", now=site.now())
    back = form.number("development")
    return RedirectResponse((f"/developments/{back}" if back else f"/articles/{number}") + "?said=feedback", 303)


@router.post("/developments/{number}/mute")
def mute_development(site: Here, number: Number, form: Posted) -> Response:
    """Send nothing more on it, for a time."""
    mutes.mute_development(site.store, number, site.now(), _until(site, form))
    return RedirectResponse(f"/developments/{number}?said=muted", 303)


@router.post("/developments/{number}/unmute")
def unmute_development(site: Here, number: Number) -> Response:
    """Send again what comes."""
    mutes.unmute_development(site.store, number)
    return RedirectResponse(f"/developments/{number}?said=unmuted", 303)


@router.post("/developments/{number}/seen")
def acknowledge(site: Here, number: Number) -> Response:
    """It was seen up to now."""
    mutes.acknowledge(site.store, number, site.now())
    return RedirectResponse(f"/developments/{number}?said=seen", 303)


@router.post("/topics/{name}/mute")
def mute_topic(site: Here, name: Name, form: Posted) -> Response:
    """Send nothing on a topic, for a time."""
    mutes.mute_topic(site.store, name, site.now(), _until(site, form))
    return RedirectResponse(f"/topics/{name}?said=muted", 303)


@router.post("/topics/{name}/unmute")
def unmute_topic(site: Here, name: Name) -> Response:
    """Send again what comes."""
    mutes.unmute_topic(site.store, name)
    return RedirectResponse(f"/topics/{name}?said=unmuted", 303)


def _until(site: Site, form: Form) -> datetime | None:
    return mutes.read_until(form.text("span"), site.now())
