"""What the pages work with: the store, the tools of the machine, and how this site is reached."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends
from starlette.requests import HTTPConnection

from monitor.core.errors import UserMistake
from monitor.core.model.alert import ChannelSpec, Message
from monitor.core.model.host import RobotsRule, nobody_asked
from monitor.core.model.ids import ChannelId
from monitor.core.ports import Channel, Clock, Fetcher
from monitor.isolation.pool import WorkerPool
from monitor.services.checks import Asking
from monitor.store.store import Store
from monitor.telemetry import Telemetry
from monitor.web.limiter import Limiter
from monitor.web.passwords import GivenPassword
from monitor.web.provider import Provider

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(kw_only=True)
class Site:
    """One web page over one store.

    ``url`` is the address under which readers reach it through a proxy ("" = by address and port, without TLS).
    ``zone_is_set`` says that somebody chose the zone; else a browser shows its own.
    """

    store: Store
    clock: Clock
    fetcher: Fetcher
    workers: WorkerPool
    open_channel: Callable[[ChannelSpec], Channel]
    preview: Callable[[ChannelId], Message]  # what a channel's digest would say now
    telemetry: Telemetry
    zone: tzinfo
    zone_is_set: bool = False
    url: str = ""
    config: Path = Path("feeds.toml")
    shortest_interval: timedelta = timedelta(minutes=1)
    robots: Callable[[str], RobotsRule] = field(default=nobody_asked)
    password: GivenPassword = field(default_factory=GivenPassword)  # of the settings; goes before the stored one
    provider: Provider | None = None  # who vouches for readers, where one is set up
    limiter: Limiter = field(default_factory=Limiter)  # of passwords
    sign_ins: Limiter = field(default_factory=Limiter)  # through the provider: no guesser of passwords shuts these out
    trials: threading.Lock = field(default_factory=threading.Lock)  # one query is tried at a time

    @property
    def asking(self) -> Asking:
        """What a look at an address asks with."""
        return Asking(fetcher=self.fetcher, workers=self.workers, rule=self.robots)

    @property
    def secure(self) -> bool:
        """Whether readers come over TLS."""
        return self.url.startswith("https://")

    def now(self) -> datetime:
        """The time in UTC."""
        return self.clock.now()

    @contextmanager
    def one_trial(self) -> Iterator[None]:
        """While a query is tried: one at a time, since each reads much of the archive. UserMistake after a wait."""
        if not self.trials.acquire(timeout=20):
            raise UserMistake("another query is being tried: try again in a moment")
        try:
            yield
        finally:
            self.trials.release()

    def knows_host(self, header: str) -> bool:
        """Whether a Host header names this site.

        Its own name, a loopback name, or an address written in digits: a page elsewhere whose name was made to lead
        here (DNS rebinding) has none of these.
        """
        try:
            asked = urlsplit(f"//{header}")
            if asked.netloc != header or asked.username is not None:
                return False  # more than a host and a port
            name = (asked.hostname or "").rstrip(".").lower()
            asked.port  # noqa: B018 - raises ValueError for a port that is none
        except ValueError:
            return False
        if name in LOOPBACK_NAMES or (self.url and name == (urlsplit(self.url).hostname or "").lower()):
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def site_of(connection: HTTPConnection) -> Site:
    """The site that a request came to."""
    found: Site = connection.app.state.site
    return found


Here = Annotated[Site, Depends(site_of)]
