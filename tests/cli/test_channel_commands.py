from __future__ import annotations

import hashlib
import hmac
import json
from contextlib import closing

import pytest

from monitor.core.model.alert import AlertKind, DeliveryStatus, Message
from monitor.core.model.ids import ChannelId
from monitor.core.policy.routing import Route
from monitor.store.store import Store
from tests.builders import NOON
from tests.channels.servers import web_server
from tests.cli.conftest import JUDGES, Program

HOOK = "https://hooks.slack.com/services/T00/B00/abcdefSECRET"


def test_an_unknown_scheme_is_refused_and_nothing_is_added(monitor: Program) -> None:
    result = monitor("channel", "add", "desk", "slakc://a/b/c")
    assert result.exit_code == 2
    assert "Did you mean slack:?" in result.stderr
    assert json.loads(monitor.good("channel", "list", "--json")) == []


def test_a_secret_in_clear_is_warned_about_and_never_shown(monitor: Program) -> None:
    result = monitor("channel", "add", "desk", HOOK)
    assert result.exit_code == 0
    assert "env:DESK_URL" in result.stderr
    listed = monitor("channel", "list")
    assert "SECRET" not in result.output + listed.output


def test_a_variable_that_is_not_set_yet_is_only_warned_about(monitor: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DESK_URL", raising=False)
    added = monitor("channel", "add", "desk", "env:DESK_URL")
    assert added.exit_code == 0
    assert "DESK_URL: is not set" in added.stderr
    assert json.loads(monitor.good("channel", "list", "--json"))[0]["problem"]
    monkeypatch.setenv("DESK_URL", HOOK)
    assert json.loads(monitor.good("channel", "list", "--json"))[0]["problem"] == ""


def test_a_secret_kept_elsewhere_is_not_warned_about(monitor: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_URL", HOOK)
    assert monitor("channel", "add", "desk", "env:DESK_URL").stderr == ""


def test_the_terminal_is_tested_without_being_set_up(monitor: Program) -> None:
    assert "This is a test." in monitor.good("channel", "test", "terminal")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("test", "nope"), "no channel 'nope'"),
        (("remove", "nope"), "no channel 'nope'"),
        (("add", "Bad Name", "terminal:"), "as in 'bad-name'"),
        (("add", "x", "no address"), "scheme"),
    ],
)
def test_wrong_use_of_channels_is_told(monitor: Program, words: tuple[str, ...], said: str) -> None:
    result = monitor("channel", *words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_what_waits_for_a_channel_that_is_removed_is_said(monitor: Program) -> None:
    monitor.good("channel", "add", "desk", "terminal:")
    message = Message(kind=AlertKind.DEVELOPMENT, key="k", title="A strike", blocks=(), at=NOON)
    route = Route(channel_id=ChannelId("desk"), status=DeliveryStatus.HELD, topics=(), reason="quiet hours")
    with closing(Store(monitor.database_url)) as store, store.write() as tx:
        tx.outbox.add(message, [route], now=NOON)
    assert "1 alert waited for it" in monitor("channel", "remove", "desk").stderr


def test_a_declared_channel_cannot_be_removed_here(monitor: Program) -> None:
    monitor.write((monitor.folder / "feeds.toml").read_text() + '\n[[channel]]\nname = "here"\nurl = "terminal:"\n')
    result = monitor("channel", "remove", "here")
    assert result.exit_code == 2
    assert "feeds.toml" in result.stderr


def test_what_slack_refused_is_shown_where_one_looks(monitor: Program) -> None:
    with web_server(lambda _: (404, {}, b"channel_not_found")) as slack:
        hook = f"slack+{slack.url}/services/T00/B00/abcdefSECRET"
        monitor.write((monitor.folder / "feeds.toml").read_text() + f'[[channel]]\nname = "desk"\nurl = "{hook}"\n')
        tested = monitor("channel", "test", "desk")
        monitor.hear(JUDGES)
        log = monitor("run", "--once").stderr
    listed = json.loads(monitor.good("alert", "list", "--status", "dead", "--json"))
    (desk,) = json.loads(monitor.good("channel", "list", "--json"))
    shown = [tested.stderr, log, listed[0]["detail"], desk["refused"]]
    assert all("channel_not_found \u2013 check the channel's id" in each for each in shown)
    assert not any("SECRET" in each for each in shown)
    assert "failing" in monitor.good("channel", "list")


def test_a_webhook_signs_by_a_secret_that_is_kept_elsewhere(monitor: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "planted+secret&more"
    monkeypatch.setenv("HOOK_SECRET", secret)
    with web_server(lambda _: (204, {}, b"")) as server:
        added = monitor("channel", "add", "hook", f"webhook+{server.url}/in?secret=env:HOOK_SECRET&team=7")
        assert (added.exit_code, added.stderr) == (0, "")
        monitor.good("channel", "test", "hook")
    got = server.posted[0]
    signature = next(value for name, value in got.headers.items() if name.lower() == "x-monitor-signature")
    at, mac = signature.removeprefix("t=").split(",v1=")
    assert mac == hmac.new(secret.encode(), f"{at}.".encode() + got.body, hashlib.sha256).hexdigest()
    assert got.path == "/in?team=7"
