"""The outbox: alerts, and one delivery of each to every recipient that is to have it.

Rows are written in the transaction of the decision, claimed with a lease, sent, and only then marked. A program killed
between sending and marking sends once more after the lease, under the same key and saying that it may be a repeat.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, distinct, func, insert, or_, select, update

from monitor.core.model.alert import Alert, AlertKind, Delivery, DeliveryStatus, Message
from monitor.core.model.ids import AlertId, ArticleId, ChannelId, DeliveryId, DevelopmentId
from monitor.core.policy.routing import Route
from monitor.store.records import from_text, new_id, to_text
from monitor.store.tables import alerts, channels, deliveries


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A delivery with the alert it carries."""

    delivery: Delivery
    alert: Alert


class Outbox:
    """Alerts and their deliveries."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, message: Message, routes: Iterable[Route], *, now: datetime,
            development_id: DevelopmentId | None = None, article_id: ArticleId | None = None) -> AlertId:  # fmt: skip
        """Write an alert and its deliveries, one for each recipient; what is held waits once for the whole channel.

        ``message.key`` is unique: the same alert is never written twice, nor to the same recipient.
        """
        alert_id = new_id(self._db.execute(insert(alerts).values(
            kind=message.kind.value, key=message.key, development_id=development_id, article_id=article_id,
            message=to_text(message), thread=message.thread, created_at=now,
        )), AlertId)  # fmt: skip
        for route in routes:
            held = route.status is DeliveryStatus.HELD
            for recipient in ("",) if held else route.recipients:
                self._db.execute(insert(deliveries).values(
                    alert_id=alert_id, channel_id=route.channel_id, recipient=recipient,
                    key=_key(message.key, route.channel_id, recipient), status=route.status.value, attempts=0,
                    next_attempt=route.not_before or now, maybe_repeat=False, detail=route.reason if held else "",
                ))  # fmt: skip
        return alert_id

    def alert(self, alert_id: AlertId) -> Alert | None:
        """That alert, if there is one."""
        row = self._db.execute(select(alerts).where(alerts.c.id == alert_id)).first()
        return _alert(row._mapping) if row else None

    def claim_due(self, now: datetime, lease: timedelta, token: str, channel_id: ChannelId) -> Delivery | None:
        """Claim the oldest due delivery of a channel, if any. One that was claimed before may have been sent."""
        query = select(deliveries).where(_due(now), deliveries.c.channel_id == channel_id).order_by(deliveries.c.id)
        row = self._db.execute(query.limit(1)).first()
        if row is None:
            return None
        again = row.maybe_repeat or bool(row.claim)
        change = update(deliveries).where(deliveries.c.id == row.id, _due(now))
        values = {"claim": token, "claimed_until": now + lease, "maybe_repeat": again}
        if self._db.execute(change.values(values)).rowcount != 1:
            return None
        return replace(_delivery(row._mapping), maybe_repeat=again)

    def readdress(self, delivery: Delivery, recipients: Sequence[str], now: datetime) -> Delivery | None:
        """Give a claimed delivery to those of the channel's recipients of now that have none of the alert yet.

        The first of them takes it over with its key, the others get deliveries of their own. For a channel whose
        addresses changed or could not be read when the alert was written. None if nobody is left to send to.
        """
        others = select(deliveries.c.recipient).where(
            deliveries.c.alert_id == delivery.alert_id, deliveries.c.channel_id == delivery.channel_id,
            deliveries.c.id != delivery.id,
        )  # fmt: skip
        served = {*self._db.execute(others).scalars(), *delivery.taken}
        missing = [each for each in recipients if each not in served]
        this = update(deliveries).where(deliveries.c.id == delivery.id)
        if not missing:
            status = DeliveryStatus.SENT if delivery.taken else DeliveryStatus.DROPPED
            why = "" if delivery.taken else "no address of the channel any more"
            self._db.execute(this.values(status=status.value, detail=why, claim="", claimed_until=None))
            return None
        repeat = delivery.maybe_repeat and not delivery.recipient  # an address that is new to it had no try before
        self._db.execute(this.values(recipient=missing[0], attempts=0, maybe_repeat=repeat, taken=""))
        alert_key = self._db.execute(select(alerts.c.key).where(alerts.c.id == delivery.alert_id)).scalar_one()
        for each in missing[1:]:
            self._db.execute(insert(deliveries).values(
                alert_id=delivery.alert_id, channel_id=delivery.channel_id, recipient=each,
                key=self._unused(_key(alert_key, delivery.channel_id, each)), status=DeliveryStatus.PENDING.value,
                attempts=0, next_attempt=now, maybe_repeat=repeat, detail="",
            ))  # fmt: skip
        return replace(delivery, recipient=missing[0], attempts=0, maybe_repeat=repeat, taken=())

    def _unused(self, key: str) -> str:
        """That key, or one made of it where a delivery bears it that was given to another address since."""
        while self._db.execute(select(deliveries.c.id).where(deliveries.c.key == key)).first() is not None:
            key = f"{key}~"
        return key

    def channels_due(self, now: datetime) -> list[ChannelId]:
        """Channels that have deliveries to send, or messages to renew, now."""
        due = or_(_due(now), deliveries.c.renew_at <= now)
        query = select(deliveries.c.channel_id).where(due).distinct().order_by(deliveries.c.channel_id)
        return [ChannelId(name) for name in self._db.execute(query).scalars()]

    def save(self, delivery_id: DeliveryId, status: DeliveryStatus, *, attempts: int, next_attempt: datetime,
             detail: str, sent_at: datetime | None = None, maybe_repeat: bool = False,
             reference: str = "", taken: Iterable[str] = (), claim: str = "") -> bool:  # fmt: skip
        """Mark what came of a try and give up the ``claim`` under which it was made.

        ``taken`` are the parts that went through so far. False, and nothing is marked, if the try failed and the
        delivery is no longer claimed so: another program took it over, and may have sent it. That it was sent is true
        whoever sent it.
        """
        change = update(deliveries).where(deliveries.c.id == delivery_id)
        if status is not DeliveryStatus.SENT:
            change = change.where(deliveries.c.claim == claim)
        return self._db.execute(change.values(
            status=status.value, attempts=attempts, next_attempt=next_attempt, detail=detail, sent_at=sent_at,
            maybe_repeat=maybe_repeat, reference=reference, taken=_parts(taken), claim="", claimed_until=None,
        )).rowcount == 1  # fmt: skip

    def claimed(self, channel_id: ChannelId, token: str) -> Delivery | None:
        """The delivery of a channel that was claimed last under ``token`` and is not marked yet, if there is one."""
        held = select(deliveries).where(deliveries.c.channel_id == channel_id, deliveries.c.claim == token)
        row = self._db.execute(held.order_by(deliveries.c.claimed_until.desc()).limit(1)).first()
        return _delivery(row._mapping) if row else None

    def sent_since(self, channel_id: ChannelId, since: datetime) -> int:
        """How many alerts went or are about to go to a channel since then, to however many: what its budget counts.

        What came in a digest does not count: it was held for lack of a budget, and must not use up that of the next.
        """
        query = (
            select(func.count(distinct(deliveries.c.alert_id))).select_from(deliveries.join(alerts))
            .where(deliveries.c.channel_id == channel_id, alerts.c.kind == AlertKind.DEVELOPMENT.value,
                   alerts.c.created_at >= since,
                   deliveries.c.status.not_in((DeliveryStatus.HELD.value, DeliveryStatus.DROPPED.value)),
                   or_(deliveries.c.status != DeliveryStatus.SENT.value, deliveries.c.attempts > 0))
        )  # fmt: skip
        return self._db.execute(query).scalar() or 0

    def held(self, channel_id: ChannelId) -> list[Listed]:
        """What waits for a channel's digest, oldest first."""
        query = _joined().where(deliveries.c.channel_id == channel_id, deliveries.c.status == DeliveryStatus.HELD.value)
        return [_listed(row._mapping) for row in self._db.execute(query.order_by(deliveries.c.id))]

    def hand_over(self, before: ChannelId, to: ChannelId) -> None:
        """What was sent to a channel and what waits for it belongs to another one: the same under a new name."""
        self._db.execute(update(deliveries).where(deliveries.c.channel_id == before).values(channel_id=to))

    def channels_held(self) -> list[ChannelId]:
        """Channels for which something is held, and that are not switched off."""
        held = and_(deliveries.c.status == DeliveryStatus.HELD.value, _on())
        query = select(deliveries.c.channel_id).where(held).distinct()
        return [ChannelId(name) for name in self._db.execute(query).scalars()]

    def latest(self, *, status: DeliveryStatus | None = None, limit: int = 100, offset: int = 0) -> list[Listed]:
        """Deliveries with their alerts, latest alert first, those of one alert together."""
        query = _joined()
        if status is not None:
            query = query.where(deliveries.c.status == status.value)
        query = query.order_by(deliveries.c.alert_id.desc(), deliveries.c.channel_id, deliveries.c.id)
        query = query.limit(limit).offset(offset)
        return [_listed(row._mapping) for row in self._db.execute(query)]

    def of_development(self, development_id: DevelopmentId) -> list[Listed]:
        """Every delivery about a development, oldest first."""
        query = _joined().where(alerts.c.development_id == development_id).order_by(deliveries.c.id)
        return [_listed(row._mapping) for row in self._db.execute(query)]

    def of_article(self, article_id: ArticleId) -> list[Listed]:
        """Every delivery of the alert that an article caused, oldest first."""
        query = _joined().where(alerts.c.article_id == article_id).order_by(deliveries.c.id)
        return [_listed(row._mapping) for row in self._db.execute(query)]

    def release_all(self, token: str) -> None:
        """Give up the claims of a daemon that died; what it had claimed may have been sent."""
        orphaned = update(deliveries).where(deliveries.c.claim == token)
        self._db.execute(orphaned.values(claim="", claimed_until=None, maybe_repeat=True))

    def release_orphans(self) -> None:
        """Give up every claim: for a daemon that knows it is alone. What was claimed may have been sent."""
        orphaned = update(deliveries).where(deliveries.c.claim != "")
        self._db.execute(orphaned.values(claim="", claimed_until=None, maybe_repeat=True))

    def mark_in_digest(self, listed: Iterable[Listed], digest: AlertId, at: datetime) -> None:
        """What was held went out in a digest."""
        ids = [each.delivery.id for each in listed]
        sent = {"status": DeliveryStatus.SENT.value, "sent_at": at, "detail": f"in digest {digest}"}
        self._db.execute(update(deliveries).where(deliveries.c.id.in_(ids)).values(sent))

    def counts(self) -> dict[DeliveryStatus, int]:
        """How many deliveries are in each state."""
        query = select(deliveries.c.status, func.count()).group_by(deliveries.c.status)
        return {DeliveryStatus(name): count for name, count in self._db.execute(query)}

    def pending(self, *, due_before: datetime) -> int:
        """How many deliveries are due before then, but for channels that are switched off."""
        query = (
            select(func.count())
            .select_from(deliveries)
            .where(deliveries.c.status == DeliveryStatus.PENDING.value, deliveries.c.next_attempt <= due_before, _on())
        )
        return self._db.execute(query).scalar() or 0

    def waiting_for(self, channel_id: ChannelId) -> int:
        """How many deliveries to the channel are still to be made."""
        waiting = deliveries.c.status.in_((DeliveryStatus.PENDING.value, DeliveryStatus.HELD.value))
        query = select(func.count()).select_from(deliveries).where(deliveries.c.channel_id == channel_id, waiting)
        return self._db.execute(query).scalar() or 0

    def oldest_pending(self) -> datetime | None:
        """When the alert was made that waits longest for its channel; None if none waits."""
        query = (
            select(func.min(alerts.c.created_at))
            .select_from(alerts.join(deliveries))
            .where(deliveries.c.status == DeliveryStatus.PENDING.value)
        )
        return self._db.execute(query).scalar()

    def alert_counts(self) -> dict[AlertKind, int]:
        """How many alerts of each kind were ever made."""
        query = select(alerts.c.kind, func.count()).group_by(alerts.c.kind)
        return {AlertKind(kind): count for kind, count in self._db.execute(query)}

    def last_sent(self, channel_id: ChannelId, recipient: str | None = None) -> datetime | None:
        """When a channel, or one recipient of it, last took something; None if never."""
        query = select(func.max(deliveries.c.sent_at)).where(deliveries.c.channel_id == channel_id)
        if recipient is not None:
            query = query.where(deliveries.c.recipient == recipient)
        return self._db.execute(query).scalar()

    def last_tried(self, channel_id: ChannelId) -> Delivery | None:
        """The latest delivery to a channel that was tried, with what became of it."""
        query = select(deliveries).where(deliveries.c.channel_id == channel_id, deliveries.c.attempts > 0)
        row = self._db.execute(query.order_by(deliveries.c.id.desc()).limit(1)).first()
        return _delivery(row._mapping) if row else None

    def opening(self, channel_id: ChannelId, thread: str) -> Listed | None:
        """The first message of a thread that a channel took and gave a reference for."""
        query = _joined().where(deliveries.c.channel_id == channel_id, alerts.c.thread == thread,
                                deliveries.c.reference != "")  # fmt: skip
        row = self._db.execute(query.order_by(deliveries.c.id).limit(1)).first()
        return _listed(row._mapping) if row else None

    def find(self, delivery_id: DeliveryId) -> Listed | None:
        """That delivery with its alert, if there is one."""
        row = self._db.execute(_joined().where(deliveries.c.id == delivery_id)).first()
        return _listed(row._mapping) if row else None

    def deliveries_of(self, alert_id: AlertId) -> list[Delivery]:
        """Every delivery of an alert, by channel."""
        query = select(deliveries).where(deliveries.c.alert_id == alert_id)
        query = query.order_by(deliveries.c.channel_id, deliveries.c.id)
        return [_delivery(row._mapping) for row in self._db.execute(query)]

    def try_again(self, delivery_id: DeliveryId, now: datetime) -> bool:
        """Make a delivery due at once, with all its tries before it; False if it was sent or is being sent."""
        return self._change(delivery_id, now, status=DeliveryStatus.PENDING.value, attempts=0, next_attempt=now)

    def drop(self, delivery_id: DeliveryId, now: datetime, detail: str) -> bool:
        """Never send a delivery; False if it was sent or is being sent."""
        return self._change(delivery_id, now, status=DeliveryStatus.DROPPED.value, detail=detail)

    def _change(self, delivery_id: DeliveryId, now: datetime, **values: object) -> bool:
        free = or_(deliveries.c.claimed_until.is_(None), deliveries.c.claimed_until < now)
        change = update(deliveries).where(deliveries.c.id == delivery_id, free,
                                          deliveries.c.status != DeliveryStatus.SENT.value)  # fmt: skip
        return self._db.execute(change.values(values)).rowcount == 1

    def has(self, key: str) -> bool:
        """Whether an alert of that key was written."""
        return self._db.execute(select(alerts.c.id).where(alerts.c.key == key)).first() is not None


