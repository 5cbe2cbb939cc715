"""The app, and the server that runs it in a thread beside the daemon or alone."""

from __future__ import annotations

import logging
import re
import socket
import threading
from collections.abc import Sequence
from typing import Final

import uvicorn
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match, Route
from starlette.types import ASGIApp

from monitor import __version__
from monitor.core.errors import (
    AlreadyThere,
    ChangedMeanwhile,
    ConfigError,
    DeclaredElsewhere,
    MonitorError,
    NotFound,
    QueryError,
    StorageError,
    UserMistake,
)
from monitor.web import (
    access,
    alerts,
    api,
    captures,
    concepts,
    developments,
    explain,
    feed_out,
    feedback,
    health,
    login,
    oidc,
    routes,
    search,
    sources,
    static,
    today,
    topics,
)
from monitor.web.asked import as_field
from monitor.web.gate import Gate
from monitor.web.render import page
from monitor.web.site import Site, site_of

ROOMS: Final = (static, login, oidc, health, today, developments, captures, feedback, topics, concepts, sources, alerts,
                routes, search, explain, access, feed_out)  # fmt: skip
STATUS: Final = ((NotFound, 404), (AlreadyThere, 409), (ChangedMeanwhile, 409), (DeclaredElsewhere, 409),
                 (QueryError, 422), (StorageError, 503), (UserMistake, 400))  # fmt: skip
_PATIENCE = 5  # seconds that answers under way may take at the end
_FEED_KEY: Final = re.compile(r"(/feeds/)[^/]+")


def create_app(site: Site) -> ASGIApp:
    """The whole site behind its gate."""
    app = FastAPI(title="monitor", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.site = site
    for room in ROOMS:
        app.include_router(room.router)
    app.mount("/api/v1", _failing_well(api.create(site), api.ROUTERS, as_page=False))
    return Gate(_failing_well(app, [room.router for room in ROOMS], as_page=True), site)


def _failing_well(app: FastAPI, routers: Sequence[APIRouter], *, as_page: bool) -> FastAPI:
    """Mistakes, missing pages and bugs become an answer in the form that the reader wants."""

    def answer(request: Request, status: int, problem: str) -> Response:
        if as_page:
            return page(request, "problem.html", status=status, problem=problem, code=status)
        return JSONResponse({"problem": problem}, status)

    def mistake(request: Request, error: Exception) -> Response:
        status = next((number for kind, number in STATUS if isinstance(error, kind)), 500)
        words = str(error).partition(": `monitor ")[0] if status == 404 and as_page else str(error)  # no command there
        return answer(request, status, as_field(words))

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        words = {404: "There is no such page.", 405: "This cannot be done there."}
        made = answer(request, error.status_code, words.get(error.status_code, str(error.detail)))
        if error.status_code == 405:
            taken = _methods(request, routers)
            also = {"HEAD"} if as_page and "GET" in taken else set()  # see Gate
            made.headers["allow"] = ", ".join(sorted({*taken, *also}))  # RFC 9110, 15.5.6
        return made

    def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        if not as_page:
            said = [{"where": ".".join(map(str, each["loc"])), "problem": each["msg"]} for each in error.errors()]
            return JSONResponse({"problem": "the request is not understood", "details": said}, 422)
        if any(each["type"] == "string_too_long" for each in error.errors()):
            return answer(request, 400, "That is too long to be looked for: leave a part of it out.")
        return answer(request, 404, "There is no such page: a number or name in its address is none.")

    def gone(request: Request, error: Exception) -> Response:  # noqa: ARG001 - nobody is there to be answered
        return Response(status_code=400)

    def bug(request: Request, error: Exception) -> Response:
        where = _FEED_KEY.sub(r"\1…", request.url.path)  # the log holds no secret
        site_of(request).telemetry.event("web", "bug", subject=where, level=0,
                                         reason=f"{type(error).__name__}: {error}")  # fmt: skip
        return answer(request, 500, "Something went wrong in the monitor. Its log says what.")

    app.add_exception_handler(MonitorError, mistake)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(ClientDisconnect, gone)
    app.add_exception_handler(Exception, bug)
    return app


def _methods(request: Request, routers: Sequence[APIRouter]) -> list[str]:
    """What can be done at an address: by all routes that lead there, of which each names its own methods only."""
    here = [route for router in routers for route in router.routes
            if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE]  # fmt: skip
    return sorted({method for route in here for method in route.methods or ()})


class WebServer:
    """The site on one address, in a thread of its own. ``start`` binds at once and raises ConfigError if it cannot."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._host, self._port = host, port
        quiet = logging.getLogger("uvicorn.error")
        quiet.setLevel(logging.CRITICAL)  # what fails is told by the site's own telemetry
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", ws="none", loop="asyncio", http="h11",
            server_header=False, proxy_headers=False, timeout_keep_alive=20, limit_concurrency=200,
            timeout_graceful_shutdown=_PATIENCE,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread: threading.Thread | None = None
        self._socket: socket.socket | None = None

    @property
    def port(self) -> int:
        """The port that is listened on, once started."""
        return int(self._socket.getsockname()[1]) if self._socket else self._port

    def start(self) -> None:
        """Listen, and answer from now on."""
        self._socket = self._bind()
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, name="web")
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests and end; twice does no harm."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(_PATIENCE * 2)
            self._thread = None
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _bind(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, so that asyncio sets TCP_NODELAY
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind((self._host, self._port))
            made.listen(128)  # who comes before the server turns waits instead of being refused
        except OSError as error:
            made.close()
            where = f"{self._host}:{self._port}"
            raise ConfigError(f"the web page cannot listen on {where}: {error.strerror or error}; choose another "
                              "address, or off", key="MONITOR_WEB") from error  # fmt: skip
        return made
