"""Notices: what the operator must know, in words: sources, channels, the configuration, the monitor itself.

Pure: everything told comes in. May not decide when a notice is due.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from monitor.core.errors import ConfigError
from monitor.core.inert import TITLE_LIMIT, inert
from monitor.core.model.alert import AlertKind, Block, Line, Message
from monitor.core.wording import counted, when

_LISTED = 50  # lines in one notice; the rest is counted
_LINE = 400  # characters of a line; of them
_NAMES = 250  # for the names of the sources that a line is about; the rest is counted
_REASON = 80


def compose_notice(
    *, title: str, lines: Sequence[tuple[str, str]], key: str, now: datetime, text: str = "", thread: str = ""
) -> Message:
    """A word to the operator. ``lines`` are (label, text); ``text`` says what it means and what to do.

    ``thread`` joins the notice on an outage with the one on its end.
    """
    told = tuple(Line(label=inert(label, 60), text=inert(value, _LINE)) for label, value in lines)
    return Message(
        kind=AlertKind.NOTICE,
        key=key,
        title=inert(title, TITLE_LIMIT),
        blocks=(Block(text=inert(text), lines=told),),
        thread=thread,
        at=now,
        footer="monitor, notice to the operator",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A source or channel that does not work: its name, since when (UTC), and the reason in a few words."""

    name: str
    since: datetime
    reason: str


def failing_sources(outages: Sequence[Outage], *, sources: int, key: str, now: datetime, zone: tzinfo = UTC,
                    look: str = "") -> Message:  # fmt: skip
    """One notice for all sources that were found failing together; ``sources`` is the number of all that are polled.

    ``look`` is the command that shows more.
    """
    many = len(outages) > 1
    title = f"{len(outages)} of {sources} sources fail" if many else f"Source fails: {outages[0].name}"
    advice = "Polls go on at longer intervals; nothing is lost that the source still lists when it is back."
    if many and len(outages) * 2 > sources:
        advice = f"More than half of all sources: look at this machine's own network first. {advice}"
    if look:
        advice += f" To see what comes of it: {look}"
    lines = _by_reason("Fails", outages, lambda alike: _fail(alike, zone))
    return compose_notice(title=title, lines=lines, text=advice, key=key, now=now)


def recovered_sources(outages: Sequence[Outage], *, key: str, now: datetime) -> Message:
    """One notice for all sources that work again. ``reason`` and ``since`` tell of their failure; "" = not known."""
    many = len(outages) > 1
    title = f"{len(outages)} sources work again" if many else f"Source works again: {outages[0].name}"
    lines = _by_reason("Works", outages, lambda alike: _failed(alike, now))
    return compose_notice(title=title, lines=lines, key=key, now=now)


def outage_over(left: Sequence[Outage], *, healthy: int, sources: int, key: str, now: datetime, since: datetime | None,
                zone: tzinfo = UTC) -> Message:  # fmt: skip
    """Most sources work again; ``left`` are those that still fail, ``since`` is when the outage was told."""
    lines = [("Healthy", f"{healthy} of {sources} sources")]
    if since is not None:
        lines.append(("Lasted", _lasting(now - since)))
    lines += _by_reason("Fails", left, lambda alike: _fail(alike, zone))
    return compose_notice(title="The outage is over", lines=lines, key=key, now=now)


def dead_channel(outage: Outage, *, undelivered: int, key: str, now: datetime, zone: tzinfo = UTC) -> Message:
    """A channel takes nothing; ``undelivered`` alerts are kept. To be sent through another channel."""
    kept = f"{counted(undelivered, 'alert')} not delivered; they are kept and can be sent again."
    fails = ("Fails", f"{outage.name}: {outage.reason}, since {when(outage.since, zone)}")
    lines = [fails, ("Kept", kept)]
    text = (
        "Check the channel's address and its secret, then send a test: monitor channel test NAME. What is kept goes "
        "out again with: monitor alert retry --dead"
    )
    return compose_notice(title=f"Channel does not deliver: {outage.name}", lines=lines, text=text, key=key, now=now)


