"""The gate before every page: known host, logged in or a token, asked from this site, and safe headers on all answers.

Closed by default: a path that is not named open here needs a session or a token, also one that does not exist.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.core.errors import StorageError
from monitor.services.access import find_key, find_session
from monitor.store.web_keys import KeyKind, WebKey
from monitor.web.asked import LONGEST_TEXT
from monitor.web.kept import keep
from monitor.web.site import Site

COOKIE = "monitor_session"
LARGEST_BODY = 256 * 1024  # bytes; a query or a text to explain is far smaller
OPEN = frozenset({"/login", "/welcome", "/oidc/login", "/oidc/callback", "/healthz", "/readyz"})
OPEN_BELOW = ("/static/", "/feeds/", "/feedback/")  # feeds ask for the key in their address, feedback for its mark
FOR_TOKENS = ("/api/v1/", "/metrics")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with no-referrer a browser would post forms with Origin: null
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-robots-tag": "noindex, nofollow",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who asks. ``token`` is None for a browser that logged in."""

    session: WebKey | None = None
    token: WebKey | None = None


class Gate:
    """ASGI middleware; see the module."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app, self._site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            return
        scope["app"] = self._app  # for the pages that are answered here
        request = Request(scope, receive)
        sending = _with_headers(send, secure=self._site.secure)
        try:
            answer = self._refuse_malformed(request) or await self._refuse_stranger(request)
        except StorageError as error:  # its words name a file or host, which is not for strangers
            self._site.telemetry.event("web", "failed", reason=str(error), level=0)
            answer = _plain(503, "The database cannot be used; the log says why.")
        except ClientDisconnect:
            return
        if scope["method"] == "HEAD" and not scope["path"].startswith("/api/"):  # the API has what it describes
            scope = {**scope, "method": "GET"}  # RFC 9110, 9.3.2; the server sends no body after it
        await (answer or self._app)(scope, receive, sending)

    def _refuse_malformed(self, request: Request) -> Response | None:
        headers = request.headers
        if not self._site.knows_host(headers.get("host", "")):
            return _plain(
                421, "This host name is not served here. Set MONITOR_WEB_URL to the address that readers use."
            )
        if request.method in _SAFE:
            return None
        length = headers.get("content-length", "0")
        if "transfer-encoding" in headers or not length.isdigit():
            return _plain(411, "Say how long the body is.")
        if int(length) > LARGEST_BODY:
            return _plain(413, "The body is too large: at most 256 KB are taken.")
        return None

    async def _refuse_stranger(self, request: Request) -> Response | None:
        path: str = request.scope["path"]  # as the routes see it: an address put together again may name another
        is_open = path in OPEN or path.startswith(OPEN_BELOW)
        bearer = _bearer(request)
        if bearer and path.startswith(FOR_TOKENS):
            return await self._refuse_token(request, bearer)
        if request.method not in _SAFE and not _is_from_here(request):
            return _plain(403, "This was not sent from a page of this site, so nothing was done.")
        if is_open:
            return None
        secret = request.cookies.get(COOKIE, "")
        session = await run_in_threadpool(self._session, secret) if secret else None
        if session is not None:
            request.state.principal = Principal(session=session)
            return None
        if request.method in _SAFE or path.startswith(FOR_TOKENS):
            return _to_login(request)
        return await keep(request)

    def _session(self, secret: str) -> WebKey | None:
        self._site.password.hashed()  # one that was changed in its file has ended every session, this one too
        return find_session(self._site.store, secret, self._site.now())

    async def _refuse_token(self, request: Request, bearer: str) -> Response | None:
        found = await run_in_threadpool(find_key, self._site.store, KeyKind.API, bearer, self._site.now())
        if found is None:
            return _json(401, "this token is not known: it may have been revoked")
        needed = "read" if request.method in _SAFE else "write"
        if needed not in found.scopes:
            return _json(403, f"this token may not {needed}")
        request.state.principal = Principal(token=found)
        return None


def _is_from_here(request: Request) -> bool:
    """Whether a browser says that a page of this site sent the request (Fetch Metadata; else the Origin header)."""
    site = request.headers.get("sec-fetch-site", "")
    if site:
        return site == "same-origin"
    origin = request.headers.get("origin", "")
    if not origin or origin == "null":
        return False
    return hmac.compare_digest(
        urlsplit(origin).netloc.lower().encode(), request.headers.get("host", "").lower().encode()
    )


def _to_login(request: Request) -> Response:
    """The way in for a person who wants to see a page; a plain 401 for a program."""
    path = request.url.path
    if path.startswith(FOR_TOKENS):
        return _json(401, "a token is needed, as in Authorization: Bearer monitor_…")
    if "hx-request" in request.headers:
        return PlainTextResponse("Log in first.\n", 401, headers={"hx-redirect": "/login"})
    asked = quote(path) + (f"?{request.url.query}" if request.url.query else "")
    if len(asked) > LONGEST_TEXT:  # more than the login carries along
        asked = "/"
    if request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        # A strict cookie is not sent when a link elsewhere leads here: ask once more from a page of our own.
        return RedirectResponse(f"/login?again=1&next={quote(asked, safe='')}", 303)
    return RedirectResponse("/login" if asked == "/" else f"/login?next={quote(asked, safe='')}", 303)


def _bearer(request: Request) -> str:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def _with_headers(send: Send, *, secure: bool) -> Callable[[Message], Awaitable[None]]:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-store")
            if secure:
                headers.setdefault("strict-transport-security", "max-age=31536000")
        await send(message)

    return sending


def _plain(status: int, text: str) -> Response:
    return PlainTextResponse(text + "\n", status)


def _json(status: int, text: str) -> Response:
    headers = {"www-authenticate": "Bearer"} if status == 401 else None
    return JSONResponse({"problem": text}, status, headers=headers)
