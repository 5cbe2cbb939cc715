"""Alerts: one with all its deliveries, and what people decide about a delivery that failed or waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.core.errors import UserMistake
from monitor.core.model.alert import Alert, Delivery, DeliveryStatus
from monitor.core.model.ids import ChannelId
from monitor.services import named
from monitor.store.outbox import Listed
from monitor.store.store import Store, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAlert:
    """An alert with its deliveries, one for each recipient."""

    alert: Alert
    deliveries: tuple[Delivery, ...]


def show_alert(store: Store, number: int) -> ShownAlert:
    """The alert of a number as ``alert list`` gives it (that of one delivery); NotFound."""
    with store.read() as tx:
        alert = named.delivery(tx, number).alert
        return ShownAlert(alert=alert, deliveries=tuple(tx.outbox.deliveries_of(alert.id)))


def retry(store: Store, numbers: Sequence[int], now: datetime) -> list[Listed]:
    """Send these deliveries now. NotFound, UserMistake for one that was sent; then none of them is changed."""
    with store.write() as tx:
        found = [_open(tx, number) for number in numbers]
        for each in found:
            if not tx.outbox.try_again(each.delivery.id, now):
                raise UserMistake(f"alert {each.delivery.id} is being sent just now")
        return found


def retry_dead(store: Store, channel: str, now: datetime) -> list[Listed]:
    """Send everything that is dead, of one channel or ("") of all."""
    with store.write() as tx:
        dead = [each for each in tx.outbox.latest(status=DeliveryStatus.DEAD, limit=100_000)
                if not channel or each.delivery.channel_id == ChannelId(channel)]  # fmt: skip
        return [each for each in dead if tx.outbox.try_again(each.delivery.id, now)]


def drop(store: Store, numbers: Sequence[int], now: datetime) -> list[Listed]:
    """Never send these deliveries. NotFound, UserMistake for one that was sent; then none of them is changed."""
    with store.write() as tx:
        found = [_open(tx, number) for number in numbers]
        for each in found:
            if not tx.outbox.drop(each.delivery.id, now, "dropped by a person"):
                raise UserMistake(f"alert {each.delivery.id} is being sent just now")
        return found


def _open(tx: Transaction, number: int) -> Listed:
    found = named.delivery(tx, number)
    if found.delivery.status is DeliveryStatus.SENT:
        raise UserMistake(f"alert {number} was sent to {found.delivery.target} already")
    return found
