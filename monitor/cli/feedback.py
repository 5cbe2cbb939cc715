"""``monitor feedback`` and ``precision``: what alerts were worth; ``monitor digest``: what the next one holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.program import Command, Group

if TYPE_CHECKING:
    from monitor.core.model.route import Opinion
    from monitor.services.feedback import Precision


@click.command(
    "feedback",
    cls=Command,
    examples=(
        ("monitor feedback 340 relevant", "article 340, as `monitor development show` numbers them"),
        ("monitor feedback alert:31 not-relevant --note 'another ICC'", "the alert of `monitor alert list`"),
        ("monitor feedback https://www.example.org/2026/news repeat", ""),
    ),
)
@click.argument("which", metavar="ARTICLE")
@click.argument("opinion", type=click.Choice(["relevant", "not-relevant", "repeat"]))
@click.option("--note", default="", help="Why, in a few words.")
def feedback(which: str, opinion: str, note: str) -> None:
    """Say what an alert was worth.

    Of several words on one article the latest counts.

    ARTICLE is its number, its address, or its alert as in alert:31.
    """
    from monitor.cli import session
    from monitor.core.inert import inert
    from monitor.core.model.route import Opinion
    from monitor.services import feedback as service

    with session.session() as held:
        article = service.find_article(held.store, which)
        service.give(held.store, article.id, Opinion(opinion), note=note, now=session.now())
    click.echo(f"Noted: {opinion}: {inert(article.title)}")


@click.command(
    "precision",
    cls=Command,
    examples=(("monitor precision", "which topics and sources bring alerts that are worth it?"),),
)
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
def precision(as_json: bool) -> None:
    """Say how readers judged the alerts, for each topic and source."""
    from monitor.cli import session, table
    from monitor.services.feedback import precision as judge

    with session.session() as held:
        found = judge(held.store)
    if as_json:
        table.print_json([_object(each) for each in found])
        return
    rows = [(each.kind, each.name, str(each.alerted), *(str(each.judged.get(one, 0)) for one in _opinions()),
             f"{each.share:.0%}" if each.share is not None else "") for each in found]  # fmt: skip
    figures = ("alerted", "relevant", "not relevant", "repeat", "precision")
    table.print_table(("of", "name", *figures), rows, right=figures)
    if not found[0].answers:
        click.echo("\nNobody has judged an alert yet: monitor feedback ARTICLE relevant|not-relevant|repeat")


def _opinions() -> list[Opinion]:
    from monitor.core.model.route import Opinion

    return list(Opinion)


def _object(each: Precision) -> dict[str, object]:
    judged = {opinion.value: each.judged.get(opinion, 0) for opinion in _opinions()}
    return {"of": each.kind, "name": each.name, "alerted": each.alerted, **judged,
            "precision": round(each.share, 4) if each.share is not None else None}  # fmt: skip


@click.group("digest", cls=Group, examples=(("monitor digest preview desk", "what would it say now?"),))
def digest() -> None:
    """Digests: what is held for a channel and told in one message."""


@digest.command("preview", examples=(("monitor digest preview desk", "it stays held"),))
@click.argument("channel")
def preview(channel: str) -> None:
    """Show what CHANNEL's digest would say now; nothing is sent, and what is held stays held."""
    import sys

    from monitor.channels.terminal import TerminalChannel
    from monitor.cli import session
    from monitor.pipeline.digest import next_digest
    from monitor.services.channels import channel_to_test

    with session.machine() as monitor:
        spec = channel_to_test(monitor.store, channel)
        with monitor.store.read() as tx:
            message = next_digest(monitor.context, tx, spec.id)
    TerminalChannel(sys.stdout).send(message)
