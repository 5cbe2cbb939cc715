"""The API under /api/v1: the same services as the pages, for programs. Described by /api/v1/openapi.json."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI

from monitor import __version__
from monitor.web import api_captures, api_read, api_say, api_setup, api_write
from monitor.web.site import Site

ROUTERS: Final = (api_read.router, api_captures.router, api_say.router, api_setup.router, api_write.router)
_PROBLEM = {"description": "What is wrong, in one line: `problem`."}
_PROBLEMS: dict[int | str, dict[str, Any]] = dict.fromkeys((400, 401, 403, 404, 409, 411, 413, 421, 422, 503), _PROBLEM)


def create(site: Site) -> FastAPI:
    """The API as an app of its own."""
    app = FastAPI(
        title="monitor", version=__version__, docs_url=None, redoc_url=None, openapi_url="/openapi.json",
        description="Send a token as `Authorization: Bearer …`; one with the scope `write` for everything but GET.",
        responses=_PROBLEMS, servers=[{"url": "/api/v1"}], root_path_in_servers=False,
    )  # fmt: skip
    app.state.site = site
    for router in ROUTERS:
        app.include_router(router)
    return app
