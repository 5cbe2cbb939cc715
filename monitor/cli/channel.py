"""``monitor channel``: where alerts go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.program import Group, tell

if TYPE_CHECKING:
    from monitor.app.machine import Monitor
    from monitor.core.model.alert import ChannelSpec


@click.group(
    "channel",
    cls=Group,
    examples=(
        ("monitor channel add desk env:DESK_SLACK_URL", "the address stays in the environment"),
        ("monitor channel test desk", "send a test"),
        ("monitor channel list", ""),
    ),
)
def channel() -> None:
    """Channels: where alerts go. With none, they are printed where the monitor runs.

    An address is slack://…, mailto:you@example.org, webhook+https://…, or any that apprise knows.
    Keep secrets out of files and listings: env:NAME reads a variable, file:/path a file.
    """


@channel.command(
    "add",
    examples=(
        ("monitor channel add desk env:DESK_SLACK_URL", ""),
        ("monitor channel add mail file:/run/secrets/mail_url", ""),
        ("monitor channel add here terminal:", ""),
    ),
)
@click.argument("name")
@click.argument("url")
@click.option("--budget", type=click.IntRange(1, 1000), metavar="N", help="Alerts an hour; the rest in a digest.")
@click.option("--quiet", default="", metavar="HOURS", help='Hold alerts in these hours: "22:00-07:00".')
@click.option("--digest", default="", metavar="WHEN", help='Digests only: hourly, "daily 08:00", "weekly mon 08:00".')
@click.option("--zone", default="", help="Time zone of these hours; without it, that of the monitor.")
@click.option("--operator", is_flag=True, help="For notices to the operator.")
def add(name: str, url: str, budget: int | None, quiet: str, digest: str, zone: str, operator: bool) -> None:
    """Send alerts to URL too, under NAME."""
    from monitor.cli import session
    from monitor.config.secrets import mask
    from monitor.services.channels import add_channel, holds_secret, read_address, read_plan

    spec = read_address(name, url)
    plan = read_plan(budget=budget, quiet=quiet, digest=digest, zone=zone, operator=operator)
    with session.machine() as monitor:
        described = _describe(monitor, spec)
        add_channel(monitor.store, spec.id, spec.url, plan)
    click.echo(f"Channel {name} is added: {mask(described)}. Try it: monitor channel test {name}")
    if holds_secret(spec.url):
        variable = f"{name.upper().replace('-', '_')}_URL"
        tell("the address holds a secret, which now stands in the database in clear. To keep it out: put it into an "
             f"environment variable, then monitor channel remove {name} and monitor channel add {name} env:{variable}",
             "warning")  # fmt: skip


def _describe(monitor: Monitor, spec: ChannelSpec) -> str:
    """What the channel says of itself; one whose secret is not here yet is only warned about."""
    from monitor.config.secrets import resolve
    from monitor.core.errors import ConfigError
    from monitor.services.channels import is_kept_elsewhere

    if is_kept_elsewhere(spec.url):
        try:
            resolve(spec.url)
        except ConfigError as error:
            tell(f"{error}. Until then its alerts wait", "warning")
            return spec.url
    return monitor.open_channel(spec).describe()


@channel.command("list", examples=(("monitor channel list --json", ""),))
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
def channel_list(as_json: bool) -> None:
    """List the channels. Secrets are not shown."""
    from monitor.cli import session, table
    from monitor.services.channels import last_sent, list_channels, refused
    from monitor.services.export import iso

    with session.machine() as monitor:
        rows = [(spec, *_seen(monitor, spec), last_sent(monitor.store, spec.id), refused(monitor.store, spec.id))
                for spec in list_channels(monitor.store)]  # fmt: skip
    if as_json:
        table.print_json([
            {"name": spec.id, "describes": described, "problem": problem, "owner": spec.owner.value,
             "enabled": spec.enabled, "plan": _plan(spec), "last_sent": iso(sent),
             "refused": said}
            for spec, described, problem, sent, said in rows
        ])  # fmt: skip
        return
    table.print_table(
        ("channel", "is", "state", "tells", "last sent", "set in", "refused"),
        [(spec.id, described or problem, "disabled" if not spec.enabled else "failing" if problem or said else "ok",
          _plan(spec) or "at once", table.ago(sent, session.now()),
          "feeds.toml" if spec.owner.value == "file" else "database", said)
         for spec, described, problem, sent, said in rows],
        empty="None is set up: alerts are printed where the monitor runs. Add one: monitor channel add NAME URL",
    )  # fmt: skip


def _plan(spec: ChannelSpec) -> str:
    """How it wants to be told, where that is not the usual way."""
    from monitor.config.routes import print_quiet, print_schedule

    plan = spec.plan
    parts = (
        f"digest {print_schedule(plan.digest)}" if plan.digest else "",
        f"quiet {print_quiet(plan.quiet)}" if plan.quiet else "",
        f"{plan.budget} an hour" if plan.budget else "", plan.zone, "operator's notices" if plan.operator else "",
    )  # fmt: skip
    return ", ".join(part for part in parts if part)


def _seen(monitor: Monitor, spec: ChannelSpec) -> tuple[str, str]:
    """What it is, or what keeps it from being used."""
    from monitor.config.secrets import mask
    from monitor.core.errors import ConfigError

    try:
        return monitor.open_channel(spec).describe(), ""
    except ConfigError as error:
        return "", mask(str(error))


@channel.command("test", examples=(("monitor channel test desk", "send a message that says that it is a test"),))
@click.argument("name")
def test(name: str) -> int:
    """Send a test message."""
    from monitor.cli import session
    from monitor.config.secrets import mask
    from monitor.core.model.alert import Sent
    from monitor.services.channels import channel_to_test, sample

    with session.machine() as monitor:
        opened = monitor.open_channel(channel_to_test(monitor.store, name))
        result = opened.send(sample(name, session.now()))
    if isinstance(result, Sent):
        click.echo(f"Sent: {mask(opened.describe())}" + (f" ({mask(result.detail)})" if result.detail else ""))
        return 0
    tell(f"channel {name}: not sent: {mask(result.detail)}" + (" (trying again is pointless)" if result.permanent else
         "; the monitor would try again later"))  # fmt: skip
    return 1


@channel.command("remove", examples=(("monitor channel remove desk", ""),))
@click.argument("name")
def remove(name: str) -> None:
    """Forget a channel that was added here."""
    from monitor.cli import session
    from monitor.core.wording import counted
    from monitor.services.channels import remove_channel, untold_topics

    with session.session() as held:
        waiting = remove_channel(held.store, name)
        untold = [topic.id for topic in untold_topics(held.store) if name in topic.channels]
    click.echo(f"Channel {name} is removed.")
    if untold:
        tell(f"nothing is told of {', '.join(untold)} any more: no other channel of the topic is in use. Give it one",
             "warning")  # fmt: skip
    if waiting:
        tell(f"{counted(waiting, 'alert')} waited for it and will not be sent there. To have them after all, add it "
             f"again under this name, then: monitor alert retry --dead --channel {name}", "warning")  # fmt: skip
