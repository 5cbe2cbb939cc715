"""The composition root: the only place that knows every part. ``build`` wires and starts nothing."""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from typing import TYPE_CHECKING, TextIO

from monitor.config.declared import Declared, MailServer
from monitor.config.feeds_toml import load
from monitor.config.secrets import mask, resolve
from monitor.config.settings import Settings, sqlite_file
from monitor.core.errors import ConfigError
from monitor.core.model.alert import ChannelSpec, Message, SendFailed, SendResult
from monitor.core.model.ids import ChannelId
from monitor.core.ports import Channel, Fetcher, Turns
from monitor.pipeline.audience import DEFAULT_CHANNEL
from monitor.pipeline.context import Context
from monitor.pipeline.knowledge import Knowledge
from monitor.pipeline.tasks import TASKS
from monitor.services.access import make_welcome, password_hash
from monitor.services.declare import Assembled, assemble, verify
from monitor.store.records import from_text
from monitor.store.store import Store
from monitor.store.versions import MAIL_SERVER
from monitor.telemetry import Telemetry

if TYPE_CHECKING:
    from monitor.channels.slack import Opening
    from monitor.channels.smtp import MailSettings
    from monitor.fetch.client import HttpFetcher
    from monitor.web.provider import Provider
    from monitor.web.server import WebServer
    from monitor.web.site import Site


OWN_SPACING = timedelta(seconds=1)  # between two requests to a host that the operator lists in MONITOR_ALLOW_HOSTS


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenChannel:
    """Stands in for a channel whose address cannot be used, so that its alerts wait and the reason is seen."""

    id: ChannelId
    problem: str

    def send(self, message: Message) -> SendResult:  # noqa: ARG002
        """Keep the message for later: the secret may be put right at any time."""
        return SendFailed(detail=self.problem)

    def describe(self) -> str:
        """What is wrong with it."""
        return f"cannot be used: {self.problem}"


class ChannelBook:
    """The channels as they are set up now; opened anew when their address or the mail server changed."""

    def __init__(self, store: Store, open_one: Callable[[ChannelSpec], Channel]) -> None:
        self._store, self._open_one = store, open_one
        self._open: dict[ChannelId, tuple[tuple[str, str], Channel]] = {}
        self._lock = threading.Lock()

    def __call__(self) -> Mapping[ChannelId, Channel]:
        """Every enabled channel; the terminal if none is set up."""
        with self._store.read() as tx:
            specs = [spec for spec in tx.channels.all() if spec.enabled]
            mail = tx.facts.get(MAIL_SERVER)
        if not any(spec.id == DEFAULT_CHANNEL for spec in specs):
            specs.append(ChannelSpec(id=DEFAULT_CHANNEL, url="terminal:"))
        with self._lock:
            for spec in specs:
                made_of = (spec.url, mail)
                if spec.id not in self._open or self._open[spec.id][0] != made_of or self._is_broken(spec.id):
                    self._open[spec.id] = (made_of, self._try(spec))
            return {spec.id: self._open[spec.id][1] for spec in specs}

    def _is_broken(self, channel_id: ChannelId) -> bool:
        return isinstance(self._open[channel_id][1], BrokenChannel)

    def _try(self, spec: ChannelSpec) -> Channel:
        try:
            return self._open_one(spec)
        except ConfigError as error:
            return BrokenChannel(id=spec.id, problem=mask(str(error)))


@dataclass(kw_only=True)
class Monitor:
    """The wired machine. Nothing runs until ``daemon.serve`` or a command uses it."""

    settings: Settings
    store: Store
    context: Context
    telemetry: Telemetry
    stopping: threading.Event
    open_channel: Callable[[ChannelSpec], Channel]
    _closers: list[Callable[[], None]] = field(default_factory=list)

    @property
    def zone(self) -> tzinfo:
        """The zone in which times are shown."""
        return self.context.zone

    def closing(self, closer: Callable[[], None]) -> None:
        """Call this too when everything is closed."""
        self._closers.append(closer)

    def close(self) -> None:
        """Undo ``build`` in reverse."""
        self.stopping.set()
        for closer in reversed(self._closers):
            closer()


def read_declared(settings: Settings) -> Assembled:
    """What feeds.toml declares, with its packs; raises ConfigError. Queries are verified when it is applied."""
    return assemble(load(settings.config, shortest=settings.shortest_interval))


def verified(settings: Settings) -> Assembled:
    """What feeds.toml declares, with every query and pack found right; raises ConfigError."""
    assembled = read_declared(settings)
    verify(assembled)
    return assembled


def open_store(settings: Settings) -> Store:
    """The database, migrated to this version. Raises StorageError or ConfigError."""
    store = Store(settings.database_url)
    store.upgrade()
    store.check()
    return store


