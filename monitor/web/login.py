"""Logging in and out, and the one-time link by which the first password is set."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor.core.errors import UserMistake
from monitor.services import access
from monitor.store.web_keys import KeyKind
from monitor.web.asked import Posted, Text, asker, way_back
from monitor.web.gate import COOKIE
from monitor.web.passwords import SHORTEST, hash_password, is_right
from monitor.web.render import page
from monitor.web.site import Here, Site

router = APIRouter(include_in_schema=False)
GIVEN = "The password is set by MONITOR_WEB_PASSWORD: change it there."


@router.get("/login")
def login_form(request: Request, site: Here, next: Text = "/", again: Text = "") -> Response:
    """The form; ``again`` asks the browser to come back by itself, now from a page of this site."""
    there = way_back(next)
    if again:
        return page(request, "again.html", there=there)
    return _form(request, site, there)


@router.post("/login")
def log_in(request: Request, site: Here, form: Posted) -> Response:
    """Check the password, no oftener than allowed, and open a session."""
    there, now = way_back(form.text("next", "/")), site.now()
    who = asker(request, behind_proxy=bool(site.url))
    wait = site.limiter.wait(who, now)
    if wait:
        words = f"Too many wrong passwords. Try again in {max(1, round(wait.total_seconds() / 60))} min."
        answer = _form(request, site, there, problem=words, status=429)
        answer.headers["retry-after"] = str(int(wait.total_seconds()) + 1)
        return answer
    site.limiter.wrong(who, now)  # counted before it is checked: tries at the same time are no way round
    if not is_right(form.raw("password"), _hash(site)):
        site.telemetry.event("web", "refused", reason="wrong password", subject=who, level=0)
        return _form(request, site, there, problem="That is not the password.", status=403)
    site.limiter.right(who)
    return _entered(site, there)


@router.post("/logout")
def log_out(request: Request, site: Here) -> Response:
    """End the session here and on the server."""
    access.end_session(site.store, request.cookies.get(COOKIE, ""), site.now())
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict", secure=site.secure)
    answer.headers["clear-site-data"] = '"cache"'
    return answer


@router.get("/welcome")
def welcome(request: Request, site: Here, key: Text = "") -> Response:
    """Where the one-time link leads: set the password. Opening it uses nothing up."""
    if site.password:
        return _given(request)
    good = access.find_key(site.store, KeyKind.WELCOME, key, site.now()) is not None
    return page(request, "welcome.html", status=200 if good else 403, key=key if good else "", problem="",
                shortest=SHORTEST)  # fmt: skip


@router.post("/welcome")
def set_first_password(request: Request, site: Here, form: Posted) -> Response:
    """Set the password with the key of the link, which is void then, and log in."""
    if site.password:
        return _given(request)
    key = form.text("key")
    if access.find_key(site.store, KeyKind.WELCOME, key, site.now()) is None:
        return page(request, "welcome.html", status=403, key="", problem="", shortest=SHORTEST)
    problem = change_password(site, form.raw("password"), form.raw("repeat"))
    if problem:
        return page(request, "welcome.html", status=400, key=key, problem=problem, shortest=SHORTEST)
    return _entered(site, "/")


def _given(request: Request) -> Response:
    """One that is set here would never count."""
    return page(request, "problem.html", status=409, problem=GIVEN, code=409)


def _form(request: Request, site: Site, there: str, *, problem: str = "", status: int = 200) -> Response:
    known = bool(_hash(site))
    return page(request, "login.html", status=status, there=there, problem=problem, provider=site.provider,
                with_password=known or site.provider is None, first=not known and not problem,
                given=bool(site.password))  # fmt: skip


def change_password(site: Site, password: str, repeat: str) -> str:
    """Set the password; what is wrong with it, "" if nothing."""
    if password != repeat:
        return "The two do not agree."
    try:
        access.set_password(site.store, hash_password(password))
    except UserMistake as error:
        return f"{error}".capitalize() + "."
    return ""


def enter(site: Site, answer: Response, *, vouched: bool = False) -> None:
    """Open a session for the browser that gets this answer; ``vouched``: it signed in at a provider."""
    secret = access.open_session(site.store, site.now(), vouched=vouched)
    life = access.VOUCHED_LIFE if vouched else access.SESSION_LIFE
    answer.set_cookie(COOKIE, secret, max_age=int(life.total_seconds()), path="/", httponly=True, samesite="strict",
                      secure=site.secure)  # fmt: skip


def _entered(site: Site, there: str) -> Response:
    answer = RedirectResponse(there, 303)
    enter(site, answer)
    return answer


def _hash(site: Site) -> str:
    return site.password.hashed() or access.password_hash(site.store)
