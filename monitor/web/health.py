"""Health for machines: whether the process answers, whether the watch goes on, and counters for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from monitor import __version__
from monitor.core.errors import StorageError
from monitor.services.overview import health
from monitor.services.status import Status, status
from monitor.web.site import Here, Site

router = APIRouter(include_in_schema=False)
BEAT = timedelta(seconds=5)  # how often the daemon's loop leaves its mark
_CONDITIONS = ("healthy", "failing", "waiting", "paused", "disabled")


@router.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def readyz(site: Here) -> Response:
    """The database answers, and the daemon's loop turned within three of its intervals."""
    try:
        found = health(site.store, site.now())
    except StorageError:  # its words name a file or host, which is not for strangers
        return PlainTextResponse("the database cannot be used\n", 503)
    if found.heartbeat is None or site.now() - found.heartbeat > 3 * BEAT:
        return PlainTextResponse("the monitor's loop does not turn\n", 503)
    return PlainTextResponse("ok\n")


@router.get("/metrics")
def metrics(site: Here) -> Response:
    """Figures in the Prometheus text format, version 0.0.4."""
    text = "\n".join(_figures(status(site.store), site)) + "\n"
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def _figures(found: Status, site: Site) -> Iterator[str]:
    beat = found.heartbeat.timestamp() if found.heartbeat else 0
    yield from _family("monitor_info", "gauge", "The program's version.", [({"version": __version__}, 1)])
    yield from _family("monitor_heartbeat_timestamp_seconds", "gauge", "When the daemon's loop last turned.",
                       [({}, beat)])  # fmt: skip
    yield from _family("monitor_sources", "gauge", "Sources by condition.",
                       [({"condition": each}, found.count(each)) for each in _CONDITIONS])  # fmt: skip
    yield from _family("monitor_entries_total", "counter", "Entries by what became of them.",
                       [({"account": key.value}, count) for key, count in found.accounts.items()])  # fmt: skip
    yield from _family("monitor_entries_waiting", "gauge", "Entries whose text is still to be got.",
                       [({}, found.waiting_for_text)])  # fmt: skip
    yield from _family("monitor_articles", "gauge", "Stored articles.", [({}, found.articles)])
    yield from _family("monitor_developments", "gauge", "Developments.", [({}, found.developments)])
    yield from _family("monitor_deliveries", "gauge", "Deliveries by state.",
                       [({"status": key.value}, count) for key, count in found.deliveries.items()])  # fmt: skip
    events = sorted(site.telemetry.counts.items())
    yield from _family("monitor_events_total", "counter", "Finished jobs of this process by stage and result.",
                       [({"event": name, "result": result}, count) for (name, result), count in events])  # fmt: skip


def _family(name: str, kind: str, said: str, rows: list[tuple[dict[str, str], float]]) -> Iterator[str]:
    if rows:
        yield f"# HELP {name} {said}"
        yield f"# TYPE {name} {kind}"
    for labels, value in rows:
        shown = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        yield f"{name}{{{shown}}} {value:g}" if shown else f"{name} {value:.3f}".removesuffix(".000")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
