"""From an address to a channel: the table of schemes. A new channel is one line here."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TextIO
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from monitor.channels.email import EmailChannel
from monitor.channels.mask import Mask
from monitor.channels.slack import Openings, SlackBot, SlackWebhook, no_openings
from monitor.channels.smtp import NO_TLS, STARTTLS, TLS, MailSettings
from monitor.channels.terminal import TerminalChannel
from monitor.channels.webhook import WebhookChannel
from monitor.core.errors import ConfigError
from monitor.core.model.ids import ChannelId
from monitor.core.ports import Channel, Fetcher
from monitor.core.recipients import MAIL_ADDRESS, listed_addresses, recipients_of

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SLACK_API = "https://slack.com/api/"
_SLACK_HOOKS = "https://hooks.slack.com/services/"
_SLACK_TOKEN = re.compile(r"[A-Za-z0-9]+")
_SLACK_PATH = re.compile(r"/(?:services|workflows|triggers)(?:/[A-Za-z0-9_-]+){3,}/?")
_SLACK_EXPECTED = (
    "expected slack://hooks.slack.com/services/T…/B…/…, as given by Slack for a webhook, or its last three parts "
    "alone, as in slack://TokenA/TokenB/TokenC"
)
_NO_MAIL = MailSettings()


def system_time() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What channels are made with; see `open_channel`."""

    fetcher: Fetcher
    allowed_target: Callable[[str], str]
    stream: TextIO
    mail: MailSettings
    now: Callable[[], datetime]
    openings: Openings


def open_channel(
    id: ChannelId,
    url: str,
    *,
    fetcher: Fetcher,
    allowed_target: Callable[[str], str],
    stream: TextIO,
    mail: MailSettings = _NO_MAIL,
    now: Callable[[], datetime] = system_time,
    openings: Openings = no_openings,
) -> Channel:
    """The channel for an address whose ``env:`` and ``file:`` parts are resolved already. Connects to nothing.

    ``allowed_target`` says why a host may not be connected to ("" = it may); it is asked for hosts that our own
    `Fetcher` does not see. ``stream`` is where ``terminal:`` writes. ``mail`` is the server for ``mailto:``. ``now`` is
    the time for signatures. ``openings`` finds the first message of a thread for a Slack bot.
    ConfigError, without any secret in it, for an address that cannot be used.
    """
    tools = Tools(fetcher=fetcher, allowed_target=allowed_target, stream=stream, mail=mail, now=now, openings=openings)
    scheme, colon, _ = url.strip().partition(":")
    maker = _MAKERS.get(scheme.lower())
    if not colon or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9+.-]*", scheme):
        raise ConfigError(f"a channel's address starts with a scheme, such as {', '.join(_SHOWN)}", key=id)
    try:
        return maker(id, url.strip(), tools) if maker else _apprise(scheme.lower(), url.strip(), tools)
    except ConfigError as problem:
        raise ConfigError(problem.problem, key=id) from None
    except ValueError:
        raise ConfigError(f"{scheme.lower()}: not a usable address", key=id) from None


def _terminal(_id: ChannelId, _url: str, tools: Tools) -> Channel:
    return TerminalChannel(tools.stream)


def _mailto(channel_id: ChannelId, url: str, tools: Tools) -> Channel:
    """``mailto:a@example.org,b@example.org`` through the mail server of the settings."""
    if url.partition(":")[2].startswith("//"):
        return _smtp(channel_id, "smtp" + url[len("mailto") :], tools)
    if not tools.mail.host or not tools.mail.sender:
        raise ConfigError("mailto: no mail server is set: write a [mail] table into feeds.toml, set MONITOR_SMTP_HOST, "
                          "or write the whole address as smtp://user:password@host:587/?from=…&to=…")  # fmt: skip
    return EmailChannel(channel_id, _checked(tools.mail), _recipients(recipients_of(url)))


def _mailtos(channel_id: ChannelId, url: str, tools: Tools) -> Channel:
    """``mailtos://…``, another name for ``smtps://…``."""
    return _smtp(channel_id, "smtps" + url[len("mailtos") :], tools)


