"""The daemon as its operator meets it: edits of feeds.toml, signals, ``--once``."""

from __future__ import annotations

import os
import pty
import signal
import threading
import urllib.request
from collections.abc import Iterator

import pytest

from monitor.core.model.entry import Account
from monitor.daemon.serving import stop_on_signals
from tests.acceptance.conftest import Setting
from tests.acceptance.crash.harness import until
from tests.acceptance.receivers import DEADLINE, NOTICE
from tests.acceptance.stories import COLLAPSED, EMPTIED, MUSEUM


def test_an_edit_is_taken_while_running_and_a_broken_one_refused_whole_and_told_once(setting: Setting) -> None:
    gazette = setting.outlet("gazette")
    setting.declare()
    daemon = setting.watching()
    wire = setting.outlet("wire")
    setting.declare()
    daemon.wait_for(event="poll", subject="wire")
    setting.declare("wire", more="spacings = 3\n")  # one slip of the pen, and the gazette left out
    (notice,) = setting.hook.wait_for(1, NOTICE)
    setting.mail.wait_for(1, NOTICE)
    assert "feeds.toml" in notice["text"] and "spacings" in notice["text"]
    gazette.publish(EMPTIED)  # is still watched
    wire.publish(MUSEUM)
    setting.mail.wait_for(1)
    daemon.wait_for(event="detect", title=MUSEUM.title)
    setting.declare("wire")
    daemon.wait_for(2, event="config", result="applied")
    daemon.wait_for(event="config", result="good again")
    setting.hook.wait_for(1)
    assert daemon.terminate() == 0
    assert len(daemon.seen(event="config", result="refused")) == 1
    assert len(setting.hook.alerts(NOTICE)) == len(setting.mail.alerts(NOTICE)) == 1


def test_a_channel_without_its_secret_is_named_at_the_start(setting: Setting) -> None:
    setting.outlet("gazette")
    setting.declare(more='[[channel]]\nname = "desk"\nurl = "env:DESK_URL"\n')
    daemon = setting.start()
    (said,) = daemon.wait_for(event="channel", result="unusable")
    assert said["subject"] == "desk" and "DESK_URL" in said["reason"]
    assert daemon.terminate() == 0


def test_a_secret_file_may_come_later_and_change_while_it_runs(setting: Setting) -> None:
    gazette = setting.outlet("gazette")
    file = setting.folder / "desk_url"
    setting.declare(more=f'[[channel]]\nname = "desk"\nurl = "file:{file}"\n')
    daemon = setting.watching()
    (said,) = daemon.wait_for(event="channel", result="unusable")
    assert said["subject"] == "desk" and "does not exist" in said["reason"]
    file.write_text(setting.hook.url)
    daemon.wait_for(event="channel", result="usable")
    gazette.publish(EMPTIED)
    setting.hook.wait_for(2)  # one through each of the two channels that lead there
    assert daemon.terminate() == 0


def test_sigterm_ends_it_in_good_order_and_a_restart_repeats_nothing(setting: Setting) -> None:
    gazette = setting.outlet("gazette")
    setting.declare()
    daemon = setting.watching()
    gazette.publish(EMPTIED)
    setting.mail.wait_for(1)
    setting.hook.wait_for(1)
    assert daemon.terminate() == 0
    assert daemon.seen(event="daemon", result="stopped")
    gazette.publish(COLLAPSED)
    assert until(setting.is_due, DEADLINE)  # a quick machine would be there too soon
    again = setting.start("--once")
    assert again.wait_for_end() == 0
    assert [call["title"] for call in setting.hook.alerts()] == [EMPTIED.title, COLLAPSED.title]
    assert len(setting.mail.alerts()) == 2
    assert [entry.account for entry in setting.entries()] == [Account.ALERTED, Account.ALERTED]


def test_one_ctrl_c_that_comes_twice_through_a_wrapper_asks_once() -> None:
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before, stop = [signal.getsignal(number) for number in numbers], threading.Event()
    try:
        stop_on_signals(stop)
        for _ in range(2):
            signal.raise_signal(signal.SIGINT)
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
    assert stop.is_set()


@pytest.fixture
def hangups_heard() -> Iterator[None]:
    """Programs that are started hear SIGHUP, also where the tests themselves run under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("hangups_heard")
def test_sighup_has_the_file_read_again_and_ends_a_daemon_whose_terminal_is_gone(setting: Setting) -> None:
    setting.outlet("gazette")
    setting.declare()
    service = setting.watching()
    os.kill(service.pid, signal.SIGHUP)
    service.wait_for(event="config", result="read again")
    assert service.terminate() == 0

    ours, theirs = pty.openpty()
    at_terminal = setting.start(stdin=theirs)
    os.close(theirs)
    at_terminal.wait_for(event="poll", subject="gazette")
    os.kill(at_terminal.pid, signal.SIGHUP)
    assert at_terminal.wait_for_end() == 0
    assert at_terminal.seen(event="daemon", result="stopped")
    os.close(ours)


def test_once_with_nothing_to_reach_ends_by_itself_with_one_notice(setting: Setting) -> None:
    for name in ("gazette", "wire", "courier", "herald", "tribune"):
        setting.outlet(name).stop()
    setting.declare()
    daemon = setting.start("--once")
    assert daemon.wait_for_end() == 0
    failed = daemon.seen(event="poll", result="failed")
    assert {event["subject"] for event in failed} == set(setting.sites)
    assert {event["reason"] for event in failed} == {"connection refused or lost"}
    assert len(daemon.seen(event="daemon", result="offline")) == 1
    assert len(setting.hook.alerts(NOTICE)) == len(setting.mail.alerts(NOTICE)) == 1
    setting.sites.clear()


def test_what_is_old_is_let_go_once_a_day_however_often_it_is_started(setting: Setting) -> None:
    setting.outlet("gazette")
    setting.declare(more='keep = "14d"\n')
    first = setting.start("--once")
    assert first.wait_for_end() == 0
    assert [each["result"] for each in first.events if each["event"] == "prune"] == ["nothing old"]
    second = setting.start("--once")
    assert second.wait_for_end() == 0
    assert not second.seen(event="prune")


def test_it_is_well_only_when_its_page_answers(setting: Setting) -> None:
    setting.outlet("gazette")
    setting.declare()
    beat = setting.folder / "beat"
    daemon = setting.start(variables={"MONITOR_HEARTBEAT_FILE": str(beat), "MONITOR_WEB": "127.0.0.1:0"})
    assert until(beat.exists, DEADLINE)
    with urllib.request.urlopen(f"{daemon.page()}/healthz", timeout=DEADLINE) as answer:
        assert answer.status == 200
