"""Everything that has no channel of its own here: apprise's services, one target for each call.

apprise follows redirects, throttles inside itself, waits for each read on its own, passes mentions on and logs
addresses with their secrets. Here: no redirect, no throttle, one deadline, own escaping, its log kept in and masked.
The address check is by name before each send; which address apprise then connects to is its own look-up.
"""

from __future__ import annotations

import logging
import re
import threading
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from monitor.channels.mask import Mask
from monitor.channels.plain import headline, pages, short_lines
from monitor.channels.post import GATEWAY_TIMEOUT
from monitor.core.errors import ConfigError
from monitor.core.inert import made_inert
from monitor.core.model.alert import AlertKind, Message, SendFailed, SendResult, Sent

_MOST_PARTS = 5
# Over a hundred plug-ins by many hands: what their code may raise on an answer that it did not expect.
_PLUGIN_FAULTS = (
    ArithmeticError,
    AttributeError,
    ImportError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
# Of the HTTP library under it, at DEBUG: no connection was made, so nothing can have been sent.
_NOT_SENT = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeout|Failed to (?:resolve|establish a new connection)"
    r"|Connection refused|CERTIFICATE_VERIFY_FAILED"
)
_STATUS = re.compile(r"\berror=(\d{3})\b")
_TEMPORARY_STATUS = frozenset({408, 425, 429})
_NAMED_BY_ITS_HOST = "host"
# What chat services act on in plain text: @everyone, <@user>, <!here>, <users/all>, [text](address).
_MENTION = re.compile(r"@(?=[\w(<])")
_ANGLE = re.compile(r"<(?=[@#!:/a-zA-Z&])")
_MARKED_LINK = re.compile(r"\](?=[(\[:])")
# On this machine's own desktop or log instead of a person's screen: a daemon in a container has neither.
_LOCAL = frozenset({"dbus", "gio", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows", "blink1"})


def without_mentions(text: str) -> str:
    """The text such that no chat service takes a part of it for a mention or a named link; it reads the same."""
    text = _MENTION.sub("@\u200b", text)
    return _MARKED_LINK.sub("]\u200b", _ANGLE.sub("<\u200b", text))


def known_schemes() -> list[str]:
    """All schemes of apprise, in alphabetical order. Loads every plug-in: slow at the first call."""
    _quiet_logs()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of libraries that some plug-ins try to import
        from apprise.manager_plugins import NotificationManager

        manager: Any = NotificationManager
        return sorted(manager().schemas())


def build(url: str, mask: Mask, allowed_target: Callable[[str], str], deadline: float = 30.0) -> AppriseChannel:
    """The channel for an apprise address. ConfigError where apprise cannot read it or it names several targets."""
    scheme = url.partition(":")[0].lower()
    if scheme in _LOCAL:
        raise ConfigError(f"{scheme}: shows on this machine's own screen only; use terminal: instead")
    known_schemes()
    from apprise import Apprise, AppriseAsset

    asset = AppriseAsset(http_redirects=False, storage_mode="memory", secure_logging=True, async_mode=False)
    with _Captured() as log:
        try:
            plugin = Apprise.instantiate(url, asset=asset)
            targets = len(plugin) if plugin is not None else 0
        except _PLUGIN_FAULTS:  # in an address that its plug-in did not expect
            plugin, targets = None, 0
    if plugin is None:
        said = mask(log.text()) or "something in it is missing"
        raise ConfigError(f"{scheme}: the address cannot be used: {said} (see https://appriseit.com/services/)")
    if targets > 1:
        raise ConfigError(f"{scheme}: {targets} targets in one address; declare one channel for each, so that a retry "
                          "reaches only the one that failed")  # fmt: skip
    return AppriseChannel(plugin, scheme=scheme, mask=mask, allowed_target=allowed_target, deadline=deadline)


class AppriseChannel:
    """One target of one service."""

    def __init__(
        self, plugin: Any, *, scheme: str, mask: Mask, allowed_target: Callable[[str], str], deadline: float
    ) -> None:
        """``deadline`` in seconds is for one call; a call that lasts longer goes on alone and blocks the next."""
        plugin.redirects = False  # whatever the address says
        plugin.request_rate_per_sec = 0
        plugin.socket_connect_timeout = min(10.0, deadline)
        plugin.socket_read_timeout = min(20.0, deadline)
        self._plugin = plugin
        self._scheme = scheme
        self._mask = mask
        self._allowed_target = allowed_target
        self._deadline = deadline
        self._call: threading.Thread | None = None

    def send(self, message: Message) -> SendResult:
        """Send the message, a long digest in up to five parts; a retry goes on after the last part that was taken."""
        refused = self._refused()
        if refused:
            return SendFailed(detail=self._mask(f"target not allowed: {refused}"))
        title, texts = render(message, int(self._plugin.title_maxlen), int(self._plugin.body_maxlen))
        taken = [*message.taken]
        for number, text in enumerate(texts):
            if str(number) in taken:
                continue
            result = self._notify(title if number == 0 else "", text)
            if isinstance(result, SendFailed):
                return replace(result, taken=tuple(taken))
            taken.append(str(number))
        return Sent(detail=f"taken by {self._plugin.service_name}")

    def _refused(self) -> str:
        """Why the target may not be connected to; "" for services at a fixed address of their own."""
        if _NAMED_BY_ITS_HOST not in self._plugin.template_tokens or not self._plugin.host:
            return ""
        return self._allowed_target(str(self._plugin.host))

    def _notify(self, title: str, text: str) -> SendResult:
        """One call to apprise in a thread of its own, so that a target that drips cannot hold the caller."""
        if self._call is not None and self._call.is_alive():
            return SendFailed(detail="an earlier message still waits for the target's answer")
        answers: list[SendResult] = []
        self._call = threading.Thread(target=lambda: answers.append(self._called(title, text)), daemon=True)
        self._call.start()
        self._call.join(self._deadline)
        return answers[0] if answers else SendFailed(detail="the target took too long to answer", unseen=True)

    def _called(self, title: str, text: str) -> SendResult:
        with _Captured() as log:
            try:
                taken = self._plugin.notify(body=text, title=title, body_format="text", overflow="truncate")
            except _PLUGIN_FAULTS as problem:  # over an answer that it did not expect: the message may be there
                connected = not _NOT_SENT.search(f"{log.everything()} {problem}")
                return SendFailed(detail=self._mask(f"{type(problem).__name__}: {problem}"), unseen=connected)
        return Sent() if taken else self._failure(log.text(), connected=not _NOT_SENT.search(log.everything()))

    def _failure(self, said: str, *, connected: bool) -> SendFailed:
        """What apprise wrote into its log is all it tells of a failure.

        No status seen = the answer was not seen, unless there was no connection on which anything could be sent; nor
        was it where a gateway waited for it in vain.
        """
        found = _STATUS.search(said)
        status = int(found[1]) if found else 0
        permanent = 300 <= status < 500 and status not in _TEMPORARY_STATUS
        unseen = connected and status in (0, GATEWAY_TIMEOUT)
        return SendFailed(detail=self._mask(said or "not taken"), permanent=permanent, unseen=unseen)

    def describe(self) -> str:
        """``Discord at discord://…``."""
        return f"{self._plugin.service_name} at {self._scheme}://…"

    def __repr__(self) -> str:
        return f"<AppriseChannel {self.describe()}>"


def render(message: Message, title_limit: int, body_limit: int) -> tuple[str, list[str]]:
    """Title and texts within the service's limits, which apprise states in characters (a title limit of 0: no title).

    A digest may take up to five texts; every other message is one, and what does not fit is left out from its end.
    One tenth is kept free for what apprise adds when it turns text into the service's own markup.
    """
    told = made_inert(message)
    room = body_limit if body_limit > 0 else 32_768
    longest = title_limit or min(120, room // 2)
    title = without_mentions(headline(told, longest))[:longest]
    room = max(room - room // 10 - (0 if title_limit else len(title) + 2), 60)
    most = _MOST_PARTS if told.kind is AlertKind.DIGEST else 1
    lines = [without_mentions(line) for line in short_lines(told)]
    return title, pages(lines, room, most) or [title]


class _Captured(logging.Handler):
    """What apprise logs on this thread while the block runs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._thread = threading.get_ident()
        self._lines: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record's text if it is of our thread."""
        if record.thread == self._thread:
            self._lines.append((record.levelno, record.getMessage()))

    def text(self) -> str:
        """What it said at WARNING and above, in one line."""
        return " ".join(line for level, line in self._lines if level >= logging.WARNING)

    def everything(self) -> str:
        """What it said at any level; it may hold addresses with their secrets."""
        return " ".join(line for _, line in self._lines)

    def __enter__(self) -> _Captured:
        logging.getLogger("apprise").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("apprise").removeHandler(self)


def _quiet_logs() -> None:
    """Keep apprise and the HTTP library under it out of the daemon's log: at DEBUG both write addresses with tokens."""
    log = logging.getLogger("apprise")
    log.propagate = False
    if not log.handlers:
        log.addHandler(logging.NullHandler())  # else Python prints what nobody handles
    log.setLevel(logging.DEBUG)  # read by _Captured alone: nothing is handed on
    for name in ("urllib3", "requests", "requests_oauthlib", "oauthlib"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
