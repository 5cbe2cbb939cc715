"""``monitor capture``: what pages said when they were read, as a list, as files, checked and compared."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.program import NUMBER, Group, tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from monitor.core.model.capture import Capture
    from monitor.services.captures import Shown
    from monitor.store.store import Store


@click.group(
    "capture",
    cls=Group,
    examples=(
        ("monitor capture list --development 12", "what is kept of its reports' pages"),
        ("monitor capture export --development 12 icc-12.warc.gz", "as archives and courts take it"),
        ("monitor capture verify", "are all bytes still those that were received?"),
    ),
)
def capture() -> None:
    """Captures: what reported pages said, kept as proof.

    What servers answered when pages that report on a topic were read, should such a page be edited or withdrawn.
    """


@capture.command(
    "list",
    examples=(
        ("monitor capture list", ""),
        ("monitor capture list --article 340", "each version of one page"),
        ("monitor capture list --json | jq -r '.[].sha256'", ""),
    ),
)
@click.option("--article", type=NUMBER, default=0, metavar="ID", help="Only of this article.")
@click.option("--development", type=NUMBER, default=0, metavar="ID", help="Only of this development's reports.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, metavar="N", help="At most N.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
def capture_list(article: int, development: int, limit: int, as_json: bool) -> None:
    """List captures, the newest first."""
    from monitor.cli import session, table
    from monitor.core.inert import inert_url
    from monitor.core.wording import when
    from monitor.services.captures import list_captures

    with session.session() as held:
        found = list_captures(held.store, article=article, development=development, limit=limit)
        if as_json:
            table.print_json([_object(each) for each in found])
            return
        rows = [(str(each.id), str(each.article_id or ""), when(each.taken_at, held.zone), f"{each.size:,}",
                 each.sha256[:12], inert_url(each.final_url), each.gone) for each in found]  # fmt: skip
        table.print_table(("id", "article", "fetched", "bytes", "sha256", "page", "no longer kept"), rows,
                          right=("id", "article", "bytes"), empty="No captures yet.")  # fmt: skip
    if len(found) == limit:
        click.echo(f"… the latest {limit}; --limit shows more")


@capture.command("show", examples=(("monitor capture show 7", ""), ("monitor capture show 7 --json", "")))
@click.argument("number", metavar="ID", type=NUMBER)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(number: int, as_json: bool) -> None:
    """Show what a capture is of, and whether its bytes still match their hash."""
    from monitor.cli import session, table
    from monitor.services.captures import show_capture

    with session.session() as held:
        found = show_capture(held.store, number)
        if as_json:
            table.print_json(_object(found.capture) | {"check": found.state.value, "form": found.form.value})
        else:
            _print_shown(found, held.zone)


def _print_shown(found: Shown, zone: tzinfo) -> None:
    from datetime import UTC

    from monitor.cli import table
    from monitor.core.inert import inert, inert_url
    from monitor.core.wording import when

    each = found.capture
    click.echo(table.heading(f"Capture {each.id}" + (f": {inert(found.article.title)}" if found.article else "")))
    table.print_facts((
        ("Fetched", f"{when(each.taken_at, zone)} ({each.taken_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ})"),
        ("From", inert_url(each.final_url)), ("Asked for", inert_url(each.url) if each.url != each.final_url else ""),
        ("Answer", f"{each.status}, {inert(each.content_type) or 'no type'}, {each.size:,} bytes"),
        ("SHA-256", each.sha256), ("Check", found.state.value + (f": {each.gone}" if each.gone else "")),
        ("Taken by", each.program), ("Article", str(found.article.id) if found.article else ""),
        ("Others", ", ".join(str(other.id) for other in found.others if other.id != each.id)),
    ))  # fmt: skip


@capture.command(
    "save", examples=(("monitor capture save 7 page.html", "the bytes as they were received"),
                      ("monitor capture save 7 - | sha256sum", ""))
)  # fmt: skip
@click.argument("number", metavar="ID", type=NUMBER)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def save(number: int, file: Path, force: bool) -> None:
    """Write the bytes of a capture to FILE, - for the output. Open it with care: it is a stranger's page."""
    from monitor.cli import session
    from monitor.services.captures import find_capture, pieces

    with session.session() as held:
        found = find_capture(held.store, number)
        _write(file, pieces(held.store, found), force=force)
    if str(file) != "-":
        click.echo(f"Wrote {file} ({found.size:,} bytes, SHA-256 {found.sha256}).")


