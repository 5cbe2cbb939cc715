"""The web page beside the machine: whether it may be served, with what, and where readers find it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from monitor.app.machine import Monitor, SystemClock, make_fetcher
from monitor.config.settings import Settings
from monitor.core.errors import ConfigError, UserMistake
from monitor.core.model.alert import Message
from monitor.core.model.ids import ChannelId
from monitor.core.wording import counted
from monitor.pipeline.context import Context
from monitor.services.access import given_password, make_welcome, password_hash, replace_given
from monitor.store.store import Store

if TYPE_CHECKING:
    from monitor.web.provider import Provider
    from monitor.web.server import WebServer
    from monitor.web.site import Site


def check_web(monitor: Monitor) -> None:
    """Raise ConfigError where the web page would be open to other machines without a password, or with a short one.

    ``MONITOR_WEB_FIRST_LINK`` allows it, for a container: what it listens on is not yet what others reach, and nobody
    can set the password without the link from its log. A provider is a way in too, if its libraries are there.
    """
    settings, bind = monitor.settings, monitor.settings.web
    if bind is not None and settings.web_password:
        from monitor.web.passwords import check_length

        try:
            check_length(settings.web_password)
        except UserMistake as error:
            raise ConfigError(str(error), key=settings.web_password_name) from None
    if bind is not None and settings.sign_in is not None:
        from monitor.web.id_token import check_installed

        check_installed()
    if bind is None or bind.is_loopback or settings.web_first_link or settings.sign_in is not None:
        return
    if settings.web_password or password_hash(monitor.store):
        return
    raise ConfigError(f"{bind.shown} is open to other machines, and no password is set: set one with "
                      "`monitor web password` or MONITOR_WEB_PASSWORD_FILE", key="MONITOR_WEB")  # fmt: skip


def open_web(monitor: Monitor) -> WebServer | None:
    """The web page at its address, not yet started; None where it is switched off. Raises ConfigError."""
    bind = monitor.settings.web
    if bind is None:
        return None
    from monitor.web.server import WebServer, create_app

    check_web(monitor)
    return WebServer(create_app(site_for(monitor)), bind.host, bind.port)


def site_for(monitor: Monitor) -> Site:
    """What the page is made of. A password of the settings goes before the stored one."""
    from monitor.web.passwords import GivenPassword, is_right
    from monitor.web.site import Site

    settings, context = monitor.settings, monitor.context

    def refused(reason: str) -> None:
        monitor.telemetry.event("web", "password refused", reason=reason, level=0)

    def taken(password: str, hashed: str) -> None:
        held = given_password(monitor.store)
        if held == hashed or is_right(password, held):
            return
        if ended := replace_given(monitor.store, hashed):  # another one than last: what that one opened is shut
            monitor.telemetry.event(
                "web", "logged out", reason=f"another password: {counted(ended, 'browser')}", level=0
            )

    password = GivenPassword(settings.web_password, settings.web_password_file, refused, taken)
    return Site(
        store=monitor.store, clock=context.clock, fetcher=context.fetcher, workers=context.workers,
        open_channel=monitor.open_channel, preview=partial(_digest_preview, context), telemetry=monitor.telemetry,
        zone=monitor.zone,
        zone_is_set=bool(settings.zone), url=settings.web_url, config=settings.config,
        shortest_interval=settings.shortest_interval, password=password, robots=context.robots,
        provider=_provider(monitor),
    )  # fmt: skip


def _provider(monitor: Monitor) -> Provider | None:
    """The provider that vouches for readers; it is asked without the pauses that polls make. Raises ConfigError."""
    if monitor.settings.sign_in is None:
        return None
    from monitor.web.provider import Provider

    fetcher = make_fetcher(monitor.settings, timedelta(), SystemClock(), monitor.stopping, None)
    monitor.closing(fetcher.close)
    return Provider(monitor.settings.sign_in, fetcher, monitor.context.clock)


def _digest_preview(context: Context, channel: ChannelId) -> Message:
    from monitor.pipeline.digest import next_digest

    with context.store.read() as tx:
        return next_digest(context, tx, channel)


class WebPage:
    """The web page beside the daemon. One that cannot be served is told and does not keep the daemon from its work."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._server: WebServer | None = None

    def open(self) -> bool:
        """Serve it, if it is wanted, and say where; whether it is served. ``check_web`` was asked before."""
        monitor = self._monitor
        server = open_web(monitor)
        if server is None:
            return False
        try:
            server.start()
        except ConfigError as error:
            monitor.telemetry.event("web", "failed", reason=str(error), level=0)
            return False
        self._server = server
        where = page_address(monitor.settings, server.port)
        if not (monitor.settings.web_password or monitor.settings.sign_in or password_hash(monitor.store)):
            link = welcome_link(monitor.settings, monitor.store, monitor.context.clock.now(), server.port)
            where = f"set its password within a day: {link}"
        monitor.telemetry.event("web", "started", reason=where, level=0)
        return True

    def close(self) -> None:
        """Take no more requests."""
        if self._server is not None:
            self._server.stop()


def page_address(settings: Settings, port: int | None = None) -> str:
    """How readers address the web page, without a slash at the end; "" where it is switched off."""
    if settings.web_url or settings.web is None:
        return settings.web_url.rstrip("/")
    return f"http://{(replace(settings.web, port=port) if port else settings.web).reached}"


def welcome_link(settings: Settings, store: Store, now: datetime, port: int | None = None) -> str:
    """A new one-time link by which a password is set; older ones are void."""
    return f"{page_address(settings, port)}/welcome?key={make_welcome(store, now)}"
