"""Channels: adding, listing, removing. Addresses may hold secrets: only ``Channel.describe`` shows them."""

from __future__ import annotations

from datetime import datetime

from monitor.core.errors import AlreadyThere, DeclaredElsewhere, NotFound
from monitor.core.model.alert import AlertKind, Block, ChannelSpec, Line, Message
from monitor.core.model.ids import ChannelId
from monitor.core.model.source import Owner
from monitor.services.names import check_name
from monitor.store.store import Store


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


def add_channel(store: Store, name: str, url: str) -> ChannelSpec:
    """Add a channel made by a person; the caller has found that its address can be opened."""
    spec = ChannelSpec(id=ChannelId(check_name("channel", name)), url=url, owner=Owner.USER)
    with store.write() as tx:
        if tx.channels.find(spec.id) is not None:
            raise AlreadyThere(f"channel {name!r} is there already: remove it first, or choose another name")
        tx.channels.put(spec)
    return spec


def remove_channel(store: Store, name: str) -> None:
    """Forget a channel that a person added."""
    spec = find_channel(store, name)
    if spec.owner is Owner.FILE:
        raise DeclaredElsewhere(f"channel {name!r} is declared in feeds.toml: take its [[channel]] table out there")
    with store.write() as tx:
        tx.channels.remove(spec.id)


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
