"""What people say of the filing: ``monitor development merge``, ``split``, ``same``, ``notsame`` and ``labels``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.program import NUMBER, Command

if TYPE_CHECKING:
    from monitor.core.model.development import Development


@click.command("merge", cls=Command, examples=(("monitor development merge 12 15", "15 becomes part of 12"),))
@click.argument("kept", type=NUMBER)
@click.argument("gone", type=NUMBER)
def merge(kept: int, gone: int) -> None:
    """File the reports of GONE under KEPT: both tell of one happening."""
    from monitor.cli import session
    from monitor.services import developments

    with session.session() as held:
        _say(developments.merge(held.store, kept, gone, session.now()))


@click.command(
    "split", cls=Command,
    examples=(("monitor development split 12 340 341", "articles 340 and 341 tell of something else"),),
)  # fmt: skip
@click.argument("number", metavar="ID", type=NUMBER)
@click.argument("articles", metavar="ARTICLE...", type=NUMBER, nargs=-1, required=True)
def split(number: int, articles: tuple[int, ...]) -> None:
    """Give ARTICLEs of a development one of their own; `show` names the articles."""
    from monitor.cli import session
    from monitor.services import developments

    with session.session() as held:
        _say(developments.split(held.store, number, articles, session.now()))


@click.command("same", cls=Command, examples=(("monitor development same 340 355", ""),))
@click.argument("left", metavar="ARTICLE", type=NUMBER)
@click.argument("right", metavar="ARTICLE", type=NUMBER)
def same(left: int, right: int) -> None:
    """Say that two articles tell of the same happening."""
    from monitor.cli import session
    from monitor.services import developments

    with session.session() as held:
        _say(developments.say_same(held.store, left, right, session.now()))


@click.command("notsame", cls=Command, examples=(("monitor development notsame 340 355", "355 is taken out"),))
@click.argument("left", metavar="ARTICLE", type=NUMBER)
@click.argument("right", metavar="ARTICLE", type=NUMBER)
def notsame(left: int, right: int) -> None:
    """Say that two articles tell of different happenings."""
    from monitor.cli import session
    from monitor.services import developments

    with session.session() as held:
        _say(developments.say_not_same(held.store, left, right, session.now()))


@click.command("labels", cls=Command, examples=(("monitor development labels --jsonl > labels.jsonl", ""),))
@click.option("--jsonl", is_flag=True, help="One JSON object a line.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
def labels(jsonl: bool, as_json: bool) -> None:
    """List everything that people said about the filing."""
    from monitor.cli import session, table
    from monitor.core.wording import when
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
    from monitor.core.inert import inert
    from monitor.core.wording import tally

    click.echo(f"Development {after.id} now has {tally(after)}: {inert(after.title)}")


COMMANDS = (merge, split, same, notsame, labels)
