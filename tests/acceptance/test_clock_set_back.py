"""A machine whose clock was hours ahead and is set right: nothing waits until it comes to that hour again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.app.machine import Monitor, build
from monitor.config.settings import Settings
from monitor.core.model.alert import AlertKind, DeliveryStatus, Message
from monitor.core.model.ids import ChannelId, SourceId
from monitor.core.policy.routing import Route
from monitor.daemon.pulse import SET_BACK, Pulse
from monitor.store.versions import HEARTBEAT
from tests.builders import HOUR, keyed_one, source

COURT, DESK = SourceId("court"), ChannelId("desk")


@pytest.fixture
def monitor(tmp_path: Path) -> Iterator[Monitor]:
    made = build(Settings(config=tmp_path / "feeds.toml", database_url=f"sqlite:///{tmp_path / 'monitor.db'}"))
    yield made
    made.close()


def leave_behind(monitor: Monitor, at: datetime) -> None:
    """What a daemon leaves that was alive at that time: an entry to be read, alerts to be sent, one of them held."""
    with monitor.store.write() as tx:
        tx.facts.put(HEARTBEAT, at.isoformat())
        tx.sources.put(source(), at)
        tx.entries.add(COURT, keyed_one(), now=at, baseline=False)
        for status in (DeliveryStatus.PENDING, DeliveryStatus.HELD):
            message = Message(kind=AlertKind.DEVELOPMENT, key=status, title="t", blocks=(), at=at)
            tx.outbox.add(message, [Route(channel_id=DESK, status=status, topics=(), reason="")], now=at)


def due(monitor: Monitor, at: datetime) -> tuple[int, list[ChannelId], bool, bool]:
    with monitor.store.write() as tx:
        held = tx.outbox.held(DESK)[0].alert.created_at
        return (tx.entries.claimable(at), tx.outbox.channels_due(at), held <= at,
                bool(tx.sources.claim_due(at, HOUR, "t", 9)))  # fmt: skip


@pytest.mark.parametrize("ahead", [3 * HOUR, timedelta(days=3650)])
def test_what_was_due_is_due_still(monitor: Monitor, ahead: timedelta) -> None:
    leave_behind(monitor, datetime.now(UTC) + ahead)
    Pulse(monitor).begin()
    assert due(monitor, datetime.now(UTC)) == (1, [DESK], True, True)


def test_a_small_step_moves_nothing(monitor: Monitor) -> None:
    leave_behind(monitor, datetime.now(UTC) + SET_BACK / 2)
    Pulse(monitor).begin()
    assert due(monitor, datetime.now(UTC))[:2] == (0, [])