@capture.command(
    "compare", examples=(("monitor capture compare 7 9", "the words that were changed on the page between the two"),)
)
@click.argument("before", metavar="ID", type=NUMBER)
@click.argument("after", metavar="ID", type=NUMBER)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def compare(before: int, after: int, as_json: bool) -> None:
    """Say by which words the texts of two captured pages differ."""
    from monitor.cli import session, table
    from monitor.core.errors import UserMistake
    from monitor.core.inert import inert
    from monitor.services import captures

    with session.machine() as held:
        found = captures.compare(held.store, held.context.workers, before, after)
    if found.problem:
        raise UserMistake(f"the texts cannot be compared: {found.problem}")
    changes = [*found.title_changes, *found.changes]
    if as_json:
        table.print_json({"same_bytes": found.same_bytes, "changes": [
            {"removed": each.removed, "added": each.added, "lead": each.lead, "tail": each.tail} for each in changes
        ]})  # fmt: skip
        return
    if found.before.final_url != found.after.final_url:
        tell("they are of two addresses", "warning")
    for each in changes:
        taken, put = f"[-{each.removed}-]" if each.removed else "", f"[+{each.added}+]" if each.added else ""
        click.echo(inert(" ".join(part for part in ("…", each.lead, taken, put, each.tail, "…") if part), 2_000))
    if not changes:
        click.echo("The same, byte for byte." if found.same_bytes else "The same text; what is around it differs.")


@capture.command(
    "export",
    examples=(
        ("monitor capture export --development 12 development-12.warc.gz", ""),
        ("monitor capture export --article 340 article-340.warc.gz", ""),
        ("monitor capture export --all captures.warc.gz", "everything that is kept"),
    ),
)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--article", type=NUMBER, default=0, metavar="ID", help="The captures of this article.")
@click.option("--development", type=NUMBER, default=0, metavar="ID", help="Those of this development's reports.")
@click.option("--all", "everything", is_flag=True, help="All that are kept.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def export(file: Path, article: int, development: int, everything: bool, force: bool) -> None:
    """Write captures to FILE in WARC form (ISO 28500), - for the output.

    Each record carries the page's SHA-256, when it was fetched and from where; archives' tools read and check it.
    """
    from monitor.cli import session
    from monitor.services.captures import as_warc

    if bool(article) + bool(development) + everything != 1:
        raise click.UsageError("say which: --article ID, --development ID, or --all", click.get_current_context())
    with session.session() as held:
        count = _Counted(_chosen(held.store, article, development))
        _write(file, as_warc(held.store, count, session.now()), force=force)
    if str(file) != "-":
        click.echo(f"Wrote {file}: {count.seen} capture{'' if count.seen == 1 else 's'}.")


def _chosen(store: Store, article: int, development: int) -> Iterable[Capture]:
    from monitor.core.errors import NotFound
    from monitor.services.captures import every_capture, list_captures

    if not article and not development:
        return every_capture(store)
    found = list_captures(store, article=article, development=development, limit=100_000)
    if not found:
        raise NotFound("there is no capture of it: `monitor capture list` shows those there are")
    return found[::-1]


@capture.command("verify", examples=(("monitor capture verify", "exit code 1 if a single one is damaged"),))
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify(as_json: bool) -> int:
    """Check the bytes of every capture by their hash."""
    from monitor.cli import session, table
    from monitor.services import captures

    with session.session() as held:
        checked, damaged = 0, []
        for each, state in captures.verify(held.store):
            checked += 1
            if state is captures.State.DAMAGED:
                damaged.append(int(each.id))
    if as_json:
        table.print_json({"checked": checked, "damaged": damaged})
    else:
        numbers = f": {', '.join(map(str, damaged))}" if damaged else ""
        click.echo(f"Checked {checked:,}, damaged {len(damaged)}{numbers}.")
    return 1 if damaged else 0


class _Counted:
    """Captures, counted as they are taken."""

    def __init__(self, found: Iterable[Capture]) -> None:
        self._found, self.seen = found, 0

    def __iter__(self) -> Iterator[Capture]:
        for each in self._found:
            self.seen += 1
            yield each


def _write(file: Path, body: Iterable[bytes], *, force: bool) -> None:
    """To a file that is whole or not there, or to the output."""
    from monitor.cli.session import read_settings
    from monitor.config.database_url import sqlite_file
    from monitor.core.errors import AlreadyThere, StorageError, UserMistake
    from monitor.store.backup import is_of

    if str(file) == "-":
        for piece in body:
            sys.stdout.buffer.write(piece)
        return
    if file.exists() and not force:
        raise AlreadyThere(f"{file} is there already: name another file, or use --force")
    database = sqlite_file(read_settings().database_url)
    if database is not None and is_of(database, file):
        raise UserMistake(f"{file} is the database itself, or belongs to it: name another file")
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with draft.open("xb") as out:  # never through a link that somebody put there
            for piece in body:
                out.write(piece)
        draft.replace(file)
    except OSError as error:
        raise StorageError(f"{file} cannot be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)


def _object(each: Capture) -> dict[str, object]:
    from monitor.core.inert import inert_url
    from monitor.services.export import iso

    return {
        "id": each.id, "article": each.article_id, "title": each.title, "fetched": iso(each.taken_at),
        "asked": inert_url(each.url), "url": inert_url(each.final_url), "status": each.status,
        "headers": [list(pair) for pair in each.headers], "size": each.size, "sha256": each.sha256,
        "kept": bool(each.stored), "gone": each.gone, "program": each.program,
    }  # fmt: skip