def build(settings: Settings, declared: Declared | None = None, *, stream: TextIO | None = None,
          spacing: timedelta | None = None) -> Monitor:  # fmt: skip
    """Wire every part for these settings; ``declared`` fills in what they leave open. Starts nothing.

    ``stream`` is where the terminal channel writes. ``spacing`` overrides the least time between two requests to a
    host: for a press world on this machine only.
    """
    from monitor.isolation.pool import WorkerPool

    if declared is not None:
        settings = settings.completed_by(declared.monitor)
    store, clock, stopping = open_store(settings), SystemClock(), threading.Event()
    if spacing is None and declared is not None:
        spacing = declared.monitor.spacing
    fetcher = _fetcher(settings, spacing, clock, stopping, _turns(settings, store))
    workers = WorkerPool(TASKS, workers=2)
    opener = channel_opener(settings, fetcher, stream or sys.stdout, store)
    context = Context(
        store=store, fetcher=fetcher, workers=workers, channels=ChannelBook(store, opener), clock=clock,
        knowledge=Knowledge(), hosts=fetcher.hosts, robots=fetcher.robots, chance=random.random,
        stopping=stopping.is_set, zone=settings.timezone, base_url=settings.web_url,
    )  # fmt: skip
    telemetry = Telemetry(as_json=settings.log_format.value == "json", verbosity=settings.verbosity)
    return Monitor(settings=settings, store=store, context=context, telemetry=telemetry, stopping=stopping,
                   open_channel=opener, _closers=[store.close, workers.close, fetcher.close])  # fmt: skip


def _fetcher(settings: Settings, spacing: timedelta | None, clock: SystemClock,
             stopping: threading.Event, turns: Turns | None) -> HttpFetcher:  # fmt: skip
    from monitor.fetch.client import HttpFetcher
    from monitor.fetch.guard import AllowedHosts
    from monitor.fetch.politeness import Manners

    manners = Manners(own_spacing=OWN_SPACING) if spacing is None else Manners(spacing=spacing)
    return HttpFetcher(
        clock=clock, contact=settings.contact, manners=manners, waiter=stopping,
        allow_hosts=AllowedHosts.parse(",".join(settings.allow_hosts)), shared=turns,
    )  # fmt: skip


def _turns(settings: Settings, store: Store) -> Turns | None:
    """The turns at hosts that all programs on one database keep: through the server, or by a file beside the file."""
    from monitor.fetch.shared_turns import SharedTurns

    if store.is_shared:
        return store.turns()
    file = sqlite_file(settings.database_url)
    return SharedTurns(file.with_name(f"{file.name}.turns")) if file else None


def check_web(monitor: Monitor) -> None:
    """Raise ConfigError where the web page would be open to other machines without a password.

    ``MONITOR_WEB_FIRST_LINK`` allows it, for a container: what it listens on is not yet what others reach, and nobody
    can set the password without the link from its log. A provider is a way in too, if its libraries are there.
    """
    settings, bind = monitor.settings, monitor.settings.web
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
    from monitor.web.passwords import hash_password
    from monitor.web.server import WebServer, create_app

    check_web(monitor)
    given = monitor.settings.web_password
    return WebServer(create_app(_site(monitor, hash_password(given) if given else "")), bind.host, bind.port)


def _site(monitor: Monitor, password: str) -> Site:
    from monitor.web.site import Site

    settings, context = monitor.settings, monitor.context
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

    fetcher = _fetcher(monitor.settings, timedelta(), SystemClock(), monitor.stopping, None)
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


def channel_opener(settings: Settings, fetcher: Fetcher, stream: TextIO,
                   store: Store) -> Callable[[ChannelSpec], Channel]:  # fmt: skip
    """How channels are opened: secrets read, addresses guarded, threads looked up. The function raises ConfigError."""
    from monitor.channels.schemes import open_channel
    from monitor.channels.smtp import MailSettings
    from monitor.fetch.guard import AllowedHosts, allowed_target

    allow = AllowedHosts.parse(",".join(settings.allow_hosts))

    def open_one(spec: ChannelSpec) -> Channel:
        url = resolve(spec.url)
        mail = _mail(settings, store) if url.lower().startswith("mailto:") else MailSettings()
        return open_channel(spec.id, url, fetcher=fetcher, stream=stream, mail=mail,
                            openings=partial(_opening, store, spec.id),
                            allowed_target=lambda host: allowed_target(host, allow))  # fmt: skip

    return open_one


def _mail(settings: Settings, store: Store) -> MailSettings:
    """The mail server of the environment, else of feeds.toml, with its password read. Raises ConfigError."""
    from monitor.channels.smtp import MailSettings

    server = settings.mail
    if server is None:
        with store.read() as tx:
            declared = tx.facts.get(MAIL_SERVER)
        server = from_text(MailServer, declared) if declared else None
    if server is None:
        return MailSettings()
    password = resolve(server.password) if server.password else ""
    return MailSettings(host=server.host, port=server.usual_port, tls=server.security, user=server.user,
                        password=password, sender=server.sender)  # fmt: skip


def _opening(store: Store, channel_id: ChannelId, thread: str) -> Opening | None:
    from monitor.channels.slack import Opening

    with store.read() as tx:
        found = tx.outbox.opening(channel_id, thread)
    return Opening(reference=found.delivery.reference, message=found.alert.message) if found else None

