"""0002: deliveries that are on their way survive the step to one for each recipient, and back."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, text

from monitor.core.model.alert import AlertKind, Message
from monitor.core.model.ids import ChannelId
from monitor.store.records import to_text
from monitor.store.schema import migrations
from monitor.store.store import Store
from tests.builders import NOON

MAIL = ChannelId("mail")
MESSAGE = Message(kind=AlertKind.NOTICE, key="old", title="t", blocks=(), at=NOON)


@pytest.fixture
def engine(database_url: str) -> Engine:
    return create_engine(database_url)


def migrate(engine: Engine, to: str, *, down: bool = False) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations()))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, to)


def write_old(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO alerts (kind, key, message, created_at) VALUES "
                                "('notice', 'old', :message, :now)"),
                           {"message": to_text(MESSAGE), "now": NOON.replace(tzinfo=None)})  # fmt: skip
        connection.execute(text(
            "INSERT INTO deliveries (alert_id, channel_id, key, status, attempts, next_attempt, taken, maybe_repeat)"
            " VALUES (1, 'mail', 'old/mail', 'pending', 2, :now, :taken, false)"
        ), {"now": NOON.replace(tzinfo=None), "taken": json.dumps(["ana@example.org"])})  # fmt: skip


def test_a_mail_that_one_of_three_had_goes_to_the_other_two_and_back_again(engine: Engine, database_url: str) -> None:
    migrate(engine, "0001")
    write_old(engine)
    migrate(engine, "head")
    store = Store(database_url)
    people = ["ana@example.org", "ben@example.org", "cem@example.org"]
    with store.write() as tx:
        old = tx.outbox.claim_due(NOON, timedelta(minutes=5), "a", MAIL)
        assert old is not None and (old.recipient, old.taken) == ("", ("ana@example.org",))
        now = tx.outbox.readdress(old, people, NOON)
        assert now is not None and (now.recipient, now.key) == ("ben@example.org", "old/mail")
        other = tx.outbox.claim_due(NOON, timedelta(minutes=5), "a", MAIL)
        assert other is not None and other.recipient == "cem@example.org"
    store.close()
    migrate(engine, "0001", down=True)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT key, status FROM deliveries")).all()
    assert [tuple(row) for row in rows] == [("old/mail", "pending")]
    migrate(engine, "head")
    engine.dispose()
