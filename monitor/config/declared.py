"""What feeds.toml declares, once read and found right. Plain data; the reading is in ``feeds_toml``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from monitor.core.model.alert import ChannelSpec
from monitor.core.model.capture import CapturePolicy
from monitor.core.model.source import Source
from monitor.core.model.topic import Concept, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorTable:
    """The ``[monitor]`` table: settings that belong with the sources rather than with the machine.

    Empty or None means that the file says nothing, and the environment or the default decides.
    """

    contact: str = ""  # mail address or web page that the User-Agent header names
    zone: str = ""  # IANA name: the zone in which times are shown
    spacing: timedelta | None = None  # least time between two requests to one host
    keep: timedelta | None = None  # how long entries and texts are kept; None = for ever
    alerts_per_hour: int | None = None  # budget of each channel; the rest goes into a digest
    web_url: str = ""  # where readers reach the web page
    ping: str = field(default="", repr=False)  # called while the watch goes on; may point to where the address is


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """The server through which ``mailto:`` channels send. ``password`` is ``env:NAME``, ``file:/path`` or ""."""

    host: str
    port: int | None = None  # None = the usual one for ``security``
    security: str = "starttls"  # starttls | tls | none
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str

    @property
    def usual_port(self) -> int:
        """The port that was set, or the usual one."""
        return self.port or {"tls": 465, "starttls": 587}.get(self.security, 25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """All that a feeds.toml declares, in the order of the file.

    A topic whose ``query`` is "" takes its query from one of the ``packs``. ``digest`` is the SHA-256 (hex) of the
    file's bytes: two loads with the same digest declare the same.
    """

    sources: tuple[Source, ...] = ()
    topics: tuple[Topic, ...] = ()
    concepts: tuple[Concept, ...] = ()
    channels: tuple[ChannelSpec, ...] = ()
    packs: tuple[str, ...] = ()
    monitor: MonitorTable = MonitorTable()
    mail: MailServer | None = None
    captures: CapturePolicy = field(default_factory=CapturePolicy)
    file: str = ""
    digest: str = ""
