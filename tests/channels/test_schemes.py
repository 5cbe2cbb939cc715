"""From addresses to channels, and what is said of addresses that are none."""

from __future__ import annotations

import io

import pytest

from monitor.channels.email import EmailChannel
from monitor.channels.mask import Mask
from monitor.channels.schemes import open_channel
from monitor.channels.smtp import MailSettings
from monitor.core.errors import ConfigError
from monitor.core.model.alert import SendFailed
from monitor.core.model.fetched import FailureReason, FetchFailed, FetchRequest, FetchResult
from monitor.core.model.ids import ChannelId
from tests.channels import samples
from tests.channels.conftest import channel
from tests.channels.mailhost import MailHost, mail_host
from tests.channels.servers import PlainFetcher

MAIL = "from=m@example.org&to=ana@example.org"


@pytest.mark.parametrize(
    ("url", "described"),
    [
        ("terminal:", "the daemon's own terminal"),
        (f"smtp://planted:planted@mail.example.org/?{MAIL}", "mail to a…@example.org"),
        (f"mailtos://planted:planted@mail.example.org/?{MAIL}", "mail to a…@example.org"),
        ("slack://hooks.slack.com/services/planted/planted/planted", "Slack webhook"),
        ("https://hooks.slack.com/services/planted/planted/planted", "Slack webhook"),
        ("slack://planted/planted/planted", "Slack webhook"),
        ("slack+bot://planted@C0123", "Slack bot in C0123"),
        ("webhook+https://example.org/planted?secret=planted", "webhook to https://example.org/…, signed"),
        ("discord://1234567890/planted-token", "Discord at discord://…"),
        ("ntfy://ntfy.example/planted", "ntfy at ntfy://…"),
    ],
)
def test_a_channel_describes_itself_without_secrets(url: str, described: str) -> None:
    opened = channel(url)
    assert opened.describe() == described
    assert "planted" not in repr(opened) + opened.describe()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("slak://hooks.slack.com/services/planted", "Did you mean slack:"),
        ("discrod://1234567890/planted", "Did you mean discord:"),
        ("hooks.slack.com/services/planted", "starts with a scheme"),
        ("", "starts with a scheme"),
        ("https://example.org/planted", "webhook"),
        ("slack://hooks.slack.com", "expected slack://hooks.slack.com/services"),
        ("slack://hooks.slack.com/planted", "expected slack://hooks.slack.com/services"),
        ("slack://planted/planted", "slack://TokenA/TokenB/TokenC"),
        ("slack://planted/planted/planted/planted", "slack://TokenA/TokenB/TokenC"),
        ("slack://planted/planted/plan_ted", "slack://TokenA/TokenB/TokenC"),
        ("slack://xoxb-planted/#general", "write slack\\+bot://token@"),
        ("https://hooks.slack.com/services/planted/planted", "expected slack://hooks"),
        ("slack+bot://C0123", "expected slack\\+bot://token@channel"),
        ("webhook+https:///planted", "expected webhook"),
        ("webhook+https://[planted/x", "not a usable address"),
        ("syslog://", "own screen"),
    ],
)
def test_an_address_that_is_none_is_refused_in_one_line_without_secrets(url: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says) as refused:
        channel(url)
    assert "planted" not in str(refused.value) and "\n" not in str(refused.value)
    assert refused.value.key == "team"


def test_the_error_for_an_unknown_scheme_names_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="terminal:, mailto:, smtp:, smtps:, slack:, slack\\+bot:, webhook\\+https:"):
        channel("carrierpigeon://loft/7")


def test_mailto_goes_through_the_server_of_the_settings() -> None:
    with mail_host(MailHost()) as host:
        mail = MailSettings(host="127.0.0.1", port=host.port, sender="monitor@example.org", tls="none")
        target = open_channel(
            ChannelId("team"),
            "mailto:ana@example.org",
            fetcher=PlainFetcher(),
            allowed_target=lambda name: "not on the list",
            stream=io.StringIO(),
            mail=mail,
        )
        target.send(samples.alert())
    assert host.recipients == [["ana@example.org"]]


def test_a_mail_server_in_an_address_must_be_allowed() -> None:
    with mail_host(MailHost()) as host:
        target = open_channel(
            ChannelId("team"),
            f"smtp://127.0.0.1:{host.port}/?{MAIL}&tls=none",
            fetcher=PlainFetcher(),
            allowed_target=lambda name: f"{name} is loopback",
            stream=io.StringIO(),
        )
        result = target.send(samples.alert())
    assert isinstance(result, SendFailed) and "127.0.0.1 is loopback" in result.detail and host.mails == []
    assert "MONITOR_ALLOW_HOSTS" in result.detail


@pytest.mark.parametrize(
    "said",
    ["planted-user", "planted-pass", "planted-path", "planted-value", "planted%20space", "planted space"],
)
def test_a_mask_hides_every_part_of_an_address_that_can_be_a_secret(said: str) -> None:
    mask = Mask("x://planted-user:planted-pass@host.example/planted-path/planted%20space?q=planted-value&to=me")
    assert mask(f"cannot reach host.example with {said} now") == "cannot reach host.example with … now"


def test_a_mask_hides_a_token_in_place_of_the_host() -> None:
    mask = Mask("tgram://1234567:planted-token/4455667788")
    assert mask("POST /bot1234567:planted-token/ failed") == "POST /bot…:…/ failed"


def test_the_three_tokens_of_a_slack_webhook_are_asked_at_slack_with_their_case() -> None:
    asked: list[str] = []

    class Asked(PlainFetcher):
        def fetch(self, request: FetchRequest) -> FetchResult:
            asked.append(request.url)
            return FetchFailed(url=request.url, reason=FailureReason.CONNECT, sent=False)

    result = channel("slack://TokenA/TokenB/TokenC", Asked()).send(samples.alert())
    assert asked == ["https://hooks.slack.com/services/TokenA/TokenB/TokenC"]
    assert isinstance(result, SendFailed) and not result.unseen  # refused before anything was sent


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("mailtos://user:password@smtp.example.org?to=desk@example.org", "user@example.org"),
        ("smtp://user%40example.net:password@mail.example.org/?to=desk@example.org", "user@example.net"),
        ("smtp://user:password@example.org/?to=desk@example.org", "user@example.org"),
        ("smtp://user@mail2.example.org/?from=watch@example.com&to=desk@example.org", "watch@example.com"),
    ],
)
def test_a_mail_address_without_from_is_sent_by_its_login(url: str, sender: str) -> None:
    opened = channel(url)
    assert isinstance(opened, EmailChannel) and opened.sender == sender