def _smtp(channel_id: ChannelId, url: str, tools: Tools) -> Channel:
    """``smtp://`` (STARTTLS, 587) and ``smtps://`` (TLS, 465): ``user:password@host:port/?from=…&to=…&tls=…&ca=…``."""
    parts, given = _split(url, {"from", "to", "tls", "ca"})
    implicit = parts.scheme.lower() == "smtps"
    tls = given.get("tls", TLS if implicit else STARTTLS).lower()
    if tls not in {STARTTLS, TLS, NO_TLS}:
        raise ConfigError(f"{parts.scheme}: tls= is {STARTTLS}, {TLS} or {NO_TLS}")
    if not parts.hostname:
        raise ConfigError(f"{parts.scheme}: the mail server's host is missing")
    given["from"] = given.get("from") or _sender(parts, tools.mail)
    for name in ("from", "to"):
        if not given.get(name):
            raise ConfigError(f"{parts.scheme}: {name}= is missing: ?from=monitor@example.org&to=you@example.org")
    settings = replace(
        tools.mail,
        host=parts.hostname,
        port=parts.port or (465 if tls == TLS else 587 if tls == STARTTLS else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=given["from"],
        tls=tls,
        ca_file=given.get("ca", tools.mail.ca_file),
    )
    to = _recipients(listed_addresses(given["to"]))
    return EmailChannel(channel_id, _checked(settings), to, tools.allowed_target)


def _sender(parts: SplitResult, mail: MailSettings) -> str:
    """Who a mail is from where the address does not say: the login, or the login at the mail server's domain."""
    user, host = unquote(parts.username or ""), parts.hostname or ""
    if mail.sender or "@" in user or not user:
        return mail.sender or user
    domain = re.sub(r"^(?:smtp|mail|mx|email)[0-9-]*\.(?=.+\..)", "", host)
    return f"{user}@{domain}"


def _checked(settings: MailSettings) -> MailSettings:
    _address(settings.sender)
    if not (settings.user + settings.password).isascii():
        raise ConfigError("the mail server's user name and password can have ASCII letters only")
    if settings.password and settings.tls == NO_TLS and settings.host not in _LOOPBACK:
        raise ConfigError("a password is never sent without TLS: leave tls=none out, or the user name and password")
    return settings


def _recipients(addresses: tuple[str, ...]) -> tuple[str, ...]:
    if not addresses:
        raise ConfigError("no mail address to send to")
    return tuple(_address(address) for address in addresses)


def _address(address: str) -> str:
    if not MAIL_ADDRESS.fullmatch(address):
        raise ConfigError("a mail address is not usable: bare ASCII addresses only, such as you@example.org")
    return address


def _slack(_channel_id: ChannelId, url: str, tools: Tools) -> Channel:
    """A webhook: ``slack://hooks.slack.com/services/…``, its three tokens alone, or its address after ``slack+``."""
    plain = url.lower().startswith("slack://")
    if plain and (tokens := _slack_tokens(url)):
        target = _SLACK_HOOKS + "/".join(tokens)
    else:
        target = "https" + url[len("slack") :] if plain else url[len("slack+") :]
    parts = urlsplit(target)
    of_slack = parts.hostname == "hooks.slack.com"
    if not parts.hostname or len(parts.path) < 2 or (of_slack and not _SLACK_PATH.fullmatch(parts.path)):
        raise ConfigError(f"slack: {_SLACK_EXPECTED}")
    return SlackWebhook(target, fetcher=tools.fetcher, mask=Mask(target))


def _slack_tokens(url: str) -> list[str]:
    """The three tokens of ``slack://TokenA/TokenB/TokenC``; none for an address with a host in it."""
    rest = url.partition("://")[2].partition("?")[0].rstrip("/")
    host, *_ = rest.split("/")
    if "." in host or ":" in host or host == "localhost":
        return []
    tokens = [part for part in rest.rpartition("@")[2].split("/") if part]
    if host.lower().startswith("xox"):
        raise ConfigError("slack: this is a bot's token: write slack+bot://token@C0123456789, with the channel's id")
    if len(tokens) != 3 or not all(_SLACK_TOKEN.fullmatch(token) for token in tokens):
        raise ConfigError(f"slack: {_SLACK_EXPECTED}")
    return tokens


def _slack_webhook(channel_id: ChannelId, url: str, tools: Tools) -> Channel:
    """The address as Slack shows it, pasted as it is."""
    if urlsplit(url).hostname != "hooks.slack.com":
        raise ConfigError("https: is this a webhook? Then write webhook+https://…")
    return _slack(channel_id, "slack+" + url, tools)


def _slack_bot(_channel_id: ChannelId, url: str, tools: Tools) -> Channel:
    """``slack+bot://xoxb-token@C0123456789?base_url=…``."""
    parts, given = _split(url, {"base_url"})
    token, _, channel = parts.netloc.rpartition("@")
    if not token or not channel:
        raise ConfigError("slack+bot: expected slack+bot://token@channel, with the channel's id such as C0123456789")
    base = given.get("base_url", _SLACK_API).rstrip("/") + "/"
    return SlackBot(
        unquote(token), unquote(channel), fetcher=tools.fetcher, mask=Mask(url), base_url=base, openings=tools.openings
    )  # fmt: skip


def _webhook(_channel_id: ChannelId, url: str, tools: Tools) -> Channel:
    """``webhook+https://host/path?secret=…``; every other parameter stays in the address."""
    target, _, query = url.partition("+")[2].partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith("secret=")]
    secret = parse_qs(query).get("secret", [""])[-1]
    if not urlsplit(target).hostname:
        raise ConfigError("webhook: expected webhook+https://host/path, with ?secret=… for a signature")
    address = target + ("?" + "&".join(kept) if kept else "")
    return WebhookChannel(address, fetcher=tools.fetcher, now=tools.now, mask=Mask(url), secret=secret)


