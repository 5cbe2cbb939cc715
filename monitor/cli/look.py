"""Looking: ``monitor status`` and ``export``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.program import Command

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from monitor.core.model.process import Process
    from monitor.services.status import Status


@click.command(
    "status",
    cls=Command,
    examples=(
        ("monitor status", "is it running, what does it watch, what did it find?"),
        ("monitor status --json | jq .sources.failing", ""),
    ),
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def status(as_json: bool) -> None:
    """Say how the monitor is doing."""
    from monitor.cli import session, table
    from monitor.services.processes import running
    from monitor.services.status import status as look

    with session.session() as held:
        found, processes = look(held.store), running(held.store, session.now())
        if as_json:
            table.print_json(_status_object(found, processes, session.now()))
            return
        print_status(found, held.zone, session.now(), processes)


def print_status(found: Status, zone: tzinfo, now: datetime, processes: Sequence[Process] = ()) -> None:
    """The status in words, with a table of what fails; ``processes`` are told where there are several."""
    from monitor.cli import table
    from monitor.core.wording import counted, when

    words = [f"{found.count(each)} {each}" for each in _CONDITIONS if found.count(each)]
    accounts = [f"{count:,} {account.value}" for account, count in found.accounts.items() if count]
    sent = [f"{count:,} {status.value}" for status, count in found.deliveries.items() if count]
    table.print_facts((
        ("Daemon", _daemon(found, zone, now, processes)),
        ("Processes", _parts(processes)),
        ("Database", found.database),
        ("Sources", f"{len(found.sources)}: {', '.join(words)}" if words else "none: monitor source add URL"),
        ("Next poll", _next_poll(found, zone, now)),
        ("Asked", f"{counted(found.polls, 'poll')}, {counted(found.requests, 'request')}, "
                  f"{found.received / 1e6:,.1f} MB received" if found.polls else ""),
        ("Topics", str(found.topics)),
        ("Channels", str(found.channels) if found.channels else "none set up: alerts are printed where monitor runs"),
        ("Entries", f"{found.entries:,}" + (f": {', '.join(accounts)}" if accounts else "")),
        ("Articles", f"{found.articles:,}" + (f", {counted(found.waiting_for_text, 'entry')} waiting for their text"
                                              if found.waiting_for_text else "")),
        ("Captures", f"{found.captures.kept:,}, {_size(found.captures.stored)}" if found.captures.kept else ""),
        ("Kept", _kept(found, zone, now)),
        ("Matches", f"{counted(sum(each.reports for each in found.matches.values()), 'report')}, "
                    f"{counted(sum(each.mentions for each in found.matches.values()), 'mention')}"
                    if found.matches else ""),
        ("Developments", f"{found.developments:,}"),
        ("Deliveries", ", ".join(sent) if sent else "none yet"),
        ("Waiting", f"the oldest alert since {when(found.waiting_since, zone)}" if found.waiting_since else ""),
        *(("Not delivered", f"{counted(each.count, 'alert')} to {each.to}: {each.detail}; once it is mended: "
                            "monitor alert retry --dead") for each in found.dead),
    ))  # fmt: skip
    failing = [each for each in found.sources if each.condition == "failing"]
    if failing:
        click.echo()
        table.print_table(
            ("failing source", "why", "last good poll"),
            [(each.source.id, each.state.failure, table.ago(each.state.succeeded_at, now)) for each in failing[:15]],
        )
        if len(failing) > 15:
            click.echo(f"… and {len(failing) - 15} more: monitor source list --failing")


def _daemon(found: Status, zone: tzinfo, now: datetime, processes: Sequence[Process]) -> str:
    """Whether the sources are watched, by the last sign of life; what to start if they are not."""
    from monitor.cli import table
    from monitor.core.wording import when
    from monitor.services.processes import to_start
    from monitor.services.status import BEAT

    last = found.stopped or found.heartbeat
    if last is None:
        return f"has not run yet: start it, {to_start(processes)}"
    if silent := found.silent_for(now):
        return (f"last sign of life {when(last, zone)}, {silent.total_seconds():.0f} s ago, though one is due every "
                f"{BEAT.total_seconds():.0f} s")  # fmt: skip
    said = f"{'stopped' if found.stopped else 'last active'} {when(last, zone)}, {table.ago(last, now)}"
    if not found.is_active(now):
        return f"{said}: start it, {to_start(processes)}"
    return f"{said}, {found.memory / 2**20:.0f} MiB" if found.memory else said


def _kept(found: Status, zone: tzinfo, now: datetime) -> str:
    """What feeds.toml lets go of, and when that was last done; "" where everything is kept."""
    from monitor.cli import table
    from monitor.config.values import print_span
    from monitor.core.wording import when

    held = found.retention
    if held.keep is None:
        return ""
    last = f"last {when(held.last, zone)}, {table.ago(held.last, now)}" if held.last else "not done yet"
    return f"for {print_span(held.keep)}; what is older is let go once a day, {last}"


def _next_poll(found: Status, zone: tzinfo, now: datetime) -> str:
    from monitor.core.wording import when

    if found.next_poll is None:
        return ""
    late = found.overdue(now).total_seconds()
    return when(found.next_poll, zone) + (f": {late / 60:,.0f} min overdue" if late >= LATE else "")


_CONDITIONS = ("healthy", "failing", "waiting", "paused", "disabled")
LATE = 180.0  # seconds; a poll under way may take a minute, and as long in its turn at the host


def _parts(processes: Sequence[Process]) -> str:
    """The processes of a monitor in several, and what is missing among them; "" for one that is whole."""
    from monitor.core.model.process import Role
    from monitor.services.processes import in_words, what_is_missing

    if [each.role for each in processes] in ([], [Role.ALL]):
        return ""
    missing = what_is_missing(processes)
    return in_words(processes) + (f"; {missing}" if missing else "")


def _status_object(found: Status, processes: Sequence[Process], now: datetime) -> dict[str, object]:
    from monitor.services.export import iso

    return {
        "active": found.is_active(now), "last_active": iso(found.heartbeat), "stopped": iso(found.stopped),
        "last_good_tick": iso(found.tick), "memory_bytes": found.memory, "database": found.database,
        "processes": [{"role": each.role.value, "machine": each.machine, "pid": each.pid,
                       "started": iso(each.started_at), "last_seen": iso(each.seen_at)} for each in processes],
        "sources": {"total": len(found.sources), **{each: found.count(each) for each in _CONDITIONS}},
        "next_poll": iso(found.next_poll), "oldest_due_seconds": found.overdue(now).total_seconds(),
        "polls": found.polls, "requests": found.requests, "bytes_received": found.received,
        "topics": found.topics, "channels": found.channels,
        "entries": found.entries, "accounts": {key.value: count for key, count in found.accounts.items()},
        "captures": {"kept": found.captures.kept, "bytes": found.captures.stored},
        "retention": {"keep_seconds": found.retention.keep.total_seconds() if found.retention.keep else None,
                      "last_done": iso(found.retention.last)},
        "articles": found.articles, "waiting_for_text": found.waiting_for_text, "developments": found.developments,
        "matches": {topic: {"reports": by.reports, "mentions": by.mentions} for topic, by in found.matches.items()},
        "alerts": {key.value: count for key, count in found.alerts.items()}, "oldest_waiting": iso(found.waiting_since),
        "deliveries": {key.value: count for key, count in found.deliveries.items()},
        "dead": [{"channel": each.channel, "to": each.to, "alerts": each.count, "detail": each.detail}
                 for each in found.dead],
        "failing": [{"source": each.source.id, "failure": each.state.failure, "failures": each.state.failures,
                     "since": iso(each.state.failing_since), "last_good_poll": iso(each.state.succeeded_at)}
                    for each in found.sources if each.condition == "failing"],
    }  # fmt: skip


@click.command(
    "export",
    cls=Command,
    examples=(
        ("monitor export > entries.jsonl", ""),
        ("monitor export | jq -r 'select(.account == \"alerted\") | .title'", ""),
        ("monitor export --format csv > entries.csv", "for a spreadsheet"),
    ),
)
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True,
              help="One JSON object a line, or a table for a spreadsheet.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The same as --format jsonl.")
def export(form: str, as_json: bool) -> None:
    """Write every stored entry as JSON or CSV.

    Each comes with its account: what became of it, and why.
    """
    from monitor.cli import session, table
    from monitor.outputs import csv
    from monitor.services.export import COLUMNS, entries

    with session.session() as held:
        if form == "csv" and not as_json:
            for line in csv.render(COLUMNS, (tuple(entry.values()) for entry in entries(held.store))):
                click.echo(line, nl=False)
            return
        for entry in entries(held.store):
            click.echo(table.json_line(entry))


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 1e6 else f"{count / 1e3:,.0f} KB"
