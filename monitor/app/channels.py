"""Channels as they are set up now: opened with their secrets, guarded, and opened anew when those change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TextIO

from monitor.config.declared import MailServer
from monitor.config.secrets import mask, resolve, stamp
from monitor.config.settings import Settings
from monitor.core.errors import ConfigError
from monitor.core.model.alert import ChannelSpec, Message, SendFailed, SendResult
from monitor.core.model.ids import ChannelId
from monitor.core.ports import Channel, Fetcher
from monitor.pipeline.audience import DEFAULT_CHANNEL
from monitor.store.records import from_text
from monitor.store.store import Store, Transaction
from monitor.store.versions import MAIL_SERVER

if TYPE_CHECKING:
    from monitor.channels.slack import Opening
    from monitor.channels.smtp import MailSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenChannel:
    """Stands in for a channel whose address cannot be used, so that its alerts wait and the reason is seen."""

    id: ChannelId
    problem: str

    def send(self, message: Message) -> SendResult:  # noqa: ARG002 - the port's signature
        """Keep the message for later: the secret may be put right at any time."""
        return SendFailed(detail=self.problem)

    def describe(self) -> str:
        """What is wrong with it."""
        return f"cannot be used: {self.problem}"


class ChannelBook:
    """The channels as they are set up now; opened anew when what they are made of changed.

    That is their address, the mail server, and the files that hold the secrets of both. ``mail`` is the mail server of
    the settings, None where feeds.toml has the say.
    """

    def __init__(self, store: Store, open_one: Callable[[ChannelSpec], Channel],
                 mail: MailServer | None = None) -> None:  # fmt: skip
        self._store, self._open_one, self._mail = store, open_one, mail
        self._open: dict[ChannelId, tuple[tuple[object, ...], Channel]] = {}
        self._lock = threading.Lock()

    def __call__(self) -> Mapping[ChannelId, Channel]:
        """Every enabled channel; the terminal if none is set up."""
        with self._store.read() as tx:
            specs = [spec for spec in tx.channels.all() if spec.enabled]
            mail = self._mail or _declared_mail(tx)
        if not any(spec.id == DEFAULT_CHANNEL for spec in specs):
            specs.append(ChannelSpec(id=DEFAULT_CHANNEL, url="terminal:"))
        password = stamp(mail.password) if mail else ()
        with self._lock:
            for spec in specs:
                made_of = (spec.url, stamp(spec.url), mail, password)
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
            server = _declared_mail(tx)
    if server is None:
        return MailSettings()
    password = resolve(server.password) if server.password else ""
    return MailSettings(host=server.host, port=server.usual_port, tls=server.security, user=server.user,
                        password=password, sender=server.sender)  # fmt: skip


def _declared_mail(tx: Transaction) -> MailServer | None:
    """The mail server of feeds.toml, as it was last applied."""
    declared = tx.facts.get(MAIL_SERVER)
    return from_text(MailServer, declared) if declared else None


def _opening(store: Store, channel_id: ChannelId, thread: str) -> Opening | None:
    from monitor.channels.slack import Opening

    with store.read() as tx:
        found = tx.outbox.opening(channel_id, thread)
    return Opening(reference=found.delivery.reference, message=found.alert.message) if found else None
