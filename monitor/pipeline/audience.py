"""Audience: who is told what, by the channels, mutes and budgets as they are now. The deciding is ``policy``'s."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from monitor.config.secrets import resolve
from monitor.core.errors import ConfigError
from monitor.core.model.alert import ChannelSpec, DeliveryStatus
from monitor.core.model.article import Article
from monitor.core.model.development import Verdict
from monitor.core.model.ids import ChannelId, DevelopmentId, TopicId
from monitor.core.model.match import Match
from monitor.core.model.route import EVERYTHING, ChannelPlan, MuteAct
from monitor.core.model.topic import Topic
from monitor.core.policy.routing import ALERTS_AN_HOUR, Budget, NotTold, Route, Routing, is_first_heard, is_seen, route
from monitor.core.policy.timetable import is_quiet, quiet_until
from monitor.core.recipients import recipients_of
from monitor.store.store import Transaction
from monitor.store.versions import ALERTS_PER_HOUR

BUDGET_SPAN = timedelta(hours=1)
DEFAULT_CHANNEL = ChannelId("terminal")  # used while no channel is set up
_DEFAULT = ChannelSpec(id=DEFAULT_CHANNEL, url="terminal:")


def enabled(tx: Transaction) -> list[ChannelSpec]:
    """The channels that are in use; the terminal while none is set up."""
    return [spec for spec in tx.channels.all() if spec.enabled] or [_DEFAULT]


def readers(tx: Transaction) -> list[ChannelId]:
    """The channels that are there for news; all of them if every one is the operator's."""
    specs = enabled(tx)
    return [spec.id for spec in specs if not spec.plan.operator] or [spec.id for spec in specs]


def recipients(spec: ChannelSpec | None) -> tuple[str, ...]:
    """Whom the channel reaches, a delivery each: its mail addresses, or ("",) for the one target of any other channel.

    () where its address cannot be read now (a secret that is not set).
    """
    if spec is None:
        return ("",)
    try:
        return recipients_of(resolve(spec.url)) or ("",)
    except ConfigError:
        return ()


def route_to(tx: Transaction, channel_id: ChannelId) -> Route:
    """What a channel gets whatever its plan says: its digest, the first summary."""
    return Route(channel_id=channel_id, status=DeliveryStatus.PENDING, topics=(), reason="",
                 recipients=recipients(tx.channels.find(channel_id)) or ("",))  # fmt: skip


def zone_of(plan: ChannelPlan, usual: tzinfo) -> tzinfo:
    """By which clock a channel's hours are meant."""
    return ZoneInfo(plan.zone) if plan.zone else usual


def alert_routes(
    tx: Transaction, article: Article, found: Sequence[Match], verdict: Verdict, *,
    topics: Mapping[TopicId, Topic], development_id: DevelopmentId, now: datetime, zone: tzinfo,
) -> Routing:  # fmt: skip
    """Where an alert goes, or the reason for none."""
    specs = enabled(tx)
    news = set(readers(tx))
    routing = route(
        matches=found, verdict=verdict, article=article, topics=topics, channels=[spec.id for spec in specs],
        named_only=[spec.id for spec in specs if spec.id not in news],
        budgets={spec.id: _budget(tx, spec, now, zone) for spec in specs}, muted_topics=tx.mutes.topics(now),
        development_muted=MuteAct.MUTE in tx.mutes.of_development(development_id, now),
    )  # fmt: skip
    if isinstance(routing, NotTold):
        return routing
    reached = {spec.id: recipients(spec) for spec in specs}
    return tuple(replace(each, recipients=reached[each.channel_id] or ("",)) for each in routing)


def first_heard(tx: Transaction, article: Article, topics: Collection[Topic],
                development_id: DevelopmentId) -> tuple[TopicId, ...]:  # fmt: skip
    """Those of the topics for whose readers a repeat is the first that they hear of its development."""
    if all(topic.rule == EVERYTHING and not topic.channels for topic in topics):
        return ()
    earlier = tx.developments.earlier(development_id, article.id)
    told = {each.delivery.channel_id for each in tx.outbox.of_development(development_id)}
    return tuple(topic.id for topic in topics if is_first_heard(topic, article, earlier, told))


def _budget(tx: Transaction, spec: ChannelSpec, now: datetime, zone: tzinfo) -> Budget:
    limit = spec.plan.budget or int(tx.facts.get(ALERTS_PER_HOUR) or ALERTS_AN_HOUR)
    return Budget(
        told=tx.outbox.sent_since(spec.id, now - BUDGET_SPAN), limit=limit, digest=spec.plan.digest is not None,
        quiet=is_quiet(spec.plan.quiet, now, zone_of(spec.plan, zone)),
    )  # fmt: skip


def somebody_has_seen(tx: Transaction, development_id: DevelopmentId, now: datetime) -> bool:
    """Whether somebody acknowledged the development, and nothing but repeats came since."""
    development = tx.developments.find(development_id)
    return development is not None and is_seen(development, tx.mutes.of_development(development_id, now))


def operator_routes(
    tx: Transaction, now: datetime, zone: tzinfo, *, without: Collection[tuple[ChannelId, str]] = ()
) -> list[Route]:
    """Where notices go: to the operator's channels, else to all, else to the terminal; after their quiet hours.

    ``without`` are recipients, by their channel, that take nothing now.
    """
    return [
        Route(channel_id=spec.id, status=DeliveryStatus.PENDING, topics=(), reason="", recipients=left,
              not_before=quiet_until(spec.plan.quiet, now, zone_of(spec.plan, zone)))
        for spec, left in operator_channels(tx, without=without).items()
    ]  # fmt: skip


def operator_channels(
    tx: Transaction, *, without: Collection[tuple[ChannelId, str]] = ()
) -> dict[ChannelSpec, tuple[str, ...]]:
    """The channels for notices, with whom each reaches; see ``operator_routes``."""
    usable = {spec: left for spec in enabled(tx) if (left := _left(spec, without))}
    own = {spec: left for spec, left in usable.items() if spec.plan.operator}
    spare = {_DEFAULT: left} if (left := _left(_DEFAULT, without)) else {}
    return own or usable or spare


def _left(spec: ChannelSpec, without: Collection[tuple[ChannelId, str]]) -> tuple[str, ...]:
    return tuple(each for each in recipients(spec) or ("",) if (spec.id, each) not in without)
