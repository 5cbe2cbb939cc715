"""``monitor development``: what happened, as a list and as a timeline, and people's corrections of the filing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.program import Group

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from monitor.core.model.development import Development, Report
    from monitor.services.developments import Shown


@click.group(
    "development",
    cls=Group,
    examples=(
        ("monitor development list --topic sanctions --days 14", ""),
        ("monitor development show 12", "its reports in order: what each added, and what was sent"),
        ("monitor development merge 12 15", "15 tells of the same: file its reports under 12"),
    ),
)
def development() -> None:
    """Developments: happenings with their reports.

    What you say about the filing (merge, split, same, notsame) is obeyed from then on.
    """


@development.command(
    "list",
    examples=(
        ("monitor development list", ""),
        ("monitor development list --topic sanctions --days 14", ""),
        ("monitor development list --json | jq -r '.[].title'", ""),
    ),
)
@click.option("--topic", default="", metavar="NAME", help="Only on this topic.")
@click.option("--days", type=click.IntRange(1, 36_500), metavar="N", help="With a report of the last N days.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, metavar="N",
              help="At most N.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
def development_list(topic: str, days: int | None, limit: int, as_json: bool) -> None:
    """List developments, the latest report first."""
    from datetime import timedelta

    from monitor.cli import session, table
    from monitor.services.developments import list_developments

    with session.session() as held:
        since = session.now() - timedelta(days=days) if days else None
        found = list_developments(held.store, topic=topic, since=since, limit=limit)
        if as_json:
            table.print_json([_object(each) for each in found])
            return
        print_developments(found, held.zone, empty=_nothing(topic, days))
    if len(found) == limit:
        click.echo(f"… the latest {limit}; --limit shows more")


def print_developments(found: Sequence[Development], zone: tzinfo, *, empty: str = "No developments yet.") -> None:
    """Developments as a table."""
    from monitor.cli import table
    from monitor.core.message import when

    rows = [(str(each.id), each.title, ", ".join(each.topics), each.stage, str(each.reports), str(each.origins),
             when(each.last_report_at, zone)) for each in found]  # fmt: skip
    table.print_table(("id", "headline", "topics", "stage", "reports", "origins", "latest report"), rows,
                      right=("id", "reports", "origins"), empty=empty)  # fmt: skip


def _nothing(topic: str, days: int | None) -> str:
    on = f" on {topic}" if topic else ""
    return f"No developments{on}{f' in the last {days} days' if days else ' yet'}."


@development.command("show", examples=(("monitor development show 12", ""),))
@click.argument("number", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(number: int, as_json: bool) -> None:
    """Show a development as a timeline."""
    from monitor.cli import session, table
    from monitor.services.developments import show_development

    with session.session() as held:
        shown = show_development(held.store, number)
        if as_json:
            table.print_json(_shown_object(shown))
        else:
            _print_shown(shown, held.zone)


def _print_shown(shown: Shown, zone: tzinfo) -> None:
    from monitor.cli import table
    from monitor.core.message import tally, when

    each = shown.development
    click.echo(table.heading(f"Development {each.id}: {each.title}"))
    table.print_facts((
        ("Topics", ", ".join(each.topics)), ("Stage", each.stage), ("Opened", when(each.opened_at, zone)),
        ("Latest report", when(each.last_report_at, zone)), ("So far", tally(each)),
    ))  # fmt: skip
    for report in shown.reports:
        click.echo()
        _print_report(report, zone)
    if shown.deliveries:
        click.echo()
        rows = [(listed.alert.message.novelty.value if listed.alert.message.novelty else listed.alert.kind.value,
                 listed.alert.message.title, listed.delivery.channel_id, listed.delivery.status.value,
                 when(listed.delivery.sent_at, zone) if listed.delivery.sent_at else listed.delivery.detail)
                for listed in shown.deliveries]  # fmt: skip
        table.print_table(("alert", "headline", "channel", "status", "when"), rows)
    else:
        click.echo("\nNo alert was sent about it.")


def _print_report(report: Report, zone: tzinfo) -> None:
    from monitor.cli import table
    from monitor.core.message import inert, inert_url, when

    published = when(report.published, zone) if report.published else "without a date"
    click.echo(f"{when(report.first_seen, zone)}  {table.heading(report.novelty.value)}  {inert(report.title)}")
    table.print_facts((
        ("Source", f"{report.source_name}, published {published}"), ("Goes back to", report.origin),
        ("Stage", report.stage), ("Why", report.reason + (" (near copy)" if report.near_copy else "")),
        ("Link", inert_url(report.url)), ("Article", str(report.article_id)),
    ), indent="    ")  # fmt: skip


@development.command("merge", examples=(("monitor development merge 12 15", "15 becomes part of 12"),))
@click.argument("kept", type=int)
@click.argument("gone", type=int)
def merge(kept: int, gone: int) -> None:
    """File the reports of GONE under KEPT: both tell of one happening."""
    from monitor.cli import session
    from monitor.services import developments

    with session.session() as held:
        _say(developments.merge(held.store, kept, gone, session.now()))


@development.command(
    "split", examples=(("monitor development split 12 340 341", "articles 340 and 341 tell of something else"),)
)
@click.argument("number", metavar="ID", type=int)
@click.argument("articles", metavar="ARTICLE...", type=int, nargs=-1, required=True)
def split(number: int, articles: tuple[int, ...]) -> None:
    """Give ARTICLEs of a development one of their own; `show` names the articles."""
    from monitor.cli import session
    from monitor.services import developments

    with session.session() as held:
        _say(developments.split(held.store, number, articles, session.now()))


@development.command("same", examples=(("monitor development same 340 355", ""),))
@click.argument("left", metavar="ARTICLE", type=int)
@click.argument("right", metavar="ARTICLE", type=int)
def same(left: int, right: int) -> None:
    """Say that two articles tell of the same happening."""
    from monitor.cli import session
    from monitor.services import developments

    with session.session() as held:
        _say(developments.say_same(held.store, left, right, session.now()))


@development.command("notsame", examples=(("monitor development notsame 340 355", "355 is taken out"),))
@click.argument("left", metavar="ARTICLE", type=int)
@click.argument("right", metavar="ARTICLE", type=int)
def notsame(left: int, right: int) -> None:
    """Say that two articles tell of different happenings."""
    from monitor.cli import session
    from monitor.services import developments

    with session.session() as held:
        _say(developments.say_not_same(held.store, left, right, session.now()))


@development.command("labels", examples=(("monitor development labels --jsonl > labels.jsonl", ""),))
@click.option("--jsonl", is_flag=True, help="One JSON object a line.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
def labels(jsonl: bool, as_json: bool) -> None:
    """List everything that people said about the filing."""
    from monitor.cli import session, table
    from monitor.core.message import when
    from monitor.services import developments
    from monitor.services.export import iso

    with session.session() as held:
        said = developments.labels(held.store)
        objects = [{"kind": each.kind, "left": each.left, "right": each.right, "at": iso(each.at)} for each in said]
        if jsonl:
            for each in objects:
                click.echo(table.json_line(each))
        elif as_json:
            table.print_json(objects)
        else:
            rows = [(each.kind, str(each.left), str(each.right), when(each.at, held.zone)) for each in said]
            table.print_table(("said", "left", "right", "when"), rows, empty="Nothing was said so far.")


def _say(after: Development) -> None:
    from monitor.core.message import inert, tally

    click.echo(f"Development {after.id} now has {tally(after)}: {inert(after.title)}")


def _object(each: Development) -> dict[str, object]:
    from monitor.services.export import iso

    return {
        "id": each.id, "title": each.title, "topics": list(each.topics), "stage": each.stage,
        "opened": iso(each.opened_at), "last_report": iso(each.last_report_at), "reports": each.reports,
        "origins": each.origins,
    }  # fmt: skip


def _shown_object(shown: Shown) -> dict[str, object]:
    from monitor.services.export import iso

    return _object(shown.development) | {
        "timeline": [
            {"article": each.article_id, "title": each.title, "url": each.url, "source": each.source_name,
             "published": iso(each.published), "first_seen": iso(each.first_seen), "novelty": each.novelty.value,
             "reason": each.reason, "origin": each.origin, "near_copy": each.near_copy, "stage": each.stage,
             "language": each.language} for each in shown.reports
        ],
        "deliveries": [
            {"channel": each.delivery.channel_id, "status": each.delivery.status.value,
             "sent": iso(each.delivery.sent_at), "title": each.alert.message.title} for each in shown.deliveries
        ],
    }  # fmt: skip
