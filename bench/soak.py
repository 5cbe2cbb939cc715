"""Runs the real daemon for an hour at speed and says whether it grows, leaks or loses anything.

    python -m bench.soak [--minutes 60] [--sources 500] [--interval 20] [--every 1.5] [--keep FOLDER]

``monitor run`` as a process of its own watches ``--sources`` made-up hosts, each every ``--interval`` seconds instead
of every half hour or so; one article is published every ``--every`` seconds, one in ten of them on the topic; hosts
fail in six ways; feeds.toml is edited, the web page read, and the webhook refuses one call in twenty. At the end every
article is held against the ledger and every alert against what the webhook took. Before it starts, the database gets
reports that are 60 days old, so that as many leave the memory of developments as come into it (``bench/soak_past.py``).

Memory is looked at every ten seconds. ``Rss`` is the daemon's own; ``all`` counts its worker processes too, shared
pages once (PSS). The slope is the least-squares line over everything after the warm-up (a quarter of the time, at least
three minutes). Goals: the daemon's own at most 1 MiB an hour, 256 MiB in all with 500 sources, descriptors and threads
flat, 0 lost. The slope of all is shown and held to nothing but that bound: workers are renewed when they have grown, in
steps of 10 MiB, over which an hour's line fell by 3.5 MiB in one run and rose by 5 and by 27 in others. Exit code 1 if
a goal is missed; a run of less than half an hour is too short to be held to the slope.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from bench.soak_past import remember
from bench.soak_press import LISTING_EVERY, Press, press
from monitor.core.model.alert import DeliveryStatus
from monitor.core.model.entry import Account
from monitor.store.store import Store
from tests.channels.servers import Answer, Posted, web_server

PROGRAM = Path(sys.executable).with_name("monitor")
PASSWORD = "a password for the soak"
HOT = 0.1  # share of the articles that are on the topic
LOOK, EDIT = 10.0, 120.0  # seconds between two looks at the process, two edits of feeds.toml
MOST_SLOPE, MOST_MEMORY = 1.0, 256.0  # MiB an hour, MiB
SLACK = 8  # descriptors or threads that may come and go


@dataclass(frozen=True)
class Sample:
    """The daemon at one moment; memory in MiB."""

    at: float
    rss: float
    all: float
    files: int
    threads: int
    processes: int


@dataclass
class Hook:
    """A webhook that keeps the keys of what it took and refuses one call in twenty."""

    keys: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(5))

    def answer(self, posted: Posted) -> Answer:
        """Take it or refuse it."""
        if self.chance.random() < 0.05:
            self.refused += 1
            return 503, {}, b""
        self.keys[{name.lower(): value for name, value in posted.headers.items()}["idempotency-key"]] += 1
        return 204, {}, b""


def look(pid: int, began: float) -> Sample:
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    everyone = [str(pid), *_below(pid)]
    return Sample(at=time.monotonic() - began, rss=int(status["VmRSS"].split()[0]) / 1024,
                  all=sum(map(_pss, everyone)), files=sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir()),
                  threads=int(status["Threads"]), processes=len(everyone))  # fmt: skip


def _below(pid: int | str) -> list[str]:
    """The processes below this one: the workers are children of their template."""
    found = [child for task in Path(f"/proc/{pid}/task").glob("*") for child in _words(task / "children")]
    return found + [below for child in found for below in _below(child)]


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:  # the thread has just ended
        return []


def _pss(pid: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def declare(folder: Path, world: Press, hook: str, interval: int, edit: int = 0) -> None:
    """Write feeds.toml whole, as an editor does."""
    sources = "".join(
        f'[[source]]\nid = "host-{number}"\nname = "Host {number}"\nurl = "{world.address(number)}"\n'
        f'interval = "{interval}s"\nmin = "{interval}s"\nmax = "{interval}s"\n'
        + ('kind = "listing"\n' if number % LISTING_EVERY == 0 else "")
        for number in range(world.hosts)
    )
    text = (
        f"# edit {edit}\n[[topic]]\nname = 'strikes'\nquery = 'dockers AND strike*'\n"
        f"[[channel]]\nname = 'hook'\nurl = '{hook}'\n{sources}[monitor]\nspacing = '1s'\nalerts_per_hour = 1000\n"
    )
    draft = folder / "feeds.toml.new"
    draft.write_text(text)
    draft.replace(folder / "feeds.toml")


def start(folder: Path) -> subprocess.Popen[bytes]:
    """The daemon, its log in a file."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR", "MALLOC_ARENA_MAX") if name in os.environ}
    environment = kept | {
        "HOME": str(folder), "MONITOR_CONFIG": str(folder / "feeds.toml"), "MONITOR_ALLOW_HOSTS": "127.0.0.0/8",
        "MONITOR_SHORTEST_INTERVAL": "1s", "MONITOR_LOG_FORMAT": "json", "MONITOR_WEB": "127.0.0.1:0",
        "MONITOR_WEB_PASSWORD": PASSWORD, "MONITOR_DATABASE_URL": f"sqlite:///{folder / 'monitor.db'}",
        "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0",  # as in the image
    }  # fmt: skip
    return subprocess.Popen([str(PROGRAM), "run"], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=(folder / "log").open("wb"))  # fmt: skip


