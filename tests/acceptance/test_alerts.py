"""From a published story to an alert in each channel, by the installed daemon."""

from __future__ import annotations

import pytest

from monitor.core.model.entry import Account
from tests.acceptance.conftest import SANCTIONS, Setting
from tests.acceptance.stories import (
    COLLAPSED,
    COURT_REPRINT,
    COURT_SANCTIONS,
    COURT_SANCTIONS_LIFTED,
    EMPTIED,
    MUSEUM,
    REPRINT,
)

pytestmark = pytest.mark.both_engines


def test_a_story_is_told_once_its_reprint_never_and_another_happening_again(setting: Setting) -> None:
    gazette, wire = setting.outlet("gazette"), setting.outlet("wire")
    setting.declare()
    daemon = setting.watching()
    gazette.publish(EMPTIED, in_full=False)
    (mail,), (call,) = setting.mail.wait_for(1), setting.hook.wait_for(1)
    body = mail.get_body(("plain",))
    assert body is not None and "divers found eleven cracks" in body.get_content()
    assert f"{gazette.base}/{EMPTIED.slug}" in body.get_content()
    assert EMPTIED.title in mail["Subject"].replace("\n", "")
    assert (call["title"], call["novelty"], call["maybe_repeat"]) == (EMPTIED.title, "new", False)
    wire.publish(REPRINT, MUSEUM)
    daemon.wait_for(event="detect", title=REPRINT.title, source="wire")
    daemon.wait_for(event="detect", title=MUSEUM.title)
    gazette.publish(COLLAPSED)
    setting.mail.wait_for(2)
    setting.hook.wait_for(2)
    assert daemon.terminate() == 0
    assert [each["title"] for each in setting.hook.alerts()] == [EMPTIED.title, COLLAPSED.title]
    assert len(setting.mail.alerts()) == 2 and setting.hook.forged == 0
    assert len(set(setting.hook.keys)) == len(setting.hook.keys)
    accounts = {entry.title: entry.account for entry in setting.entries() if entry.source_id == "wire"}
    assert accounts == {REPRINT.title: Account.REPEAT, MUSEUM.title: Account.NO_MATCH}


def test_with_the_pack_a_follow_up_is_told_as_an_update_in_the_same_thread(setting: Setting) -> None:
    gazette, wire = setting.outlet("gazette"), setting.outlet("wire")
    setting.declare(topics=SANCTIONS)
    daemon = setting.watching()
    gazette.publish(COURT_SANCTIONS)
    setting.mail.wait_for(1)
    wire.publish(COURT_REPRINT)
    daemon.wait_for(event="detect", source="wire")
    wire.publish(COURT_SANCTIONS_LIFTED)
    first, second = setting.mail.wait_for(2)
    calls = setting.hook.wait_for(2)
    assert daemon.terminate() == 0
    assert [(each["title"], each["novelty"]) for each in calls] == [
        (COURT_SANCTIONS.title, "new"), (COURT_SANCTIONS_LIFTED.title, "update"),
    ]  # fmt: skip
    assert calls[0]["thread"] == calls[1]["thread"] and first["References"] == second["References"]
    assert len(setting.mail.alerts()) == len(setting.hook.alerts()) == 2


def test_what_a_source_held_at_first_contact_is_kept_and_not_told(setting: Setting) -> None:
    gazette, wire = setting.outlet("gazette"), setting.outlet("wire")
    gazette.publish(EMPTIED)
    setting.declare()
    daemon = setting.watching()
    daemon.wait_for(event="detect", title=EMPTIED.title)
    wire.publish(COLLAPSED)
    setting.mail.wait_for(1)
    setting.hook.wait_for(1)
    assert daemon.terminate() == 0
    assert [each["title"] for each in setting.hook.alerts()] == [COLLAPSED.title]
    assert len(setting.mail.alerts()) == 1
    assert {entry.title: entry.account for entry in setting.entries()} == {
        EMPTIED.title: Account.BASELINE, COLLAPSED.title: Account.ALERTED,
    }  # fmt: skip


def test_a_channel_that_hangs_holds_up_no_other(setting: Setting) -> None:
    gazette = setting.outlet("gazette")
    setting.declare()
    setting.watching()
    setting.hook.let_go.clear()
    gazette.publish(EMPTIED, COLLAPSED)
    setting.hook.wait_for(1)
    setting.mail.wait_for(2)
    assert len(setting.hook.alerts()) == 1  # still without an answer to the first, which is waited for for 30 seconds
    setting.hook.let_go.set()
    setting.hook.wait_for(2)


def test_two_daemons_on_one_database_tell_a_story_once(setting: Setting) -> None:
    gazette = setting.outlet("gazette")
    setting.declare()
    first, second = setting.watching(), setting.start()
    second.wait_for(event="daemon", result="started")
    gazette.publish(EMPTIED)
    setting.mail.wait_for(1)
    setting.hook.wait_for(1)
    gazette.publish(COLLAPSED)
    setting.mail.wait_for(2)
    setting.hook.wait_for(2)
    assert (first.terminate(), second.terminate()) == (0, 0)
    assert len(setting.mail.alerts()) == len(setting.hook.alerts()) == 2
    assert not any(each["maybe_repeat"] for each in setting.hook.alerts())
