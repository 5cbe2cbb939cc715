"""Routes: what of a topic is told and where, and how each channel wants to be told; changed where a person set it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from monitor.config.routes import print_quiet, print_schedule
from monitor.core.errors import DeclaredElsewhere, NotFound
from monitor.core.model.alert import ChannelSpec
from monitor.core.model.ids import ChannelId
from monitor.core.model.route import ChannelPlan, Every, Mute, Rule
from monitor.core.model.source import Owner
from monitor.core.model.topic import Topic
from monitor.core.policy.timetable import latest_slot
from monitor.services import named
from monitor.services.marks import check_unchanged, mark_of, route_mark_of
from monitor.store.store import Store, Transaction
from monitor.store.versions import TOPICS_VERSION

_STEPS = {Every.HOURLY: timedelta(hours=1), Every.DAILY: timedelta(days=1), Every.WEEKLY: timedelta(days=7)}


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRoute:
    """Where a topic's alerts go.

    ``channels`` are those in use: where it names none, all but the operator's own; empty = the terminal, since none is.
    """

    topic: Topic
    channels: tuple[ChannelId, ...]
    muted: Mute | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRoute:
    """How a channel is told. ``held`` counts what waits for its digest; ``next_digest`` is the next planned one."""

    spec: ChannelSpec
    held: int
    last_sent: datetime | None
    last_digest: datetime | None
    next_digest: datetime | None


def topic_routes(store: Store, now: datetime) -> list[TopicRoute]:
    """Every topic with where its alerts go now."""
    with store.read() as tx:
        specs = [spec for spec in tx.channels.all() if spec.enabled]
        usual = [spec.id for spec in specs if not spec.plan.operator] or [spec.id for spec in specs]
        used, muted = {spec.id for spec in specs}, tx.mutes.topics(now)
        return [TopicRoute(topic=topic, muted=muted.get(topic.id),
                           channels=tuple(each for each in topic.channels or usual if each in used))
                for topic in tx.topics.all()]  # fmt: skip


def channel_routes(store: Store, now: datetime, zone: tzinfo) -> list[ChannelRoute]:
    """Every channel with its plan; ``zone`` is that of channels that name none."""
    with store.read() as tx:
        return [
            ChannelRoute(spec=spec, held=len(tx.outbox.held(spec.id)), last_sent=tx.outbox.last_sent(spec.id),
                         last_digest=tx.channels.digest_at(spec.id), next_digest=_next(spec.plan, now, zone))
            for spec in tx.channels.all()
        ]  # fmt: skip


def print_plan(plan: ChannelPlan) -> list[str]:
    """A channel's plan in a few words each; empty for one that is told at once, within everybody's budget."""
    parts = (
        f"digests only, {print_schedule(plan.digest)}" if plan.digest else "",
        f"quiet {print_quiet(plan.quiet)}" if plan.quiet else "",
        f"at most {plan.budget} alerts an hour" if plan.budget else "", plan.zone,
        "notices to the operator" if plan.operator else "",
    )  # fmt: skip
    return [part for part in parts if part]


def change_route(store: Store, name: str, *, channels: Iterable[str], rule: Rule, now: datetime,
                 seen: str = "") -> Topic:  # fmt: skip
    """Give a topic other channels and another rule. NotFound, DeclaredElsewhere for one of feeds.toml.

    ChangedMeanwhile if its route no longer has the mark ``seen``.
    """
    with store.write() as tx:
        held = named.own_topic(tx, name, "change its [[topic]] table there")
        check_unchanged(route_mark_of(held), seen)
        made = replace(held, channels=known_channels(tx, channels), rule=rule)
        tx.topics.put(made)
        tx.facts.put(TOPICS_VERSION, f"{now.isoformat()} ~{made.id}")
    return made


def change_plan(store: Store, name: str, *, plan: ChannelPlan, enabled: bool, seen: str = "") -> ChannelSpec:
    """Tell a channel otherwise, or not at all. NotFound, DeclaredElsewhere for one of feeds.toml.

    ChangedMeanwhile if its plan no longer has the mark ``seen``.
    """
    with store.write() as tx:
        held = tx.channels.find(ChannelId(name))
        if held is None:
            raise NotFound(f"no channel {name!r}")
        if held.owner is Owner.FILE:
            raise DeclaredElsewhere(f"channel {name!r} is declared in feeds.toml: change its [[channel]] table there")
        check_unchanged(mark_of(held), seen)
        made = replace(held, plan=plan, enabled=enabled)
        tx.channels.put(made)
    return made


def known_channels(tx: Transaction, names: Iterable[str]) -> tuple[ChannelId, ...]:
    """The names as channels, each once; NotFound for one that is not set up."""
    known = {spec.id for spec in tx.channels.all()}
    wanted = tuple(dict.fromkeys(ChannelId(each) for each in names))
    for channel in wanted:
        if channel not in known:
            raise NotFound(f"no channel {channel!r}: `monitor channel list` shows those there are")
    return wanted


def _next(plan: ChannelPlan, now: datetime, zone: tzinfo) -> datetime | None:
    if plan.digest is None:
        return None
    return latest_slot(plan.digest, now + _STEPS[plan.digest.every], ZoneInfo(plan.zone) if plan.zone else zone)
