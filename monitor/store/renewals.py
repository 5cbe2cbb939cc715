"""First messages of developments that channels hold, and when each is to say anew how things stand.

One row of the outbox for each channel and thread: the oldest that the channel gave a reference for.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, func, select, update

from monitor.core.model.alert import DeliveryStatus
from monitor.core.model.ids import ChannelId, DeliveryId
from monitor.store.tables import alerts, deliveries


class Renewals:
    """What is to be edited, and when."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def ask(self, thread: str, at: datetime) -> None:
        """The first messages of a thread are to be renewed then, unless that is asked for already."""
        first = (
            select(func.min(deliveries.c.id)).select_from(deliveries.join(alerts))
            .where(alerts.c.thread == thread, deliveries.c.reference != "",
                   deliveries.c.status == DeliveryStatus.SENT.value)
            .group_by(deliveries.c.channel_id)
        )  # fmt: skip
        wanted = and_(deliveries.c.id.in_(first.scalar_subquery()), deliveries.c.renew_at.is_(None))
        self._db.execute(update(deliveries).where(wanted).values(renew_at=at))

    def claim(self, channel_id: ChannelId, now: datetime, until: datetime) -> DeliveryId | None:
        """The message to renew that waited longest, if any; nobody else has it up to ``until``."""
        due = and_(deliveries.c.channel_id == channel_id, deliveries.c.renew_at <= now)
        number = self._db.execute(select(deliveries.c.id).where(due).order_by(deliveries.c.renew_at).limit(1)).scalar()
        if number is None:
            return None
        change = update(deliveries).where(deliveries.c.id == number, due).values(renew_at=until)
        return DeliveryId(number) if self._db.execute(change).rowcount == 1 else None

    def settle(self, delivery_id: DeliveryId, again: datetime | None) -> None:
        """It was renewed, or cannot be; ``again`` says when to look next (None = when something new is filed)."""
        self._db.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(renew_at=again))
