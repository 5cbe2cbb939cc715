"""The daemon is killed with SIGKILL between two stages and during a delivery, and started again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest

from monitor.core.message import MAYBE_REPEAT
from monitor.core.model.entry import Account
from tests.acceptance.conftest import Setting
from tests.acceptance.daemon import Daemon
from tests.acceptance.stories import EMPTIED

pytestmark = pytest.mark.sqlite_only  # a write is refused inside SQLite's file

# What the database refuses, so that everything stands still at that point until the kill.
BEFORE = {
    "extract": "BEFORE INSERT ON articles",
    "detect": "BEFORE UPDATE OF detected_at ON articles",
    "deliver": "BEFORE UPDATE OF claim ON deliveries",
}


@contextmanager
def refusing(database: Path, moment: str) -> Iterator[None]:
    with closing(sqlite3.connect(database, timeout=200, isolation_level=None)) as connection:
        connection.execute(f"CREATE TRIGGER halt {BEFORE[moment]} BEGIN SELECT RAISE(ABORT, 'halt'); END")
        yield
        connection.execute("DROP TRIGGER halt")


def sent(daemon: Daemon, count: int) -> None:
    for channel in ("mail", "hook"):
        daemon.wait_for(count, event="deliver", result="sent", subject=channel, title=EMPTIED.title)


@pytest.mark.parametrize("moment", list(BEFORE))
def test_killed_between_two_stages_it_loses_and_repeats_nothing(setting: Setting, moment: str) -> None:
    gazette = setting.outlet("gazette")
    setting.declare()
    daemon = setting.watching()
    with refusing(setting.database, moment):
        gazette.publish(EMPTIED)
        daemon.wait_for(event=moment, result="failed")
        daemon.kill()
        assert not setting.mail.alerts() and not setting.hook.alerts()
    again = setting.start()
    sent(again, 1)
    again.wait_for(event="poll", subject="gazette")
    assert again.terminate() == 0
    (call,), (mail,) = setting.hook.alerts(), setting.mail.alerts()
    assert not call["maybe_repeat"] and MAYBE_REPEAT not in text_of(mail)
    assert [entry.account for entry in setting.entries()] == [Account.ALERTED]


@pytest.mark.parametrize("keeps", [True, False], ids=["taken", "not taken"])
def test_killed_before_the_mail_server_answered_it_sends_again_and_says_so(setting: Setting, keeps: bool) -> None:
    gazette = setting.outlet("gazette")
    setting.declare()
    daemon = setting.watching()
    setting.mail.hold(keeps=keeps)
    gazette.publish(EMPTIED)
    setting.mail.state.wait(lambda: setting.mail.offered == 1, "the mail's text")
    daemon.wait_for(event="deliver", result="sent", subject="hook", title=EMPTIED.title)
    daemon.kill()
    setting.mail.let_go.set()
    again = setting.start()
    again.wait_for(event="deliver", result="sent", subject="mail", title=EMPTIED.title)
    assert again.terminate() == 0
    mails = setting.mail.alerts()
    assert len(mails) == 1 + keeps
    assert len({mail["Message-ID"] for mail in mails}) == 1
    assert MAYBE_REPEAT in text_of(mails[-1])
    assert len(setting.hook.alerts()) == 1


def test_killed_before_the_webhook_answered_it_posts_again_with_the_same_key(setting: Setting) -> None:
    gazette = setting.outlet("gazette")
    setting.declare()
    daemon = setting.watching()
    setting.hook.let_go.clear()
    gazette.publish(EMPTIED)
    setting.hook.wait_for(1)
    daemon.wait_for(event="deliver", result="sent", subject="mail", title=EMPTIED.title)
    daemon.kill()
    setting.hook.let_go.set()
    again = setting.start()
    again.wait_for(event="deliver", result="sent", subject="hook", title=EMPTIED.title)
    assert again.terminate() == 0
    calls = setting.hook.alerts()
    assert [call["maybe_repeat"] for call in calls] == [False, True]
    assert calls[0]["key"] == calls[1]["key"] and len(set(setting.hook.keys)) == 1 + len(setting.hook.alerts("digest"))
    assert len(setting.mail.alerts()) == 1


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
