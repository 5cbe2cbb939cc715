from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from monitor.core.model.alert import AlertKind, Block, ChannelSpec, Delivery, DeliveryStatus, Line, Message
from monitor.core.model.development import Novelty
from monitor.core.model.ids import AlertId, ChannelId
from monitor.core.policy.routing import Route
from monitor.store.store import Store
from tests.builders import HOUR, NOON

MAIL, SLACK = ChannelId("mail"), ChannelId("slack")
MESSAGE = Message(
    kind=AlertKind.DEVELOPMENT, key="article-1", title="Суд ‘quoted’", novelty=Novelty.NEW, at=NOON, topics=("Court",),
    blocks=(Block(heading="h", lines=(Line(label="Source", text="x", url="https://example.org"),), quote="q"),),
)  # fmt: skip


def add(store: Store, *channels: ChannelId, status: DeliveryStatus = DeliveryStatus.PENDING,
        key: str = MESSAGE.key) -> AlertId:  # fmt: skip
    routes = [Route(channel_id=each, status=status, topics=(), reason="") for each in channels or (MAIL,)]
    with store.write() as tx:
        return tx.outbox.add(replace(MESSAGE, key=key), routes, now=NOON)


def add_to(store: Store, *recipients: str) -> AlertId:
    route = Route(channel_id=MAIL, status=DeliveryStatus.PENDING, topics=(), reason="", recipients=recipients)
    with store.write() as tx:
        return tx.outbox.add(MESSAGE, [route], now=NOON)


def claim(store: Store, at: int = 0, token: str = "a") -> Delivery | None:
    with store.write() as tx:
        return tx.outbox.claim_due(NOON + at * HOUR, HOUR, token, MAIL)


def test_a_message_comes_back_whole(store: Store) -> None:
    number = add(store)
    with store.read() as tx:
        alert = tx.outbox.alert(number)
    assert alert is not None
    assert alert.message == MESSAGE


def test_the_same_alert_is_never_written_twice(store: Store) -> None:
    add(store)
    with pytest.raises(IntegrityError):
        add(store)


def test_each_channel_has_a_delivery_with_a_key_of_its_own(store: Store) -> None:
    add(store, MAIL, SLACK)
    with store.read() as tx:
        assert tx.outbox.channels_due(NOON) == [MAIL, SLACK]
        assert {each.delivery.key for each in tx.outbox.latest()} == {"article-1/mail", "article-1/slack"}


def test_each_recipient_has_a_delivery_with_a_key_of_its_own_and_the_alert_counts_once(store: Store) -> None:
    add_to(store, "ana@example.org", "ben@example.org")
    with store.read() as tx:
        found = [each.delivery for each in tx.outbox.latest()]
        assert tx.outbox.sent_since(MAIL, NOON - HOUR) == 1
    assert [each.recipient for each in found] == ["ana@example.org", "ben@example.org"]
    assert len({each.key for each in found}) == 2
    assert [each.target for each in found] == ["mail to a…@example.org", "mail to b…@example.org"]
    assert "ana@example.org" not in repr(found[0])


def readdress(store: Store, delivery: Delivery | None, *recipients: str) -> Delivery | None:
    assert delivery is not None
    with store.write() as tx:
        return tx.outbox.readdress(delivery, recipients, NOON)


def state(store: Store) -> dict[str, DeliveryStatus]:
    with store.read() as tx:
        return {each.delivery.recipient: each.delivery.status for each in tx.outbox.latest()}


def test_what_waits_for_addresses_that_were_not_known_goes_to_each_of_them_once(store: Store) -> None:
    add(store)
    first = readdress(store, claim(store), "ana@example.org", "ben@example.org")
    second = claim(store, token="b")
    assert first is not None and second is not None
    assert (first.recipient, second.recipient) == ("ana@example.org", "ben@example.org")
    assert first.key != second.key
    assert claim(store, token="c") is None


def test_what_waits_for_an_address_that_was_replaced_goes_to_the_new_one(store: Store) -> None:
    add_to(store, "ana@example.org", "typo@example.org")
    claim(store)
    moved = readdress(store, claim(store, token="b"), "ana@example.org", "ben@example.org")
    assert moved is not None and (moved.recipient, moved.maybe_repeat) == ("ben@example.org", False)
    assert set(state(store)) == {"ana@example.org", "ben@example.org"}


