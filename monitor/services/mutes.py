"""Mutes: what people want to hear nothing of, for a time or until they say otherwise; and what they have seen."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.config.values import read_span
from monitor.core.errors import UserMistake
from monitor.core.model.development import Development
from monitor.core.model.ids import DevelopmentId, TopicId
from monitor.core.model.route import Mute, MuteAct
from monitor.core.model.topic import Topic
from monitor.core.policy import routing
from monitor.services import named
from monitor.store.store import Store

LONGEST = timedelta(days=3650)


def read_until(span: str, now: datetime) -> datetime | None:
    """When a mute for a time such as "7d" ends; None for "". UserMistake for anything else."""
    if not span:
        return None
    try:
        return now + read_span(span, timedelta(minutes=1), LONGEST)
    except ValueError as error:
        raise UserMistake(f"--for: {error}") from None


def mute_topic(store: Store, name: str, now: datetime, until: datetime | None = None) -> Topic:
    """Send nothing on a topic; its reports are still filed and shown. NotFound."""
    with store.write() as tx:
        topic = named.topic(tx, name)
        tx.mutes.put_topic(topic.id, Mute(act=MuteAct.MUTE, at=now, until=until))
        return topic


def unmute_topic(store: Store, name: str) -> Topic:
    """Take it back. NotFound, UserMistake if it was not muted."""
    with store.write() as tx:
        topic = named.topic(tx, name)
        if not tx.mutes.lift_topic(topic.id):
            raise UserMistake(f"topic {name!r} is not muted")
        return topic


def mute_development(store: Store, number: int, now: datetime, until: datetime | None = None) -> Development:
    """Send nothing on a development; its reports are still filed and shown. NotFound."""
    return _say(store, number, Mute(act=MuteAct.MUTE, at=now, until=until))


def acknowledge(store: Store, number: int, now: datetime) -> Development:
    """Remember that a development has been seen up to now; what comes later is told. NotFound."""
    return _say(store, number, Mute(act=MuteAct.ACKNOWLEDGE, at=now))


def unmute_development(store: Store, number: int) -> Development:
    """Take a mute back. NotFound, UserMistake if it was not muted."""
    with store.write() as tx:
        found = named.development(tx, number)
        if not tx.mutes.lift_development(found.id):
            raise UserMistake(f"development {number} is not muted")
        return found


def muted_topics(store: Store, now: datetime) -> dict[TopicId, Mute]:
    """The topics that are muted now."""
    with store.read() as tx:
        return tx.mutes.topics(now)


def said_of_developments(store: Store, now: datetime) -> dict[DevelopmentId, dict[MuteAct, Mute]]:
    """What people said of developments and still holds."""
    with store.read() as tx:
        return tx.mutes.developments(now)


def is_seen(development: Development, said: dict[MuteAct, Mute]) -> bool:
    """Whether somebody acknowledged the development and nothing but repeats came since."""
    return routing.is_seen(development, said)


def _say(store: Store, number: int, mute: Mute) -> Development:
    with store.write() as tx:
        found = named.development(tx, number)
        tx.mutes.put_development(found.id, mute)
        return found
