"""``monitor development``: what happened, as a list and as a timeline, and people's corrections of the filing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli import filing
from monitor.cli.program import NUMBER, Group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

    from monitor.core.model.capture import Capture
    from monitor.core.model.development import Development, Report
    from monitor.core.model.ids import DevelopmentId
    from monitor.core.model.route import Mute, MuteAct
    from monitor.services.developments import Shown

MOST = 100_000  # developments in one list


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
@click.option("--limit", type=click.IntRange(1, MOST), default=50, show_default=True, metavar="N",
              help="At most N.")  # fmt: skip
@click.option("--unseen", is_flag=True, help="Without those acknowledged that brought nothing but repeats since.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
def development_list(topic: str, days: int | None, limit: int, unseen: bool, as_json: bool) -> None:
    """List developments, the latest report first."""
    from datetime import timedelta

    from monitor.cli import session, table
    from monitor.services import mutes
    from monitor.services.developments import list_developments

    with session.session() as held:
        since = session.now() - timedelta(days=days) if days else None
        listed = list_developments(held.store, topic=topic, since=since, limit=MOST if unseen else limit)
        said = mutes.said_of_developments(held.store, session.now())
        found = [each for each in listed if not unseen or not mutes.is_seen(each, said.get(each.id, {}))][:limit]
        if as_json:
            table.print_json([_object(each, said.get(each.id, {})) for each in found])
            return
        print_developments(found, held.zone, empty=_nothing(topic, days), said=said)
    if len(found) == limit:
        click.echo(f"… the latest {limit}; --limit shows more")


def print_developments(
    found: Sequence[Development], zone: tzinfo, *, empty: str = "No developments yet.",
    said: Mapping[DevelopmentId, dict[MuteAct, Mute]] | None = None,
) -> None:  # fmt: skip
    """Developments as a table."""
    from monitor.cli import table
    from monitor.core.wording import when

    rows = [(str(each.id), each.title, ", ".join(each.topics), each.stage, str(each.reports), str(each.origins),
             when(each.last_report_at, zone), _state(each, (said or {}).get(each.id, {}), zone))
            for each in found]  # fmt: skip
    table.print_table(("id", "headline", "topics", "stage", "reports", "origins", "latest report", "state"), rows,
                      right=("id", "reports", "origins"), empty=empty)  # fmt: skip


def _state(each: Development, said: dict[MuteAct, Mute], zone: tzinfo) -> str:
    """``muted``, ``muted until …``, ``seen`` or nothing."""
    from monitor.core.model.route import MuteAct
    from monitor.core.wording import when
    from monitor.services.mutes import is_seen

    muted = said.get(MuteAct.MUTE)
    if muted is not None:
        return f"muted until {when(muted.until, zone)}" if muted.until else "muted"
    return "seen" if is_seen(each, said) else ""


def _nothing(topic: str, days: int | None) -> str:
    on = f" on {topic}" if topic else ""
    return f"No developments{on}{f' in the last {days} days' if days else ' yet'}."


@development.command("show", examples=(("monitor development show 12", ""),))
@click.argument("number", metavar="ID", type=NUMBER)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(number: int, as_json: bool) -> None:
    """Show a development as a timeline."""
    from monitor.cli import session, table
    from monitor.services import mutes
    from monitor.services.developments import show_development

    with session.session() as held:
        shown = show_development(held.store, number)
        said = mutes.said_of_developments(held.store, session.now()).get(shown.development.id, {})
        if as_json:
            table.print_json(_shown_object(shown, said))
        else:
            _print_shown(shown, held.zone, said)


def _print_shown(shown: Shown, zone: tzinfo, said: dict[MuteAct, Mute]) -> None:
    from monitor.cli import table
    from monitor.core.wording import tally, when

    each = shown.development
    click.echo(table.heading(f"Development {each.id}: {each.title}"))
    table.print_facts((
        ("Topics", ", ".join(each.topics)), ("Stage", each.stage), ("Opened", when(each.opened_at, zone)),
        ("Latest report", when(each.last_report_at, zone)), ("So far", tally(each)),
        ("State", _state(each, said, zone)),
    ))  # fmt: skip
    for report in shown.reports:
        click.echo()
        _print_report(report, shown.captures.get(report.article_id, ()), zone)
    if shown.deliveries:
        click.echo()
        rows = [(listed.alert.message.novelty.value if listed.alert.message.novelty else listed.alert.kind.value,
                 listed.alert.message.title, listed.delivery.target, listed.delivery.status.value,
                 when(listed.delivery.sent_at, zone) if listed.delivery.sent_at else listed.delivery.detail)
                for listed in shown.deliveries]  # fmt: skip
        table.print_table(("alert", "headline", "channel", "status", "when"), rows)
    else:
        click.echo("\nNo alert was sent about it.")


def _print_report(report: Report, captures: Sequence[Capture], zone: tzinfo) -> None:
    from monitor.cli import table
    from monitor.core.inert import inert, inert_url
    from monitor.core.wording import claimed, when

    published = claimed(report.published, zone) if report.published else "without a date"
    click.echo(f"{when(report.first_seen, zone)}  {table.heading(report.novelty.value)}  {inert(report.title)}")
    table.print_facts((
        ("Source", f"{report.source_name}, published {published}"), ("Goes back to", report.origin),
        ("Stage", report.stage), ("Why", report.reason + (" (near copy)" if report.near_copy else "")),
        ("Link", inert_url(report.url)), ("Article", str(report.article_id)),
        ("Captures" if len(captures) > 1 else "Capture", ", ".join(str(each.id) for each in captures)),
    ), indent="    ")  # fmt: skip


@development.command(
    "mute",
    examples=(("monitor development mute 12", "no alerts on it"), ("monitor development mute 12 --for 7d", "a week")),
)
@click.argument("number", metavar="ID", type=NUMBER)
@click.option("--for", "span", default="", metavar="TIME", help="Only so long: 12h, 7d, 2w.")
def mute(number: int, span: str) -> None:
    """Send no alerts on a development; its reports are still filed and shown."""
    from monitor.cli import session
    from monitor.core.inert import inert
    from monitor.core.wording import when
    from monitor.services import mutes

    with session.session() as held:
        until = mutes.read_until(span, session.now())
        found = mutes.mute_development(held.store, number, session.now(), until)
        end = f"until {when(until, held.zone)}" if until else f"until monitor development unmute {found.id}"
    click.echo(f"Development {found.id} is muted {end}: {inert(found.title)}")


@development.command("unmute", examples=(("monitor development unmute 12", ""),))
@click.argument("number", metavar="ID", type=NUMBER)
def unmute(number: int) -> None:
    """Send alerts on a development again, from its next report on."""
    from monitor.cli import session
    from monitor.core.inert import inert
    from monitor.services import mutes

    with session.session() as held:
        found = mutes.unmute_development(held.store, number)
    click.echo(f"Development {found.id} is no longer muted: {inert(found.title)}")


@development.command(
    "ack", examples=(("monitor development ack 12", "seen; `list --unseen` shows it when it brings more"),)
)
@click.argument("numbers", metavar="ID...", type=NUMBER, nargs=-1, required=True)
def ack(numbers: tuple[int, ...]) -> None:
    """Acknowledge developments: they have been seen up to now.

    What waits of them for a digest is left out, and repeats move nothing any more: neither the list of what is unseen
    nor the first message in Slack. An update or a correction is told as ever, and makes them unseen again.
    """
    from monitor.cli import session
    from monitor.core.inert import inert
    from monitor.services import mutes

    with session.session() as held:
        for number in numbers:
            found = mutes.acknowledge(held.store, number, session.now())
            click.echo(f"Development {found.id} is seen: {inert(found.title)}")


def _object(each: Development, said: dict[MuteAct, Mute]) -> dict[str, object]:
    from monitor.core.model.route import MuteAct
    from monitor.services.export import iso
    from monitor.services.mutes import is_seen

    muted = said.get(MuteAct.MUTE)

    return {
        "id": each.id, "title": each.title, "topics": list(each.topics), "stage": each.stage,
        "opened": iso(each.opened_at), "last_report": iso(each.last_report_at), "reports": each.reports,
        "origins": each.origins, "muted": muted is not None, "muted_until": iso(muted.until) if muted else None,
        "seen": is_seen(each, said),
    }  # fmt: skip


def _shown_object(shown: Shown, said: dict[MuteAct, Mute]) -> dict[str, object]:
    from monitor.services.export import iso

    return _object(shown.development, said) | {
        "timeline": [
            {"article": each.article_id, "title": each.title, "url": each.url, "source": each.source_name,
             "published": iso(each.published), "first_seen": iso(each.first_seen), "novelty": each.novelty.value,
             "reason": each.reason, "origin": each.origin, "near_copy": each.near_copy, "stage": each.stage,
             "language": each.language,
             "captures": [capture.id for capture in shown.captures.get(each.article_id, ())]} for each in shown.reports
        ],
        "deliveries": [
            {"channel": each.delivery.channel_id, "recipient": each.delivery.sent_to or None,
             "status": each.delivery.status.value, "sent": iso(each.delivery.sent_at),
             "title": each.alert.message.title} for each in shown.deliveries
        ],
    }  # fmt: skip


for _command in filing.COMMANDS:
    development.add_command(_command)
