"""What a browser sends after its session has ended: nothing is done with it, and nothing that was typed is lost."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from monitor.web.asked import read_form, way_back
from monitor.web.render import page

SECRET_BELOW = ("/access", "/routes/channels")  # whose forms hold passwords and addresses with keys: not sent back
TYPED = frozenset({"query", "title", "name", "terms", "ambiguous", "context", "refused_by", "url", "text", "note"})


async def keep(request: Request) -> Response:
    """A page with the fields that were sent, to be sent again after a login in another tab.

    For the trial of what is being typed, a part of a page: what was typed stands in the form, which is left alone.
    """
    path = request.url.path
    if path == "/logout":
        return RedirectResponse("/login", 303)
    if "hx-request" in request.headers:
        return page(request, "kept-typing.html", status=401)
    pairs = [] if path.startswith(SECRET_BELOW) else (await read_form(request)).pairs()
    return page(request, "kept.html", status=401, there=way_back(quote(path)), secret=path.startswith(SECRET_BELOW),
                typed=[(name, text) for name, text in pairs if name in TYPED and text.strip()],
                hidden=[(name, text) for name, text in pairs if name not in TYPED])  # fmt: skip
