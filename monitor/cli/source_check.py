"""``monitor source check``: what sources answer just now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.program import Command

if TYPE_CHECKING:
    from datetime import tzinfo

    from monitor.app.machine import Monitor
    from monitor.core.model.source import Source
    from monitor.services.checks import Asking, Check, Checked

KINDS = ("feed", "listing", "page", "sitemap", "search")


@click.command(
    "check",
    cls=Command,
    examples=(
        ("monitor source check icc-rss", ""),
        ("monitor source check --all --json > checks.json", ""),
        ("monitor source check https://www.example.org/rss.xml", "an address that is not a source yet"),
    ),
)
@click.argument("names", metavar="[SOURCE|URL]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All that are enabled.")
@click.option("--fallbacks", is_flag=True, help="Fallbacks too where the first address is good.")
@click.option("--kind", type=click.Choice(KINDS), default="feed", show_default=True, help="What a URL is.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array with one object an address.")
def check(names: tuple[str, ...], everything: bool, fallbacks: bool, kind: str, as_json: bool) -> int:
    """Ask sources now, and what robots.txt says of them; nothing that is found is stored.

    The running monitor's manners hold: the pause for each host, and Retry-After. Each request is counted in
    `monitor hosts`. Exit code 1 if one of them has no good address.
    """
    from monitor.cli import session, table

    if bool(names) == everything:
        raise click.UsageError("name sources or addresses, or use --all", click.get_current_context())
    with session.machine(makes=True) as monitor:
        wanted = _wanted(monitor, names, kind)
        found = _check(monitor, wanted, every=fallbacks)
        zone = monitor.zone
    rows = [(each, tried) for each in found for tried in each.checks]
    if as_json:
        table.print_json([_check_object(each, tried) for each, tried in rows])
    else:
        _print_checks(rows, zone)
    good = sum(any(tried.good for tried in each.checks) for each in found)
    if len(found) > 1 and not as_json:
        click.echo(f"\n{good} of {len(found)} sources can be polled.")
    return 0 if good == len(found) else 1


def _wanted(monitor: Monitor, names: tuple[str, ...], kind: str) -> list[Source]:
    from monitor.services.checks import unsaved
    from monitor.services.sources import find_source, list_sources

    if names:
        return [unsaved(each, kind) if "://" in each else find_source(monitor.store, each) for each in names]
    return [each.source for each in list_sources(monitor.store) if each.source.enabled]


def _check(monitor: Monitor, wanted: list[Source], *, every: bool) -> list[Checked]:
    from rich.progress import track

    from monitor.cli import session
    from monitor.cli.table import console
    from monitor.services.checks import check_all, hold_hosts

    screen = console(err=True)
    checks = check_all(asking(monitor), wanted, every=every)
    try:
        found = list(track(checks, "Asking", len(wanted), console=screen, transient=True,
                           disable=not screen.is_terminal or len(wanted) < 3))  # fmt: skip
    except KeyboardInterrupt:
        monitor.stopping.set()  # those under way stop waiting for their host's turn
        raise
    hold_hosts(monitor.store, found, session.now())
    order = {each.id: number for number, each in enumerate(wanted)}
    return sorted(found, key=lambda each: order[each.source.id])


def asking(monitor: Monitor) -> Asking:
    """What a look at addresses asks with: hosts that asked the polls for patience are left alone here too."""
    from monitor.cli import session
    from monitor.services.checks import Asking, held_hosts

    context = monitor.context
    return Asking(fetcher=context.fetcher, workers=context.workers, rule=context.robots,
                  held=held_hosts(monitor.store, session.now()))  # fmt: skip


def _print_checks(rows: list[tuple[Checked, Check]], zone: tzinfo) -> None:
    from monitor.cli import table
    from monitor.core.urls import without_credentials
    from monitor.core.wording import when
    from monitor.services.probe import what_instead

    others = {said: None for _, tried in rows if (said := what_instead(tried.problem))}  # each once, in order
    refused = [tried for _, tried in rows if _is_feed_all_the_same(tried)]
    table.print_table(
        ("source", "state", "kind", "status", "page", "items", "newest", "robots.txt", "time", "size", "address",
         "problem"),
        [(each.source.id, "ok" if tried.good else "failing", tried.address.kind.value, str(tried.status or ""),
          tried.page, str(tried.items) if tried.good else "", when(tried.newest, zone) if tried.newest else "",
          tried.robots.said + ("*" if _is_feed_all_the_same(tried) else ""),
          f"{tried.took.total_seconds():.1f} s" if tried.took else "", table.size(tried.size),
          without_credentials(tried.address.url), tried.problem) for each, tried in rows],
        right=("status", "items", "time", "size"), empty="No sources to check.",
    )  # fmt: skip
    for each, tried in rows:
        if (
            "://" in each.source.id
            and tried.status == 200
            and tried.address.kind.value == "feed"
            and not (tried.good or what_instead(tried.problem))
        ):
            shown = without_credentials(tried.address.url)
            click.echo(f"\nThat is no feed. What does it lead to? monitor source add {shown} --dry-run")
    for said in others:
        click.echo(f"\n{said[:1].upper()}{said[1:]}.")
    if refused:
        click.echo("\n* Feeds are published for programs and polled all the same; the pages behind their items are "
                   "asked only where robots.txt allows it.")  # fmt: skip


def _is_feed_all_the_same(tried: Check) -> bool:
    """Whether robots.txt refuses an address that is polled nevertheless, because it is a feed."""
    return tried.robots.allowed is False and tried.address.kind.value in ("feed", "search", "sitemap")


def _check_object(each: Checked, tried: Check) -> dict[str, object]:
    from monitor.core.urls import without_credentials
    from monitor.services.export import iso

    return {
        "source": each.source.id, "url": without_credentials(tried.address.url), "kind": tried.address.kind.value,
        "good": tried.good,
        "status": tried.status, "page": tried.page,
        "robots": {"allowed": tried.robots.allowed, "said": tried.robots.said,
                   "crawl_delay_s": tried.robots.crawl_delay.total_seconds() if tried.robots.crawl_delay else None},
        "final_url": without_credentials(tried.final_url), "items": tried.items, "newest": iso(tried.newest),
        "title": tried.title, "bytes": tried.size,
        "seconds": round(tried.took.total_seconds(), 3) if tried.took else None, "problem": tried.problem,
    }  # fmt: skip
