"""Where the web page listens: ``127.0.0.1:8080``, ``[::1]:8080``, ``0.0.0.0:80``, or ``off``."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

DEFAULT = "127.0.0.1:8080"
_HOW = f"must be an address and a port, as in {DEFAULT}, or off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bind:
    """An address and port to listen on. Port 0 = any that is free."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback

    @property
    def reached(self) -> str:
        """As a browser on this machine addresses it: one that listens everywhere also listens on loopback."""
        if self.host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not listened on
            return Bind(host="127.0.0.1" if self.host == "0.0.0.0" else "::1", port=self.port).shown  # noqa: S104 - the same
        return self.shown

    @property
    def shown(self) -> str:
        """As it stands in an address."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def read_bind(text: str) -> Bind | None:
    """The address of a text, None for "off". Raises ValueError."""
    if text.lower() == "off":
        return None
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname or "", parts.port
        if host != "localhost":
            ipaddress.ip_address(host)
    except ValueError:
        raise ValueError(_HOW) from None
    if port is None or parts.path or parts.username is not None:
        raise ValueError(_HOW)
    return Bind(host=host, port=port)
