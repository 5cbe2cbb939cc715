"""Throughput and delay of deliveries: many alerts at once to five channels, one of which never answers.

    python -m bench.alerts [--alerts 1000] [--pace 0] [--database sqlite|postgresql]

Real servers on loopback: a mail server, a webhook, a Slack-alike that keeps Slack's limits, a second webhook that takes
50 ms, and one that hangs. The daemon's own work loop delivers. ``--pace`` is the pause between two
messages to one channel: 0 shows what the machine can do, 1 is what the program ships with.
"""

from __future__ import annotations

import argparse
import io
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.crash import database
from monitor.app.machine import Monitor, build
from monitor.config.settings import Settings
from monitor.core.model.alert import AlertKind, Block, ChannelSpec, DeliveryStatus, Line, Message
from monitor.core.model.development import Novelty
from monitor.core.model.ids import ChannelId
from monitor.core.policy.routing import Route
from monitor.jobs.local import LocalWork, Pools
from monitor.jobs.runner import Runner
from monitor.telemetry import Telemetry
from tests.channels.mailhost import MailHost, mail_host
from tests.channels.servers import Answer, Posted, web_server
from tests.channels.slackhost import Slack

TEXT = "The council voted on Tuesday to impose the harbour levy on all foreign vessels from 1 July, it said."


def message(number: int, at: datetime) -> Message:
    lines = tuple(Line(label=label, text=f"{label} of alert {number}") for label in ("Source", "Published", "So far"))
    return Message(
        kind=AlertKind.DEVELOPMENT, key=f"bench-{number}", title=f"Harbour levy, alert number {number}", at=at,
        novelty=Novelty.NEW, topics=("Harbour levy",), thread=f"development-{number}", footer="monitor, bench",
        blocks=(Block(heading=f"Harbour levy, alert number {number}", url=f"https://gazette.example/{number}",
                      quote=TEXT, lines=lines),),
    )  # fmt: skip


@contextmanager
def targets(over: threading.Event) -> Iterator[dict[str, str]]:
    """Five addresses by channel name."""
    slack = Slack()

    def slow(_: Posted) -> Answer:
        over.wait(0.05)
        return 204, {}, b""

    def never(_: Posted) -> Answer | None:
        over.wait()
        return None

    with mail_host(MailHost()) as mail, web_server(lambda _: (204, {}, b"")) as quick, web_server(slack.hook) as team, \
            web_server(slow) as late, web_server(never) as hung:  # fmt: skip
        yield {
            "mail": f"smtp://127.0.0.1:{mail.port}/?from=monitor@example.org&to=desk@example.org&tls=none",
            "webhook": f"webhook+{quick.url}/in?secret=a-secret", "slack": f"slack+{team.url}/services/T0/B0/x",
            "slow-50ms": f"webhook+{late.url}/in", "hangs": f"webhook+{hung.url}/in",
        }  # fmt: skip
        over.set()


def deliver(monitor: Monitor, channels: dict[str, str], count: int, pace: float) -> float:
    """Write the alerts, deliver until every channel but the hanging one has them all; seconds it took."""
    routes = [Route(channel_id=ChannelId(name), status=DeliveryStatus.PENDING, topics=(), reason="")
              for name in channels]  # fmt: skip
    with monitor.store.write() as tx:
        for name, url in channels.items():
            tx.channels.put(ChannelSpec(id=ChannelId(name), url=url))
    work = LocalWork(monitor.context, Runner(Telemetry(stream=io.StringIO())), Pools(pace=pace))
    began = time.monotonic()
    for number in range(count):
        with monitor.store.write() as tx:
            tx.outbox.add(message(number, datetime.now(UTC)), routes, now=datetime.now(UTC))
        if number % 20 == 0:
            work.tick()
    wanted = count * (len(channels) - 1)
    pause = threading.Event()
    while (done := _sent(monitor)) < wanted and time.monotonic() - began < 60 + count * (pace + 0.5):
        work.tick()
        pause.wait(0.2)
    took = time.monotonic() - began
    monitor.stopping.set()
    if done < wanted:
        raise SystemExit(f"only {done} of {wanted} were delivered after {took:.0f} s")
    threading.Thread(target=work.stop, daemon=True).start()  # the hanging call ends with its server
    return took


def _sent(monitor: Monitor) -> int:
    with monitor.store.read() as tx:
        return tx.outbox.counts().get(DeliveryStatus.SENT, 0)


def report(monitor: Monitor, took: float, count: int) -> None:
    delays: dict[str, list[float]] = defaultdict(list)
    last: dict[str, datetime] = {}
    with monitor.store.read() as tx:
        listed = tx.outbox.latest(limit=10 * count)
    first = min(each.alert.created_at for each in listed)
    for each in listed:
        if each.delivery.sent_at is not None:
            delays[each.delivery.channel_id].append((each.delivery.sent_at - each.alert.created_at).total_seconds())
            last[each.delivery.channel_id] = max(each.delivery.sent_at, last.get(each.delivery.channel_id, first))
    print(f"{count} alerts to {len({each.delivery.channel_id for each in listed})} channels in {took:.1f} s")
    print(f"{'channel':<12}{'sent':>7}{'a second':>10}{'median s':>10}{'p99 s':>8}{'longest s':>11}")
    for name in sorted({each.delivery.channel_id for each in listed}):
        found = sorted(delays.get(name, []))
        if not found:
            print(f"{name:<12}{0:>7}")
            continue
        rate = len(found) / max((last[name] - first).total_seconds(), 0.001)
        late = found[min(int(len(found) * 0.99), len(found) - 1)]
        print(f"{name:<12}{len(found):>7}{rate:>10.1f}{statistics.median(found):>10.2f}{late:>8.2f}{found[-1]:>11.2f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alerts", type=int, default=1000)
    parser.add_argument("--pace", type=float, default=0.0)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args()
    over = threading.Event()
    with tempfile.TemporaryDirectory() as temporary, database(given.database, Path(temporary)) as url:
        settings = Settings(config=Path(temporary) / "feeds.toml", database_url=url, allow_hosts=("127.0.0.0/8",))
        monitor = build(settings, spacing=timedelta())
        try:
            with targets(over) as channels:
                took = deliver(monitor, channels, given.alerts, given.pace)
                report(monitor, took, given.alerts)
        finally:
            over.set()
            monitor.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
