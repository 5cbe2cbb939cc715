"""``monitor topic``: what is tracked, and what a query would find."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.program import Amount, Group, tell
from monitor.core.model.route import EVERYTHING

if TYPE_CHECKING:
    from datetime import tzinfo

    from monitor.core.errors import QueryError
    from monitor.core.model.route import Mute, Rule
    from monitor.services.topics import TopicRow

_ADD = """monitor topic add victims '{icc} AND (reparation* OR "Trust Fund for Victims")'"""


@click.group(
    "topic",
    cls=Group,
    examples=(
        ("monitor topic list", "what is tracked and what was found"),
        ("monitor topic try '\"Rome Statute\" AND amend*'", "what a query would find, before it is saved"),
        (_ADD, "track it"),
    ),
)
def topic() -> None:
    """Topics: what an alert is about.

    A query is words, "exact phrases", trunc*, AND, OR, NOT and brackets; the whole language stands in
    docs/reference/topic-language.md. Quote it for the shell: '…'.
    """


@topic.command(
    "add",
    examples=(
        (_ADD, ""),
        ("monitor topic add hague 'title:\"The Hague\"' --title 'The Hague in headlines' --channel desk", ""),
    ),
)
@click.argument("name")
@click.argument("query")
@click.option("--title", default="", help="How alerts name it.")
@click.option("--channel", "channels", multiple=True, metavar="NAME", help="Send its alerts only there; repeatable.")
@click.option(
    "--alerts",
    multiple=True,
    type=click.Choice(["new", "update", "correction"]),
    help="Tell only this kind of news; repeatable.",
)
@click.option(
    "--least-rank",
    type=click.IntRange(1, 4),
    default=4,
    help="Tell only what sources of this rank or a better one (1 is the best) report.",
)
@click.option(
    "--language", "languages", multiple=True, metavar="CODE", help="Tell only what is in this language; repeatable."
)
def add(name: str, query: str, title: str, channels: tuple[str, ...], alerts: tuple[str, ...], least_rank: int,
        languages: tuple[str, ...]) -> None:  # fmt: skip
    """Track QUERY under NAME, from now on."""
    from monitor.cli import session
    from monitor.services.topics import add_topic, read_rule

    with session.session(makes=True) as held, _showing(query):
        rule = read_rule(alerts=alerts, least_rank=least_rank, languages=languages)
        made = add_topic(held.store, name, query, title=title, channels=channels, rule=rule, now=session.now())
    click.echo(f"Topic {made.id} is tracked from now on. What it would have found so far: monitor topic try {made.id}")


@topic.command("list", examples=(("monitor topic list --json", ""),))
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
def topic_list(as_json: bool) -> None:
    """List the topics with what they found."""
    from monitor.cli import session, table
    from monitor.services.mutes import muted_topics
    from monitor.services.topics import list_topics

    with session.session() as held:
        rows = list_topics(held.store)
        muted = muted_topics(held.store, session.now())
        states = {topic: _muted(mute, held.zone) for topic, mute in muted.items()}
    if as_json:
        table.print_json([_object(row) | {"muted": row.topic.id in muted} for row in rows])
        return
    table.print_table(
        ("topic", "title", "developments", "reports", "mentions", "channels", "set in", "state"),
        [(row.topic.id, row.topic.title, str(row.developments), str(row.reports), str(row.mentions),
          ", ".join(row.topic.channels) or "all", _owner(row), states.get(row.topic.id, "")) for row in rows],
        right=("developments", "reports", "mentions"),
        empty=f"No topics. Add one, as in: {_ADD}",
    )  # fmt: skip


@topic.command("show", examples=(("monitor topic show sanctions", "its query, as it is matched"),))
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(name: str, as_json: bool) -> None:
    """Show a topic with its query."""
    from monitor.cli import session, table
    from monitor.core.inert import inert
    from monitor.core.wording import counted
    from monitor.services.mutes import muted_topics
    from monitor.services.topics import show_topic

    with session.session() as held:
        row = show_topic(held.store, name)
        mute = muted_topics(held.store, session.now()).get(row.topic.id)
        state = _muted(mute, held.zone) if mute else ""
    if as_json:
        table.print_json(_object(row) | {"muted": mute is not None})
        return
    stages = " → ".join(rung.stage for rung in row.topic.ladder)
    table.print_facts((
        ("Topic", row.topic.id), ("Title", row.topic.title), ("Set in", _owner(row)),
        ("Channels", ", ".join(row.topic.channels) or "all"), ("Tells", _rule(row.topic.rule)), ("Stages", stages),
        ("State", state),
        ("Found", ", ".join((counted(row.developments, "development"), counted(row.reports, "report"),
                             counted(row.mentions, "mention")))),
    ))  # fmt: skip
    click.echo("Query")
    for line in row.topic.query.splitlines():
        click.echo(f"  {inert(line, 5_000)}")


@topic.command(
    "try",
    examples=(
        ("monitor topic try '\"Rome Statute\" AND amend*'", "over the stored articles"),
        ("monitor topic try sanctions --weeks 4", "a saved topic, the last four weeks"),
        ("monitor topic try 'ICC NEAR/5 sanction*' --against sanctions", "what the change gains and loses"),
        ("monitor topic try 'asset* /s freez*' --file articles.jsonl", "over articles in a file, as for replay"),
    ),
)
@click.argument("query")
@click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Articles as JSON lines, not the stored ones.",
)
@click.option("--against", metavar="NAME", help="Compare with a saved topic.")
@click.option("--weeks", type=Amount(min=0, min_open=True, max=5200), help="Only articles first seen in the "
              "last so many weeks.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def try_(query: str, file: Path | None, against: str | None, weeks: float | None, as_json: bool) -> None:
    """Say what a query finds, before it is saved.

    QUERY is a query, or the name of a saved topic. Also shown is what it misses by one clause.
    """
    from datetime import timedelta

    from monitor.cli import session, table
    from monitor.cli import trial as page
    from monitor.services import trial

    with session.session() as held, _showing(query):
        since = session.now() - timedelta(weeks=weeks) if weeks else None
        if against:
            compared = trial.compare(held.store, query, against, file=file, since=since)
            if as_json:
                table.print_json(page.comparison_object(compared))
            else:
                page.print_comparison(compared, against, held.zone)
            return
        tried = trial.try_out(held.store, query, file=file, since=since)
        if as_json:
            table.print_json(page.trial_object(tried))
        else:
            page.print_trial(tried, held.zone)


def _rule(rule: Rule) -> str:
    """What it lets through, in words; "" for everything."""
    parts = []
    if rule.verdicts != EVERYTHING.verdicts:
        parts.append(", ".join(rule.verdicts) + " only")
    if rule.least_rank is not EVERYTHING.least_rank:
        parts.append(f"sources of rank {rule.least_rank.number} or better")
    if rule.languages:
        parts.append(f"in {', '.join(rule.languages)}")
    return "; ".join(parts)


def _muted(mute: Mute, zone: tzinfo) -> str:
    from monitor.core.wording import when

    return f"muted until {when(mute.until, zone)}" if mute.until else "muted"


@topic.command(
    "mute", examples=(("monitor topic mute icpa", "no alerts on it"), ("monitor topic mute icpa --for 12h", ""))
)
@click.argument("name")
@click.option("--for", "span", default="", metavar="TIME", help="Only so long: 12h, 7d, 2w.")
def mute(name: str, span: str) -> None:
    """Send no alerts on a topic; what is reported on it is still filed and shown."""
    from monitor.cli import session
    from monitor.core.wording import when
    from monitor.services import mutes

    with session.session() as held:
        until = mutes.read_until(span, session.now())
        mutes.mute_topic(held.store, name, session.now(), until)
        end = f"until {when(until, held.zone)}" if until else f"until monitor topic unmute {name}"
    click.echo(f"Topic {name} is muted {end}.")


@topic.command("unmute", examples=(("monitor topic unmute icpa", ""),))
@click.argument("name")
def unmute(name: str) -> None:
    """Send alerts on a topic again, from the next report on."""
    from monitor.cli import session
    from monitor.services import mutes

    with session.session() as held:
        mutes.unmute_topic(held.store, name)
    click.echo(f"Topic {name} is no longer muted.")


@topic.command("remove", examples=(("monitor topic remove victims", "its developments stay"),))
@click.argument("name")
def remove(name: str) -> None:
    """Stop tracking a topic that was added here."""
    from monitor.cli import session
    from monitor.services.topics import remove_topic

    with session.session() as held:
        remove_topic(held.store, name, session.now())
    click.echo(f"Topic {name} is no longer tracked. Its developments stay.")


@contextmanager
def _showing(query: str) -> Iterator[None]:
    """A mistake in ``query`` is shown with a caret under its place."""
    from monitor.core.errors import QueryError

    try:
        yield
    except QueryError as error:
        problem = error.problem.split(": ", 1)[1] if error.problem.startswith("topic ") else error.problem
        line = f"line {error.line}, " if "\n" in query.strip() else ""
        tell(f"the query, {line}column {error.column}: {problem}")
        click.echo(_pointed(query, error), err=True)
        if error.hint:
            click.echo(f"         hint: {error.hint}", err=True)
        raise click.exceptions.Exit(2) from error


def _pointed(query: str, error: QueryError) -> str:
    """The line of the query with a caret under the column; a long line is shown around it."""
    from rich.cells import cell_len

    from monitor.core.inert import inert

    lines = query.splitlines() or [""]
    line = lines[min(error.line, len(lines)) - 1]
    start = max(0, error.column - 60)
    before = "".join(inert(letter) or " " for letter in line[start : error.column - 1])
    rest = "".join(inert(letter) or " " for letter in line[error.column - 1 : start + 110])
    dots = "…" if start else ""
    return f"    {dots}{before}{rest}\n    {' ' * cell_len(dots + before)}^"


def _owner(row: TopicRow) -> str:
    return "feeds.toml" if row.topic.owner.value == "file" else "database"


def _object(row: TopicRow) -> dict[str, object]:
    return {
        "name": row.topic.id, "title": row.topic.title, "query": row.topic.query,
        "channels": list(row.topic.channels), "owner": row.topic.owner.value,
        "alerts": [each.value for each in row.topic.rule.verdicts], "least_rank": row.topic.rule.least_rank.number,
        "languages": list(row.topic.rule.languages),
        "stages": [rung.stage for rung in row.topic.ladder], "developments": row.developments,
        "reports": row.reports, "mentions": row.mentions,
    }  # fmt: skip
