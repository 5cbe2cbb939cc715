"""Channels: adding, listing, removing. Addresses may hold secrets: only ``Channel.describe`` shows them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit

from monitor.config.routes import read_quiet, read_schedule
from monitor.config.secrets import mask, pointer_of
from monitor.config.values import read_channel_address, read_zone
from monitor.core.errors import AlreadyThere, DeclaredElsewhere, NotFound, UserMistake
from monitor.core.model.alert import AlertKind, Block, ChannelSpec, DeliveryStatus, Line, Message
from monitor.core.model.ids import ChannelId
from monitor.core.model.route import AT_ONCE, ChannelPlan
from monitor.core.model.source import Owner
from monitor.core.model.topic import Topic
from monitor.services.names import check_name
from monitor.store.outbox import Listed
from monitor.store.store import Store

Value = TypeVar("Value")


def list_channels(store: Store) -> list[ChannelSpec]:
    """All channels."""
    with store.read() as tx:
        return tx.channels.all()


def find_channel(store: Store, name: str) -> ChannelSpec:
    """One channel; NotFound."""
    with store.read() as tx:
        spec = tx.channels.find(ChannelId(name))
        if spec is None:
            names = ", ".join(each.id for each in tx.channels.all())
            raise NotFound(f"no channel {name!r}" + (f": there are {names}" if names else ": none is set up"))
        return spec


def read_address(name: str, url: str) -> ChannelSpec:
    """The channel that a person asks for; UserMistake for a name or address that is not written as one."""
    try:
        address = read_channel_address(url)
    except ValueError as error:
        raise UserMistake(f"channel address: {error}") from None
    return ChannelSpec(id=ChannelId(check_name("channel", name)), url=address, owner=Owner.USER)


def channel_to_test(store: Store, name: str) -> ChannelSpec:
    """That channel; "terminal" is always there, as it is used while none is set up. NotFound."""
    if name == "terminal":
        with store.read() as tx:
            return tx.channels.find(ChannelId(name)) or ChannelSpec(id=ChannelId(name), url="terminal:")
    return find_channel(store, name)


def read_plan(*, budget: int | None = None, quiet: str = "", digest: str = "", zone: str = "",
              operator: bool = False) -> ChannelPlan:  # fmt: skip
    """How a channel is to be told, from what a person gave. UserMistake."""
    return ChannelPlan(
        budget=budget, quiet=_option("--quiet", quiet, read_quiet) if quiet else None,
        digest=_option("--digest", digest, read_schedule) if digest else None,
        zone=_option("--zone", zone, read_zone) if zone else "", operator=operator,
    )  # fmt: skip


def _option(name: str, text: str, read: Callable[[str], Value]) -> Value:
    try:
        return read(text)
    except ValueError as error:
        raise UserMistake(f"{name}: {error}") from None


def add_channel(store: Store, name: str, url: str, plan: ChannelPlan = AT_ONCE) -> ChannelSpec:
    """Add a channel made by a person; the caller has found that its address can be opened. AlreadyThere."""
    spec = ChannelSpec(id=ChannelId(check_name("channel", name)), url=url, owner=Owner.USER, plan=plan)
    with store.write() as tx:
        if tx.channels.find(spec.id) is not None:
            raise AlreadyThere(f"channel {name!r} is there already: remove it first, or choose another name")
        tx.channels.put(spec)
    return spec


def remove_channel(store: Store, name: str) -> int:
    """Forget a channel that a person added; how many alerts waited for it, which are not sent any more.

    NotFound, DeclaredElsewhere for one of feeds.toml.
    """
    spec = find_channel(store, name)
    if spec.owner is Owner.FILE:
        raise DeclaredElsewhere(f"channel {name!r} is declared in feeds.toml: take its [[channel]] table out there")
    with store.write() as tx:
        tx.channels.remove(spec.id)
        return tx.outbox.waiting_for(spec.id)


def untold_topics(store: Store) -> list[Topic]:
    """Topics that name channels, of which none is there and switched on: nothing is told of them."""
    with store.read() as tx:
        used = {spec.id for spec in tx.channels.all() if spec.enabled}
        return [topic for topic in tx.topics.all() if topic.channels and used.isdisjoint(topic.channels)]


def sample(name: str, now: datetime) -> Message:
    """The message that ``monitor channel test`` sends: it says that it is a test."""
    return Message(
        kind=AlertKind.TEST, key=f"test-{name}-{int(now.timestamp())}", title=f"Test of the channel {name}", at=now,
        blocks=(Block(
            text="This is a test. Nothing has happened. An alert will come in this form:",
            lines=(Line(label="Topic", text="Sanctions on the court"), Line(label="Source", text="an example")),
            quote="The sentence in which the topic was found stands here.",
        ),),
    )  # fmt: skip


def list_deliveries(store: Store, *, status: str | None = None, limit: int = 50, offset: int = 0) -> list[Listed]:
    """What is in the outbox, latest first; ``status`` as in DeliveryStatus."""
    with store.read() as tx:
        return tx.outbox.latest(status=DeliveryStatus(status) if status else None, limit=limit, offset=offset)


def last_sent(store: Store, name: str) -> datetime | None:
    """When a channel last took something."""
    with store.read() as tx:
        return tx.outbox.last_sent(ChannelId(name))


def refused(store: Store, name: str) -> str:
    """What a channel said to the last alert that it was sent, if it did not take it; "" if it did."""
    with store.read() as tx:
        last = tx.outbox.last_tried(ChannelId(name))
    return last.detail if last is not None and last.status in (DeliveryStatus.PENDING, DeliveryStatus.DEAD) else ""


def is_kept_elsewhere(url: str) -> bool:
    """Whether the address only points to where its secret is."""
    return url.startswith(("env:", "file:"))


def holds_secret(url: str) -> bool:
    """Whether an address carries a password or token in clear, as far as its form tells."""
    scheme = url.partition(":")[0].lower()
    if pointer_of(url) or scheme in ("terminal", "mailto") or mask(url) == url:
        return False
    if scheme in ("smtp", "smtps", "mailtos"):
        try:
            return bool(urlsplit(url).password)
        except ValueError:
            return True
    return True
