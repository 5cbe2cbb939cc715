"""Doctor: looks over an installation and says, check by check, what is right, what is not, and what to do.

Each check stands alone, so that one fault does not hide another. What asks the web or opens a channel comes in as a
function.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from monitor.config.secrets import mask, resolve
from monitor.config.settings import Settings, sqlite_file
from monitor.core.errors import ConfigError, ConfigRefused, MonitorError
from monitor.core.message import counted, when
from monitor.core.model.alert import ChannelSpec
from monitor.core.model.fetched import Fetched, FetchFailed, FetchRequest
from monitor.core.model.source import Source
from monitor.core.ports import Channel, Fetcher
from monitor.isolation.outcome import TaskFailed
from monitor.isolation.pool import WorkerPool
from monitor.services.channels import holds_secret
from monitor.services.declare import Assembled
from monitor.services.status import status
from monitor.sources.task import DISCOVER_TASK
from monitor.store.store import Store

ASKED = 3  # sources that are asked to find out whether there is a network
LEAST_FREE = 200 * 1024**2  # bytes on the disk of the database
BUILT = datetime(2026, 1, 1, tzinfo=UTC)  # no clock is right that shows an earlier time
DRIFT = timedelta(minutes=5)
SAFE_SQLITE = (3, 51, 3)  # sqlite.org/wal.html, "WAL-reset bug": in 3.7.0 to 3.51.2
_PROBE = "doctor"  # fact written and taken back to see that the database takes writes


class Level(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the report. ``advice`` says what to do, "" where there is nothing."""

    level: Level
    subject: str
    text: str
    advice: str = ""


def check_machine(now: datetime) -> Iterator[Finding]:
    """Python, SQLite, the clock by itself."""
    yield _ok("python", f"{sys.version.split()[0]} on {sys.platform}")
    if sqlite3.sqlite_version_info >= SAFE_SQLITE:
        yield _ok("sqlite", sqlite3.sqlite_version)
    else:
        yield _ok("sqlite", f"{sqlite3.sqlite_version}: has the WAL-reset bug; the monitor takes its writers one at a "
                            "time, so let no other program write to its database")  # fmt: skip
    if now < BUILT:
        yield _fail("clock", f"shows {when(now)}", "set this machine's clock, best by NTP")
    else:
        yield _ok("clock", when(now))


def check_config(settings: Settings, read: Callable[[], Assembled]) -> Iterator[Finding]:
    """Whether feeds.toml loads, packs and queries included."""
    if not settings.config.exists():
        yield _fail("feeds.toml", f"{settings.config} does not exist", "write one: monitor init")
        return
    try:
        found = read().declared
    except ConfigError as error:
        for problem in error.problems if isinstance(error, ConfigRefused) else (error,):
            yield _fail("feeds.toml", str(problem), "mend that line; until then the monitor does not start")
        return
    enabled = sum(source.enabled for source in found.sources)
    parts = (counted(enabled, "source"), f"{len(found.sources) - enabled} disabled",
             counted(len(found.topics), "topic"), counted(len(found.channels), "channel"))  # fmt: skip
    yield _ok("feeds.toml", f"{settings.config}: {', '.join(parts)}")
    if not found.topics:
        yield _warn("feeds.toml", "declares no topic", "without one nothing is ever alerted")


def check_database(settings: Settings) -> Iterator[Finding]:
    """Whether the database opens, is whole, is of this version and takes a write. Makes none that is not there."""
    path = sqlite_file(settings.database_url)
    if path is not None and not path.exists():
        yield _warn("database", f"{path} is not there yet", "`monitor run` makes it")
        return
    try:
        store = Store(settings.database_url)
        try:
            store.check()
            yield _ok("database", f"{store.name} is whole and of this version")
            with store.write() as tx:
                tx.facts.put(_PROBE, "written")
                tx.facts.put(_PROBE, "")
            yield _ok("database", "takes writes")
        finally:
            store.close()
    except MonitorError as error:
        yield _fail("database", str(error))
    if path is not None and (free := shutil.disk_usage(path.parent).free) < LEAST_FREE:
        yield _warn("disk", f"{free // 1024**2} MB are free in {path.parent}", "make room before it is full")


