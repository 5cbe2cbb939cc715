"""What people muted or acknowledged: topics and developments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select

from monitor.core.model.ids import DevelopmentId, TopicId
from monitor.core.model.route import Mute, MuteAct
from monitor.store.tables import mutes

_TOPIC, _DEVELOPMENT = "topic", "development"


class Mutes:
    """Words that hold until they are taken back or run out."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def put_topic(self, topic_id: TopicId, mute: Mute) -> None:
        """Mute a topic; replaces an earlier word."""
        self._put(_TOPIC, topic_id, mute)

    def put_development(self, development_id: DevelopmentId, mute: Mute) -> None:
        """Mute or acknowledge a development; replaces an earlier word of the same kind."""
        self._put(_DEVELOPMENT, str(development_id), mute)

    def lift_topic(self, topic_id: TopicId) -> bool:
        """Take the word back; whether there was one."""
        return self._lift(_TOPIC, topic_id, MuteAct.MUTE)

    def lift_development(self, development_id: DevelopmentId, act: MuteAct = MuteAct.MUTE) -> bool:
        """Take the word back; whether there was one."""
        return self._lift(_DEVELOPMENT, str(development_id), act)

    def topics(self, now: datetime) -> dict[TopicId, Mute]:
        """The topics that are muted now."""
        rows = self._db.execute(select(mutes).where(mutes.c.kind == _TOPIC, _holds(now)))
        return {TopicId(row.subject): _mute(row) for row in rows}

    def developments(self, now: datetime) -> dict[DevelopmentId, dict[MuteAct, Mute]]:
        """What holds now of each development that anything was said of."""
        found: dict[DevelopmentId, dict[MuteAct, Mute]] = {}
        for row in self._db.execute(select(mutes).where(mutes.c.kind == _DEVELOPMENT, _holds(now))):
            found.setdefault(DevelopmentId(int(row.subject)), {})[MuteAct(row.act)] = _mute(row)
        return found

    def of_development(self, development_id: DevelopmentId, now: datetime) -> dict[MuteAct, Mute]:
        """What holds now of one development."""
        wanted = (mutes.c.kind == _DEVELOPMENT, mutes.c.subject == str(development_id), _holds(now))
        return {MuteAct(row.act): _mute(row) for row in self._db.execute(select(mutes).where(*wanted))}

    def _put(self, kind: str, subject: str, mute: Mute) -> None:
        self._lift(kind, subject, mute.act)
        self._db.execute(insert(mutes).values(kind=kind, subject=subject, act=mute.act.value, at=mute.at,
                                              until=mute.until))  # fmt: skip

    def _lift(self, kind: str, subject: str, act: MuteAct) -> bool:
        this = and_(mutes.c.kind == kind, mutes.c.subject == subject, mutes.c.act == act.value)
        return self._db.execute(delete(mutes).where(this)).rowcount > 0


def _holds(now: datetime) -> ColumnElement[bool]:
    return or_(mutes.c.until.is_(None), mutes.c.until > now)


def _mute(row: Any) -> Mute:
    return Mute(act=MuteAct(row.act), at=row.at, until=row.until)
