"""``monitor hosts``: how politely each site is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.program import Command

if TYPE_CHECKING:
    from monitor.services.hosts import HostReport


@click.command(
    "hosts",
    cls=Command,
    examples=(
        ("monitor hosts", "requests a day, spacing, robots.txt, and what 304 saved"),
        ("monitor hosts --days 30 --json", ""),
    ),
)
@click.option("--days", type=click.IntRange(1, 90), default=7, show_default=True, help="Up to and with today (UTC).")
@click.option("--json", "as_json", is_flag=True, help="A JSON array with one object a host.")
def hosts(days: int, as_json: bool) -> None:
    """Say how politely each site was asked.

    Counted is what the running monitor asks, written once a minute, and what commands such as `source check` ask.
    robots.txt is asked before pages, and by `source check`; not before feeds.
    """
    from monitor.cli import session, table
    from monitor.services.hosts import list_hosts

    with session.session() as held:
        found = list_hosts(held.store, session.now(), days=days)
    if as_json:
        table.print_json([_object(each) for each in found])
        return
    table.print_table(
        ("host", "robots.txt", "sources", "today", "a day", "most", "failed", "304", "received", "saved", "spacing"),
        [(each.host, each.robots or "not asked", str(each.sources), f"{each.today:,}", f"{each.per_day:,.0f}",
          f"{each.busiest:,}", f"{each.failures:,}", f"{each.not_modified:,}", table.size(each.bytes_received),
          table.size(each.bytes_saved), f"{each.spacing.total_seconds():g} s") for each in found],
        right=("sources", "today", "a day", "most", "failed", "304", "received", "saved", "spacing"),
        empty="No site was asked yet: monitor run",
    )  # fmt: skip


def _object(each: HostReport) -> dict[str, object]:
    return {
        "host": each.host, "sources": each.sources, "robots": each.robots, "spacing_s": each.spacing.total_seconds(),
        "requests_today": each.today, "requests_a_day": round(each.per_day, 1), "most_on_a_day": each.busiest,
        "requests": each.requests, "failures": each.failures, "not_modified": each.not_modified,
        "bytes_received": each.bytes_received, "bytes_saved": each.bytes_saved, "last_day": each.last_day.isoformat(),
    }  # fmt: skip
