"""Alerts: what is told, to which channel, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.core.model.development import Novelty
from monitor.core.model.ids import AlertId, ArticleId, ChannelId, DeliveryId, DevelopmentId
from monitor.core.model.route import AT_ONCE, ChannelPlan
from monitor.core.model.source import Owner


class AlertKind(StrEnum):
    """What a message is about."""

    DEVELOPMENT = "development"
    DIGEST = "digest"
    NOTICE = "notice"  # to the operator: a dead source, a dead channel
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One labelled fact of a message: "Source: …"."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a message: a heading (may be empty), facts, and running text. All plain text, already made inert."""

    heading: str = ""
    url: str = ""  # where the heading leads
    lines: tuple[Line, ...] = ()
    quote: str = ""  # the matched sentence
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a channel is asked to send, in plain parts; each channel renders them within its own limits.

    ``key`` is the idempotency key: every try carries the same (Message-ID, Idempotency-Key). ``thread`` groups all
    messages of one development. ``maybe_repeat`` asks the channel to say that the message may have been sent before.
    ``taken`` are the posts that an earlier try got through: they are not sent again. ``recipient`` is the one of the
    channel's addresses that it is for; "" for a channel with one target, or for all addresses at once (a test).
    """

    kind: AlertKind
    key: str
    title: str
    blocks: tuple[Block, ...]
    thread: str = ""
    topics: tuple[str, ...] = ()
    novelty: Novelty | None = None
    at: datetime
    maybe_repeat: bool = False
    taken: tuple[str, ...] = ()
    recipient: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The channel took it."""

    detail: str = ""
    reference: str = ""  # the channel's id for the message, where it gives one


@dataclass(frozen=True, slots=True, kw_only=True)
class SendFailed:
    """The channel did not take it, or its answer was not seen (``unseen``)."""

    detail: str  # one line, no secrets
    permanent: bool = False
    unseen: bool = False  # sent, but the answer was lost: a retry may repeat it
    retry_after: timedelta | None = None
    taken: tuple[str, ...] = ()  # parts that went through, those of earlier tries included


SendResult = Sent | SendFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSpec:
    """A channel as declared. ``url`` is ``env:NAME``, ``file:/path`` or an address; it may hold secrets."""

    id: ChannelId
    url: str = field(repr=False)
    owner: Owner = Owner.FILE
    enabled: bool = True
    plan: ChannelPlan = AT_ONCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing told, to one or more channels."""

    id: AlertId
    kind: AlertKind
    development_id: DevelopmentId | None
    message: Message
    created_at: datetime
    article_id: ArticleId | None = None  # the report that caused it


def short_address(address: str) -> str:
    """A mail address that tells people which one it is, but is not one: ``a…@example.org``."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"


class DeliveryStatus(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    HELD = "held"  # goes out in the channel's next digest: over its budget, in quiet hours, or as it wants it
    SENT = "sent"
    DEAD = "dead"  # refused for good: told to the operator
    DROPPED = "dropped"  # a person said that it need not be sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert on its way to one recipient: a mail address of a channel, or the one target of any other channel."""

    id: DeliveryId
    alert_id: AlertId
    channel_id: ChannelId
    key: str
    status: DeliveryStatus
    attempts: int
    next_attempt: datetime
    sent_at: datetime | None = None
    detail: str = ""
    maybe_repeat: bool = False
    taken: tuple[str, ...] = ()
    recipient: str = field(default="", repr=False)  # a mail address; "" = the channel's one target
    reference: str = field(default="", repr=False)  # the channel's id for the message, once sent

    @property
    def sent_to(self) -> str:
        """Its recipient as shown to people: ``a…@example.org``; "" where the channel has one target."""
        return short_address(self.recipient) if self.recipient else ""

    @property
    def target(self) -> str:
        """Channel and recipient as shown to people: ``mail to a…@example.org``, or the channel's name alone."""
        return f"{self.channel_id} to {self.sent_to}" if self.recipient else self.channel_id