def _key(alert_key: str, channel_id: ChannelId, recipient: str) -> str:
    """The idempotency key of an alert for a recipient; every try carries it."""
    base = f"{alert_key}/{channel_id}"
    return f"{base}/{hashlib.sha256(recipient.encode()).hexdigest()[:12]}" if recipient else base


def _due(now: datetime) -> ColumnElement[bool]:
    free = or_(deliveries.c.claimed_until.is_(None), deliveries.c.claimed_until < now)
    return and_(deliveries.c.status == DeliveryStatus.PENDING.value, deliveries.c.next_attempt <= now, free, _on())


def _on() -> ColumnElement[bool]:
    """Not for a channel that is switched off: what is for it waits until it is switched on."""
    return deliveries.c.channel_id.not_in(select(channels.c.id).where(channels.c.enabled.is_(False)))


def _parts(taken: Iterable[str]) -> str:
    parts = list(taken)
    return json.dumps(parts) if parts else ""


def _joined() -> Select[Any]:
    columns = (alerts.c.kind, alerts.c.development_id, alerts.c.article_id, alerts.c.message, alerts.c.created_at)
    return select(deliveries, *columns).select_from(deliveries.join(alerts))


def _alert(row: RowMapping) -> Alert:
    return Alert(
        id=AlertId(row["id"]), kind=AlertKind(row["kind"]), development_id=row["development_id"],
        message=from_text(Message, row["message"]), created_at=row["created_at"], article_id=row["article_id"],
    )  # fmt: skip


def _delivery(row: RowMapping) -> Delivery:
    return Delivery(
        id=DeliveryId(row["id"]), alert_id=AlertId(row["alert_id"]), channel_id=ChannelId(row["channel_id"]),
        key=row["key"], status=DeliveryStatus(row["status"]), attempts=row["attempts"], sent_at=row["sent_at"],
        next_attempt=row["next_attempt"], detail=row["detail"], maybe_repeat=row["maybe_repeat"],
        taken=tuple(json.loads(row["taken"])) if row["taken"] else (), reference=row["reference"],
        recipient=row["recipient"],
    )  # fmt: skip


def _listed(row: RowMapping) -> Listed:
    alert = Alert(
        id=AlertId(row["alert_id"]), kind=AlertKind(row["kind"]), development_id=row["development_id"],
        message=from_text(Message, row["message"]), created_at=row["created_at"], article_id=row["article_id"],
    )  # fmt: skip
    return Listed(delivery=_delivery(row), alert=alert)
