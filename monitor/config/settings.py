"""Settings of one process: from flags first, then the environment, then the defaults that docs/reference names.

Finds feeds.toml and the database without opening either. A bad value is a ConfigError that names the flag or variable.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from monitor.config import values
from monitor.config.bind import DEFAULT, Bind, read_bind
from monitor.config.database_url import read_database_url, sqlite_url, with_password
from monitor.config.secrets import from_environment
from monitor.config.sign_in import OidcSettings, read_sign_in
from monitor.config.suggest import nearest
from monitor.core.errors import ConfigError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from monitor.config.declared import MailServer, MonitorTable

VARIABLES = (
    "MONITOR_CONFIG",
    "MONITOR_DATABASE_URL",
    "MONITOR_DATABASE_URL_FILE",
    "MONITOR_DATABASE_PASSWORD",
    "MONITOR_DATABASE_PASSWORD_FILE",
    "MONITOR_HEARTBEAT_FILE",
    "MONITOR_SUPERVISED",
    "MONITOR_ROLE",  # read by `monitor run`
    "MONITOR_ALLOW_HOSTS",
    "MONITOR_LOG_FORMAT",
    "MONITOR_VERBOSITY",
    "MONITOR_SHORTEST_INTERVAL",
    "MONITOR_ZONE",
    "MONITOR_CONTACT",
    "MONITOR_WEB",
    "MONITOR_WEB_URL",
    "MONITOR_WEB_PASSWORD",
    "MONITOR_WEB_PASSWORD_FILE",
    "MONITOR_WEB_FIRST_LINK",
    "MONITOR_OIDC_ISSUER",
    "MONITOR_OIDC_CLIENT_ID",
    "MONITOR_OIDC_CLIENT_SECRET",
    "MONITOR_OIDC_CLIENT_SECRET_FILE",
    "MONITOR_OIDC_ALLOW",
    "MONITOR_SMTP_HOST",
    "MONITOR_SMTP_PORT",
    "MONITOR_SMTP_SECURITY",
    "MONITOR_SMTP_USER",
    "MONITOR_SMTP_PASSWORD",
    "MONITOR_SMTP_PASSWORD_FILE",
    "MONITOR_SMTP_FROM",
)

_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")

Value = TypeVar("Value")


class LogFormat(StrEnum):
    """How the log is written."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """What the command line gave; None (or 0) where it gave nothing."""

    config: str | None = None
    database: str | None = None
    log_format: str | None = None
    verbosity: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The folders in which this machine keeps things."""

    current: Path
    container_config: Path = Path("/config")
    container_data: Path = Path("/data")
    user_config: Path
    user_data: Path

    @classmethod
    def of_this_machine(cls, environ: Mapping[str, str]) -> Places:
        """By the customs of the platform: XDG base directories, Library on macOS, AppData on Windows."""
        home = Path(environ.get("HOME") or environ.get("USERPROFILE") or "/")
        if sys.platform == "darwin":
            config = data = home / "Library" / "Application Support" / "monitor"
        elif sys.platform == "win32":
            config = data = Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "monitor"
        else:
            config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "monitor"
            data = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "monitor"
        return cls(current=Path.cwd(), user_config=config, user_data=data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a process is started with. ``database_url`` may hold a password: print it through ``secrets.mask``."""

    config: Path  # may not exist: loading it says so
    database_url: str = field(repr=False)  # sqlite:///… (absolute path) or postgresql+psycopg://…
    allow_hosts: tuple[str, ...] = ()  # names, addresses or networks that the address guard lets through
    log_format: LogFormat = LogFormat.TEXT
    verbosity: int = 0
    shortest_interval: timedelta = values.SHORTEST_INTERVAL  # the least that a source in feeds.toml may ask for
    contact: str = ""
    web: Bind | None = None  # where the web page listens; None = nowhere
    web_password: str = field(default="", repr=False)  # goes before the one that is set on the page
    web_password_file: str = ""  # ``file:/path`` that it was read from, "" if from none
    web_first_link: bool = False  # served before a password is set wherever it listens: the log's link is the way in
    sign_in: OidcSettings | None = None  # a provider that vouches for readers of the page
    web_url: str = ""  # where readers reach the web page; "" = nowhere
    mail: MailServer | None = None  # for mailto: channels, as set by MONITOR_SMTP_HOST; None = as feeds.toml says
    zone: str = ""  # IANA name as set by MONITOR_ZONE or feeds.toml; "" = neither
    system_zone: str = "UTC"  # IANA name from TZ
    heartbeat: Path | None = None  # file that a running daemon renews; None = none is kept
    supervised: bool = False  # whoever started the monitor starts it again when it ends

    @property
    def timezone(self) -> ZoneInfo:
        """The zone in which times are shown to people; everything is kept in UTC."""
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.zone or self.system_zone)

    @property
    def web_password_name(self) -> str:
        """The variable by which the password of the page is given."""
        return "MONITOR_WEB_PASSWORD_FILE" if self.web_password_file else "MONITOR_WEB_PASSWORD"

    def completed_by(self, table: MonitorTable) -> Settings:
        """These settings, with what the environment left open taken from the file's ``[monitor]`` table."""
        return replace(self, contact=self.contact or table.contact, zone=self.zone or table.zone,
                       web_url=self.web_url or table.web_url)  # fmt: skip


def read_settings(flags: Flags, environ: Mapping[str, str], places: Places | None = None) -> Settings:
    """The settings for these flags and this environment. Raises ConfigError."""
    places = places or Places.of_this_machine(environ)
    _refuse_misspelt(environ)
    config = _config_path(flags, environ, places)
    return Settings(
        config=config,
        database_url=_database_url(flags, environ, places, config),
        allow_hosts=_variable("MONITOR_ALLOW_HOSTS", environ, read_hosts) or (),
        log_format=_log_format(flags, environ),
        verbosity=flags.verbosity or _variable("MONITOR_VERBOSITY", environ, _verbosity) or 0,
        shortest_interval=_variable("MONITOR_SHORTEST_INTERVAL", environ, _shortest) or values.SHORTEST_INTERVAL,
        contact=_variable("MONITOR_CONTACT", environ, values.read_contact) or "",
        web=_named("MONITOR_WEB", environ.get("MONITOR_WEB", "").strip() or DEFAULT, read_bind),
        web_password=from_environment("MONITOR_WEB_PASSWORD", environ) or "",
        web_password_file=_secret_file("MONITOR_WEB_PASSWORD", environ),
        web_first_link=_variable("MONITOR_WEB_FIRST_LINK", environ, _yes_or_no) or False,
        sign_in=read_sign_in(environ),
        web_url=_variable("MONITOR_WEB_URL", environ, values.read_page_address) or "",
        mail=_mail(environ),
        zone=_variable("MONITOR_ZONE", environ, values.read_zone) or "",
        system_zone=_variable("TZ", environ, _system_zone) or "UTC",
        heartbeat=_variable("MONITOR_HEARTBEAT_FILE", environ, Path),
        supervised=_variable("MONITOR_SUPERVISED", environ, _yes_or_no) or False,
    )


def _mail(environ: Mapping[str, str]) -> MailServer | None:
    """The mail server of the environment, whole: mixed with the file's, one's password would go to the other."""
    from monitor.config.declared import MailServer

    host = _variable("MONITOR_SMTP_HOST", environ, values.read_mail_host)
    given = [name for name in VARIABLES if name.startswith("MONITOR_SMTP_") and environ.get(name, "").strip()]
    if host is None:
        if given:
            raise ConfigError("is set without MONITOR_SMTP_HOST: set the host too, or write all of it into [mail] of "
                              "feeds.toml", key=given[0])  # fmt: skip
        return None
    sender = _variable("MONITOR_SMTP_FROM", environ, values.read_mail_address)
    if sender is None:
        raise ConfigError("is missing: it is the address that mails are from", key="MONITOR_SMTP_FROM")
    user = environ.get("MONITOR_SMTP_USER", "").strip()
    security = _variable("MONITOR_SMTP_SECURITY", environ, values.read_security) or "starttls"
    if (password := _mail_password(environ)) and (not user or security == "none"):
        raise ConfigError("is of no use without MONITOR_SMTP_USER and TLS", key="MONITOR_SMTP_PASSWORD")
    return MailServer(host=host, port=_variable("MONITOR_SMTP_PORT", environ, values.read_port), security=security,
                      user=user, password=password, sender=sender)  # fmt: skip


def _mail_password(environ: Mapping[str, str]) -> str:
    """Where the password is; it is read when it is needed."""
    if not from_environment("MONITOR_SMTP_PASSWORD", environ):
        return ""
    return _secret_file("MONITOR_SMTP_PASSWORD", environ) or "env:MONITOR_SMTP_PASSWORD"


def _secret_file(name: str, environ: Mapping[str, str]) -> str:
    """Where the file is that ``NAME_FILE`` names, as ``file:/path``; "" if none is named."""
    file = environ.get(f"{name}_FILE", "").strip()
    return f"file:{Path(file).absolute()}" if file else ""


def _refuse_misspelt(environ: Mapping[str, str]) -> None:
    """A misspelt variable would silently start with another database or file; names far from ours are the user's."""
    for name in sorted(environ):
        if name.startswith("MONITOR") and name not in VARIABLES and (meant := nearest(name, VARIABLES, likeness=0.9)):
            raise ConfigError(f"is not a variable that monitor knows: did you mean {meant}?", key=name)


def _variable(name: str, environ: Mapping[str, str], read: Callable[[str], Value]) -> Value | None:
    text = environ.get(name, "").strip()
    return _named(name, text, read) if text else None


def _named(name: str, text: str, read: Callable[[str], Value]) -> Value:
    try:
        return read(text)
    except ValueError as error:
        raise ConfigError(str(error), key=name) from None


def _config_path(flags: Flags, environ: Mapping[str, str], places: Places) -> Path:
    if flags.config is not None and not flags.config.strip():
        raise ConfigError("is empty: name a file, as in --config feeds.toml", key="--config")
    given = flags.config or environ.get("MONITOR_CONFIG", "").strip()
    if given:
        return Path(given)
    found = (folder / "feeds.toml" for folder in (places.current, places.container_config, places.user_config))
    return next((path for path in found if path.is_file()), places.current / "feeds.toml")


def _database_url(flags: Flags, environ: Mapping[str, str], places: Places, config: Path) -> str:
    if flags.database is not None:
        return _named("--database", flags.database, lambda text: read_database_url(text, places.current))
    url = sqlite_url(_data_folder(places, config) / "monitor.db")
    if given := from_environment("MONITOR_DATABASE_URL", environ):
        url = _named("MONITOR_DATABASE_URL", given, lambda text: read_database_url(text, places.current))
    if password := from_environment("MONITOR_DATABASE_PASSWORD", environ):
        return _named("MONITOR_DATABASE_PASSWORD", password, lambda text: with_password(url, text))
    return url


def _data_folder(places: Places, config: Path) -> Path:
    """Decided by where feeds.toml is, never by what can be written: a full disk must not start a second database."""
    folder = (places.current / config).parent
    if folder == places.container_config:
        return places.container_data
    return places.user_data if folder == places.user_config else folder / "data"


def read_hosts(text: str) -> tuple[str, ...]:
    """A comma list of host names, addresses and networks, each in its usual form. Raises ValueError."""
    return tuple(dict.fromkeys(_host(part.strip()) for part in text.split(",") if part.strip()))


def _host(text: str) -> str:
    from ipaddress import ip_network

    host = text.lower()
    try:
        network = ip_network(host.strip("[]"), strict=False)
    except ValueError:
        if not _HOST.fullmatch(host) or re.fullmatch(r"[\d.]+", host):
            problem = (
                "is not a host name, address or network: write a comma list, as in 192.168.1.0/24,feeds.example.org"
            )
            raise ValueError(f"{text[:80]!r} {problem}") from None
        return host.rstrip(".")
    return str(network.network_address) if network.num_addresses == 1 else str(network)


def _log_format(flags: Flags, environ: Mapping[str, str]) -> LogFormat:
    if flags.log_format is not None:
        return _named("--log-format", flags.log_format, _read_log_format)
    return _variable("MONITOR_LOG_FORMAT", environ, _read_log_format) or LogFormat.TEXT


def _read_log_format(text: str) -> LogFormat:
    if text not in [known.value for known in LogFormat]:
        raise ValueError("must be text or json")
    return LogFormat(text)


def _verbosity(text: str) -> int:
    if not re.fullmatch(r"[0-3]", text):
        raise ValueError("must be a number from 0 to 3")
    return int(text)


def _yes_or_no(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("must be 0 or 1")
    return text == "1"


def _shortest(text: str) -> timedelta:
    return values.read_span(text, timedelta(seconds=1), values.SHORTEST_INTERVAL)


def _system_zone(text: str) -> str:
    """TZ as an IANA name; "" for forms that name a file, which say nothing that can be looked up."""
    name = text.removeprefix(":")
    if name.startswith("/"):
        return ""
    try:
        return values.read_zone(name)
    except ValueError:
        raise ValueError("is not a known time zone: set MONITOR_ZONE to an IANA name, as in Europe/Amsterdam") from None
