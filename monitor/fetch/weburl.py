"""Addresses as this room understands them: one strict reading, so that what is judged is what is connected to.

No network and no lookup here. Methods: RFC 3986 for the parts, UTS 46 for names outside ASCII, ``inet_aton`` for the
odd numeric forms of IPv4 that resolvers accept (``0x7f.1``, ``2130706433``, ``0177.0.0.1``).
"""

from __future__ import annotations

import base64
import ipaddress
import re
import socket
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote_to_bytes, urljoin

from monitor.core.model.fetched import FailureReason
from monitor.fetch.faults import Fault

MAX_URL_LENGTH = 16_384
DEFAULT_PORTS = {"http": 80, "https": 443}

_URL = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#]*)(?P<target>[^#]*)(?:#.*)?", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(
    r"(?:(?P<userinfo>[!-?A-~]*)@)?(?P<host>\[[0-9A-Fa-f:.]+\]|[^@:\[\]]+)(?::(?P<port>[0-9]{0,5}))?", re.ASCII
)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_-])?", re.ASCII)
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)  # a last label like this makes the host an IPv4 address
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\\\u2028\u2029]")
_KEPT_IN_TARGET = "!$%&'()*+,-./:;=?@[]^_`{|}~"  # everything printable but the space, quotes and angle brackets


@dataclass(frozen=True, slots=True, kw_only=True)
class WebUrl:
    """An http or https address in parts; ``str()`` never shows its credentials.

    ``host`` is lower-case ASCII without brackets.
    """

    scheme: str
    host: str
    port: int
    target: str  # path and query, percent-encoded, begins with "/"
    authorization: str = field(default="", repr=False)  # value of a basic Authorization header, "" = none

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: who answers."""
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        """Host and, where it is not the scheme's own, port: ``example.org``, ``[2001:db8::1]:8080``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def site(self) -> str:
        """Whose turn it is: the host, told apart by port only where that is neither 80 nor 443."""
        return self.host if self.port in DEFAULT_PORTS.values() else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"

    def at(self, target: str) -> WebUrl:
        """Another path at the same origin, without credentials."""
        return replace(self, target=target, authorization="")

    def joined(self, location: str) -> WebUrl:
        """Where a redirect from here to ``location`` leads.

        Credentials stay only with the same host (also when http becomes https); those written into ``location`` are
        dropped. Raises Fault(BAD_URL).
        """
        location = location.strip(" \t")
        if _UNSAFE.search(location):  # urljoin would silently drop some of these
            raise Fault(FailureReason.BAD_URL, "redirect to an address with a control character or backslash")
        try:
            goal = read_url(urljoin(str(self), location))
        except ValueError:
            raise Fault(FailureReason.BAD_URL, "redirect to an address that cannot be read") from None
        return replace(goal, authorization=self.authorization if _same_owner(self, goal) else "")


def _same_owner(here: WebUrl, goal: WebUrl) -> bool:
    upgraded = (here.scheme, here.port, goal.scheme, goal.port) == ("http", 80, "https", 443)
    return here.host == goal.host and (here.origin == goal.origin or upgraded)


def read_url(text: str) -> WebUrl:
    """Read an absolute http or https URL; the fragment is dropped. Raises Fault(BAD_URL) for everything else."""
    text = text.strip(" \t\r\n").replace(" ", "%20")  # spaces in paths are common, in hosts they are refused below
    if len(text) > MAX_URL_LENGTH:
        raise Fault(FailureReason.BAD_URL, "longer than 16,384 characters")
    if _UNSAFE.search(text):
        raise Fault(FailureReason.BAD_URL, "has a control character or backslash")
    parts = _URL.fullmatch(text)
    if parts is None:
        raise Fault(FailureReason.BAD_URL, "not an absolute http or https address")
    scheme = parts["scheme"].lower()
    authority = _AUTHORITY.fullmatch(parts["authority"])
    if authority is None:
        raise Fault(FailureReason.BAD_URL, "host or port cannot be read")
    port = int(authority["port"] or DEFAULT_PORTS[scheme])
    if not 0 < port < 65536:
        raise Fault(FailureReason.BAD_URL, "no such port")
    return WebUrl(
        scheme=scheme,
        host=read_host(authority["host"]),
        port=port,
        target=_read_target(parts["target"]),
        authorization=_basic(authority["userinfo"] or ""),
    )


def read_host(text: str) -> str:
    """A host name or address in its one form: ASCII, lower case, no brackets, no final dot, IPv4 as four decimals.

    Raises Fault(BAD_URL) for what is neither a name nor an address.
    """
    if text.startswith("[") or ":" in text:
        try:
            return str(ipaddress.IPv6Address(text.strip("[]")))
        except ValueError:
            raise Fault(FailureReason.BAD_URL, "not an IPv6 address") from None
    host = (text if text.isascii() else _to_ascii(text)).lower().removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Fault(FailureReason.BAD_URL, "not a host name")
    if _NUMERIC_LABEL.fullmatch(labels[-1]):
        try:
            return socket.inet_ntoa(socket.inet_aton(host))
        except OSError:
            raise Fault(FailureReason.BAD_URL, "not an IPv4 address") from None
    return host


def _to_ascii(text: str) -> str:
    import idna

    try:
        return idna.encode(text, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise Fault(FailureReason.BAD_URL, "not an international host name") from None


def _read_target(text: str) -> str:
    if not text.startswith("/"):
        text = "/" + text
    try:
        return quote(text, safe=_KEPT_IN_TARGET)
    except UnicodeError:
        raise Fault(FailureReason.BAD_URL, "has a character that cannot be sent") from None


def _basic(userinfo: str) -> str:
    if not userinfo.strip(":"):
        return ""
    name, _, password = userinfo.partition(":")
    try:
        secret = unquote_to_bytes(name) + b":" + unquote_to_bytes(password)
    except UnicodeError:
        raise Fault(FailureReason.BAD_URL, "credentials have a character that cannot be sent") from None
    return "Basic " + base64.b64encode(secret).decode("ascii")


def without_credentials(text: str) -> str:
    """The text of a URL with any ``user:password@`` taken out and the rest as it was.

    Of a text that is no URL, all before the last ``@`` goes: it may hold a password with a slash in it.
    """
    parts = _URL.fullmatch(text.strip())
    if parts is None or _AUTHORITY.fullmatch(parts["authority"]) is None:
        return re.sub(r"^(\s*[A-Za-z][A-Za-z0-9+.-]*:/+)?.*@", r"\1", text, count=1, flags=re.DOTALL)
    return text if "@" not in parts["authority"] else re.sub(r"(?<=//)[^/?#]*@", "", text, count=1)