class Reader:
    """Somebody who has the web page open: logs in once, then turns its pages and asks for health and figures."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._browser: httpx.Client | None = None
        self.pages, self.failed = 0, 0

    def turn(self) -> None:
        """One round."""
        try:
            browser = self._browser or self._log_in()
            for path in ("/healthz", "/readyz", "/", "/sources", "/topics", "/alerts", "/search?q=dockers", "/metrics"):
                self.pages += 1
                self.failed += browser.get(path, timeout=30).status_code != 200
        except (httpx.HTTPError, LookupError):
            self.failed += 1

    def _log_in(self) -> httpx.Client:
        said = (self._folder / "log").read_text().partition('"event": "web", "result": "started", "reason": "')[2]
        root = said.partition('"')[0]
        if not root:
            raise LookupError
        browser = httpx.Client(base_url=root, trust_env=False, headers={"origin": root})
        browser.post("/login", data={"password": PASSWORD})
        self._browser = browser
        return browser


def soak(folder: Path, world: Press, given: argparse.Namespace, hook: str, pid: int) -> list[Sample]:
    """Publish, edit, read and look until the time is over."""
    chance, reader, samples, edits = random.Random(3), Reader(folder), [], 0
    began = time.monotonic()
    until = began + given.minutes * 60
    next_look, next_story, next_edit = began, began + 5, began + EDIT
    while (now := time.monotonic()) < until:
        if now >= next_story:
            next_story += given.every
            world.publish(chance.randrange(world.hosts), hot=chance.random() < HOT)
        if now >= next_edit:
            next_edit, edits = next_edit + EDIT, edits + 1
            declare(folder, world, hook, given.interval, edits)
        if now >= next_look:
            next_look += LOOK
            samples.append(look(pid, began))
            reader.turn()
            if len(samples) % 6 == 1:
                say(samples[-1])
        time.sleep(max(0.0, min(next_story, next_look, next_edit) - time.monotonic()))
    print(f"{reader.pages} pages read, {reader.failed} failed; {edits} edits; requests {dict(world.requests)}")
    return samples


def say(sample: Sample) -> None:
    print(f"{sample.at / 60:6.1f} min  rss {sample.rss:6.1f}  all {sample.all:6.1f} MiB  files {sample.files:4}  "
          f"threads {sample.threads:3}  processes {sample.processes}", flush=True)  # fmt: skip


def drain(folder: Path, world: Press, past: int, patience: float = 600.0) -> Store:
    """Let the daemon find and finish everything; the store, for the audit. ``past`` entries were there before."""
    world.moody = False
    store = Store(f"sqlite:///{folder / 'monitor.db'}")
    until, asked = time.monotonic() + patience, 0.0
    while time.monotonic() < until:
        if time.monotonic() > asked + 60:
            asked = time.monotonic()
            with store.write() as tx:
                tx.sources.poll_now(datetime.now(UTC))
        time.sleep(3)
        with store.read() as tx:
            pending = tx.entries.counts().get(Account.PENDING, 0)
            waiting = tx.outbox.counts().get(DeliveryStatus.PENDING, 0)
            known = sum(tx.entries.counts().values())
        if known >= len(world.published) + past and not pending and not waiting:
            break
    return store


def audit(store: Store, world: Press, hook: Hook) -> dict[str, int]:
    """What was lost or repeated, and how much there was."""
    with store.read() as tx:
        entries = list(tx.entries.export())
        listed = tx.outbox.latest(limit=1_000_000)
        accounts = tx.entries.counts()
    known = {entry.url for entry in entries}
    on_topic = {entry.url: entry.account for entry in entries if world.published.get(entry.url)}
    keys = {each.alert.message.key for each in listed if each.delivery.status is DeliveryStatus.SENT}
    return {
        "articles published": len(world.published), "articles on the topic": sum(world.published.values()),
        "alerts taken": sum(hook.keys.values()), "calls refused": hook.refused,
        **{f"entries: {account.value}": count for account, count in accounts.items()},
        "LOST articles": len(set(world.published) - known),
        "LOST on the topic": sum(account in (Account.PENDING, Account.NO_MATCH, Account.NO_TEXT)
                                 for account in on_topic.values()),
        "LOST alerts": sum(not any(key in taken for taken in hook.keys) for key in keys),
        "REPEATED alerts": sum(count - 1 for count in hook.keys.values()),
        "UNFINISHED deliveries": sum(each.delivery.status is DeliveryStatus.PENDING for each in listed),
    }  # fmt: skip


def slope(samples: list[Sample], what: str) -> float:
    """MiB an hour: the least-squares line."""
    times = [sample.at / 3600 for sample in samples]
    values = [getattr(sample, what) for sample in samples]
    middle, level = sum(times) / len(times), sum(values) / len(values)
    spread = sum((at - middle) ** 2 for at in times)
    return float(sum((at - middle) * (value - level) for at, value in zip(times, values, strict=True)) / spread)


def judge(samples: list[Sample], minutes: float, sources: int, found: dict[str, int]) -> list[str]:
    """Print the figures; the goals that were missed."""
    steady = [sample for sample in samples if sample.at >= min(max(180.0, minutes * 15), minutes * 30)]
    missed = [f"{figure}: {count}" for figure, count in found.items() if figure.isupper() or figure[:4].isupper()
              if count]  # fmt: skip
    for figure, value in found.items():
        print(f"{value:>8}  {figure}")
    for what in ("rss", "all"):
        grown = slope(steady, what)
        print(f"{grown:>8.2f}  MiB an hour, {what} ({steady[0].at / 60:.0f} to {steady[-1].at / 60:.0f} min)")
        if what == "rss" and grown > MOST_SLOPE and minutes >= 30:
            missed.append(f"{what} grows by {grown:.2f} MiB an hour")
    most = max(sample.all for sample in samples)
    print(f"{most:>8.1f}  MiB at most, all processes; {steady[-1].all:.1f} at the end")
    if sources <= 500 and most > MOST_MEMORY:
        missed.append(f"{most:.0f} MiB for {sources} sources")
    for what in ("files", "threads"):
        values = [getattr(sample, what) for sample in steady]
        first, last = (sorted(part)[len(part) // 2] for part in (values[: len(values) // 3 + 1],
                                                                 values[-len(values) // 3 - 1 :]))  # fmt: skip
        print(f"{last:>8}  {what} in the last third, {first} in the first, {min(values)} to {max(values)}")
        if last - first > SLACK:
            missed.append(f"{what} grow from {first} to {last}")
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--sources", type=int, default=500)
    parser.add_argument("--interval", type=int, default=20)
    parser.add_argument("--every", type=float, default=1.5)
    parser.add_argument("--keep", type=Path, help="an empty folder for database and log, kept")
    given = parser.parse_args()
    hook = Hook()
    with ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(exist_ok=True)
        world = stack.enter_context(press(given.sources))
        address = f"webhook+{stack.enter_context(web_server(hook.answer)).url}/in"
        declare(folder, world, address, given.interval)
        past = round(given.minutes * 60 / given.every * HOT)
        remember(folder, "host-0", past, timedelta(minutes=given.minutes))
        daemon = start(folder)
        try:
            samples = soak(folder, world, given, address, daemon.pid)
            store = drain(folder, world, past)
            samples.append(look(daemon.pid, time.monotonic() - samples[-1].at - LOOK))
            say(samples[-1])
            began = time.monotonic()
            daemon.send_signal(signal.SIGTERM)
            code = daemon.wait(120)
            print(f"stopped in {time.monotonic() - began:.1f} s, exit code {code}")
            found = audit(store, world, hook)
            store.close()
        finally:
            with suppress(ProcessLookupError):
                daemon.kill()
    missed = judge(samples, given.minutes, given.sources, found)
    missed += [f"exit code {code}"] if code else []
    for fault in missed:
        print(f"MISSED: {fault}")
    print("every goal reached" if not missed else f"{len(missed)} goals missed")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
