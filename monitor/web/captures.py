"""Captures: what a page said when it was read, shown where it can do nothing.

A captured page is anybody's text. It is answered with a policy of its own: ``sandbox`` makes it a page of no origin,
also in a tab of its own, without scripts, forms and a way out; nothing is loaded for it but what it carries inside; and
around it the frame is sandboxed once more and may show pages of this site only, so that no link in it leads elsewhere.
"""

from __future__ import annotations

import re
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from monitor.core.errors import NotFound
from monitor.core.model.capture import Capture
from monitor.services import captures
from monitor.services.captures import Form
from monitor.web.asked import Number, Page, Text
from monitor.web.render import page
from monitor.web.site import Here

router = APIRouter(include_in_schema=False)
SHOWN = 50

HARMLESS: Final = {
    "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                               "form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "no-referrer",
    "x-dns-prefetch-control": "off",  # else the names in its links may be looked up
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), fullscreen=(), geolocation=(), microphone=(), payment=(), usb=()",
}  # fmt: skip
_FRAMING = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            "form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'")  # fmt: skip
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([a-z0-9_.:-]{1,40})", re.IGNORECASE)
_TYPES = {Form.PAGE: "text/html", Form.TEXT: "text/plain"}
ENDINGS = {Form.PAGE: "html", Form.TEXT: "txt", Form.PDF: "pdf", Form.OTHER: "bin"}


@router.get("/captures")
def all_captures(request: Request, site: Here, number: Page = 1) -> Response:
    """All of them, the newest first."""
    found = captures.list_captures(site.store, limit=SHOWN + 1, offset=(number - 1) * SHOWN)
    with site.store.read() as tx:
        room = tx.captures.room()
    return page(request, "captures.html", found=found[:SHOWN], more=len(found) > SHOWN, number=number, room=room)


@router.get("/captures/{number}")
def capture(request: Request, site: Here, number: Number) -> Response:
    """What is known of it, around a frame in which it is shown."""
    found = captures.show_capture(site.store, number)
    answer = page(request, "capture.html", found=found, each=found.capture, form=found.form.value, view="page",
                  said_text=None)  # fmt: skip
    answer.headers["content-security-policy"] = _FRAMING
    return answer


@router.get("/captures/{number}/text")
def as_text(request: Request, site: Here, number: Number) -> Response:
    """The text of the page, as it is read from these bytes."""
    found = captures.show_capture(site.store, number)
    said = captures.read_text(site.store, site.workers, found.capture)
    return page(request, "capture.html", found=found, each=found.capture, form=found.form.value, view="text",
                said_text=said)  # fmt: skip


@router.get("/captures/{number}/page")
def body(request: Request, site: Here, number: Number) -> Response:
    """The captured page itself, for the frame. In a tab of its own a browser is led to the page with the frame."""
    found = captures.find_capture(site.store, number)
    form = captures.form(site.store, found)
    if form not in _TYPES:
        return RedirectResponse(f"/captures/{number}/file", 303)
    if request.headers.get("sec-fetch-dest") == "document":
        return RedirectResponse(f"/captures/{number}", 303)
    charset = _CHARSET.search(found.content_type)
    kind = _TYPES[form] + (f"; charset={charset[1]}" if charset else "")
    headers = {**HARMLESS, "content-type": kind, "content-disposition": "inline"}
    return StreamingResponse(captures.pieces(site.store, found), headers=headers)


@router.get("/captures/{number}/file")
def file(site: Here, number: Number) -> Response:
    """Its bytes as they were received, to be saved."""
    found = captures.find_capture(site.store, number)
    return as_file(found, captures.form(site.store, found), StreamingResponse(captures.pieces(site.store, found)))


@router.get("/captures/{number}/warc")
def warc(site: Here, number: Number) -> Response:
    """It alone as a WARC file."""
    found = captures.find_capture(site.store, number)
    return as_warc(StreamingResponse(captures.as_warc(site.store, [found], site.now())), f"capture-{found.id}")


@router.get("/developments/{number}/warc")
def of_development(site: Here, number: Number) -> Response:
    """All captures of a development's reports as one WARC file."""
    found = captures.list_captures(site.store, development=number, limit=10_000)
    if not found:
        raise NotFound("there are no captures of its reports")
    made = StreamingResponse(captures.as_warc(site.store, found[::-1], site.now()))
    return as_warc(made, f"development-{number}")


@router.get("/captures/{number}/compare")
def compare(request: Request, site: Here, number: Number, other: Text = "") -> Response:
    """How it differs from another one."""
    if not (other.isascii() and other.isdigit() and len(other) < 10):
        raise NotFound("choose the capture to compare with")
    first, second = sorted((number, int(other)))
    return page(request, "capture-compare.html", found=captures.compare(site.store, site.workers, first, second))


def as_file(found: Capture, form: Form, answer: Response) -> Response:
    """The answer as a download that no browser shows: its name is made of numbers alone."""
    answer.headers.update(HARMLESS)
    answer.headers["content-type"] = "application/pdf" if form is Form.PDF else "application/octet-stream"
    answer.headers["content-disposition"] = f'attachment; filename="capture-{found.id}.{ENDINGS[form]}"'
    answer.headers["repr-digest"] = f"sha-256=:{_base64(found.sha256)}:"  # RFC 9530
    return answer


def as_warc(answer: Response, name: str) -> Response:
    """The answer as a WARC file to be saved."""
    answer.headers.update(HARMLESS)
    answer.headers["content-type"] = "application/warc"
    answer.headers["content-disposition"] = f'attachment; filename="{name}.warc.gz"'
    return answer


def _base64(digest: str) -> str:
    from base64 import b64encode

    return b64encode(bytes.fromhex(digest)).decode()