def check_daemon(store: Store, now: datetime) -> Iterator[Finding]:
    """Whether the daemon runs, and how its sources do."""
    found = status(store)
    if found.heartbeat is None:
        yield _warn("daemon", "has not run on this database yet", "start it: monitor run")
    elif found.heartbeat > now + DRIFT:
        yield _fail("clock", f"the daemon was last active at {when(found.heartbeat)}, which lies ahead of this clock",
                    "set this machine's clock, best by NTP")  # fmt: skip
    elif now - found.heartbeat > timedelta(minutes=1):
        yield _warn("daemon", f"last active {when(found.heartbeat)}", "start it: monitor run")
    else:
        yield _ok("daemon", "running")
    failing, polled = found.count("failing"), found.count("failing") + found.count("healthy")
    if failing and failing * 2 >= polled:
        yield _warn("sources", f"{failing} of {polled} polled sources fail", "see why: monitor source list --failing")


def check_channels(specs: Iterable[ChannelSpec], open_one: Callable[[ChannelSpec], Channel]) -> Iterator[Finding]:
    """Whether each channel's secret can be read and its address be opened. Sends nothing."""
    enabled = [spec for spec in specs if spec.enabled]
    for spec in enabled:
        subject = f"channel {spec.id}"
        try:
            resolve(spec.url)
            yield _ok(subject, open_one(spec).describe())
        except ConfigError as error:
            yield _fail(subject, mask(str(error)), "its alerts wait until this is mended")
        if holds_secret(spec.url):
            yield _warn(subject, "its address holds a secret in clear", "write it as env:NAME or file:/path")
    if not enabled:
        yield _ok("channels", "none set up: alerts are printed where the monitor runs")


def check_workers(workers: WorkerPool) -> Iterator[Finding]:
    """Whether documents can be read in a process apart."""
    done = workers.run(DISCOVER_TASK, {"url": "https://www.example.org/"}, b"<html><title>x</title></html>")
    if isinstance(done, TaskFailed):
        yield _fail("workers", f"{done.reason.value}: {done.detail}", "allow this user to start processes")
    else:
        yield _ok("workers", "documents are read in processes apart")


def check_network(fetcher: Fetcher, sources: Sequence[Source], now: datetime) -> Iterator[Finding]:
    """Whether a few sources answer, and whether their clocks agree with ours. Only a note: networks come and go."""
    asked = [source for source in sources if source.enabled and not source.paused][:ASKED]
    problems = []
    for source in asked:
        answer = fetcher.fetch(FetchRequest(url=source.url, purpose="feed"))
        if isinstance(answer, Fetched):
            yield _ok("network", f"{source.id} answers")
            yield from _drift(answer, now)
            return
        if isinstance(answer, FetchFailed):
            problems.append(f"{source.id}: {answer.reason.value}")
    if problems:
        yield _warn("network", "; ".join(problems), "check this machine's network; without one: monitor demo")


def _drift(answer: Fetched, now: datetime) -> Iterator[Finding]:
    try:
        theirs = parsedate_to_datetime(answer.header("date"))
    except (TypeError, ValueError):
        return
    if theirs.tzinfo is not None and abs(theirs - now) > DRIFT:
        yield _warn("clock", f"shows {when(now)}, but {answer.final_url} says {when(theirs)}",
                    "set this machine's clock, best by NTP")  # fmt: skip


def _ok(subject: str, text: str) -> Finding:
    return Finding(level=Level.OK, subject=subject, text=text)


def _warn(subject: str, text: str, advice: str = "") -> Finding:
    return Finding(level=Level.WARN, subject=subject, text=text, advice=advice)


def _fail(subject: str, text: str, advice: str = "") -> Finding:
    return Finding(level=Level.FAIL, subject=subject, text=text, advice=advice)
