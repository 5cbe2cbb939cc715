"""``monitor alert``: what was sent, what waits, what failed; and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.program import NUMBER, Group

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from monitor.core.model.alert import Delivery
    from monitor.services.alerts import ShownAlert
    from monitor.store.outbox import Listed


@click.group(
    "alert",
    cls=Group,
    examples=(
        ("monitor alert list", "what was sent, where to, and what waits"),
        ("monitor alert list --status dead", "what a channel refused for good, and why"),
        ("monitor alert retry --dead", "send all of that again"),
    ),
)
def alert() -> None:
    """Alerts: what was sent, what waits, what failed.

    Each line of the list is an alert on its way to one recipient: a channel, or one mail address of it. Its ID is what
    the other commands take.
    """


@alert.command(
    "list",
    examples=(
        ("monitor alert list", ""),
        ("monitor alert list --status dead", "what a channel refused for good, and why"),
    ),
)
@click.option("--status", "wanted", type=click.Choice(["pending", "held", "sent", "dead", "dropped"]),
              help="Only these.")  # fmt: skip
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, metavar="N", help="At most N.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
def alert_list(wanted: str | None, limit: int, as_json: bool) -> None:
    """List alerts and where they went, latest first."""
    from monitor.cli import session, table
    from monitor.core.wording import when
    from monitor.services.channels import list_deliveries

    with session.session() as held:
        listed = list_deliveries(held.store, status=wanted, limit=limit)
        if as_json:
            table.print_json([_object(each) for each in listed])
            return
        rows = [
            (str(each.delivery.id), *_head(each, before), each.delivery.target, each.delivery.status.value,
             when(each.delivery.sent_at or each.alert.created_at, held.zone), _detail(each.delivery))
            for before, each in zip([None, *listed], listed, strict=False)
        ]  # fmt: skip
        table.print_table(
            ("id", "kind", "headline", "channel", "status", "when", "detail"),
            rows,
            right=("id",),
            empty=f"Nothing is {wanted}." if wanted else "No alerts yet.",
        )


def _head(each: Listed, before: Listed | None) -> tuple[str, str]:
    """Kind and headline; on a terminal only in the first line of an alert's."""
    import sys

    if before is not None and before.alert.id == each.alert.id and sys.stdout.isatty():
        return "", ""
    return each.alert.kind.value, each.alert.message.title


def _detail(each: Delivery) -> str:
    from monitor.core.model.alert import DeliveryStatus

    if each.status is DeliveryStatus.SENT:
        return ""
    times = "once" if each.attempts == 1 else f"{each.attempts} times"
    tries = f"tried {times}: " if each.attempts else ""
    return f"{tries}{each.detail}"


def _object(each: Listed) -> dict[str, object]:
    return {
        "id": each.delivery.id, "alert": each.alert.id, "kind": each.alert.kind.value,
        "title": each.alert.message.title, "topics": list(each.alert.message.topics),
        "development": each.alert.development_id, "article": each.alert.article_id,
        **_delivery_object(each.delivery, each.alert.created_at),
    }  # fmt: skip


def _delivery_object(each: Delivery, created: datetime) -> dict[str, object]:
    from monitor.services.export import iso

    return {
        "channel": each.channel_id, "recipient": each.sent_to or None, "status": each.status.value,
        "created": iso(created), "sent": iso(each.sent_at),
        "attempts": each.attempts, "detail": each.detail, "maybe_repeat": each.maybe_repeat,
    }  # fmt: skip


@alert.command("show", examples=(("monitor alert show 31", "what it says, and what became of it in each channel"),))
@click.argument("number", metavar="ID", type=NUMBER)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(number: int, as_json: bool) -> None:
    """Show an alert as it is sent, and where it went."""
    from monitor.cli import session, table
    from monitor.services.alerts import show_alert

    with session.session() as held:
        shown = show_alert(held.store, number)
        if as_json:
            table.print_json(_shown_object(shown))
        else:
            _print_shown(shown, held.zone)


def _shown_object(shown: ShownAlert) -> dict[str, object]:
    message = shown.alert.message
    return {
        "alert": shown.alert.id, "kind": shown.alert.kind.value, "title": message.title,
        "topics": list(message.topics), "novelty": message.novelty.value if message.novelty else None,
        "development": shown.alert.development_id, "article": shown.alert.article_id, "text": _text(shown),
        "deliveries": [{"id": each.id, **_delivery_object(each, shown.alert.created_at)} for each in shown.deliveries],
    }  # fmt: skip


def _text(shown: ShownAlert) -> str:
    from monitor.channels.plain import plain_text
    from monitor.core.inert import made_inert

    return plain_text(made_inert(shown.alert.message))


def _print_shown(shown: ShownAlert, zone: tzinfo) -> None:
    from monitor.cli import table
    from monitor.core.wording import when

    click.echo(_text(shown))
    rows = [(str(each.id), each.target, each.status.value, when(each.sent_at, zone) if each.sent_at else "",
             _detail(each)) for each in shown.deliveries]  # fmt: skip
    table.print_table(("id", "channel", "status", "sent", "detail"), rows, right=("id",))


@alert.command(
    "retry",
    examples=(
        ("monitor alert retry 31 32", "once the channel is mended"),
        ("monitor alert retry --dead --channel desk", "everything that one channel refused"),
    ),
)
@click.argument("numbers", metavar="[ID]...", type=NUMBER, nargs=-1)
@click.option("--dead", is_flag=True, help="All that were refused for good.")
@click.option("--channel", default="", metavar="NAME", help="With --dead: of this channel only.")
def retry(numbers: tuple[int, ...], dead: bool, channel: str) -> None:
    """Send alerts again that failed or wait; what was sent is never sent twice."""
    from monitor.cli import session
    from monitor.core.wording import counted
    from monitor.services import alerts
    from monitor.services.channels import find_channel

    if dead == bool(numbers) or (channel and not dead):
        raise click.UsageError("give IDs, or --dead with or without --channel")
    with session.session() as held:
        if channel:
            find_channel(held.store, channel)
        found = (alerts.retry_dead(held.store, channel, session.now()) if dead
                 else alerts.retry(held.store, numbers, session.now()))  # fmt: skip
    click.echo(f"{counted(len(found), 'alert')} will be sent as soon as the monitor runs." if found
               else "Nothing is dead.")  # fmt: skip


@alert.command("drop", examples=(("monitor alert drop 31", "it need not be sent any more"),))
@click.argument("numbers", metavar="ID...", type=NUMBER, nargs=-1, required=True)
def drop(numbers: tuple[int, ...]) -> None:
    """Give up alerts that were not sent; they stay in the list as dropped."""
    from monitor.cli import session
    from monitor.core.wording import counted
    from monitor.services import alerts

    with session.session() as held:
        found = alerts.drop(held.store, numbers, session.now())
    click.echo(f"{counted(len(found), 'alert')} dropped.")
