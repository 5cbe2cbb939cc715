"""Captures for programs: what is kept of a page, its bytes, its text, and WARC files."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel

from monitor.core.errors import NotFound
from monitor.core.inert import inert, inert_url
from monitor.core.model.capture import Capture
from monitor.services import captures
from monitor.web.api_asked import Limit, Number, PageNumber
from monitor.web.api_model import Paged
from monitor.web.asked import LARGEST_NUMBER
from monitor.web.captures import as_file, as_warc
from monitor.web.site import Here

router = APIRouter()
Which = Annotated[int, Query(ge=0, le=LARGEST_NUMBER)]


class HeaderOut(BaseModel):
    """One header of the answer."""

    name: str
    value: str


class CaptureOut(BaseModel):
    """A capture. ``size`` and ``sha256`` are of the body with its Content-Encoding undone."""

    id: int
    article: int | None
    title: str
    fetched: datetime
    asked: str
    url: str
    status: int
    headers: list[HeaderOut]
    size: int
    sha256: str
    kept: bool
    gone: str
    program: str


class CaptureChecked(CaptureOut):
    """A capture with what became of its bytes, checked now."""

    check: str
    form: str


class CaptureText(BaseModel):
    """The text that is read in a capture; ``problem`` says why there is none."""

    title: str
    text: str
    problem: str


def _binary(media_type: str) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "string", "format": "binary"}
    return {200: {"description": "A file.", "content": {media_type: {"schema": schema}}}}


@router.get("/captures")
def list_captures(site: Here, article: Which = 0, development: Which = 0, number: PageNumber = 1,
                  limit: Limit = 50) -> Paged[CaptureOut]:  # fmt: skip
    """Captures, the newest first; of one article or one development if its number is given."""
    found = captures.list_captures(site.store, article=article, development=development, limit=limit + 1,
                                   offset=(number - 1) * limit)  # fmt: skip
    return Paged(items=[_shape(each) for each in found[:limit]], next=number + 1 if len(found) > limit else None)


@router.get("/captures/{id}")
def capture(site: Here, number: Number) -> CaptureChecked:
    """One capture, its bytes checked by their hash."""
    found = captures.find_capture(site.store, number)
    return CaptureChecked(**_shape(found).model_dump(), check=captures.check(site.store, found).value,
                          form=captures.form(site.store, found).value)  # fmt: skip


@router.get("/captures/{id}/body", response_class=StreamingResponse, responses=_binary("application/octet-stream"))
def body(site: Here, number: Number) -> Response:
    """Its bytes as they were received."""
    found = captures.find_capture(site.store, number)
    answer = as_file(found, captures.form(site.store, found), StreamingResponse(captures.pieces(site.store, found)))
    answer.headers["content-type"] = "application/octet-stream"
    return answer


@router.get("/captures/{id}/text")
def text(site: Here, number: Number) -> CaptureText:
    """The text of its page as it is read from the bytes."""
    said = captures.read_text(site.store, site.workers, captures.find_capture(site.store, number))
    return CaptureText(title=inert(said.title), text=inert(said.text, 500_000), problem=inert(said.problem))


@router.get("/captures/{id}/warc", response_class=StreamingResponse, responses=_binary("application/warc"))
def warc(site: Here, number: Number) -> Response:
    """It alone as a WARC file, compressed."""
    found = captures.find_capture(site.store, number)
    return as_warc(StreamingResponse(captures.as_warc(site.store, [found], site.now())), f"capture-{found.id}")


@router.get("/developments/{id}/warc", response_class=StreamingResponse, responses=_binary("application/warc"))
def of_development(site: Here, number: Number) -> Response:
    """All captures of a development's reports as one WARC file, compressed."""
    found = captures.list_captures(site.store, development=number, limit=10_000)
    if not found:
        raise NotFound("there are no captures of its reports")
    return as_warc(StreamingResponse(captures.as_warc(site.store, found[::-1], site.now())), f"development-{number}")


def _shape(each: Capture) -> CaptureOut:
    return CaptureOut(
        id=each.id, article=each.article_id, title=inert(each.title), fetched=each.taken_at, asked=inert_url(each.url),
        url=inert_url(each.final_url), status=each.status, size=each.size, sha256=each.sha256, kept=bool(each.stored),
        headers=[HeaderOut(name=inert(name), value=inert(value, 1_000)) for name, value in each.headers],
        gone=each.gone, program=each.program,
    )  # fmt: skip
