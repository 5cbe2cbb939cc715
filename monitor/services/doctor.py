"""Doctor: looks over an installation and says, check by check, what is right, what is not, and what to do.

Each check stands alone, so that one fault does not hide another. What asks the web or opens a channel comes in as a
function.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from monitor.config.database_url import sqlite_file
from monitor.config.secrets import mask, resolve
from monitor.config.settings import Settings
from monitor.core.errors import ConfigError, ConfigRefused, MonitorError
from monitor.core.matching.compile import compile_usable
from monitor.core.model.alert import ChannelSpec
from monitor.core.model.fetched import FailureReason, Fetched, FetchFailed, FetchRequest
from monitor.core.model.source import Source
from monitor.core.ports import Channel, Fetcher
from monitor.core.urls import without_credentials
from monitor.core.wording import counted, when
from monitor.isolation.outcome import TaskFailed
from monitor.isolation.pool import WorkerPool
from monitor.services.channels import holds_secret, untold_topics
from monitor.services.declare import Assembled
from monitor.services.findings import Finding, fail, ok, warn
from monitor.services.processes import in_words, running, to_start, what_is_missing
from monitor.services.sources import watched_twice
from monitor.services.status import BEAT, status
from monitor.services.taken_over import ADVICE, taken_over
from monitor.sources.task import DISCOVER_TASK
from monitor.store.store import Store

ASKED = 3  # sources that are asked to find out whether there is a network
BUILT = datetime(2026, 1, 1, tzinfo=UTC)  # no clock is right that shows an earlier time
DRIFT = timedelta(minutes=5)
STUCK = timedelta(hours=1)  # so long an alert may wait for its channel
SAFE_SQLITE = (3, 51, 3)  # sqlite.org/wal.html, "WAL-reset bug": in 3.7.0 to 3.51.2
_PROBE = "doctor"  # fact written and taken back to see that the database takes writes


def check_machine(now: datetime) -> Iterator[Finding]:
    """Python, SQLite, the clock by itself."""
    yield ok("python", f"{sys.version.split()[0]} on {sys.platform}")
    if sqlite3.sqlite_version_info >= SAFE_SQLITE:
        yield ok("sqlite", sqlite3.sqlite_version)
    else:
        yield ok("sqlite", f"{sqlite3.sqlite_version}: has the WAL-reset bug; the monitor takes its writers one at a "
                            "time, so let no other program write to its database")  # fmt: skip
    if now < BUILT:
        yield fail("clock", f"shows {when(now)}", "set this machine's clock, best by NTP")
    else:
        yield ok("clock", when(now))


def check_config(settings: Settings, read: Callable[[], Assembled]) -> Iterator[Finding]:
    """Whether feeds.toml loads, packs and queries included."""
    if not settings.config.exists():
        yield fail("feeds.toml", f"{settings.config} does not exist", "write one: monitor init")
        return
    try:
        found = read().declared
    except ConfigError as error:
        for problem in error.problems if isinstance(error, ConfigRefused) else (error,):
            place = "that line" if problem.line else "the file"
            yield fail("feeds.toml", str(problem), f"mend {place}; until then the monitor does not start")
        return
    enabled = sum(source.enabled for source in found.sources)
    parts = (counted(enabled, "source"), f"{len(found.sources) - enabled} disabled",
             counted(len(found.topics), "topic"), counted(len(found.channels), "channel"))  # fmt: skip
    yield ok("feeds.toml", f"{settings.config}: {', '.join(parts)}")
    if not found.topics:
        yield warn("feeds.toml", "declares no topic", "without one nothing is ever alerted")
    if not enabled:
        yield warn("feeds.toml", "declares no source that is polled", "add one: monitor source add URL")


def check_database(settings: Settings) -> Iterator[Finding]:
    """Whether the database opens, is whole, is of this version and takes a write. Makes none that is not there."""
    path = sqlite_file(settings.database_url)
    if path is not None and not path.exists():
        yield warn("database", f"{path} is not there yet", "`monitor run` makes it")
        return
    try:
        store = Store(settings.database_url)
        try:
            store.check()
            yield ok("database", f"{store.name} is whole and of this version")
            with store.write() as tx:
                tx.facts.put(_PROBE, "written")
                tx.facts.put(_PROBE, "")
            yield ok("database", "takes writes")
            for doubt, advice in store.doubts():
                yield warn("database", doubt, advice)
        finally:
            store.close()
    except MonitorError as error:
        yield fail("database", str(error))


def check_daemon(store: Store, now: datetime) -> Iterator[Finding]:
    """Whether the daemon runs, and how its sources do."""
    found, processes = status(store), running(store, now)
    start = f"start it: {to_start(processes)}"
    if found.heartbeat is None:
        yield warn("daemon", "has not run on this database yet", start)
    elif found.heartbeat > now + DRIFT:
        yield fail("clock", f"the daemon was last active at {when(found.heartbeat)}, which lies ahead of this clock",
                    "set this machine's clock, best by NTP")  # fmt: skip
    elif found.stopped:
        yield warn("daemon", f"stopped {when(found.stopped)}", start)
    elif not found.is_active(now):
        yield warn("daemon", f"last active {when(found.heartbeat)}", start)
    elif silent := found.silent_for(now):
        yield warn("daemon", f"its last sign of life was {silent.total_seconds():.0f} s ago, though one is due every "
                             f"{BEAT.total_seconds():.0f} s", "look whether it was killed, or hangs")  # fmt: skip
    else:
        yield ok("daemon", "running")
    if missing := what_is_missing(processes):
        yield fail("processes", missing, f"start one: {to_start(processes)}")
    elif len(processes) > 1:
        yield ok("processes", in_words(processes))
    failing, polled = found.count("failing"), found.count("failing") + found.count("healthy")
    if failing and failing * 2 >= polled:
        yield warn("sources", f"{failing} of {polled} polled sources fail", "see why: monitor source list --failing")


def check_twins(store: Store, file: Path) -> Iterator[Finding]:
    """Whether one address is watched by two sources, as after a table of feeds.toml was copied."""
    for said in watched_twice(store, file):
        yield warn("sources", f"{said}: it is asked more often than it should be, and brings each item more than once",
                   "correct the url of one, or take it out")  # fmt: skip


def check_taken_over(store: Store, now: datetime) -> Iterator[Finding]:
    """Whether feeds.toml took the place of something that a person had added under the same name."""
    for said in taken_over(store, now):
        yield warn("feeds.toml", said, ADVICE)


def check_topics(store: Store) -> Iterator[Finding]:
    """Whether every topic can be looked for, and told: a concept or a channel may be gone, or the language changed."""
    with store.read() as tx:
        topics = tx.topics.all()
        unusable = compile_usable(topics, tx.topics.concepts())[1]
    for name, why in unusable.items():
        yield fail("topics", why, f"nothing is told of it: mend its query, or monitor topic remove {name}")
    for topic in (unheard := untold_topics(store)):
        yield warn("topics", f"nothing is told of {topic.id}: none of its channels is in use "
                             f"({', '.join(topic.channels)})", "switch one on, or give the topic another")  # fmt: skip
    if not unusable and not unheard:
        yield ok("topics", counted(len(topics), "topic"))


def check_channels(specs: Iterable[ChannelSpec], open_one: Callable[[ChannelSpec], Channel]) -> Iterator[Finding]:
    """Whether each channel's secret can be read and its address be opened. Sends nothing."""
    enabled = [spec for spec in specs if spec.enabled]
    for spec in enabled:
        subject = f"channel {spec.id}"
        try:
            resolve(spec.url)
            yield ok(subject, open_one(spec).describe())
        except ConfigError as error:
            here = " (if it is not set where the monitor runs either)" if spec.url.startswith("env:") else ""
            yield fail(subject, mask(str(error)), f"its alerts wait until this is mended{here}")
        if holds_secret(spec.url):
            yield warn(subject, "its address holds a secret in clear", "write it as env:NAME or file:/path")
    if not enabled:
        yield warn("channels", "none set up: alerts are only printed where the monitor runs",
                   "[[channel]] in feeds.toml; then monitor channel test NAME")  # fmt: skip