def refused_edit(problem: ConfigError, *, key: str, now: datetime) -> Message:
    """A changed configuration file was not taken; the last good one goes on working."""
    place = problem.file + (f", line {problem.line}" if problem.line else "")
    lines = [(label, text) for label, text in (("File", place), ("Key", problem.key)) if text]
    lines.append(("Problem", problem.problem))
    text = "The monitor goes on with the configuration it had."
    return compose_notice(title="Configuration change refused", lines=lines, text=text, key=key, now=now)


def storage_fails(reason: str, *, key: str, now: datetime, since: datetime, zone: tzinfo = UTC) -> Message:
    """The database takes nothing: sent past the outbox, which cannot be written either."""
    lines = [("Fails", f"{reason}, since {when(since, zone)}")]
    full = " Make room on that disk; afterwards, `monitor prune` lets go of what is old." if "full" in reason else ""
    text = (
        "Nothing new can be told until this is mended. What was read already is kept and goes on by itself then, and "
        f"what the sources still list is read again.{full}"
    )
    return compose_notice(title=f"Storage fails: {_in_short(reason)}", lines=lines, text=text, key=key, now=now)


def _in_short(reason: str) -> str:
    """The fault without the database's name and the engine's own words."""
    short = {"disk is full": "the disk is full", "read-only": "it cannot be written", "locked": "it is locked",
             "be reached": "the database cannot be reached", "corrupt": "it is corrupt"}  # fmt: skip
    return next((words for part, words in short.items() if part in reason), "the database cannot be written")


def storage_works(reason: str, *, key: str, now: datetime, since: datetime, until: datetime,
                  zone: tzinfo = UTC) -> Message:  # fmt: skip
    """The database takes everything again."""
    lines = [("Was", f"{reason}, from {when(since, zone)}"), ("Lasted", _lasting(until - since))]
    return compose_notice(title="Storage works again", lines=lines, key=key, now=now)


def loop_stands(*, key: str, now: datetime, since: datetime, zone: tzinfo = UTC) -> Message:
    """The daemon's clockwork turns no more although its process lives: sent past the outbox, which nobody empties."""
    lines = [("Stands", f"no source was polled and no alert sent since {when(since, zone)}")]
    text = "The process still runs, but its scheduler has stopped. Restart the monitor; nothing that was found is lost."
    return compose_notice(title="The monitor's scheduler has stopped", lines=lines, text=text, key=key, now=now)


def loop_turns(*, key: str, now: datetime, since: datetime, until: datetime, zone: tzinfo = UTC) -> Message:
    """The clockwork turns again."""
    lines = [("Stood", f"from {when(since, zone)}"), ("Lasted", _lasting(until - since))]
    return compose_notice(title="The monitor's scheduler works again", lines=lines, key=key, now=now)


def no_scheduler(name: str, *, key: str, now: datetime, last_seen: datetime, zone: tzinfo = UTC) -> Message:
    """The last scheduler of several programs, ``name``, ended without a word: told by a worker or page that lives."""
    lines = [("Ended", f"{name}, without a word; its last sign of life was {when(last_seen, zone)}")]
    text = (
        "No scheduler is left: no source is polled until one is started again. Workers finish what is queued and still "
        "send what waits; nothing that was found is lost."
    )
    return compose_notice(title="The monitor's scheduler has stopped", lines=lines, text=text, key=key, now=now)


def no_worker(*, key: str, now: datetime, since: datetime, zone: tzinfo = UTC) -> Message:
    """No worker of several programs lives: sent past the outbox, which nobody empties, by a scheduler or page."""
    lines = [("Missing", f"no worker gave a sign of life since {when(since, zone)}")]
    text = (
        "Nothing is polled, judged or sent until one is started again: `monitor run --role worker`. Nothing that was "
        "found is lost, and what waits goes out then."
    )
    return compose_notice(title="The monitor has no worker", lines=lines, text=text, key=key, now=now)