def test_an_address_that_was_replaced_and_comes_back_beside_another_gets_it_too(store: Store) -> None:
    add_to(store, "ana@example.org")
    moved = readdress(store, claim(store), "ben@example.org")
    assert readdress(store, moved, "eve@example.org", "ana@example.org") is not None
    assert set(state(store)) == {"eve@example.org", "ana@example.org"}


def test_what_waits_for_an_address_that_was_taken_out_is_dropped(store: Store) -> None:
    add_to(store, "ana@example.org", "ben@example.org")
    assert readdress(store, claim(store), "ben@example.org") is None
    assert state(store)["ana@example.org"] is DeliveryStatus.DROPPED


def test_a_claimed_delivery_is_sent_by_nobody_else(store: Store) -> None:
    add(store)
    first = claim(store)
    assert first is not None
    assert not first.maybe_repeat
    assert claim(store, token="b") is None


def test_a_claim_that_ran_out_may_be_a_repeat_under_the_same_key(store: Store) -> None:
    add(store)
    first, again = claim(store), claim(store, at=2, token="b")
    assert first is not None
    assert again is not None
    assert (again.key, again.maybe_repeat) == (first.key, True)


def test_a_sent_delivery_is_not_due_again(store: Store) -> None:
    add(store)
    delivery = claim(store)
    assert delivery is not None
    with store.write() as tx:
        tx.outbox.save(delivery.id, DeliveryStatus.SENT, attempts=1, next_attempt=NOON, detail="ok", sent_at=NOON)
        assert tx.outbox.channels_due(NOON + 9 * HOUR) == []
        assert tx.outbox.counts() == {DeliveryStatus.SENT: 1}


def test_a_failure_that_is_told_late_undoes_nothing_that_another_did(store: Store) -> None:
    number = add(store)

    def fail(token: str) -> bool:
        with store.write() as tx:
            (delivery,) = tx.outbox.deliveries_of(number)
            return tx.outbox.save(delivery.id, DeliveryStatus.PENDING, attempts=1, next_attempt=NOON, detail="lost",
                                  claim=token)  # fmt: skip

    claim(store, token="a")
    claim(store, at=2, token="b")
    assert (fail("a"), fail("b")) == (False, True)


def test_what_is_for_a_channel_that_is_switched_off_waits_until_it_is_switched_on(store: Store) -> None:
    def switch(enabled: bool) -> None:
        with store.write() as tx:
            tx.channels.put(ChannelSpec(id=MAIL, url="terminal:", enabled=enabled))

    add(store, MAIL, SLACK)
    add(store, MAIL, status=DeliveryStatus.HELD, key="article-2")
    switch(False)
    with store.read() as tx:
        assert (tx.outbox.channels_due(NOON), tx.outbox.channels_held(), tx.outbox.pending(due_before=NOON)) == (
            [SLACK], [], 1)  # fmt: skip
    assert claim(store) is None
    switch(True)
    assert claim(store) is not None
    with store.read() as tx:
        assert tx.outbox.channels_held() == [MAIL]


def test_held_deliveries_wait_for_the_digest_and_use_no_budget(store: Store) -> None:
    add(store, status=DeliveryStatus.HELD)
    with store.write() as tx:
        assert tx.outbox.channels_due(NOON) == []
        assert tx.outbox.sent_since(MAIL, NOON - HOUR) == 0
        (held,) = tx.outbox.held(MAIL)
        tx.outbox.mark_in_digest([held], AlertId(1), NOON)
        assert tx.outbox.held(MAIL) == [] and tx.outbox.sent_since(MAIL, NOON - HOUR) == 0


def test_the_budget_counts_what_went_or_is_about_to_go(store: Store) -> None:
    add(store, MAIL, SLACK)
    with store.read() as tx:
        assert tx.outbox.sent_since(MAIL, NOON - HOUR) == 1
        assert tx.outbox.sent_since(MAIL, NOON + HOUR) == 0
