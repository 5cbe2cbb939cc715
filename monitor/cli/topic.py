"""``monitor topic``: what is tracked, and what a query would find."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.program import Group, tell

if TYPE_CHECKING:
    from datetime import tzinfo

    from monitor.core.errors import QueryError
    from monitor.services.topics import Hit, TopicRow
    from monitor.services.trial import Comparison, NearMiss, Tried

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
def add(name: str, query: str, title: str, channels: tuple[str, ...]) -> None:
    """Track QUERY under NAME, from now on."""
    from monitor.cli import session
    from monitor.services.topics import add_topic

    with session.session() as held, _showing(query):
        made = add_topic(held.store, name, query, title=title, channels=channels, now=session.now())
    click.echo(f"Topic {made.id} is tracked from now on. What it would have found so far: monitor topic try {made.id}")


@topic.command("list", examples=(("monitor topic list --json", ""),))
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
def topic_list(as_json: bool) -> None:
    """List the topics with what they found."""
    from monitor.cli import session, table
    from monitor.services.topics import list_topics

    with session.session() as held:
        rows = list_topics(held.store)
    if as_json:
        table.print_json([_object(row) for row in rows])
        return
    table.print_table(
        ("topic", "title", "developments", "reports", "mentions", "channels", "set in"),
        [(row.topic.id, row.topic.title, str(row.developments), str(row.reports), str(row.mentions),
          ", ".join(row.topic.channels) or "all", _owner(row)) for row in rows],
        right=("developments", "reports", "mentions"),
        empty=f"No topics. Add one, as in: {_ADD}",
    )  # fmt: skip


@topic.command("show", examples=(("monitor topic show sanctions", "its query, as it is matched"),))
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(name: str, as_json: bool) -> None:
    """Show a topic with its query."""
    from monitor.cli import session, table
    from monitor.core.message import counted, inert
    from monitor.services.topics import show_topic

    with session.session() as held:
        row = show_topic(held.store, name)
    if as_json:
        table.print_json(_object(row))
        return
    stages = " → ".join(rung.stage for rung in row.topic.ladder)
    table.print_facts((
        ("Topic", row.topic.id), ("Title", row.topic.title), ("Set in", _owner(row)),
        ("Channels", ", ".join(row.topic.channels) or "all"), ("Stages", stages),
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
@click.option("--weeks", type=click.FloatRange(min=0, min_open=True, max=5200), help="Only articles first seen in the "
              "last so many weeks.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def try_(query: str, file: Path | None, against: str | None, weeks: float | None, as_json: bool) -> None:
    """Say what a query finds, before it is saved.

    QUERY is a query, or the name of a saved topic. Also shown is what it misses by one clause.
    """
    from datetime import timedelta

    from monitor.cli import session, table
    from monitor.services import trial

    with session.session() as held, _showing(query):
        since = session.now() - timedelta(weeks=weeks) if weeks else None
        if against:
            compared = trial.compare(held.store, query, against, file=file, since=since)
            if as_json:
                table.print_json(_comparison_object(compared))
            else:
                _print_comparison(compared, against, held.zone)
            return
        tried = trial.try_out(held.store, query, file=file, since=since)
        if as_json:
            table.print_json(_trial_object(tried))
        else:
            _print_trial(tried, held.zone)


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

    from monitor.core.message import inert

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
        "stages": [rung.stage for rung in row.topic.ladder], "developments": row.developments,
        "reports": row.reports, "mentions": row.mentions,
    }  # fmt: skip


def _print_trial(tried: Tried, zone: tzinfo) -> None:
    from monitor.cli import table
    from monitor.core.message import counted
    from monitor.core.model.match import Grade

    found = tried.trial
    reports = sum(1 for hit in found.hits if hit.match.grade is Grade.REPORT)
    rate = f"; {found.reports_a_week:.1f} reports a week before repeats are taken off" if reports else ""
    click.echo(f"{counted(found.articles, 'article')} looked at, {counted(reports, 'report')}, "
               f"{counted(len(found.hits) - reports, 'mention')}{rate}")  # fmt: skip
    if not found.articles:
        click.echo("Nothing is stored yet: let the monitor run first, or give articles with --file.")
    if found.hits:
        click.echo()
        _print_hits(found.hits, zone)
        sources = ", ".join(f"{name} {count}" for name, count in tried.sources[:8])
        weeks = ", ".join(f"{week} {count}" for week, count in tried.weeks[-8:])
        click.echo()
        table.print_facts((("Sources", sources), ("By week", weeks)))
    _print_near_misses(tried.near_misses, zone)


def _print_hits(hits: tuple[Hit, ...], zone: tzinfo, limit: int = 40) -> None:
    from monitor.cli import table
    from monitor.core.message import inert

    rows = []
    for hit in hits[:limit]:
        evidence = inert(hit.match.evidence[0].quote, 240) if hit.match.evidence else ""
        rows.append((_day(hit, zone), hit.match.grade.value, f"{hit.match.score:.2f}",
                     hit.article.title or "(no title)", hit.article.source_name, evidence))  # fmt: skip
    table.print_table(("published", "grade", "score", "headline", "source", "evidence"), rows, right=("score",))
    if len(hits) > limit:
        click.echo(f"… and {len(hits) - limit} more: --json has all")


def _day(hit: Hit | NearMiss, zone: tzinfo) -> str:
    return (hit.article.published or hit.article.first_seen).astimezone(zone).strftime("%Y-%m-%d")


def _print_near_misses(misses: tuple[NearMiss, ...], zone: tzinfo) -> None:
    from monitor.cli import table

    if misses:
        click.echo(f"\nMissed by one clause: {len(misses)}")
        rows = [(_day(miss, zone), miss.article.title or "(no title)", miss.clause, ", ".join(miss.words))
                for miss in misses[:15]]  # fmt: skip
        table.print_table(("published", "headline", "what does not hold", "what does"), rows)


def _print_comparison(compared: Comparison, name: str, zone: tzinfo) -> None:
    click.echo(f"{compared.articles} articles: {compared.both} found by both, "
               f"{len(compared.gained)} only by the new query, {len(compared.lost)} only by {name}")  # fmt: skip
    for title, hits in (("Gained", compared.gained), ("Lost", compared.lost)):
        if hits:
            click.echo(f"\n{title}:")
            _print_hits(hits, zone)
    if compared.regraded:
        click.echo("\nGraded otherwise:")
        for before, after in compared.regraded[:40]:
            click.echo(f"  {before.match.grade.value} → {after.match.grade.value}  {_title(after)}")


def _title(hit: Hit) -> str:
    from monitor.core.message import inert

    return inert(hit.article.title, 150)


def _hit_object(hit: Hit) -> dict[str, object]:
    return {
        "article": hit.article.id, "title": hit.article.title, "url": hit.article.url,
        "source": hit.article.source_name, "published": _iso(hit), "grade": hit.match.grade.value,
        "score": hit.match.score, "reason": hit.match.reason, "stage": hit.match.stage,
        "evidence": [each.quote for each in hit.match.evidence],
    }  # fmt: skip


def _iso(hit: Hit | NearMiss) -> str | None:
    from monitor.services.export import iso

    return iso(hit.article.published)


def _trial_object(tried: Tried) -> dict[str, object]:
    return {
        "articles": tried.trial.articles, "reports_a_week": round(tried.trial.reports_a_week, 2),
        "hits": [_hit_object(hit) for hit in tried.trial.hits],
        "near_misses": [{"title": miss.article.title, "url": miss.article.url, "published": _iso(miss),
                         "clause": miss.clause, "words": list(miss.words)} for miss in tried.near_misses],
        "sources": dict(tried.sources), "weeks": dict(tried.weeks),
    }  # fmt: skip


def _comparison_object(compared: Comparison) -> dict[str, object]:
    return {
        "articles": compared.articles, "both": compared.both,
        "gained": [_hit_object(hit) for hit in compared.gained], "lost": [_hit_object(hit) for hit in compared.lost],
        "regraded": [{"title": after.article.title, "url": after.article.url, "before": before.match.grade.value,
                      "after": after.match.grade.value} for before, after in compared.regraded],
    }  # fmt: skip