def workers_again(*, key: str, now: datetime, since: datetime, until: datetime, zone: tzinfo = UTC) -> Message:
    """A worker lives again."""
    lines = [("Missing", f"from {when(since, zone)}"), ("Lasted", _lasting(until - since))]
    return compose_notice(title="The monitor has a worker again", lines=lines, key=key, now=now)


def daemon_died(
    name: str, *, key: str, now: datetime, last_seen: datetime, began: datetime, zone: tzinfo = UTC
) -> Message:
    """The daemon ``name`` ended without a word; the one that tells this has its work and runs since ``began``."""
    gap = began - last_seen
    watched = "this one went on meanwhile" if gap <= timedelta() else f"nothing was watched for {_lasting(gap)}"
    lines = [
        ("Ended", f"{name}, without a word; its last sign of life was {when(last_seen, zone)}"),
        ("Watch", watched),
    ]
    text = (
        "Its work was taken over. Nothing that it had read is lost; a message that it was sending may come twice and "
        "then says so. For the cause, look into its log and the machine's: memory, power, a restart."
    )
    title = "One monitor has stopped, another goes on" if gap <= timedelta() else "The monitor had stopped"
    return compose_notice(title=title, lines=lines, text=text, key=key, now=now)


def _by_reason(label: str, outages: Sequence[Outage], said: Callable[[Sequence[Outage]], str]) -> list[tuple[str, str]]:
    """A line for each reason with its sources, what most share first; ``said`` tells of those that share one.

    A source that is alone with its reason is named first, as in: Varna Gazette: took too long, since 3 Jun 2026.
    """
    groups: dict[str, list[Outage]] = {}
    for outage in outages:
        groups.setdefault(outage.reason, []).append(outage)
    told = sorted(groups.values(), key=len, reverse=True)
    lines = [(label, _line(_named([outage.name for outage in alike]), said(alike), len(alike))) for alike in told]
    rest = sum(len(alike) for alike in told[_LISTED:])
    return [*lines[:_LISTED], ("And", f"{rest} more")] if rest else lines


def _line(names: str, said: str, many: int) -> str:
    return ": ".join(part for part in ((names, said) if many == 1 else (said, names)) if part)


def _fail(alike: Sequence[Outage], zone: tzinfo) -> str:
    """Why and since when, as in: took too long, 3 sources since 3 Jun 2026, 10:00 UTC."""
    first, together = when(_first(alike), zone), len({when(outage.since, zone) for outage in alike}) == 1
    many = "" if len(alike) == 1 else f"{len(alike)} sources " if together else f"{len(alike)} sources, the first "
    return f"{inert(alike[0].reason, _REASON)}, {many}since {first}"


def _failed(alike: Sequence[Outage], now: datetime) -> str:
    """Why and for how long; "" where that is not known."""
    if not alike[0].reason:
        return ""
    lasted = f"{_lasting(now - _first(alike))} ({inert(alike[0].reason, _REASON)})"
    return f"had failed for {lasted}" if len(alike) == 1 else f"{len(alike)} sources had failed for up to {lasted}"


def _first(alike: Sequence[Outage]) -> datetime:
    return min(outage.since for outage in alike)


def _named(names: Sequence[str]) -> str:
    """As many of the names as there is room for; between semicolons where one holds a comma itself."""
    shown: list[str] = []
    between = "; " if any("," in name for name in names) else ", "
    for name in (inert(each, _NAMES) for each in names):
        if shown and len(between.join([*shown, name])) > _NAMES:
            break
        shown.append(name)
    rest = len(names) - len(shown)
    return between.join(shown) + (f" and {rest} more" if rest else "")


def _lasting(span: timedelta) -> str:
    minutes = max(int(span.total_seconds() // 60), 0)
    if minutes < 120:
        return counted(minutes, "minute")
    return counted(minutes // 60, "hour") if minutes < 48 * 60 else counted(minutes // (24 * 60), "day")
