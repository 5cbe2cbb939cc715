"""The files that pages load: read once, known by name, never by path; a changed file has another address."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Response

router = APIRouter()
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
FILES = ("pico.min.css", "monitor.css", "htmx.min.js", "monitor.js", "icon.svg")


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    folder = Path(__file__).parent / "static"
    contents = {name: (folder / name).read_bytes() for name in FILES}
    return {name: (body, hashlib.sha256(body).hexdigest()[:12]) for name, body in contents.items()}


def address(name: str) -> str:
    """Where a file is served."""
    return f"/static/{_files()[name][1]}/{name}"


@router.get("/static/{version}/{name}", include_in_schema=False)
def static_file(version: str, name: str) -> Response:
    """One of the files; kept by browsers for good under the address of its content."""
    found = _files().get(name)
    if found is None:
        return Response("There is no such file.\n", 404, media_type="text/plain")
    kept = "public, max-age=31536000, immutable" if version == found[1] else "no-cache"
    return Response(found[0], media_type=_TYPES[name.rpartition(".")[2]], headers={"cache-control": kept})
