"""``monitor source``: what is polled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.program import Group
from monitor.cli.source_check import KINDS, asking, check
from monitor.cli.subscriptions import export, import_file

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.services.sources import Added
    from monitor.services.status import SourceHealth


@click.group(
    "source",
    cls=Group,
    examples=(
        ("monitor source list", "what is polled, and how it goes"),
        ("monitor source add https://www.example.org/news", "finds the feed of that page, or watches the page itself"),
        ("monitor source check --all", "ask every source now; nothing is stored"),
    ),
)
def source() -> None:
    """Sources: feeds and pages that are polled.

    Those of feeds.toml are changed there; those added here are kept in the database.
    """


source.add_command(import_file)
source.add_command(export)
source.add_command(check)


@source.command(
    "add",
    examples=(
        ("monitor source add https://www.example.org/rss.xml --rank 2", ""),
        ("monitor source add https://www.example.org/news --kind listing --id example --interval 1h", ""),
    ),
)
@click.argument("url")
@click.option("--id", "ident", default="", help="How commands name it; made of its title if left out.")
@click.option("--name", default="", help="How alerts name it; its own title if left out.")
@click.option("--kind", type=click.Choice(KINDS), help="What it is; found out if left out.")
@click.option("--rank", type=click.IntRange(1, 4), default=3, show_default=True,
              help="1 official, 2 specialist, 3 press, 4 aggregator.")  # fmt: skip
@click.option("--language", default="", metavar="CODE", help="As in en; as the feed says if left out.")
@click.option("--interval", default="30m", show_default=True, metavar="TIME", help="How often, as in 15m, 6h, 1d.")
@click.option("--selector", default="", metavar="CSS", help="The items of a list of links; learned if left out.")
@click.option("--ignore", multiple=True, metavar="TEXT", help="Lines of a page that never count; /…/ is an expression.")
@click.option("--dry-run", is_flag=True, help="Say what would be added.")
def add(url: str, ident: str, name: str, kind: str | None, rank: int, language: str, interval: str, selector: str,
        ignore: tuple[str, ...], dry_run: bool) -> None:  # fmt: skip
    """Poll URL too.

    Looks first what it answers: a feed, a page that leads to a feed, a list of links, or a page to be watched.
    """
    from monitor.cli import session
    from monitor.services.sources import add_source, read_wish

    with session.machine(makes=True) as monitor:
        wish = read_wish(url, ident=ident, name=name, kind=kind, rank=rank, language=language, interval=interval,
                         shortest=monitor.settings.shortest_interval, selector=selector, ignore=ignore)  # fmt: skip
        added = add_source(monitor.store, asking(monitor), wish, session.now(), dry_run=dry_run)
    _print_added(added, "would be" if dry_run else "is")


def _print_added(added: Added, verb: str) -> None:
    from monitor.core.inert import inert
    from monitor.core.urls import without_credentials
    from monitor.core.wording import counted

    made = added.source
    click.echo(f"Source {made.id} {verb} added: {made.kind.value} {inert(without_credentials(made.url))}"
               + (f", {added.trace}" if added.trace else ""))  # fmt: skip
    if added.check.problem:
        click.echo(f"Its address does not answer well now: {inert(added.check.problem)}. It is polled all the same.")
    elif made.kind.value == "page":
        click.echo(f"The page is watched for new passages. It has {counted(added.check.items, 'line')} of text now, "
                   "stored at the first poll, and not alerted.")  # fmt: skip
    elif not added.check.items:
        click.echo("It lists nothing yet: its first item counts as news.")
    else:
        click.echo(f"{counted(added.check.items, 'item')} now; those are stored at the first poll, and not alerted. "
                   "The newest:")  # fmt: skip
        for title in added.check.latest:
            click.echo(f"    {inert(title, 160)}")
    if added.check.robots.said:
        click.echo(f"robots.txt of its host: {added.check.robots.said}.")
    for other in added.others:
        click.echo(f"It also leads to {inert(other.title, 80) or 'a feed'} ({counted(other.items, 'item')}): "
                   f"monitor source add {inert(other.address.url)}")  # fmt: skip
    for bad in added.unread:
        click.echo(f"Could not be read: {inert(bad.address.url)}: {inert(bad.problem)}")


@source.command("list", examples=(("monitor source list --failing", ""), ("monitor source list --json", "")))
@click.option("--failing", is_flag=True, help="Only those that fail.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
def source_list(failing: bool, as_json: bool) -> None:
    """List the sources and how each does."""
    from monitor.cli import session, table
    from monitor.services.sources import list_sources

    with session.session() as held:
        rows = [each for each in list_sources(held.store) if not failing or each.condition == "failing"]
    if as_json:
        table.print_json([_object(each) for each in rows])
        return
    now = session.now()
    table.print_table(
        ("source", "condition", "items", "last good poll", "next poll", "remark"),
        [(each.source.id, each.condition, str(each.entries), table.ago(each.state.succeeded_at, now),
          _next(each, now), "; ".join(each.remarks)) for each in rows],
        right=("items",),
        empty="No source fails." if failing else "No sources: monitor init writes a file with some, or add one: "
              "monitor source add URL",
    )  # fmt: skip


def _next(each: SourceHealth, now: datetime) -> str:
    from monitor.cli import table

    if each.condition in ("paused", "disabled"):
        return ""
    at = each.state.next_poll_at
    return "due" if at is None or at <= now else table.ago(at, now)


@source.command("pause", examples=(("monitor source pause icc-rss", "also for sources of feeds.toml"),))
@click.argument("name", metavar="SOURCE")
def pause(name: str) -> None:
    """Stop polling a source until it is resumed."""
    from monitor.cli import session
    from monitor.services.sources import pause as set_paused

    with session.session() as held:
        made = set_paused(held.store, name)
    where = " This is kept in the database; feeds.toml is not changed." if made.owner.value == "file" else ""
    click.echo(f"Source {name} is paused.{where} Go on with: monitor source resume {name}")


@source.command("resume", examples=(("monitor source resume icc-rss", ""),))
@click.argument("name", metavar="SOURCE")
def resume(name: str) -> None:
    """Poll a paused source again, from now on."""
    from monitor.cli import session
    from monitor.core.wording import when
    from monitor.services.sources import resume as go_on

    with session.session() as held:
        now = session.now()
        due = go_on(held.store, name, now)
    if due is None:
        click.echo(f"Source {name} is not paused.")
    elif due > now:
        click.echo(f"Source {name} is polled again from {when(due, held.zone)} on, as its site asked.")
    else:
        click.echo(f"Source {name} is polled again. It is due now.")


@source.command("remove", examples=(("monitor source remove example", "what it brought stays"),))
@click.argument("name", metavar="SOURCE")
def remove(name: str) -> None:
    """Stop watching a source that was added here."""
    from monitor.cli import session
    from monitor.services.sources import remove as take_out

    with session.session() as held:
        take_out(held.store, name, session.now(), file=held.settings.config)
    click.echo(f"Source {name} is removed. What it brought stays.")


def _object(each: SourceHealth) -> dict[str, object]:
    from monitor.core.policy.cadence import has_moved
    from monitor.core.urls import without_credentials
    from monitor.services.export import iso

    return {
        "id": each.source.id, "name": each.source.name,
        "url": without_credentials(each.source.url), "kind": each.source.kind.value,
        "rank": each.source.rank.number, "language": each.source.language, "owner": each.source.owner.value,
        "condition": each.condition, "entries": each.entries, "polls": each.state.polls,
        "failures": each.state.failures, "failure": each.state.failure,
        "failing_since": iso(each.state.failing_since), "last_good_poll": iso(each.state.succeeded_at),
        "next_poll": iso(each.state.next_poll_at), "fallback_in_use": each.state.address > 0, "fallback": each.fallback,
        "moved_to": without_credentials(each.state.moved_to) if has_moved(each.state) else "",
        "remarks": list(each.remarks),
        "usual_gap_s": each.state.usual_gap.total_seconds() if each.state.usual_gap else None,
    }  # fmt: skip
