"""What the API answers: the same as the pages show, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import AfterValidator

from monitor.core.errors import UserMistake
from monitor.core.model.alert import DeliveryStatus
from monitor.outputs import csv
from monitor.services import overview
from monitor.services import sources as source_service
from monitor.services import topics as topic_service
from monitor.services.channels import list_deliveries
from monitor.services.dossier import dossier
from monitor.services.explain import explain_url
from monitor.services.export import entries
from monitor.services.search import read_question
from monitor.services.search import search as find
from monitor.web import api_model as say
from monitor.web import api_shape as shape
from monitor.web.api_asked import Day, Limit, Moment, Name, Number, PageNumber, Word
from monitor.web.asked import LARGEST_NUMBER, clean
from monitor.web.site import Here, Site

router = APIRouter()


def _file_of(media_type: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": "A file.", "content": {media_type: {"schema": {"type": "string"}}}}}


@router.get("/status")
def status(site: Here) -> say.StatusOut:
    """How the watch goes."""
    found = overview.health(site.store, site.now())
    return say.StatusOut(active=found.alive, last_active=found.heartbeat, stopped=found.stopped, sources=found.watched,
                         healthy=found.healthy, failing=list(found.failing), last_poll=found.last_poll,
                         waiting_for_text=found.waiting)  # fmt: skip


@router.get("/topics")
def topics(site: Here) -> list[say.TopicOut]:
    """All topics."""
    return [shape.topic(row) for row in topic_service.list_topics(site.store)]


@router.get("/topics/{id}")
def topic(site: Here, name: Name) -> say.TopicOut:
    """One topic."""
    return shape.topic(topic_service.show_topic(site.store, name))


@router.get("/developments")
def list_developments(site: Here, topic: Word = "", since: Moment = "", number: PageNumber = 1,
                      limit: Limit = 50) -> say.Paged[say.DevelopmentOut]:  # fmt: skip
    """Developments, the latest report first."""
    found = overview.latest(site.store, topic=topic, since=_moment(since), limit=limit + 1, offset=(number - 1) * limit)
    return say.Paged(items=[shape.development(each) for each in found[:limit]], next=_next(found, limit, number))


@router.get("/developments/{id}")
def development(site: Here, number: Number) -> say.DevelopmentInFull:
    """One development with its reports and their evidence."""
    found = dossier(site.store, number)
    return say.DevelopmentInFull(**shape.development(found.development).model_dump(),
                                 timeline=[shape.report_in_full(told) for told in found.told])  # fmt: skip


@router.get("/reports")
def reports(site: Here, after: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
            limit: Limit = 50) -> say.Paged[say.ReportOut]:  # fmt: skip
    """Reports in the order of their articles; ask again with ``after`` = ``next`` to follow them as they come."""
    with site.store.read() as tx:
        found = tx.reading.reports_after(after, limit)
    last = found[-1].report.article_id if len(found) == limit else None
    return say.Paged(items=[shape.report(each.report) for each in found], next=last)


@router.get("/search")
def search(site: Here, q: Word = "", topic: Word = "", source: Word = "", since: Day = "", until: Day = "",
           number: PageNumber = 1) -> say.Paged[say.FoundOut]:  # fmt: skip
    """Articles in which every word stands, newest first; days as 2026-01-31."""
    hits = find(site.store, read_question(q, topic=topic, source=source, since=since, until=until), page=number)
    return say.Paged(items=[shape.found(hit) for hit in hits.hits], next=number + 1 if hits.more else None)


@router.get("/sources")
def sources(site: Here) -> list[say.SourceOut]:
    """All sources."""
    return [shape.source(row) for row in source_service.list_sources(site.store)]


@router.get("/sources/{id}")
def source(site: Here, name: Name) -> say.SourceOut:
    """One source."""
    found = source_service.find_source(site.store, name)
    return next(shape.source(row) for row in source_service.list_sources(site.store) if row.source.id == found.id)


@router.get("/alerts")
def alerts(site: Here, status: DeliveryStatus | None = None, number: PageNumber = 1,
           limit: Limit = 50) -> say.Paged[say.DeliveryOut]:  # fmt: skip
    """Deliveries, the latest first."""
    found = list_deliveries(site.store, status=status.value if status else None, limit=limit + 1,
                            offset=(number - 1) * limit)  # fmt: skip
    return say.Paged(items=[shape.delivery(each) for each in found[:limit]], next=_next(found, limit, number))


@router.get("/explain")
def explain(site: Here, url: Annotated[str, Query(max_length=2_000), AfterValidator(clean)]) -> list[say.StoryOut]:
    """What became of a page, once for each source that listed it; empty if none did."""
    return [shape.story(each) for each in explain_url(site.store, url)]


@router.get("/export/entries.jsonl", response_class=StreamingResponse, responses=_file_of("application/jsonl"))
def export_entries(site: Here) -> StreamingResponse:
    """Every entry with its account, one JSON object a line."""
    body = (json.dumps(each, ensure_ascii=True).encode() + b"\n" for each in entries(site.store))
    return StreamingResponse(body, media_type="application/jsonl", headers=_as_file("entries.jsonl"))


@router.get("/export/developments.csv", response_class=StreamingResponse, responses=_file_of("text/csv"))
def export_developments(site: Here, topic: Word = "") -> StreamingResponse:
    """Every development as a row of a table that a spreadsheet opens."""
    columns = ("id", "title", "topics", "stage", "opened", "last report", "reports", "origins")
    body = csv.render(columns, _rows(site, topic))
    return StreamingResponse(body, media_type=csv.MEDIA_TYPE, headers=_as_file("developments.csv"))


def _rows(site: Site, topic: str) -> Iterator[tuple[object, ...]]:
    found = overview.latest(site.store, topic=topic, limit=100_000)
    return ((each.id, each.title, ", ".join(each.topics), each.stage, each.opened_at, each.last_report_at, each.reports,
             each.origins) for each in found)  # fmt: skip


def _as_file(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}


def _next(found: list[Any], limit: int, number: int) -> int | None:
    return number + 1 if len(found) > limit else None


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo is not None else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # the first and last hours of the calendar have no time in UTC
        raise UserMistake("since: write a time as 2026-01-31T12:00:00Z") from None
