"""Secrets in channel addresses: found once, and masked in everything that is said of the channel."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from monitor.core.inert import inert

_SHORTEST = 4  # shorter pieces ("to", "v1") are no secrets, and masking them would eat words
_DETAIL = 300
_PUBLIC_PARAMETERS = frozenset(
    {"from", "to", "tls", "base_url", "format", "redirect", "overflow", "verify", "rto", "cto"}
)


class Mask:
    """What may not be said of a channel.

    Secret are user names, passwords, tokens in the path or in place of the host, and the values of parameters, but not
    a host with a dot in it.
    """

    def __init__(self, url: str) -> None:
        self._secrets = _secrets(url)

    def __call__(self, text: str) -> str:
        """The text as one harmless line of at most 300 characters, every secret in it replaced by ``…``."""
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return inert(text, _DETAIL)

    def __repr__(self) -> str:
        return "Mask(…)"


def _secrets(url: str) -> tuple[str, ...]:
    _, _, rest = url.partition(":")
    parts = urlsplit("x://" + rest.lstrip("/"))
    userinfo, _, host = parts.netloc.rpartition("@")
    found = {userinfo, *re.split("[:@]", userinfo), *parts.path.split("/"), parts.path.strip("/")}
    port = re.compile(r"\d{1,5}")
    found |= {part for part in host.split(":") if "." not in part and part != "localhost" and not port.fullmatch(part)}
    found |= {value for name, value in parse_qsl(parts.query) if name.lower() not in _PUBLIC_PARAMETERS}
    forms = {form for piece in found for form in (piece, unquote(piece), quote(piece, safe=""))}
    return tuple(sorted((form for form in forms if len(form) >= _SHORTEST), key=len, reverse=True))