def check_deliveries(store: Store, now: datetime) -> Iterator[Finding]:
    """Whether every channel takes what it is sent."""
    found = status(store)
    for each in found.dead:
        yield warn(f"channel {each.channel}", f"refused {counted(each.count, 'alert')} for {each.to}: {each.detail}",
                   "mend it, then: monitor alert retry --dead; or give one up: monitor alert drop ID")  # fmt: skip
    if found.waiting_since is not None and now - found.waiting_since > STUCK:
        yield warn("channels", f"an alert waits since {when(found.waiting_since)} to be taken",
                   "see why: monitor alert list --status pending")  # fmt: skip


def check_workers(workers: WorkerPool) -> Iterator[Finding]:
    """Whether documents can be read in a process apart."""
    done = workers.run(DISCOVER_TASK, {"url": "https://www.example.org/"}, b"<html><title>x</title></html>")
    if isinstance(done, TaskFailed):
        yield fail("workers", f"{done.reason.value}: {done.detail}", "allow this user to start processes")
    else:
        yield ok("workers", "documents are read in processes apart")


def check_network(fetcher: Fetcher, sources: Sequence[Source], now: datetime) -> Iterator[Finding]:
    """Whether a few sources answer, and whether their clocks agree with ours. Only a note: networks come and go."""
    asked = [source for source in sources if source.enabled and not source.paused][:ASKED]
    problems, reasons = [], set[FailureReason]()
    for source in asked:
        answer = fetcher.fetch(FetchRequest(url=source.url, purpose="feed"))
        if isinstance(answer, Fetched):
            yield ok("network", f"{source.id} answers")
            yield from _drift(answer, now)
            return
        if isinstance(answer, FetchFailed):
            problems.append(f"{source.id}: {answer.reason.value}")
            reasons.add(answer.reason)
    if problems:
        advice = "check this machine's network; without one: monitor demo"
        if reasons == {FailureReason.BLOCKED_ADDRESS}:
            advice = "hosts of your own network are asked only if MONITOR_ALLOW_HOSTS lists them"
        yield warn("network", "; ".join(problems), advice)


def _drift(answer: Fetched, now: datetime) -> Iterator[Finding]:
    try:
        theirs = parsedate_to_datetime(answer.header("date"))
    except (TypeError, ValueError):
        return
    if theirs.tzinfo is not None and abs(theirs - now) > DRIFT:
        yield warn("clock", f"shows {when(now)}, but {without_credentials(answer.final_url)} says {when(theirs)}",
                    "set this machine's clock, best by NTP")  # fmt: skip
