"""``monitor source import`` and ``export``: subscriptions from and for other readers."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.program import Command, tell


@click.command(
    "import",
    cls=Command,
    examples=(
        ("monitor source import subscriptions.opml --dry-run", "what would be added?"),
        ("monitor source import subscriptions.opml", "nothing is fetched now; they are polled in turn"),
    ),
)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.opml")
@click.option("--dry-run", is_flag=True, help="Say what would be added.")
def import_file(file: Path, dry_run: bool) -> None:
    """Add the feeds of an OPML file that are not watched yet."""
    from monitor.cli import session, table
    from monitor.core.wording import counted
    from monitor.services.subscriptions import import_opml

    with session.session(makes=True) as held:
        found = import_opml(held.store, file, session.now(), shortest=held.settings.shortest_interval, dry_run=dry_run)
    table.print_table(
        ("line", "source", "name", "address", "result"),
        [(str(each.line or ""), each.source.id if each.source else "", each.title, each.url,
          f"skipped: {each.skipped}" if each.skipped else "would be added" if dry_run else "added") for each in found],
        right=("line",), empty=f"{file} lists no subscriptions.",
    )  # fmt: skip
    if found:
        made = sum(each.source is not None for each in found)
        verb = "would be added" if dry_run else "added"
        click.echo(f"\n{counted(made, 'source')} {verb}, {len(found) - made} skipped.")


@click.command(
    "export",
    cls=Command,
    examples=(
        ("monitor source export > sources.toml", "tables for a feeds.toml"),
        ("monitor source export --opml > subscriptions.opml", "for other readers"),
    ),
)
@click.option("--opml", is_flag=True, help="OPML 2.0 instead of tables for feeds.toml.")
def export(opml: bool) -> None:
    """Print all sources for a file."""
    from monitor.cli import session
    from monitor.core.wording import counted
    from monitor.services.subscriptions import export_opml, export_toml, holds_password

    with session.session() as held, held.store.read() as tx:
        sources = tx.sources.all()
    body = export_opml(sources, session.now()) if opml else export_toml(sources)
    click.echo(body.encode(), nl=False)  # both are UTF-8, whatever the terminal writes
    if left_out := sum(holds_password(each) for each in sources):
        tell(f"{counted(left_out, 'source')} with a password in an address: it is left out", "warning")
