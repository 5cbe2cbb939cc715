"""Explain: why a page was, or was not, alerted; how every topic sees a text."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.services.explain import explain_text, explain_url
from monitor.web.asked import Posted, Text
from monitor.web.render import page
from monitor.web.site import Here

router = APIRouter(include_in_schema=False)


@router.get("/explain")
def explain(request: Request, site: Here, url: Text = "") -> Response:
    """What became of a page."""
    asked = url.strip()
    stories = explain_url(site.store, asked) if asked else []
    return page(request, "explain.html", url=asked, stories=stories, text="", answers=None)


@router.post("/explain")
def explain_words(request: Request, site: Here, form: Posted) -> Response:
    """How every topic sees a pasted text; its first line is the headline."""
    text = form.raw("text")
    answers = explain_text(site.store, text, site.now()) if text.strip() else None
    return page(request, "explain.html", url="", stories=[], text=text, answers=answers)
