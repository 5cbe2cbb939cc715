from __future__ import annotations

from monitor.core.model.alert import AlertKind, DeliveryStatus, Message
from monitor.core.model.ids import ChannelId
from monitor.core.policy.routing import Route
from monitor.store.store import Store
from tests.builders import HOUR, NOON

TEAM, DESK = ChannelId("team"), ChannelId("desk")


def send(store: Store, key: str, *channels: ChannelId, thread: str = "development-1", reference: str = "C:1") -> None:
    message = Message(kind=AlertKind.DEVELOPMENT, key=key, title=key, blocks=(), at=NOON, thread=thread)
    routes = [Route(channel_id=each, status=DeliveryStatus.PENDING, topics=(), reason="") for each in channels]
    with store.write() as tx:
        tx.outbox.add(message, routes, now=NOON)
        for each in channels:
            delivery = tx.outbox.claim_due(NOON, HOUR, "t", each)
            assert delivery is not None
            tx.outbox.save(delivery.id, DeliveryStatus.SENT, attempts=1, next_attempt=NOON, detail="", sent_at=NOON,
                           reference=reference)  # fmt: skip


def claimed(store: Store, channel: ChannelId, hours: int = 1) -> str:
    """The title of the message that is to be renewed after so many hours; "" if none is."""
    now = NOON + hours * HOUR
    with store.write() as tx:
        number = tx.renewals.claim(channel, now, now + HOUR)
        found = tx.outbox.find(number) if number is not None else None
        return found.alert.message.title if found else ""


def test_the_first_message_of_the_thread_in_each_channel_is_renewed_once(store: Store) -> None:
    send(store, "first", TEAM, DESK)
    send(store, "second", TEAM, DESK)
    send(store, "other", TEAM, thread="development-2")
    with store.write() as tx:
        tx.renewals.ask("development-1", NOON + HOUR)
        tx.renewals.ask("development-1", NOON + 5 * HOUR)  # asked for already
        assert tx.outbox.channels_due(NOON) == []
        assert tx.outbox.channels_due(NOON + HOUR) == [DESK, TEAM]
    assert [claimed(store, TEAM), claimed(store, DESK), claimed(store, TEAM)] == ["first", "first", ""]


def test_a_channel_that_gives_no_reference_is_asked_for_nothing(store: Store) -> None:
    send(store, "first", TEAM, reference="")
    with store.write() as tx:
        tx.renewals.ask("development-1", NOON)
    assert claimed(store, TEAM) == ""


def test_what_was_claimed_and_never_settled_is_claimed_again(store: Store) -> None:
    send(store, "first", TEAM)
    with store.write() as tx:
        tx.renewals.ask("development-1", NOON)
    assert claimed(store, TEAM) == "first"
    assert claimed(store, TEAM, hours=3) == "first"
    with store.write() as tx:
        number = tx.renewals.claim(TEAM, NOON + 9 * HOUR, NOON + 10 * HOUR)
        assert number is not None
        tx.renewals.settle(number, None)
    assert claimed(store, TEAM, hours=20) == ""
