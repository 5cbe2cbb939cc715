"""Health for machines: whether the process answers, whether the watch goes on, and counters for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from monitor import __version__
from monitor.core.errors import StorageError
from monitor.core.model.alert import DeliveryStatus
from monitor.services.processes import by_role, running
from monitor.services.status import BEAT, Status, last_tick, status
from monitor.telemetry import resident_memory
from monitor.web.site import Here, Site

router = APIRouter(include_in_schema=False)
_CONDITIONS = ("healthy", "failing", "waiting", "paused", "disabled")


@router.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def readyz(site: Here) -> Response:
    """The database answers, and the daemon's loop turned well within three of its intervals."""
    try:
        tick = last_tick(site.store)
    except StorageError:  # its words name a file or host, which is not for strangers
        return PlainTextResponse("the database cannot be used\n", 503)
    if tick is None or site.now() - tick > 3 * BEAT:
        return PlainTextResponse("the monitor's loop does not turn\n", 503)
    return PlainTextResponse("ok\n")


@router.get("/metrics")
def metrics(site: Here) -> Response:
    """Figures in the Prometheus text format, version 0.0.4."""
    text = "\n".join(_figures(status(site.store), site)) + "\n"
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def _figures(found: Status, site: Site) -> Iterator[str]:
    now, beat = site.now(), found.heartbeat.timestamp() if found.heartbeat else 0
    yield from _family("monitor_info", "gauge", "The program's version.", [({"version": __version__}, 1)])
    yield from _one("monitor_heartbeat_timestamp_seconds", "gauge", "When the daemon was last alive.", beat)
    yield from _one("monitor_last_tick_age_seconds", "gauge", "Since the daemon's loop last turned without a fault.",
                    _since(found.tick, now))  # fmt: skip
    yield from _one("monitor_daemon_memory_bytes", "gauge", "What the daemon held when it was last alive.",
                    found.memory)  # fmt: skip
    yield from _one("process_resident_memory_bytes", "gauge", "What this process holds.", resident_memory())
    running_now = by_role(running(site.store, now))
    yield from _family("monitor_processes", "gauge", "Running processes of the monitor by role.",
                       [({"role": role.value}, count) for role, count in running_now.items()])  # fmt: skip
    yield from _watched(found, now)
    yield from _read(found)
    yield from _told(found, now)
    events = sorted(site.telemetry.counts.items())
    yield from _family("monitor_events_total", "counter", "Finished jobs of this process by stage and result.",
                       [({"event": name, "result": result}, count) for (name, result), count in events])  # fmt: skip


def _watched(found: Status, now: datetime) -> Iterator[str]:
    yield from _family("monitor_sources", "gauge", "Sources by condition.",
                       [({"condition": each}, found.count(each)) for each in _CONDITIONS])  # fmt: skip
    yield from _one("monitor_oldest_due_seconds", "gauge", "How long the source that waits longest has been due.",
                    found.overdue(now).total_seconds())  # fmt: skip
    yield from _one("monitor_polls_total", "counter", "Polls of the sources in use.", found.polls)
    yield from _one("monitor_requests_total", "counter", "Requests to the web.", found.requests)
    yield from _one("monitor_received_bytes_total", "counter", "Bytes of the answers, as sent.", found.received)


def _read(found: Status) -> Iterator[str]:
    yield from _family("monitor_entries_total", "counter", "Entries by what became of them.",
                       [({"account": key.value}, count) for key, count in found.accounts.items()])  # fmt: skip
    yield from _one("monitor_entries_waiting", "gauge", "Entries whose text is still to be got.",
                    found.waiting_for_text)  # fmt: skip
    yield from _one("monitor_articles", "gauge", "Stored articles.", found.articles)
    yield from _one("monitor_captures", "gauge", "Captured pages whose bytes are kept.", found.captures.kept)
    yield from _one("monitor_capture_bytes", "gauge", "Room that captures take.", found.captures.stored)
    yield from _family("monitor_matches", "gauge", "Stored articles on a topic, by grade.", [
        ({"topic": topic, "grade": grade}, count) for topic, by in sorted(found.matches.items())
        for grade, count in (("report", by.reports), ("mention", by.mentions))
    ])  # fmt: skip
    yield from _one("monitor_developments", "gauge", "Developments.", found.developments)


def _told(found: Status, now: datetime) -> Iterator[str]:
    yield from _family("monitor_alerts_total", "counter", "Alerts by kind.",
                       [({"kind": key.value}, count) for key, count in sorted(found.alerts.items())])  # fmt: skip
    yield from _family("monitor_deliveries", "gauge", "Alerts on their way to a channel, by state.",
                       [({"status": key.value}, found.deliveries.get(key, 0)) for key in DeliveryStatus])  # fmt: skip
    yield from _one("monitor_outbox_age_seconds", "gauge", "Age of the alert that waits longest for its channel.",
                    _since(found.waiting_since, now) or 0)  # fmt: skip


def _since(moment: datetime | None, now: datetime) -> float | None:
    return max((now - moment).total_seconds(), 0.0) if moment else None


def _one(name: str, kind: str, said: str, value: float | None) -> Iterator[str]:
    """A family of one figure; nothing where it is not known."""
    if value is not None:
        yield from _family(name, kind, said, [({}, value)])


def _family(name: str, kind: str, said: str, rows: list[tuple[dict[str, str], float]]) -> Iterator[str]:
    if rows:
        yield f"# HELP {name} {said}"
        yield f"# TYPE {name} {kind}"
    for labels, value in rows:
        shown = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        figure = f"{value:.3f}".removesuffix(".000")
        yield f"{name}{{{shown}}} {figure}" if shown else f"{name} {figure}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
