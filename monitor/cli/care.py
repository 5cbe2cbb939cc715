"""Care of what is stored: ``monitor backup``, ``restore`` and ``prune``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from monitor.cli.program import Command


@click.command(
    "backup",
    cls=Command,
    examples=(
        ("monitor backup monitor-2026-01-31.db", "also while the monitor runs"),
        ("monitor backup --force /data/latest.db", "write over the last one, as from cron"),
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace a file that is there, once the new one is whole.")
def backup(file: Path, force: bool) -> None:
    """Copy the database to one checked FILE.

    It holds one consistent state, also while the monitor runs. For the embedded database; PostgreSQL has pg_dump. The
    copy holds what the database holds, the addresses of channels that were added on the command line included: keep it
    as safe.
    """
    from monitor.cli.session import read_settings
    from monitor.config.database_url import sqlite_file
    from monitor.core.errors import StorageError, UserMistake
    from monitor.store.store import Store

    path = sqlite_file(read_settings().database_url)
    if path is None:
        raise UserMistake("only the embedded database is backed up here: use pg_dump for PostgreSQL")
    if not path.exists():
        raise StorageError(f"database {path} is not there: nothing to back up")
    store = Store(read_settings().database_url)
    try:
        size = store.backup(file, replace=force)
    finally:
        store.close()
    click.echo(f"Wrote {file} ({size / 1e6:.1f} MB). Put it back with: monitor restore {file}")


@click.command(
    "restore",
    cls=Command,
    examples=(("monitor restore monitor-2026-01-31.db", "with the monitor stopped; the database of now is kept"),),
)
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Put the backup FILE in the place of the database.

    The backup is checked and brought to this program's version first. A file that is damaged, of a newer version or no
    backup at all is refused, and so is a restore while a monitor runs: nothing is changed then.
    """
    from monitor.cli.session import read_settings
    from monitor.services.care import restore as put_back

    url = read_settings().database_url
    kept = put_back(url, file)
    click.echo(f"Restored {file}. Start the monitor: what it missed since is polled as usual.")
    if kept is not None:
        click.echo(f"The database that was there is now {kept}; delete it when all is well.")


@click.command(
    "prune",
    cls=Command,
    examples=(
        ("monitor prune --older-than 90d --dry-run", "how much would go"),
        ("monitor prune --older-than 90d", "also while the monitor runs"),
    ),
)
@click.option("--older-than", "age", default="", metavar="SPAN",
              help="As in 90d or 26w; at least 14d. Without it, what [monitor] keep of feeds.toml says.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only say how much would go.")
@click.option("--keep-captures", is_flag=True, help="Keep the captured pages of reports whose text goes.")
def prune(age: str, dry_run: bool, keep_captures: bool) -> None:
    """Let go of old texts and entries; what was told stays.

    Entries that became no report go, and the texts and captures of articles that did.

    Developments with the headlines and links of their reports, alerts, and the counts of `monitor status` stay; so does
    that by which an entry is known again, so that nothing old comes back as new. Work still to be done is never pruned.
    """
    from monitor.cli import session
    from monitor.core.wording import counted
    from monitor.services.care import prune as let_go

    span = _span(age) if age else None
    with session.session() as held:
        found = let_go(held.store, older_than=span, now=session.now(), dry_run=dry_run, keep_captures=keep_captures)
    verb = "Would let go of" if dry_run else "Let go of"
    lone = f"{counted(found.entries, 'entry')} with {counted(found.articles, 'article')}"
    click.echo(f"{verb} {lone}, and of the text of {found.texts:,} more.")
    if found.captures:
        click.echo(f"{verb} {counted(found.captures, 'capture')} beyond what feeds.toml keeps; their hashes stay.")
    if found and not dry_run:
        click.echo("The room is used again by what comes; the file itself does not shrink.")


def _span(text: str) -> timedelta:
    from monitor.config.values import read_span
    from monitor.core.errors import UserMistake

    try:
        return read_span(text, timedelta(days=1), timedelta(days=36500))
    except ValueError as error:
        raise UserMistake(f"--older-than: {error}") from None