def _apprise(scheme: str, url: str, tools: Tools) -> Channel:
    from monitor.channels import apprise

    known = apprise.known_schemes()
    if scheme not in known:
        raise ConfigError(_unknown(scheme, known))
    return apprise.build(url, Mask(url), tools.allowed_target)


def _unknown(scheme: str, of_apprise: list[str]) -> str:
    own = ", ".join(_SHOWN)
    near = difflib.get_close_matches(scheme, [*(name.rstrip(":") for name in _SHOWN), *of_apprise], n=1, cutoff=0.6)
    meant = f" Did you mean {near[0]}:?" if near else ""
    return (
        f"unknown scheme {scheme}:{meant} Known are {own} and those of apprise, such as discord:, tgram:, matrix:, "
        "ntfy:, pover: (https://appriseit.com/services/)"
    )


def _split(url: str, known: set[str]) -> tuple[SplitResult, dict[str, str]]:
    """The address and its parameters. ConfigError for a parameter that is not known or given twice."""
    parts = urlsplit(url)
    given: dict[str, str] = {}
    for name, values in parse_qs(parts.query, keep_blank_values=True).items():
        if name not in known or len(values) > 1:
            raise ConfigError(f"{parts.scheme}: parameters are {', '.join(sorted(known))}, each once")
        given[name] = values[0]
    return parts, given


_MAKERS: dict[str, Callable[[ChannelId, str, Tools], Channel]] = {
    "terminal": _terminal,
    "mailto": _mailto,
    "mailtos": _mailtos,
    "smtp": _smtp,
    "smtps": _smtp,
    "slack": _slack,
    "slack+https": _slack,
    "slack+http": _slack,
    "slack+bot": _slack_bot,
    "https": _slack_webhook,
    "webhook+https": _webhook,
    "webhook+http": _webhook,
}
_SHOWN = ("terminal:", "mailto:", "smtp:", "smtps:", "slack:", "slack+bot:", "webhook+https:", "webhook+http:")
