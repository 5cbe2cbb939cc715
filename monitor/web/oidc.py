"""Signing in through a provider (OpenID Connect): authorisation code flow with PKCE, state and nonce.

All that ties the provider's answer to this browser is derived from one secret in a cookie: no state is kept here before
the answer comes, so that strangers cannot fill the database; then the secret is remembered as used.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote, unquote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor.core.errors import NotFound
from monitor.core.inert import inert
from monitor.services.access import use_once
from monitor.web.asked import Text, asker, way_back
from monitor.web.feed_out import home
from monitor.web.login import enter
from monitor.web.provider import Attempt, Provider, Refused
from monitor.web.render import page
from monitor.web.site import Here, Site

router = APIRouter(include_in_schema=False)
COOKIE = "monitor_signin"
PATIENCE = 600  # seconds that signing in may take
_AGAIN = "This sign-in was not begun in this browser, was used, or took too long. Begin again."


@router.get("/oidc/login")
def begin(request: Request, site: Here, next: Text = "/") -> Response:
    """Send the browser to the provider."""
    provider, secret = _provider(site), secrets.token_urlsafe(32)
    address = provider.address(_attempt(site, request, secret))
    if isinstance(address, Refused):
        return _refuse(request, site, address, 502)
    answer = RedirectResponse(address, 303)
    # Lax, not strict: the provider's redirect comes from another site.
    answer.set_cookie(COOKIE, f"{secret}.{quote(way_back(next), safe='')}", max_age=PATIENCE, path="/oidc",
                      httponly=True, samesite="lax", secure=site.secure)  # fmt: skip
    return answer


@router.get("/oidc/callback")
def finish(request: Request, site: Here, code: Text = "", state: Text = "", iss: Text = "",
           error: Text = "") -> Response:  # fmt: skip
    """Where the provider sends the browser back: check its answer, and open a session."""
    provider, (secret, there) = _provider(site), _remembered(request)
    who = asker(request, behind_proxy=bool(site.url))
    if site.sign_ins.wait(who, site.now()):
        return _refuse(request, site, Refused(words="Too many tries. Wait some minutes.", detail="too many tries"), 429)
    attempt = _attempt(site, request, secret)
    if not secret or not hmac.compare_digest(attempt.state.encode(), state.encode()):
        return _refuse(request, site, Refused(words=_AGAIN, detail="the state is not that of this browser"), 403)
    if iss and iss != provider.settings.issuer:  # RFC 9207: the answer of another provider
        return _refuse(request, site, Refused(words=_AGAIN, detail="the answer names another issuer"), 403)
    if error or not code:
        said = inert(error, 100) or "no code"
        return _refuse(request, site, Refused(words=f"The provider says: {said}.", detail=said), 403)
    site.sign_ins.wrong(who, site.now())  # counted before it is checked, as a password is
    if not use_once(site.store, secret, site.now()):
        return _refuse(request, site, Refused(words=_AGAIN, detail="it was used before"), 403)
    person = provider.person(code, attempt)
    if isinstance(person, Refused):
        return _refuse(request, site, person, 403)
    site.sign_ins.right(who)
    site.telemetry.event("web", "entered", subject=inert(person.email or person.subject, 200), level=1)
    # A page, not a redirect: the browser would send no strict cookie on a way that began at another site.
    answer = page(request, "again.html", there=there)
    enter(site, answer, vouched=True)
    answer.delete_cookie(COOKIE, path="/oidc", httponly=True, samesite="lax", secure=site.secure)
    return answer


def _provider(site: Site) -> Provider:
    if site.provider is None:
        raise NotFound("signing in through a provider is not set up here")
    return site.provider


def _attempt(site: Site, request: Request, secret: str) -> Attempt:
    return Attempt(redirect=f"{home(site, request)}/oidc/callback", state=_derived(secret, "state"),
                   nonce=_derived(secret, "nonce"), verifier=_derived(secret, "verifier"))  # fmt: skip


def _derived(secret: str, what: str) -> str:
    """43 letters of base64url, as a PKCE verifier has at least (RFC 7636, 4.1)."""
    made = hmac.new(secret.encode("utf-8", "replace"), what.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode("ascii")


def _remembered(request: Request) -> tuple[str, str]:
    """The secret of this browser's attempt, "" if there is none, and the page that was asked for."""
    secret, _, there = request.cookies.get(COOKIE, "").partition(".")
    return secret, way_back(unquote(there))


def _refuse(request: Request, site: Site, refused: Refused, status: int) -> Response:
    site.telemetry.event("web", "refused", reason=f"sign-in: {refused.detail}", level=0,
                         subject=asker(request, behind_proxy=bool(site.url)))  # fmt: skip
    answer = page(request, "login.html", status=status, there="/", problem=refused.words, first=False,
                  provider=site.provider, with_password=False, given=False)  # fmt: skip
    answer.delete_cookie(COOKIE, path="/oidc", httponly=True, samesite="lax", secure=site.secure)
    return answer
