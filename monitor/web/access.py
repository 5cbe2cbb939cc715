"""Access: the password, API tokens and feed links. A secret is shown once, when it is made."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor.services import access
from monitor.services.topics import list_topics
from monitor.web.asked import Number, Posted, asker
from monitor.web.feed_out import home
from monitor.web.login import GIVEN, change_password, enter
from monitor.web.passwords import SHORTEST, is_right
from monitor.web.render import page
from monitor.web.site import Here, Site

router = APIRouter(include_in_schema=False)


@router.get("/access")
def keys(request: Request, site: Here) -> Response:
    """What there is, without secrets."""
    return _page(request, site)


@router.post("/access/tokens")
def make_token(request: Request, site: Here, form: Posted) -> Response:
    """Make an API token and show it."""
    scopes = ["read", "write"] if form.text("write") else ["read"]
    key, secret = access.make_token(site.store, form.text("name"), scopes, site.now())
    return _page(request, site, made=key.name, secret=secret)


@router.post("/access/feeds")
def make_feed_link(request: Request, site: Here, form: Posted) -> Response:
    """Make a feed link and show its addresses."""
    key, secret = access.make_feed_link(site.store, form.text("name"), site.now())
    return _page(request, site, made=key.name, feeds=f"{home(site, request)}/feeds/{secret}")


@router.post("/access/{number}/revoke")
def revoke(site: Here, number: Number) -> Response:
    """Make a token or link worthless."""
    access.revoke(site.store, number)
    return RedirectResponse("/access?said=revoked", 303)


@router.post("/access/password")
def password(request: Request, site: Here, form: Posted) -> Response:
    """Change the password: everybody else is logged out."""
    who = asker(request, behind_proxy=bool(site.url))
    wait = site.limiter.wait(who, site.now())
    if wait:
        return _page(request, site, status=429, problem="Too many wrong passwords: wait some minutes.")
    if site.password:
        return _page(request, site, status=409, problem=GIVEN)
    site.limiter.wrong(who, site.now())  # counted before it is checked, as at the login
    if not is_right(form.raw("old"), access.password_hash(site.store)):
        return _page(request, site, status=403, problem="That is not the present password.")
    site.limiter.right(who)
    problem = change_password(site, form.raw("password"), form.raw("repeat"))
    if problem:
        return _page(request, site, status=400, problem=problem)
    answer = RedirectResponse("/access?said=password", 303)
    enter(site, answer)
    return answer


@router.post("/access/logout-all")
def log_everybody_out(site: Here) -> Response:
    """End every session, this one too."""
    access.end_all_sessions(site.store)
    return RedirectResponse("/login", 303)


def _page(request: Request, site: Site, *, status: int = 200, made: str = "", secret: str = "", feeds: str = "",
          problem: str = "") -> Response:  # fmt: skip
    return page(
        request, "access.html", status=status, keys=access.list_keys(site.store), made=made, secret=secret,
        feeds=feeds, problem=problem, sessions=access.count_sessions(site.store), shortest=SHORTEST,
        given=bool(site.password), known=bool(access.password_hash(site.store)),
        topics=[row.topic for row in list_topics(site.store)] if feeds else [],
    )  # fmt: skip
