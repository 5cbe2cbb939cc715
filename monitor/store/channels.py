"""Declared and added channels. A channel's URL may hold secrets: it is shown only through ``Channel.describe``."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from monitor.core.model.alert import ChannelSpec
from monitor.core.model.ids import ChannelId
from monitor.core.model.route import ChannelPlan
from monitor.core.model.source import Owner
from monitor.store.records import from_text, to_text
from monitor.store.tables import channels


class Channels:
    """The channels by id."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def all(self) -> list[ChannelSpec]:
        """Every channel, by id."""
        return [_spec(row._mapping) for row in self._db.execute(select(channels).order_by(channels.c.id))]

    def find(self, channel_id: ChannelId) -> ChannelSpec | None:
        """That channel, if there is one."""
        row = self._db.execute(select(channels).where(channels.c.id == channel_id)).first()
        return _spec(row._mapping) if row else None

    def put(self, spec: ChannelSpec) -> None:
        """Add or replace."""
        values = {"url": spec.url, "owner": spec.owner.value, "enabled": spec.enabled,
                  "plan": to_text(spec.plan)}  # fmt: skip
        if not self._db.execute(update(channels).where(channels.c.id == spec.id).values(values)).rowcount:
            self._db.execute(insert(channels).values(id=spec.id, **values))

    def digest_at(self, channel_id: ChannelId) -> datetime | None:
        """Up to when the channel's last digest told; None = none was due yet."""
        return self._db.execute(select(channels.c.digest_at).where(channels.c.id == channel_id)).scalar()

    def set_digest_at(self, channel_id: ChannelId, at: datetime) -> None:
        """Remember that a digest told up to then."""
        self._db.execute(update(channels).where(channels.c.id == channel_id).values(digest_at=at))

    def remove(self, channel_id: ChannelId) -> None:
        """Forget the channel; its deliveries stay in the ledger."""
        self._db.execute(delete(channels).where(channels.c.id == channel_id))


def _spec(row: RowMapping) -> ChannelSpec:
    plan = from_text(ChannelPlan, row["plan"]) if row["plan"] else ChannelPlan()
    return ChannelSpec(id=row["id"], url=row["url"], owner=Owner(row["owner"]), enabled=row["enabled"], plan=plan)
